"""Calls: openings for one kind of input, each with one instant at which it closes."""

from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation import phases
from consultation.choices import CallKind, PublicationRule, ReviewsShown
from consultation.models.forum import Forum
from consultation.models.mixins import Sourced, Versioned, zone_field
from consultation.models.phase import Phase


class CallQuerySet(models.QuerySet["Call"]):
    """Questions to the calls."""

    def open_at(self, at: datetime) -> Self:
        """Keep the calls with ``opens_at <= at < closes_at``."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def upcoming_at(self, at: datetime) -> Self:
        """Keep the calls that open after ``at``."""
        return self.filter(opens_at__gt=at)


class Call(Sourced, Versioned):
    """
    One opening.

    ``closes_at`` is one instant; ``timezone`` names the zone in which it is said.
    ``deadline_is_assumed``: only the day is known, the time is 23:59:59 in that zone.
    ``closes_revision`` rises whenever the deadline moves, so that reminders are counted anew.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="calls")
    phase = models.ForeignKey(
        Phase,
        verbose_name=_("phase of its deadline"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
    )
    slug = models.SlugField(_("address"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=CallKind.choices)
    title = models.CharField(_("title"), max_length=250)
    description = models.TextField(_("what is asked, and for whom"), blank=True)
    is_binding = models.BooleanField(_("binding"), default=False)
    takes_drafts = models.BooleanField(
        _("taken by this portal"),
        default=False,
        help_text=_("Off for calls of the past, which are shown for the record only."),
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    timezone = zone_field(default="Europe/Zurich")
    deadline_is_assumed = models.BooleanField(_("time of the deadline is assumed"), default=False)
    closes_revision = models.PositiveIntegerField(
        _("revision of the deadline"), default=1, editable=False
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace (minutes)"),
        default=15,
        help_text=_("How long a form opened before the deadline may still be handed in."),
    )
    publication_rule = models.CharField(
        _("inputs are published"),
        max_length=14,
        choices=PublicationRule.choices,
        default=PublicationRule.AFTER_DEADLINE,
        help_text=_("As far as their authors agree; see their own choice."),
    )
    reviews_shown = models.CharField(
        _("others’ reviews are shown to reviewers"),
        max_length=10,
        choices=ReviewsShown.choices,
        default=ReviewsShown.AFTER_MINE,
    )
    is_blind = models.BooleanField(
        _("read blind"),
        default=False,
        help_text=_(
            "Reviewers see no name of people or organizations that the portal knows; the "
            "secretariat does."
        ),
    )
    # Marked by ``actions.ledger``: from then on every input of it has its disposition.
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    text_limit_words = models.PositiveIntegerField(_("limit of the text (words)"), default=2000)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    note = models.TextField(_("note on the source"), blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("forum", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("forum", "slug"), name="call_address_once_per_forum"),
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="call_that_takes_drafts_has_its_dates",
                condition=Q(takes_drafts=False)
                | Q(opens_at__isnull=False, closes_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return reverse("consultation:call", kwargs={"year": self.forum.slug, "slug": self.slug})

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the deadline is said."""
        return ZoneInfo(self.timezone)

    @property
    def grace(self) -> timedelta:
        """What a form opened before the deadline still has."""
        return timedelta(minutes=self.grace_minutes)

    def is_open(self, at: datetime, *, grace: bool = False) -> bool:
        """Tell whether the call takes drafts at ``at``; ``grace``: by a form opened in time."""
        return self.takes_drafts and phases.is_open(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            at=at,
            grace=self.grace if grace else timedelta(0),
        )


class DateChange(models.Model):
    """A date that was moved after publication: what it was, and the public note."""

    call = models.ForeignKey(
        Call, on_delete=models.CASCADE, null=True, blank=True, related_name="date_changes"
    )
    phase = models.ForeignKey(
        Phase, on_delete=models.CASCADE, null=True, blank=True, related_name="date_changes"
    )
    # As exact as it was, in ISO format: {"precision", "start", "end", "timezone"}.
    former = models.JSONField(_("former date"))
    note = models.CharField(_("public note"), max_length=300)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="date_change_is_of_a_call_or_a_phase",
                condition=Q(call__isnull=False, phase__isnull=True)
                | Q(call__isnull=True, phase__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.note

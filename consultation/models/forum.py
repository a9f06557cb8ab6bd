"""The Forum: one year's event and its open consultation."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation.choices import PartnerRole
from consultation.models.mixins import Sourced, Versioned, zone_field
from consultation.models.reference import Country, StakeholderType


class ForumQuerySet(models.QuerySet["Forum"]):
    """Questions to the Forums."""

    def current(self) -> Self:
        """Keep the Forum that the home page shows (at most one)."""
        return self.filter(is_current=True)


class Forum(Sourced, Versioned):
    """One year's WSIS Forum. Dates are the event's own days, in ``timezone``."""

    slug = models.SlugField(_("address"), max_length=20, unique=True)
    year = models.PositiveSmallIntegerField(_("year"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=120)
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    consultation_title = models.CharField(
        _("title of the consultation"), max_length=300, blank=True
    )
    introduction = models.TextField(_("introduction"), blank=True)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    timezone = zone_field(default="Europe/Zurich")
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="forums"
    )
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    final_week_start_date = models.DateField(_("final week from"), null=True, blank=True)
    final_week_end_date = models.DateField(_("final week to"), null=True, blank=True)
    website = models.CharField(_("website"), max_length=250, blank=True)

    chair_name = models.CharField(_("Chair"), max_length=200, blank=True)
    chair_role = models.CharField(_("role of the Chair"), max_length=250, blank=True)
    chair_country = models.ForeignKey(
        Country,
        verbose_name=_("country of the Chair"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    # As published then; shown for the record, never written to.
    contact_name = models.CharField(_("contact as published"), max_length=200, blank=True)
    contact_phone = models.CharField(_("telephone as published"), max_length=60, blank=True)
    contact_fax = models.CharField(_("fax as published"), max_length=60, blank=True)
    contact_email = models.CharField(_("e-mail as published"), max_length=200, blank=True)

    invitation_date = models.DateField(_("date of the invitation"), null=True, blank=True)
    invitation_title = models.CharField(_("title of the invitation"), max_length=400, blank=True)
    invitation_signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    addressed_to = models.ManyToManyField(
        StakeholderType, verbose_name=_("addressed to"), blank=True, related_name="+"
    )
    remote_participation = models.BooleanField(
        _("remote participation in all physical meetings"), default=False
    )
    takes_event_inputs = models.BooleanField(
        _("takes input from regional and national events"), default=False
    )
    statistics = models.JSONField(_("figures as published"), default=dict, blank=True)

    is_current = models.BooleanField(_("current Forum"), default=False)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    # Days by which the file's dates are moved; fixed at the first load.
    shift_days = models.IntegerField(_("dates moved by (days)"), null=True, blank=True)
    # The number last given at a hand-in; raised under a row lock, so numbers have no gaps.
    last_number = models.PositiveIntegerField(_("last number given"), default=0, editable=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        verbose_name = _("Forum")
        verbose_name_plural = _("Forums")
        ordering = ("-start_date",)
        constraints = (
            models.CheckConstraint(
                name="forum_ends_after_it_starts",
                condition=models.Q(end_date__gte=models.F("start_date")),
            ),
            models.UniqueConstraint(
                fields=("is_current",),
                condition=models.Q(is_current=True),
                name="only_one_forum_is_current",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return reverse("forum", kwargs={"year": self.slug})


class ForumPartner(Sourced):
    """An organization that organizes a Forum or works with those who do."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="partners")
    role = models.CharField(_("role"), max_length=12, choices=PartnerRole.choices)
    code = models.CharField(_("acronym"), max_length=40)
    name = models.CharField(_("name"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("partner of a Forum")
        verbose_name_plural = _("partners of a Forum")
        ordering = ("forum", "-role", "order")
        constraints = (
            models.UniqueConstraint(fields=("forum", "code"), name="partner_once_per_forum"),
        )

    def __str__(self) -> str:
        return self.code

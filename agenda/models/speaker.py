"""Speakers of a Forum, and what each does in which session."""

from datetime import UTC

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import Answer, Consent, SessionStatus, SpeakerRole
from agenda.models.session import Session
from consultation.models import Country, Forum
from consultation.models.mixins import Sourced, Versioned, zone_field


class Speaker(Sourced, Versioned):
    """
    One person at one Forum, with the function and organization held then.

    ``email`` is for letters and never shown. A photo is a file of our own, written anew without
    what the camera noted. ``timezone`` is where the person is while the Forum takes place.
    """

    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, related_name="speakers", verbose_name=_("Forum")
    )
    slug = models.SlugField(_("address"), max_length=80)
    honorific = models.CharField(_("honorific"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(_("name as sorted"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=250, blank=True)
    organization = models.CharField(_("organization"), max_length=250, blank=True)
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="speakers",
    )
    biography = models.TextField(_("biography"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    timezone = zone_field(blank=True, default="")
    consent = models.CharField(
        _("agrees to be shown"), max_length=8, choices=Consent.choices, default=Consent.NOT_ASKED
    )
    consent_at = models.DateTimeField(_("agreed or refused at"), null=True, blank=True)
    # Counts up to make the personal links of former letters invalid.
    link_serial = models.PositiveSmallIntegerField(
        _("number of the personal link"), default=1, editable=False
    )
    photo_name = models.CharField(_("photo"), max_length=100, blank=True, editable=False)
    photo_type = models.CharField(_("type of the photo"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("forum", "sort_name", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("forum", "slug"), name="speaker_address_once_per_forum"
            ),
        )

    def __str__(self) -> str:
        return f"{self.honorific} {self.name}".strip()


class SpeakerWindow(models.Model):
    """When a person can speak; one without any can at any time."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="windows")
    period = DateTimeRangeField(_("period"))

    class Meta:
        verbose_name = _("time at which somebody can speak")
        verbose_name_plural = _("times at which somebody can speak")
        ordering = ("speaker", "period")
        constraints = (
            models.CheckConstraint(
                name="window_of_a_speaker_has_a_start_and_an_end",
                condition=Q(
                    period__isempty=False, period__lower_inf=False, period__upper_inf=False
                ),
            ),
        )

    def __str__(self) -> str:
        start, end = (moment.astimezone(UTC) for moment in (self.period.lower, self.period.upper))
        # Isolated: in a line of Arabic the two ends would change places.
        words = f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M} UTC"
        return f"\N{LEFT-TO-RIGHT ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    """Questions to who appears where."""

    def waiting(self) -> "AppearanceQuerySet":
        """Keep those of whom an answer is still wanted: the session is held, and none was given."""
        return self.filter(answer=Answer.NONE).exclude(session__status=SessionStatus.CANCELLED)


class Appearance(models.Model):
    """One person in one session, in one role."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="appearances")
    speaker = models.ForeignKey(
        Speaker, verbose_name=_("speaker"), on_delete=models.PROTECT, related_name="appearances"
    )
    role = models.CharField(
        _("role"), max_length=16, choices=SpeakerRole.choices, default=SpeakerRole.SPEAKER
    )
    is_remote = models.BooleanField(_("takes part remotely"), default=False)
    answer = models.CharField(
        _("answer"), max_length=10, choices=Answer.choices, default=Answer.NONE
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ("session", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "speaker", "role"), name="speaker_once_per_session_and_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.speaker} ({self.get_role_display()})"

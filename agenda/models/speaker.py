"""Speakers of a Forum, and what each does in which session."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.choices import SpeakerRole
from agenda.models.session import Session
from consultation.models import Country, Forum
from consultation.models.mixins import Sourced


class Speaker(Sourced):
    """One person at one Forum, with the function and organization held then."""

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
    order = models.PositiveSmallIntegerField(_("order"), default=0)

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

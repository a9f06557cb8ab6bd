"""Releases: numbered, frozen copies of a whole programme."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models import Forum

NAME_LENGTH = 120
REMARK_LENGTH = 300


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Questions to the releases."""

    def public(self) -> Self:
        """Keep the releases that everybody may read."""
        return self.filter(is_public=True)

    def newest_first(self) -> Self:
        """Order by version, the newest first (v1.10 is after v1.9)."""
        return self.order_by("-major", "-minor")


class Release(models.Model):
    """
    One frozen agenda draft: v0.x are internal, v1.0 and above public.

    ``programme`` is what ``agenda.programme`` writes; ``checksum`` is its SHA-256. A trigger keeps
    both from ever being changed. ``taken_on_by`` answers for accepted inputs that end in no session
    of a public release. ``again_of`` is the older release whose programme this one repeats.
    ``told_at`` is empty until the letters about a public one are queued.
    """

    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, related_name="releases", verbose_name=_("Forum")
    )
    major = models.PositiveSmallIntegerField(_("major version"))
    minor = models.PositiveSmallIntegerField(_("minor version"))
    is_public = models.BooleanField(_("public"))
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    remark = models.CharField(_("remark"), max_length=REMARK_LENGTH, blank=True)
    programme = models.JSONField(_("programme"))
    checksum = models.CharField(_("SHA-256"), max_length=64)
    session_count = models.PositiveIntegerField(_("sessions"))
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    again_of = models.ForeignKey(
        "self",
        verbose_name=_("an older one anew"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("inputs without a session taken on by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_on_reason = models.TextField(_("because"), blank=True)
    taken_on_inputs = ArrayField(
        models.CharField(max_length=24),
        verbose_name=_("inputs that were taken on"),
        default=list,
        blank=True,
    )
    told_at = models.DateTimeField(_("letters queued at"), null=True, blank=True, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("forum", "-major", "-minor")
        constraints = (
            models.UniqueConstraint(
                fields=("forum", "major", "minor"), name="release_version_once_per_forum"
            ),
            models.CheckConstraint(
                name="release_is_public_from_version_1",
                condition=Q(is_public=True, major__gte=1) | Q(is_public=False, major=0),
            ),
            models.CheckConstraint(
                name="who_takes_inputs_on_says_why",
                condition=Q(taken_on_by__isnull=True, taken_on_reason="")
                | (Q(taken_on_by__isnull=False) & ~Q(taken_on_reason__regex=r"^\s*$")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.forum} {self.version}"

    @property
    def version(self) -> str:
        """The version as it is written: ``v1.0``."""
        return f"v{self.major}.{self.minor}"

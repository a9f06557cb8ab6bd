"""Planned releases: what a worker issues when its moment comes."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models.release import NAME_LENGTH, REMARK_LENGTH, Release
from consultation.models import Forum

# It waits, or ended in exactly one of three ways.
_ENDS = ("release", "refused_at", "cancelled_at")


def _only(end: str = "") -> Q:
    return Q(**{f"{name}__isnull": name != end for name in _ENDS})


class PlannedRelease(models.Model):
    """
    A release to come, until it is issued, refused or cancelled.

    ``refusal`` says what stood in the way, in the language of who planned it.
    """

    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, related_name="planned_releases", verbose_name=_("Forum")
    )
    is_public = models.BooleanField(_("public"))
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    remark = models.CharField(_("remark"), max_length=REMARK_LENGTH, blank=True)
    takes_on = models.TextField(_("why inputs without a session are taken on"), blank=True)
    taken_on_inputs = ArrayField(
        models.CharField(max_length=24),
        verbose_name=_("inputs that were taken on"),
        default=list,
        blank=True,
        editable=False,
    )
    due_at = models.DateTimeField(_("to be issued at"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("planned by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    planned_at = models.DateTimeField(_("planned at"))
    release = models.OneToOneField(
        Release,
        verbose_name=_("release"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned",
    )
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)
    refusal = models.TextField(_("what stood in the way"), blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("planned release")
        verbose_name_plural = _("planned releases")
        ordering = ("-due_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="planned_release_ends_once",
                condition=_only() | _only("release") | _only("refused_at") | _only("cancelled_at"),
            ),
            models.CheckConstraint(
                name="planned_release_refused_says_why",
                condition=Q(refused_at__isnull=True, refusal="")
                | (Q(refused_at__isnull=False) & ~Q(refusal="")),
            ),
        )
        indexes = (
            models.Index(fields=("due_at",), name="planned_releases_waiting", condition=_only()),
        )

    def __str__(self) -> str:
        return f"{self.forum}: {self.name}" if self.name else str(self.forum)

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be changed."""
        return self.release_id is None and self.refused_at is None and self.cancelled_at is None

"""Merges of two speakers that were one person, each with all that undoing it takes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models.speaker import Speaker
from consultation.models import Forum


class SpeakerMerge(models.Model):
    """
    One row was taken up into another.

    ``gone`` holds the rows that were deleted, column by column; ``moved`` what points to the kept
    speaker now and pointed to the other before; ``filled`` the columns of the kept speaker that
    were empty. A release keeps what it says. Whoever is erased goes out of all three
    (``agenda.actions.forgetting``).
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(
        Speaker, verbose_name=_("speaker"), on_delete=models.CASCADE, related_name="merges"
    )
    slug = models.SlugField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=270)
    gone = models.JSONField(_("what was deleted"))
    moved = models.JSONField(_("what was moved"))
    filled = models.JSONField(_("what was filled in"))
    merged_at = models.DateTimeField(_("merged at"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("merge of speakers")
        verbose_name_plural = _("merges of speakers")
        ordering = ("-merged_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="merge_undone_by_somebody_at_a_moment",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} → {self.kept_id}"

"""Steps: every change of the working timetable, in the order in which they were made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import StepKind
from agenda.models.session import Session
from consultation.models import Forum


class PlacingStep(models.Model):
    """
    One change of where and when a session takes place.

    ``revision`` counts the steps of a Forum. ``before`` and ``after`` hold the places of the
    session as ``[{"room": id or null, "starts_at", "ends_at", "timezone"}]``, each but the
    session's first with its "ordinal". To undo is a step of
    its own, which names the one it ``reverses``; so is to redo, which reverses the undoing.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="placing_steps")
    revision = models.PositiveIntegerField(_("revision"))
    # What became of a session that is gone stays counted: a revision is never given twice.
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, related_name="placing_steps"
    )
    kind = models.CharField(_("kind"), max_length=6, choices=StepKind.choices)
    reverses = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="reversed_by"
    )
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("step of placing")
        verbose_name_plural = _("steps of placing")
        ordering = ("forum", "revision")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(
                fields=("forum", "revision"), name="placing_revision_once_per_forum"
            ),
            models.CheckConstraint(
                name="only_undo_and_redo_reverse_a_step",
                condition=Q(kind=StepKind.CHANGE, reverses__isnull=True)
                | (~Q(kind=StepKind.CHANGE) & Q(reverses__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.forum_id} {self.revision}"

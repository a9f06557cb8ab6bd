"""Assignments: which reviewer reads which input until when, and the rules that assign."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import AssignedBy
from consultation.models.call import Call
from consultation.models.reference import ActionLine
from consultation.models.submission import Submission


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions to the assignments."""

    def active(self) -> "AssignmentQuerySet":
        """Keep those that were not taken back."""
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """A reviewer is asked to review an input before ``due_at``."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    how = models.CharField(_("assigned"), max_length=8, choices=AssignedBy.choices)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("submission", "made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "reviewer"),
                condition=Q(ended_at__isnull=True),
                name="reviewer_once_per_submission",
            ),
        )

    def __str__(self) -> str:
        return str(self.reviewer)


class AssignmentRule(models.Model):
    """Inputs of this call, Action Line and language go to this reviewer; blank: whatever it is."""

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        on_delete=models.CASCADE,
        related_name="assignment_rules",
    )
    call = models.ForeignKey(
        Call,
        verbose_name=_("call"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assignment_rules",
    )
    action_line = models.ForeignKey(
        ActionLine,
        verbose_name=_("Action Line"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    language = models.CharField(
        _("language of the text"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("rule of assignment")
        verbose_name_plural = _("rules of assignment")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="assignment_rule_says_which_inputs",
                condition=Q(call__isnull=False) | Q(action_line__isnull=False) | Q(language__gt=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.reviewer)

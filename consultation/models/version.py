"""What was handed in, frozen; and who wrote which section when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.choices import Publication
from consultation.models.submission import Submission


class SubmissionVersion(models.Model):
    """One hand-in of a submission: its answers as they were, and what its author agreed to."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    answers = models.JSONField(_("answers"), default=dict)
    at = models.DateTimeField(_("handed in at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    publication = models.CharField(
        _("publication"),
        max_length=12,
        choices=Publication.choices,
        default=Publication.FULL,
    )
    privacy_version = models.CharField(
        _("version of the privacy notice"), max_length=20, blank=True
    )

    class Meta:
        verbose_name = _("version of a submission")
        verbose_name_plural = _("versions of a submission")
        ordering = ("submission", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "number"), name="version_once_per_submission"
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission.number} · {self.number}"


class SectionEdit(models.Model):
    """
    A person's saves of one section in one go: ``answers`` are the section's after the last.

    ``started_at`` is the first save, ``at`` the last; ``actions.drafts`` says how long one go is.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="edits")
    section = models.CharField(_("section"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    started_at = models.DateTimeField(_("from"))
    at = models.DateTimeField(_("to"))
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("edit of a section")
        verbose_name_plural = _("edits of a section")
        ordering = ("submission", "-at", "-pk")
        indexes = (
            models.Index(fields=("submission", "section", "-at"), name="edits_of_a_section"),
        )

    def __str__(self) -> str:
        return self.section

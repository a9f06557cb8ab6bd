"""What the secretariat asks back, and codes that open one late hand-in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.call import Call
from consultation.models.submission import Submission


class Clarification(models.Model):
    """
    A question of the secretariat about one submission, and the author's answer.

    Until ``until`` the author may answer and change the submission; the interval excludes it.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="clarifications"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"))
    question = models.TextField(_("question"))
    until = models.DateTimeField(_("answer until"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of the secretariat")
        verbose_name_plural = _("questions of the secretariat")
        ordering = ("submission", "asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission",),
                condition=Q(answered_at__isnull=True),
                name="one_open_clarification_per_submission",
            ),
        )

    def __str__(self) -> str:
        return self.question


class LateCode(models.Model):
    """A code that the secretariat gives somebody: it opens one hand-in after the deadline."""

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="late_codes"
    )
    code = models.CharField(_("code"), max_length=20, unique=True)
    note = models.CharField(_("for whom, and why"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    used_for = models.ForeignKey(
        Submission,
        verbose_name=_("used for"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="late_codes",
    )

    class Meta:
        verbose_name = _("late code")
        verbose_name_plural = _("late codes")
        ordering = ("call", "-made_at", "-pk")

    def __str__(self) -> str:
        return self.note

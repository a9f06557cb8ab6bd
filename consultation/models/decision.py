"""Decisions: where a submission ended, and the public reason."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.choices import REFUSALS, Disposition, Informs, Status, TakenUpAs
from consultation.models.mixins import Versioned
from consultation.models.submission import Submission
from wsis_forum.languages import column

# A translated text has a column for each language; the portal's languages are fixed.
_TEXTS = tuple(column("text", code) for code, _name in settings.LANGUAGES)


class PublicReason(Versioned):
    """
    A reason that the secretariat keeps, in six languages, for one or several dispositions.

    One that is not written in all of them yet is not offered.
    """

    # Of a reason that came with the portal: by it a later load finds the row again.
    code = models.CharField(
        _("code"), max_length=60, unique=True, null=True, blank=True, editable=False
    )
    text = models.TextField(_("text"))
    dispositions = ArrayField(
        models.CharField(max_length=12, choices=Disposition.choices),
        verbose_name=_("offered for"),
        default=list,
        blank=True,
        help_text=_("None: for every disposition."),
    )
    is_active = models.BooleanField(_("offered"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("public reason")
        verbose_name_plural = _("public reasons")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                name="reason_offered_is_in_six_languages",
                condition=Q(is_active=False) | Q(**{f"{name}__regex": r"\S" for name in _TEXTS}),
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def texts(self) -> dict[str, str]:
        """Its words, language -> text, of those in which it is written."""
        codes = (code for code, _name in settings.LANGUAGES)
        found = {code: getattr(self, column("text", code)) or "" for code in codes}
        return {code: text for code, text in found.items() if text.strip()}

    @property
    def is_whole(self) -> bool:
        """Whether everybody reads it in her own language."""
        return len(self.texts) == len(settings.LANGUAGES)


class Decision(models.Model):
    """
    A disposition of a submission; the one that counts is ``Submission.decision``.

    A reopened one stays as it was, with who reopened it and why. ``reason_texts`` are the words of
    the chosen reason at that time, language -> text; ``reason`` is free text, ``reason_language``
    says in which (of old ones it is not known). What is decided in the portal has a chosen one;
    what an import brought has the words of its file, what was withdrawn its author's, and old ones
    may have free text alone. What is accepted
    otherwise than it was submitted stands in ``accepted_*``; blank: as submitted.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    disposition = models.CharField(_("disposition"), max_length=12, choices=Disposition.choices)
    taken_up_as = models.CharField(
        _("taken up as"), max_length=12, choices=TakenUpAs.choices, blank=True
    )
    informs = models.CharField(_("informs"), max_length=8, choices=Informs.choices, blank=True)
    # Which theme or session, or the Forum it is deferred to; in the words of the secretariat.
    detail = models.CharField(_("which one"), max_length=250, blank=True)
    reason_texts = models.JSONField(_("chosen reason"), default=dict, blank=True)
    reason = models.TextField(_("public reason"), blank=True)
    reason_language = models.CharField(
        _("language of the reason"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    accepted_title = models.CharField(_("accepted title"), max_length=300, blank=True)
    accepted_format = models.CharField(_("accepted format"), max_length=24, blank=True)
    accepted_minutes = models.PositiveSmallIntegerField(
        _("accepted length (minutes)"), null=True, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"))
    # What undoing a merge restores; blank where nobody noted it.
    status_before = models.CharField(
        _("status before"), max_length=12, choices=Status.choices, blank=True, editable=False
    )
    handler_before = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on the desk of, before"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reopened by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopen_reason = models.TextField(_("reason of the reopening"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-decided_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("submission",),
                condition=Q(reopened_at__isnull=True),
                name="one_disposition_per_submission",
            ),
            models.CheckConstraint(
                name="decision_has_a_public_reason",
                condition=~Q(reason__regex=r"^\s*$") | ~Q(reason_texts={}),
            ),
            models.CheckConstraint(
                name="decision_says_what_it_was_taken_up_as",
                condition=Q(disposition=Disposition.TAKEN_UP, taken_up_as__gt="")
                | (~Q(disposition=Disposition.TAKEN_UP) & Q(taken_up_as="")),
            ),
            models.CheckConstraint(
                name="decision_says_what_it_informs_only_if_it_does",
                condition=Q(disposition=Disposition.INFORMS) | Q(informs=""),
            ),
            models.CheckConstraint(
                name="decision_reopened_has_a_reason",
                condition=Q(reopened_at__isnull=True, reopen_reason="")
                | (Q(reopened_at__isnull=False) & ~Q(reopen_reason__regex=r"^\s*$")),
            ),
        )

    def __str__(self) -> str:
        return self.get_disposition_display()

    @property
    def is_acceptance(self) -> bool:
        """Whether the input goes on living: in a session, a theme, a later Forum."""
        return self.disposition not in REFUSALS

"""Until when follow-ups are owed: a date for each kind and Forum, and exceptions of a session."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.choices import FollowUpKind
from agenda.models.session import Session
from consultation.models import Forum

_BY_DATE = Q(due_at__isnull=False, days_after__isnull=True)
_AFTER_THE_SESSION = Q(
    due_at__isnull=True, days_after__isnull=False, kind=FollowUpKind.OUTCOME.value
)


class FollowUpDate(models.Model):
    """
    Until when a Forum asks for one kind; a kind without a row is not asked for.

    Either a moment for all sessions, or a number of days after the last day of each session, until
    the end of that day in the Forum's zone.
    """

    forum = models.ForeignKey(
        Forum, on_delete=models.CASCADE, related_name="follow_up_dates", verbose_name=_("Forum")
    )
    kind = models.CharField(_("what is owed"), max_length=12, choices=FollowUpKind.choices)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    days_after = models.PositiveSmallIntegerField(
        _("days after the session"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("date of a follow-up")
        verbose_name_plural = _("dates of follow-ups")
        ordering = ("forum", "due_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("forum", "kind"), name="follow_up_date_once_per_forum_and_kind"
            ),
            models.CheckConstraint(
                name="only_an_outcome_is_due_after_its_session",
                condition=_BY_DATE | _AFTER_THE_SESSION,
            ),
        )

    def __str__(self) -> str:
        return f"{self.forum}: {self.get_kind_display()}"


class FollowUpException(models.Model):
    """One kind of one session has another date than the Forum's, or is not asked for."""

    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="follow_up_exceptions"
    )
    kind = models.CharField(_("what is owed"), max_length=12, choices=FollowUpKind.choices)
    is_asked = models.BooleanField(_("asked for"))
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)

    class Meta:
        verbose_name = _("exception of a follow-up")
        verbose_name_plural = _("exceptions of follow-ups")
        ordering = ("session", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "kind"), name="follow_up_exception_once_per_session_and_kind"
            ),
            models.CheckConstraint(
                name="follow_up_exception_is_another_date_or_not_asked",
                condition=Q(is_asked=True, due_at__isnull=False)
                | Q(is_asked=False, due_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.kind}"

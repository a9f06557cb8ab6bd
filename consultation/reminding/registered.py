"""What the consultation reminds of, made known when the app is ready."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.reminding import calls, clarifications, meetings, planning, reviews, subjects
from wsis_forum.letters import kinds


def register() -> None:
    """Make our kinds known to the outbox, and our subjects to those who plan."""
    for name, title, label in (
        (
            "reminder",
            pgettext_lazy("letter", "reminder"),
            _("Reminders of unfinished drafts before a call closes"),
        ),
        (
            meetings.KIND,
            pgettext_lazy("letter", "reminder of a meeting"),
            _("Reminders of meetings of the consultation"),
        ),
        (
            reviews.KIND,
            pgettext_lazy("letter", "reminder of reviews"),
            _("Reminders of reviews that you were asked for"),
        ),
        (
            clarifications.KIND,
            pgettext_lazy("letter", "reminder of a question"),
            _("Reminders of questions about your inputs that wait for your answer"),
        ),
    ):
        kinds.register(
            kinds.Kind(name, optional=True, label=label, title=title, check=planning.unwanted)
        )
    for subject in (
        calls.CallCloses(),
        meetings.PhaseMeets(),
        reviews.ReviewDue(),
        clarifications.ClarificationWaits(),
    ):
        subjects.register(subject)

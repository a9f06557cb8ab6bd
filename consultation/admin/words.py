"""Words and badges for submissions, shared by the list, the page and the index."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from consultation.choices import Status
from consultation.dispositions import disposition_words
from consultation.exceptions import MergeImpossible, WhyNot, WrongStatus
from consultation.models import Submission
from consultation.queries.screened import Screened
from wsis_forum import clock, dates

# The colour of each status; the word is always there too.
TONES = {
    Status.DRAFT: "quiet",
    Status.SUBMITTED: "new",
    Status.UNDER_REVIEW: "open",
    Status.RETURNED: "next",
    Status.DECIDED: "done",
    Status.WITHDRAWN: "quiet",
}

# How an input stands against the minimum of its call: its colour and its word.
SCREENED = {
    Screened.NONE: ("new", pgettext_lazy("screening", "to screen")),
    Screened.MET: ("done", pgettext_lazy("screening", "met")),
    Screened.FAILED: ("bad", pgettext_lazy("screening", "not met")),
    Screened.OLDER: ("next", pgettext_lazy("screening", "met by an older version")),
}


def status_badge(submission: Submission) -> SafeString:
    """Write a status as a badge."""
    status = Status(submission.status)
    return format_html('<span class="tag tag-{}">{}</span>', TONES[status], status.label)


def age_words(submission: Submission) -> str:
    """Say for how long an input has waited: "12 days"."""
    return since_words(submission.submitted_at)


def since_words(moment: datetime | None) -> str:
    """Say how many days have passed: "12 days"."""
    if moment is None:
        return ""
    days = (clock.now() - moment).days
    if days < 1:
        return _("since today")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def refusal_words(submission: Submission, error: WrongStatus) -> str:
    """Say why a step is not possible from where the submission is now."""
    decision = getattr(submission, "decision", None)
    if submission.status == Status.DECIDED and decision is not None:
        return _("This input was already decided by %(person)s on %(moment)s: %(disposition)s.") % {
            "person": decision.decided_by or _("an earlier system"),
            "moment": dates.moment_words(decision.decided_at, submission.call.timezone),
            "disposition": disposition_words(decision),
        }
    if submission.status == Status.UNDER_REVIEW and error.target == Status.UNDER_REVIEW:
        return _("The review of this input has begun already.")
    return _("This is not possible while the input is in the status “%(status)s”.") % {
        "status": Status(submission.status).label
    }


def reason_words() -> str:
    """Say that a decision lacks its kept reason, or that this one lacks a language."""
    return _("It needs a reason that we keep, in all six languages. Decide again on its page.")


def merge_words(error: MergeImpossible) -> str:
    """Say why an input cannot be merged into another."""
    return {
        WhyNot.ITSELF: _("An input cannot be merged into itself."),
        WhyNot.NOT_HANDED_IN: _("The other input was not handed in."),
        WhyNot.WITHDRAWN: _("The other input was withdrawn by its author."),
        WhyNot.CIRCLE: _("The inputs would be merged in a circle: the other ends in this one."),
        WhyNot.OTHER_FORUM: _("The other input belongs to another Forum."),
    }[error.why]

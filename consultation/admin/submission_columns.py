"""Columns of the list of submissions."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.bulk import SEEN, stamp
from consultation.admin.words import SCREENED, age_words, status_badge
from consultation.choices import CallKind, Status
from consultation.models import Submission
from consultation.queries.screened import state_of
from wsis_forum import clock, dates
from wsis_forum.languages import language

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Admin = ModelAdmin[Any]
else:
    _Admin = object

# So many reviewers are named in a row; the input's page names all.
_NAMED = 2


class SelectAll:
    """The head of the column of checkboxes, in the language of the page."""

    def __str__(self) -> str:
        return format_html(
            '<input type="checkbox" id="action-toggle" aria-label="{}">',
            _("Choose all inputs of this page"),
        )

    __html__ = __str__


class SubmissionColumns(_Admin):
    """What each column writes; rows come from ``queries.desk.rows``."""

    def action_checkbox(self, obj: Submission) -> SafeString:
        """Write the checkbox, and what the row is now: an action tells whether it has changed."""
        label = _("Choose %(number)s") % {"number": obj.number}
        # Not by a widget: fifty of its templates cost more than the rest of the rows.
        return format_html(
            '<input type="checkbox" class="action-select" name="{}" value="{}" aria-label="{}">'
            '<input type="hidden" name="{}{}" value="{}">',
            *(ACTION_CHECKBOX_NAME, obj.pk, label, SEEN, obj.pk, stamp(obj)),
        )

    action_checkbox.short_description = SelectAll()  # type: ignore[attr-defined]  # read by Django

    @admin.display(description=gettext_lazy("title"))
    def shown_title(self, submission: Submission) -> SafeString:
        """Write the title in its own language and direction, as the person may read it."""
        title = getattr(submission, "read_title", submission.title) or _("Untitled")
        spoken = language(submission.language)
        return format_html('<bdi lang="{}" dir="auto">{}</bdi>', spoken.tag, title)

    @admin.display(description=gettext_lazy("call"))
    def shown_call(self, submission: Submission) -> SafeString:
        """Write the kind of the call, and its Forum."""
        return format_html(
            '{} <span class="quiet">{}</span>',
            CallKind(submission.call.kind).label,
            submission.call.forum.slug,
        )

    @admin.display(description=gettext_lazy("status"))
    def badge(self, submission: Submission) -> SafeString:
        """Write the status as a badge, and whether an answer of the author is overdue."""
        until = getattr(submission, "answer_until", None)
        if until is None or until > clock.now():
            return status_badge(submission)
        overdue = format_html('<span class="tag tag-bad">{}</span>', _("answer overdue"))
        return format_html("{} {}", status_badge(submission), overdue)

    @admin.display(description=gettext_lazy("minimum"))
    def screened(self, submission: Submission) -> SafeString | str:
        """Say how it stands against the minimum of its call; nothing where there is none."""
        state = state_of(submission)
        if state is None:
            return ""
        tone, words = SCREENED[state]
        return format_html('<span class="tag tag-{}">{}</span>', tone, words)

    @admin.display(description=gettext_lazy("type"))
    def type(self, submission: Submission) -> str:
        """Write the stakeholder type."""
        return str(submission.stakeholder_type or "–")

    @admin.display(description=gettext_lazy("language"))
    def written_in(self, submission: Submission) -> str:
        """Write the language's own name."""
        return language(submission.language).name

    @admin.display(description=gettext_lazy("handed in"), ordering="submitted_at")
    def handed_in(self, submission: Submission) -> str:
        """Write the day of the hand-in, in the call's zone."""
        moment = submission.submitted_at
        return dates.day_words(moment.astimezone(submission.call.zone).date()) if moment else "–"

    @admin.display(description=gettext_lazy("waiting"))
    def waits(self, submission: Submission) -> str:
        """Say for how many days it has waited for us."""
        if submission.status not in (Status.SUBMITTED, Status.UNDER_REVIEW):
            return ""
        return age_words(submission)

    @admin.display(description=gettext_lazy("desk and reviewers"))
    def people(self, submission: Submission) -> SafeString:
        """Write on whose desk it lies, and who is asked to review it."""
        lines = []
        if submission.handler:
            lines.append(format_html("<bdi>{}</bdi>", submission.handler))
        asked = [each.reviewer for each in getattr(submission, "active_assignments", ())]
        if asked:
            names = format_html_join(", ", "<bdi>{}</bdi>", ((each,) for each in asked[:_NAMED]))
            more = f" +{len(asked) - _NAMED}" if len(asked) > _NAMED else ""
            lines.append(format_html('<span class="quiet">{}{}</span>', names, more))
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("reviews"))
    def reviews_in(self, submission: Submission) -> str:
        """Write how many reviews are in, of how many that were asked for or given: "1/3"."""
        given = {each.reviewer_id for each in getattr(submission, "given_reviews", ())}
        asked = {each.reviewer_id for each in getattr(submission, "active_assignments", ())}
        return f"{len(given)}/{len(given | asked)}" if given | asked else ""

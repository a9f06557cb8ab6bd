"""One section of a draft: shown, saved, and given back where it cannot be saved."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from consultation import sections
from consultation.actions.drafts import save_section
from consultation.exceptions import StaleVersion, WrongStatus
from consultation.forms import FORMS, SectionForm
from consultation.models import Submission
from consultation.queries import submissions as queries
from consultation.views import opening, parked
from consultation.views.common import own_or_404, sent_version, token_is_wrong
from wsis_forum import clock

# The button that asks for suggestions; rows of speakers have theirs in ``forms.speakers``.
SUGGEST = "suggest-goals"


@dataclass(frozen=True)
class Page:
    """
    A section's page as it is to be shown.

    ``notice`` says why it is shown again: ``restored``, ``token``, ``stale``, ``kept``,
    ``changed``, ``suggested`` or ``handed-in`` (see ``consultation/edit_notice.html``).
    """

    submission: Submission
    form: SectionForm
    version: int
    at: datetime
    notice: str = ""


# A wrong token is found below, not before: signing in in another window changes it, and what was
# typed in this one must not end on an error page.
@csrf_exempt
def edit(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    """Show a section of a draft, or save it."""
    if not request.user.is_authenticated:
        return parked.park(request, holds_text=True)
    own = own_or_404(request, queries.own(), ref)
    if section not in {known.slug for known in sections.of_kind(own.call.kind)}:
        raise Http404
    at = clock.now()
    if request.method == "POST":
        return _saved(request, own, section, at)
    if not own.is_draft:
        return redirect(own)
    sent = parked.take(request)
    form = FORMS[section](sent, submission=own)
    if sent is None:
        return _shown(request, Page(own, form, own.version, at))
    return _shown(request, Page(own, form, sent_version(sent), at, "restored"))


def _saved(request: HttpRequest, own: Submission, section: str, at: datetime) -> HttpResponse:
    """Save what was sent; whatever is in the way of that, show it again."""
    form = FORMS[section](request.POST, submission=own)
    version = sent_version(request.POST)
    if token_is_wrong(request):
        return _shown(request, Page(own, form, version, at, "token"))
    try:
        saved = save_section(
            submission_id=own.pk,
            by=request.user,  # type: ignore[arg-type]
            section=section,
            answers=form.typed(),
            version=version,
            at=at,
        )
    except StaleVersion as stale:
        return _shown(request, Page(own, form, stale.current, at, "stale"))
    except WrongStatus:
        return _shown(request, Page(own, form, version, at, "handed-in"))
    return _answered(request, form, saved, at)


def _answered(
    request: HttpRequest, form: SectionForm, saved: Submission, at: datetime
) -> HttpResponse:
    """Go on after a save: to the list of sections, or back to the form if it needs a look."""
    action = request.POST.get("action", "")
    changed = form.edited(action)
    if changed is not None:
        return _shown(request, Page(saved, changed, saved.version, at, "changed"))
    if action == SUGGEST and form.section == "tags":
        return _shown(request, Page(saved, form, saved.version, at, "suggested"))
    held = sections.answers(saved, form.section)
    for problem in sections.section_problems(form.section, held, saved.call):
        if not problem.is_missing:
            form.add_problem(problem)
    if form.found():
        return _shown(request, Page(saved, form, saved.version, at, "kept"))
    opening.keep(request, saved, request.POST.get("opened", ""), at)
    messages.success(request, _("Saved."))
    return redirect(saved)


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    opened = opening.for_page(request, page.submission, page.at)
    opening.keep(request, page.submission, opened, page.at)
    context = {
        "submission": page.submission,
        "section": sections.SECTIONS[page.form.section],
        "form": page.form,
        "version": page.version,
        "opened": opened,
        "notice": page.notice,
        "is_open": page.submission.call.is_open(page.at),
        "at": page.at,
        "problems": [
            {"id": problem.anchor, "message": problem.message} for problem in page.form.found()
        ],
    }
    return render(request, "consultation/edit.html", context)

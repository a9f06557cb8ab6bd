"""One section of an input: shown, saved, and given back where it cannot be saved."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from consultation.actions.drafts import save_section
from consultation.editing import can_write
from consultation.exceptions import NoSuchSection, StaleVersion, WrongStatus
from consultation.forms import SectionForm
from consultation.models import Contributor, Submission
from consultation.queries import questions
from consultation.queries import submissions as queries
from consultation.questionnaire.problems import Problem, section_problems
from consultation.views import autosave, comparing, files, opening, own, own_saves, parked, photos
from consultation.views.common import sent_version, token_is_wrong
from consultation.views.writing import Page, Writing, shown
from wsis_forum import clock

# The button that asks for suggestions; lists of people have theirs in ``forms.people``.
SUGGEST = "suggest-goals"
# The buttons that save: on to the next section, or back to the list.
TO_LIST = "list"
# Of the button that sends files without a script (``templates/consultation/forms/files.html``).
ADD_FILES = "add-files"


# A wrong token is found below, not before: signing in in another window changes it, and what was
# typed in this one must not end on an error page.
@csrf_exempt
@never_cache  # "back" must not show a text that was saved over since
def edit(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    """Show a section of an input, or save it."""
    if own.is_stranger(request, ref):
        if autosave.is_asked(request):
            return autosave.signed_out(request)
        return parked.park(request, ref, holds_text=True)
    try:
        submission = own.own_or_404(request, queries.own(), ref)
    except Http404:
        if request.method == "POST" and _was_contributor(request, ref):
            return _removed(request)
        raise
    questionnaire = questions.of_call(submission.call)
    part = questionnaire.part(section)
    if part is None:
        raise Http404
    writing = Writing(request, submission, questionnaire, part, clock.now())
    return _saved(writing) if request.method == "POST" else _opened(writing)


def _opened(writing: Writing) -> HttpResponse:
    if not can_write(writing.submission, writing.at):
        return redirect(writing.submission)
    sent = parked.take(writing.request)
    if sent is None:
        return shown(writing, Page(writing.form(), writing.submission.version))
    return shown(writing, Page(writing.form(sent), sent_version(sent), "restored"))


def _saved(writing: Writing) -> HttpResponse:
    """Save what was sent; whatever is in the way of that, show it again."""
    request, submission = writing.request, writing.submission
    quiet = autosave.is_asked(request)
    version = sent_version(request.POST)
    if token_is_wrong(request):
        page = Page(writing.form(request.POST), version, "token")
        return autosave.token(request) if quiet else shown(writing, page)
    if "version" not in request.POST:
        raise BadRequest("the form was cut short on its way")
    data, refused = _with_files(writing, comparing.resolved(request.POST, writing.part))
    form = writing.form(data)
    try:
        saved = save_section(
            submission_id=submission.pk,
            by=writing.by,
            section=writing.part.slug,
            answers=form.typed(),
            version=version,
            at=writing.at,
            page=own_saves.page_of(request),
        )
    except StaleVersion:
        return autosave.stale(writing) if quiet else comparing.shown(writing, form, data)
    except (WrongStatus, NoSuchSection):
        page = Page(form, version, "closed")
        return autosave.closed(request) if quiet else shown(writing, page)
    if quiet:
        return autosave.saved(writing, form, saved)
    return _answered(writing, form, saved, refused)


def _answered(
    writing: Writing, form: SectionForm, saved: Submission, refused: list[Problem]
) -> HttpResponse:
    """Go on after a save: to the next section, to the list, or back to what needs a look."""
    request = writing.request
    action = request.POST.get("action", "")
    opening.keep(request, saved, request.POST.get("opened", ""), writing.at)
    changed = form.edited(action)
    if changed is not None:
        return shown(writing, Page(changed, saved.version, "changed"))
    if action == SUGGEST:
        return shown(writing, Page(form, saved.version, "suggested"))
    for problem in section_problems(writing.questionnaire, writing.part, saved.answers):
        if problem.is_early:
            form.add_problem(problem)
    for problem in refused:
        form.add_problem(problem)
    if form.found() or action.startswith((files.REMOVE, ADD_FILES)):
        return shown(writing, Page(form, saved.version, "kept"))
    messages.success(request, _("Saved."))
    return redirect(writing.address(None if action == TO_LIST else writing.next_part()))


def _with_files(writing: Writing, data: QueryDict) -> tuple[QueryDict, list[Problem]]:
    """Take in the files that came with the form; return its data with photos, and refusals."""
    request = writing.request
    if autosave.is_asked(request):
        return data, []
    refused = list(files.take_up(request, writing.submission, writing.part, writing.at))
    data, unfit = photos.take_up(writing, data)
    return data, [*refused, *unfit]


def _was_contributor(request: HttpRequest, ref: str) -> bool:
    return (
        request.user.is_authenticated
        and Contributor.objects.filter(
            submission__reference=ref, user=request.user, removed_at__isnull=False
        ).exists()
    )


def _removed(request: HttpRequest) -> HttpResponse:
    """Give back what somebody typed who may no longer write here, and nothing else."""
    if autosave.is_asked(request):
        return autosave.removed(request)
    typed = [
        value
        for name, values in request.POST.lists()
        if not name.startswith(("csrf", "page-", "version", "opened", "action"))
        for value in values
        if value.strip()
    ]
    return render(request, "consultation/removed.html", {"typed": typed}, status=403)

"""
Answers to the script that saves while somebody writes: small pieces of a page, never an error page.

The event that comes with each tells ``static/js/keeper.js`` whether the text is in the database.
"""

from datetime import UTC, datetime
from typing import Any

from babel.lists import format_list
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_htmx.http import trigger_client_event

from consultation.forms import SectionForm
from consultation.models import Submission
from consultation.queries.edits import last_edit
from consultation.views.writing import Writing
from wsis_forum.dates import utc_stamp
from wsis_forum.languages import language

MARKER = "autosave"


def is_asked(request: HttpRequest) -> bool:
    """Whether the script asks, and not a person who waits for a page."""
    return "HX-Request" in request.headers and MARKER in request.POST


def saved(writing: Writing, form: SectionForm, submission: Submission) -> HttpResponse:
    """Say when it was saved, and what of it could not be; the page learns its new version."""
    left = list(dict.fromkeys(problem.field for problem in form.found()))
    by_key = writing.questionnaire.by_key
    labels = {by_key[key].label for field in left if (key := field.split("-")[0]) in by_key}
    return _answer(
        writing.request,
        "saved" if not left else "partly",
        time=_clock(writing.at),
        version=submission.version,
        left=format_list(sorted(labels), locale=language().locale) if labels else "",
    )


def stale(writing: Writing) -> HttpResponse:
    """Say who has saved the section meanwhile."""
    edit = last_edit(writing.submission, writing.part.slug)
    return _answer(writing.request, "stale", edit=edit, submission=writing.submission)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the sign-in has ended; the text is in the browser."""
    return _answer(request, "signed-out", path=request.path)


def token(request: HttpRequest) -> HttpResponse:
    """Hand out the token of the session that is there now; the script sends the text again."""
    return _answer(request, "token")


def closed(request: HttpRequest) -> HttpResponse:
    """Say that the text can no longer be changed."""
    return _answer(request, "closed")


def removed(request: HttpRequest) -> HttpResponse:
    """Say that the person may no longer write here."""
    return _answer(request, "removed")


def _clock(at: datetime) -> SafeString:
    """Write the time of day; the script turns it into the reader's own."""
    return format_html(
        '<time datetime="{}" data-clock>{} UTC</time>', utc_stamp(at), f"{at.astimezone(UTC):%H:%M}"
    )


def _answer(request: HttpRequest, state: str, **context: Any) -> HttpResponse:
    response = render(request, "consultation/autosave.html", {"state": state, **context})
    return trigger_client_event(response, "autosave-answered", {"state": state}, after="swap")

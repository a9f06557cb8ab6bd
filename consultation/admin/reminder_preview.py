"""A rule's letter before it is sent: for a real person, in each language."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation import due
from consultation.admin.desk import require
from consultation.admin.reminder_calendar import AHEAD, audience_words
from consultation.models import ReminderRule
from consultation.reminding import planning, subjects
from consultation.reminding.subjects import Planned
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.languages import language
from wsis_forum.letters.models import Letter
from wsis_forum.letters.policy import LETTER_POLICY
from wsis_forum.letters.rendering import render

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Admin = ModelAdmin[Any]

# People to choose from; who is looked for and stands behind them has a page in the calendar.
OFFERED = 200


def urls(model_admin: "_Admin") -> list[URLPattern]:
    """Return the addresses of the preview."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/preview/", show, "preview"),
        ("<int:pk>/preview/html/", show_html, "preview_html"),
    )
    return [
        path(
            route,
            wrap(partial(view, model_admin=model_admin)),
            name=f"consultation_reminderrule_{name}",
        )
        for route, view, name in pages
    ]


@require_safe
def show(request: HttpRequest, pk: int, *, model_admin: "_Admin") -> HttpResponse:
    """Show the letter's subject and text as one person of the next 90 days will get it."""
    require("consultation.manage_reminders", request)
    rule = get_object_or_404(ReminderRule.objects.select_related("forum"), pk=pk)
    at = clock.now()
    planned = _of_rule(rule, at)
    one = _asked(request, planned)
    letter = _letter(one, request.GET.get("language", ""), at) if one else None
    users = User.objects.in_bulk({row.reader.user_id for row in planned if row.reader.user_id})
    asked = {"reader": one.key, "language": letter.language} if one and letter else {}
    address = reverse("admin:consultation_reminderrule_preview_html", args=[pk])
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "title": _("The letter of a rule"),
        "rule": rule,
        "subject": subjects.get(rule.subject).title,
        "audience": audience_words(rule),
        "people": [(row.key, _words(row, users)) for row in planned],
        "chosen": one,
        "letter": letter,
        "masked_subject": letter.masked(letter.subject) if letter else "",
        "masked_text": letter.masked(letter.text) if letter else "",
        "languages": settings.LANGUAGES,
        "html_url": f"{address}?{urlencode(asked)}",
    }
    return TemplateResponse(request, "admin/consultation/reminderrule/preview.html", context)


@csp(LETTER_POLICY)  # type: ignore[arg-type]  # views with arguments are fine
@require_safe
def show_html(request: HttpRequest, pk: int, *, model_admin: "_Admin") -> HttpResponse:
    """Show the letter's HTML text alone, as a mail program does."""
    require("consultation.manage_reminders", request)
    at = clock.now()
    one = _asked(request, _of_rule(get_object_or_404(ReminderRule, pk=pk), at))
    letter = _letter(one, request.GET.get("language", ""), at) if one else None
    if letter is None:
        return HttpResponse(_("Nobody gets this letter in the next 90 days."))
    return HttpResponse(letter.masked(letter.html))


def _of_rule(rule: ReminderRule, at: datetime) -> list[Planned]:
    found = (one for one in due.forecast(at, at + AHEAD) if one.rule_id == rule.pk)
    return [one for one, _place in zip(found, range(OFFERED), strict=False)]


def _asked(request: HttpRequest, planned: list[Planned]) -> Planned | None:
    key = request.GET.get("reader", "")
    return next((one for one in planned if one.key == key), planned[0] if planned else None)


def _letter(one: Planned, code: str, at: datetime) -> Letter | None:
    """Write the letter as it will be, in a language of our choice; it is not kept."""
    request = next(planning.requests([one], at=max(at, one.moment)), None)
    if request is None:
        return None
    chosen = code if code in dict(settings.LANGUAGES) else language(one.reader.language).code
    return render(replace(request, language=chosen), at=at)


def _words(one: Planned, users: dict[int, User]) -> str:
    user = users.get(one.reader.user_id) if one.reader.user_id else None
    name = str(user) if user else one.reader.name or one.reader.address
    return f"{name} – {one.occasion.title}"

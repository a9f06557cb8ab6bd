"""
The calendar of reminders: what the rules will send in the next 90 days, and how to stop it.

It reads ``due.forecast``, the same computation that sends.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultation import due
from consultation.actions import reminder_stops
from consultation.admin.desk import require
from consultation.admin.one_input import is_key
from consultation.models import ReminderRule, ReminderStop
from consultation.reminding import subjects
from consultation.reminding.planning import geneva_day
from consultation.reminding.subjects import Planned
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line
from wsis_forum.languages import language

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Admin = ModelAdmin[Any]

AHEAD = timedelta(days=90)
PER_PAGE = 50
_LONGEST_REASON = 300
_NAME = "admin:consultation_reminderrule_"


@dataclass(frozen=True)
class Part:
    """The letters of a line in one language."""

    tag: str
    name: str
    count: int
    names_url: str


@dataclass(frozen=True)
class Line:
    """Letters of one rule on one day."""

    rule: ReminderRule
    occasions: Sequence[str]
    count: int
    parts: Sequence[Part]


def urls(model_admin: "_Admin") -> list[URLPattern]:
    """Return the addresses of the calendar."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("calendar/", show, "calendar"),
        ("calendar/names/", names, "names"),
        ("calendar/stop/", stop, "stop"),
        ("calendar/stop/<int:pk>/go-on/", go_on, "go_on"),
    )
    return [
        path(
            route,
            wrap(partial(view, model_admin=model_admin)),
            name=f"consultation_reminderrule_{name}",
        )
        for route, view, name in pages
    ]


def audience_words(rule: ReminderRule) -> str:
    """Say to whom a rule's letters go."""
    subject = subjects.get(rule.subject)
    return next(str(one.title) for one in subject.audiences if one.name == rule.audience)


@require_safe
def show(request: HttpRequest, *, model_admin: "_Admin") -> HttpResponse:
    """Show the days, with the letters of each by rule and language."""
    require("consultation.manage_reminders", request)
    rules = {rule.pk: rule for rule in ReminderRule.objects.select_related("forum")}
    planned = _chosen(request)
    context = {
        "title": _("Reminders of the next 90 days"),
        "days": _days(planned, rules),
        "total": len(planned),
        "people": len({one.reader.key for one in planned}),
        "rules": list(rules.values()),
        "languages": settings.LANGUAGES,
        "chosen_rule": request.GET.get("rule", ""),
        "chosen_language": request.GET.get("language", ""),
        "stops": ReminderStop.objects.select_related("rule", "user", "made_by"),
    }
    return _answer(request, model_admin, "calendar.html", context)


@require_safe
def names(request: HttpRequest, *, model_admin: "_Admin") -> HttpResponse:
    """Name who gets the letters of one rule in one language on one day."""
    require("consultation.manage_reminders", request)
    day, rule = _day(request.GET.get("day", "")), _rule(request.GET.get("rule", ""))
    if day is None or rule is None:
        return HttpResponseRedirect(reverse(f"{_NAME}calendar"))
    found = [one for one in _chosen(request) if geneva_day(one.moment) == day]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    users = User.objects.in_bulk({one.reader.user_id for one in page if one.reader.user_id})
    context = {
        "title": _("Who is reminded"),
        "rule": rule,
        "audience": audience_words(rule),
        "day": day,
        "page_obj": page,
        "rows": [
            (
                one,
                str(users[one.reader.user_id]) if one.reader.user_id in users else one.reader.name,
                users[one.reader.user_id].email
                if one.reader.user_id in users
                else one.reader.address,
            )
            for one in page
        ],
    }
    return _answer(request, model_admin, "names.html", context)


@require_POST
def stop(request: HttpRequest, *, model_admin: "_Admin") -> HttpResponse:
    """Stop the reminders that the form names."""
    require("consultation.manage_reminders", request)
    rule, day = _rule(request.POST.get("rule", "")), _day(request.POST.get("day", ""))
    user = request.POST.get("user", "")
    person = User.objects.filter(pk=int(user)).first() if is_key(user) else None
    address = clean_line(request.POST.get("address", "")) if person is None else ""
    if not (rule or day or person or address):
        messages.error(request, _("Say which reminders: of a rule, on a day or to a person."))
        return HttpResponseRedirect(reverse(f"{_NAME}calendar"))
    reminder_stops.stop(
        by=request.user,  # type: ignore[arg-type]
        at=clock.now(),
        rule_id=rule.pk if rule else None,
        day=day,
        user_id=person.pk if person else None,
        address=address,
        reason=clean_line(request.POST.get("reason", ""))[:_LONGEST_REASON],
    )
    messages.success(request, _("These reminders are stopped. You can take that back below."))
    return HttpResponseRedirect(reverse(f"{_NAME}calendar"))


@require_POST
def go_on(request: HttpRequest, pk: int, *, model_admin: "_Admin") -> HttpResponse:
    """Take a stop back."""
    require("consultation.manage_reminders", request)
    if reminder_stops.go_on(stop_id=pk):
        messages.success(request, _("The stop is taken back. What is still due will be sent."))
    return HttpResponseRedirect(reverse(f"{_NAME}calendar"))


def _chosen(request: HttpRequest) -> list[Planned]:
    """Compute what will be sent, and keep what the address asks for."""
    at = clock.now()
    rule, code = request.GET.get("rule", ""), request.GET.get("language", "")
    return [
        one
        for one in due.forecast(at, at + AHEAD)
        if (not rule or str(one.rule_id) == rule)
        and (not code or language(one.reader.language).code == code)
    ]


def _days(
    planned: Sequence[Planned], rules: Mapping[int, ReminderRule]
) -> list[tuple[date, int, list[Line]]]:
    """Collect letters by day and rule, with how many there are of each."""
    grouped: dict[date, dict[int, list[Planned]]] = defaultdict(lambda: defaultdict(list))
    for one in planned:
        grouped[geneva_day(one.moment)][one.rule_id].append(one)
    return [
        (
            day,
            sum(len(rows) for rows in by_rule.values()),
            [_line(day, rules[key], rows) for key, rows in sorted(by_rule.items())],
        )
        for day, by_rule in sorted(grouped.items())
    ]


def _line(day: date, rule: ReminderRule, rows: Sequence[Planned]) -> Line:
    counts = Counter(language(one.reader.language).code for one in rows)
    return Line(
        rule,
        sorted({one.occasion.title for one in rows}),
        len(rows),
        [
            Part(language(code).tag, language(code).name, count, _names_url(day, rule.pk, code))
            for code, count in sorted(counts.items())
        ],
    )


def _names_url(day: date, rule_id: int, code: str) -> str:
    asked = urlencode({"day": day.isoformat(), "rule": rule_id, "language": code})
    return f"{reverse(f'{_NAME}names')}?{asked}"


def _rule(key: str) -> ReminderRule | None:
    rows = ReminderRule.objects.select_related("forum")
    return rows.filter(pk=int(key)).first() if is_key(key) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _answer(
    request: HttpRequest, model_admin: "_Admin", template: str, context: Mapping[str, Any]
) -> TemplateResponse:
    shared = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "media": model_admin.media,
    }
    return TemplateResponse(
        request, f"admin/consultation/reminderrule/{template}", {**shared, **context}
    )

"""Tags that every template may use: dates with their zone, texts with their language, icons."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django import template
from django.template.defaultfilters import linebreaks_filter
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wsis_forum import clock, dates
from wsis_forum.icons import DIRECTED, ICONS
from wsis_forum.languages import Language, column, fallback_codes, language, languages

register = template.Library()


# --- Languages -----------------------------------------------------------------------


class LanguageLink(NamedTuple):
    """The same page in one of the languages."""

    language: Language
    url: str
    is_current: bool


@register.simple_tag
def page_language() -> Language:
    """Describe the page's language: ``code``, ``tag``, ``direction``, ``name``."""
    return language()


@register.simple_tag(takes_context=True)
def language_links(context: Mapping[str, Any]) -> list[LanguageLink]:
    """Return this page's address in every language; the home page's where it has none."""
    here = language()
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    query = request.META.get("QUERY_STRING", "") if request and request.method == "GET" else ""
    links = []
    for other in languages():
        with translation.override(other.code):
            url = _same_page(match)
        links.append(LanguageLink(other, f"{url}?{query}" if query else url, other == here))
    return links


def _same_page(match: Any) -> str:
    if match is not None:
        try:
            url: str = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            pass
        else:
            if url.startswith(f"/{translation.get_language()}/"):
                return url
    return reverse("home")


@register.filter
def html_lang(code: str) -> str:
    """Turn Django's language code into the tag for HTML: ``zh-hans`` is ``zh-Hans``."""
    return language(code).tag


@register.filter
def text_dir(code: str) -> str:
    """Return the direction in which a language is written: ``ltr`` or ``rtl``."""
    return language(code).direction


@register.filter
def in_language(code: str) -> str:
    """Return the phrase "in English" for a language's code."""
    return language(code).in_language


@register.filter
def language_name(code: str) -> str:
    """Return a language's own name: "Français"."""
    return language(code).name


# --- Texts of documents and of people ------------------------------------------------


def _found(obj: Any, name: str) -> tuple[str, str | None]:
    """Return a translated column's text and the language it was found in."""
    codes = fallback_codes()
    if not hasattr(obj, column(name, codes[0])):
        return str(getattr(obj, name, None) or ""), None
    for code in codes:
        text = getattr(obj, column(name, code), None)
        if text:
            return str(text), code
    return "", None


@register.simple_tag
def local(obj: Any, name: str, *, paragraphs: bool = False, label: bool = True) -> SafeString:
    """
    Write a translated column in the page's language, or in another and say which.

    ``paragraphs`` keeps the line breaks of a long text; ``label=False`` leaves out "(in English)"
    where the words around already say it.
    """
    text, code = _found(obj, name)
    body = linebreaks_filter(text) if paragraphs else conditional_escape(text)
    if code is None or code == language().code:
        return mark_safe(body)  # noqa: S308 escaped in the line above
    found = language(code)
    tag = "div" if paragraphs else "span"
    said = format_html(' <span class="text-language">({})</span>', found.in_language)
    return format_html(
        '<{} lang="{}" dir="{}">{}</{}>{}',
        tag,
        found.tag,
        found.direction,
        mark_safe(body),  # noqa: S308 escaped above
        tag,
        said if label else "",
    )


@register.simple_tag
def local_text(obj: Any, name: str) -> str:
    """Return the plain text that ``local`` would show, for attributes and page titles."""
    return _found(obj, name)[0]


@register.simple_tag
def local_code(obj: Any, name: str) -> str:
    """Return the language in which ``local`` would show the text."""
    return _found(obj, name)[1] or language().code


@register.simple_tag
def unverified_mark(obj: Any, name: str) -> SafeString:
    """Mark a text whose wording was not read on an official page; ``unverified_note`` explains."""
    _text, code = _found(obj, name)
    known = obj.unverified
    if name not in known and (code is None or column(name, code) not in known):
        return SafeString("")
    return format_html(
        '<span class="unverified"><span aria-hidden="true">†</span>'
        '<span class="visually-hidden"> ({})</span></span>',
        translation.gettext("wording not checked"),
    )


@register.simple_tag
def bidi_text(text: str, lang: str = "") -> SafeString:
    """Write a stranger's text so that its direction stays its own."""
    if not lang:
        return format_html('<bdi dir="auto">{}</bdi>', text)
    spoken = language(lang)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', spoken.tag, spoken.direction, text)


# --- Dates ---------------------------------------------------------------------------


@register.simple_tag
def day(value: date | None) -> SafeString:
    """Write a day: "10 February 2019"."""
    if value is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', f"{value:%Y-%m-%d}", dates.day_words(value))


@register.simple_tag
def days(first: date, last: date) -> str:
    """Write a range of days: "8–12 April 2019"."""
    return dates.days_words(first, last)


@register.simple_tag(takes_context=True)
def moment(
    context: Mapping[str, Any],
    value: datetime | None,
    zone: str,
    until: datetime | None = None,
    *,
    plain: bool = False,
) -> SafeString:
    """
    Write a moment, or a span with ``until``, in a named zone, and the reader's where it differs.

    Who is signed in and has named a zone gets it from the server; for others the browser adds it.
    ``plain`` leaves the reader's time out, for what is long past.
    """
    if value is None:
        return SafeString("")
    stamp, words = dates.utc_stamp(value), dates.span_words(value, until, zone)
    own = None if plain else _reader_zone(context)
    if own is None and not plain:
        return format_html(
            '<time datetime="{}" data-reader-time="{}"{}>{}</time>',
            stamp,
            zone,
            format_html(' data-until="{}"', dates.utc_stamp(until)) if until else "",
            words,
        )
    shown = format_html('<time datetime="{}">{}</time>', stamp, words)
    if own is None or dates.offset_words(value, own) == dates.offset_words(value, zone):
        return shown
    sentence = translation.gettext("For you: %(moment)s") % {
        "moment": dates.span_words(value, until, own)
    }
    return format_html('{} <span class="reader-time">{}</span>', shown, sentence)


@register.simple_tag
def moment_text(value: datetime, zone: str, until: datetime | None = None) -> str:
    """Write a moment in a named zone as plain text, for letters and titles."""
    return dates.span_words(value, until, zone)


@register.inclusion_tag("components/deadline.html", takes_context=True)
def deadline(context: Mapping[str, Any], call: Any, *, is_past: bool = False) -> dict[str, Any]:
    """Write when a call closes: in its own zone and, unless it is past, in UTC and the reader's."""
    closes_at: datetime | None = call.closes_at
    if closes_at is None:
        return {"closes_at": None}
    own = None if is_past else _reader_zone(context)
    return {
        "closes_at": closes_at,
        "stamp": dates.utc_stamp(closes_at),
        "there": dates.moment_words(closes_at, call.timezone),
        "utc": "" if is_past else dates.moment_words(closes_at, "UTC"),
        "own": dates.moment_words(closes_at, own) if own else "",
        "is_assumed": call.deadline_is_assumed,
    }


@register.simple_tag(takes_context=True)
def phase_dates(context: Mapping[str, Any], phase: Any, *, is_past: bool = False) -> SafeString:
    """Write a phase's date as exactly as it is known; if past, without the reader's time."""
    if phase.precision == "moment":
        return moment(context, phase.starts_at, phase.timezone, phase.ends_at, plain=is_past)
    if phase.precision == "date" and phase.start_date == phase.end_date:
        return day(phase.start_date)
    return conditional_escape(dates.dated_words(phase))


@register.simple_tag
def former_date(change: Any) -> str:
    """Write the date that a moved phase or call had."""
    return dates.former_words(change.former)


@register.filter
def words_left(closes: datetime | timedelta, at: datetime | None = None) -> str:
    """Write how long is left until a moment (from ``at``, else from now): "20 days left"."""
    if isinstance(closes, timedelta):
        return dates.left_words(closes)
    return dates.left_words(closes.astimezone(UTC) - (at or clock.now()))


def _reader_zone(context: Mapping[str, Any]) -> str | None:
    """Return the zone that the signed-in reader has named; UTC is what nobody has chosen."""
    user = context.get("user")
    zone = getattr(user, "timezone", "") if user and user.is_authenticated else ""
    return zone if zone and zone != "UTC" else None


# --- Pictures ------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """
    Draw one of the portal's icons; the words beside it say what it means.

    :raises KeyError: there is no such icon
    """
    turn = " icon-directed" if name in DIRECTED else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        turn,
        mark_safe(ICONS[name]),  # noqa: S308 our own constant
    )


@register.simple_tag
def goal_squares(numbers: Any) -> SafeString:
    """Draw the Goals as small numbered squares, each named "Goal 4" for who does not see it."""
    return format_html_join(
        " ",
        '<span class="goal-square goal-{}"><span class="visually-hidden">{} </span>{}</span>',
        ((number, translation.gettext("Goal"), number) for number in numbers),
    )

"""The privacy notice as a page, the current version or an earlier one."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from wsis_forum.accounts import privacy as notice

_PLACE = re.compile(r"\{(\w+)\}")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TABLE = '<div class="table-wrap" tabindex="0"><table class="table">'


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the portal keeps of a person, why and how long."""
    shown = _asked(request.GET.get("version"))
    context = {
        "notice": shown,
        "text": html(shown),
        "notices": notice.notices(),
        "current": notice.current(),
    }
    return render(request, "portal/privacy.html", context)


def html(shown: notice.Notice) -> SafeString:
    """Render a version in the active language, with its own times and our addresses."""
    values = {
        **{name: period.words() for name, period in shown.times.items()},
        "contact": settings.REPLY_TO_EMAIL,
        "account": reverse("accounts:profile"),
        "my_data": reverse("accounts:data"),
        "erase": reverse("accounts:erase"),
    }
    text = _PLACE.sub(lambda place: values[place[1]], shown.text())
    body = str(_MARKDOWN.render(text))
    body = body.replace("<table>", _TABLE).replace("</table>", "</table></div>")
    return mark_safe(body.replace("<th>", '<th scope="col">'))  # noqa: S308 our own files, raw HTML off


def _asked(version: str | None) -> notice.Notice:
    """
    Return the version that is asked for, the current one if none is.

    :raises Http404: there was never such a version
    """
    if version is None:
        return notice.current()
    for one in notice.notices():
        if one.version == version:
            return one
    raise Http404

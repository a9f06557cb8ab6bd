"""How a comparison is written: what was added and removed, for eyes and for ears."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from consultation.differences import Kind, Run

register = template.Library()


@register.filter
def passage(run: Run) -> "str | SafeString":
    """Write a passage; screen readers hardly ever say what ``ins`` and ``del`` mean."""
    if run.kind == Kind.ADDED:
        return _marked("ins", gettext("[added:"), run.text)
    if run.kind == Kind.REMOVED:
        return _marked("del", gettext("[removed:"), run.text)
    return run.text


def _marked(tag: str, begin: str, text: str) -> SafeString:
    return format_html(
        '<{0}><span class="visually-hidden">{1} </span>{2}<span class="visually-hidden">] </span>'
        "</{0}>",
        tag,
        begin,
        text,
    )

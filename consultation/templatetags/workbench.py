"""Filters of the workbench's lists, each as one list to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django import template

from consultation.models import ReminderRule
from consultation.reminding import subjects

register = template.Library()


@dataclass(frozen=True)
class Select:
    """A filter as a ``<select>``: its name in the address, its title, and what can be chosen."""

    name: str
    title: str
    options: Sequence[tuple[str, str, bool]]


@register.simple_tag
def rule_words(rule: ReminderRule) -> str:
    """Say when and about what a rule reminds: "3 days before – A call closes"."""
    words = f"{rule} – {subjects.get(rule.subject).title}"
    return f"{words} ({rule.forum})" if rule.forum else words


@register.simple_tag
def filter_selects(changelist: Any) -> list[Select]:
    """
    Return the filters of a list as selects.

    Django writes every choice as a link that keeps the rest of the address; what of the address is
    the choice's own is its value here. A choice by another parameter than the filter's first (rows
    without any) is left out.
    """
    return [_select(changelist, each) for each in changelist.filter_specs]


@register.simple_tag
def kept_parameters(changelist: Any) -> list[tuple[str, str]]:
    """Return what else stands in a list's address, for a form that must not lose it."""
    own = {name for each in changelist.filter_specs for name in each.expected_parameters()}
    return [(name, value) for name, value in changelist.params.items() if name not in own]


def _select(changelist: Any, spec: Any) -> Select:
    name = spec.expected_parameters()[0]
    options = []
    for choice in spec.choices(changelist):
        given = parse_qs(choice["query_string"].removeprefix("?"))
        others = set(spec.expected_parameters()) - {name}
        if others & set(given):
            continue
        value = given.get(name, [""])[0]
        options.append((value, str(choice["display"]), bool(choice["selected"])))
    return Select(name, str(spec.title), options)

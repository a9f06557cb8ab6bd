"""What the filters of the list of submissions share."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from consultation.admin.listing import wants_keys_only
from consultation.models import Submission
from consultation.queries.filter_options import Choice, filter_options

Inputs = QuerySet[Submission]


def offered(request: HttpRequest) -> Mapping[str, list[Choice]]:
    """Read what the filters offer once per request; nothing where the list is not shown."""
    if wants_keys_only(request):
        return {}
    known: Mapping[str, list[Choice]] | None = getattr(request, "_filter_options", None)
    if known is None:
        known = filter_options()
        request._filter_options = known  # type: ignore[attr-defined]  # noqa: SLF001 of this request
    return known


class ListFilter(admin.SimpleListFilter):
    """
    A filter of the list.

    It counts whatever it offers. One that ``is_usual`` stands above the list, the others are folded
    away until they are used; ``is_select`` says that it is chosen from a list of its own.
    """

    is_usual = False
    is_select = True

    def has_output(self) -> bool:
        """Take part in any case."""
        return True

    def options(self) -> SafeString:
        """Write what can be chosen as options of a list, in one go: there are hundreds."""
        chosen = self.value()
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (value, mark_safe(" selected") if str(value) == chosen else "", label)
                for value, label in self.lookup_choices
            ),
        )

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer nothing."""
        return ()


class RowFilter(ListFilter):
    """A filter by the key of a row; a key that is none filters nothing."""

    def chosen(self) -> int | None:
        """Return the chosen key."""
        value = self.value()
        return int(value) if value and value.isdecimal() and len(value) < len("9" * 19) else None

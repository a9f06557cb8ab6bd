"""
The rows of the list of inputs as HTML.

Django's own tag looks each cell's column up and resolves each row's address anew; for fifty rows
that costs more than everything else on the page.
"""

from typing import Any

from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

_CHECKBOX = "action_checkbox"
# Stands for a row's key in the one address that is made.
_ANY = 0


def heads(changelist: ChangeList) -> list[dict[str, Any]]:
    """Return the heads of the columns, as Django's template wants them."""
    return list(result_headers(changelist))


def rows(changelist: ChangeList) -> list[list[SafeString]]:
    """
    Write each row of the page for Django's template: its cells, all in one piece.

    Columns are methods of the admin's class or attributes of a row; what they return is escaped
    unless it is marked as safe.
    """
    admin = changelist.model_admin
    # Ours are all named by a word.
    names: list[Any] = list(changelist.list_display)
    before, after = _address(changelist)
    empty = str(admin.get_empty_value_display())
    links = frozenset(changelist.list_display_links or ())
    columns = [
        (name, getattr(admin, name, None), "th" if name == first else "td")
        for first in [next((each for each in names if each in links), "")]
        for name in names
    ]
    written = []
    for row in changelist.result_list:
        opening = f'<a href="{before}{row.pk}{after}">'
        cells = []
        for name, column, tag in columns:
            value = column(row) if column is not None else getattr(row, name)
            shown: str = conditional_escape(empty if value in (None, "") else value)
            if name in links:
                shown = f"{opening}{shown}</a>"
            kind = "action-checkbox" if name == _CHECKBOX else f"field-{name}"
            cells.append(f'<{tag} class="{kind}">{shown}</{tag}>')
        # Each piece was escaped above.
        written.append([mark_safe("".join(cells))])  # noqa: S308
    return written


def _address(changelist: ChangeList) -> tuple[str, str]:
    """Return what stands before and after the key in the address of a row's page, escaped."""
    opts = changelist.opts
    name = f"{changelist.model_admin.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
    path = reverse(name, args=(_ANY,))
    kept: Any = {"preserved_filters": changelist.preserved_filters, "opts": opts}
    before, _key, after = path.rpartition(str(_ANY))
    query = str(add_preserved_filters(kept, path))[len(path) :]
    return escape(before), escape(f"{after}{query}")

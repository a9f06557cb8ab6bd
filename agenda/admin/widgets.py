"""Small changes to the admin's own inputs."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def name_inputs(form: forms.BaseForm, *names: str) -> None:
    """Name the inputs of a table's row, which the column's head names for the eye only."""
    for name in names:
        if name in form.fields:
            field = form.fields[name]
            field.widget.attrs["aria-label"] = capfirst(str(field.label or name))


def without_side_doors(field: forms.Field | None, *, add: bool = False) -> forms.Field | None:
    """Take the buttons that change or delete the chosen row off an input; ``add`` keeps one."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_add_related = add
        field.widget.can_change_related = False
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field


class LanguageBoxes(forms.CheckboxSelectMultiple):
    """Boxes for the portal's languages, and below a fold for all others."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write two groups of boxes under one name; the fold is open where one of it is ticked."""
        ours = dict(settings.LANGUAGES)
        chosen = {str(one) for one in value or ()}
        known = {str(code) for code, _name in self.choices}
        # What an older session or a file says stays, though no list has it.
        extra = [(code, code) for code in sorted(chosen - known)]
        further = [row for row in (*self.choices, *extra) if row[0] not in ours]
        first = forms.CheckboxSelectMultiple(
            self.attrs, [row for row in self.choices if row[0] in ours]
        )
        more = forms.CheckboxSelectMultiple(self.attrs, further)
        more_attrs = {**(attrs or {}), "id": f"id_{name}_further"}
        return format_html(
            "{}<details{}><summary>{}</summary>{}</details>",
            first.render(name, value, attrs, renderer),
            mark_safe(" open") if chosen - set(ours) else "",
            _("Further languages"),
            more.render(name, value, more_attrs, renderer),
        )

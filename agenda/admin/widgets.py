"""Small changes to the admin's own inputs."""

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.text import capfirst


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

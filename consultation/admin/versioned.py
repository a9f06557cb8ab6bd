"""Two people, one row: the second save shows both texts and loses neither."""

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from consultation.models.mixins import Versioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.admin import ModelAdmin

    _Form = forms.ModelForm[models.Model]
    _Admin = ModelAdmin[Any]
else:
    _Form, _Admin = forms.ModelForm, object


class Difference(NamedTuple):
    """One field that two people wrote differently."""

    label: str
    theirs: str
    yours: str
    anchor: str


def stamp(row: models.Model) -> str:
    """Return what changes whenever the row does: its version, else a digest of its values."""
    if isinstance(row, Versioned):
        return str(row.version)
    values = [
        (field.attname, row.__dict__.get(field.attname)) for field in row._meta.concrete_fields
    ]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


class VersionedForm(_Form):
    """
    A form that knows which version of the row it was opened on (the hidden field ``seen``).

    A save on an older version is refused once: the page shows both texts, and the next save counts.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        if self.instance.pk:
            self.fields["seen"].initial = stamp(self.instance)

    def clean(self) -> dict[str, Any] | None:
        """Lock the row, compare its version, and take over what this form does not show."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            cleaned[name] = plain_breaks(value)
        if self.instance.pk and not self.instance._state.adding:  # noqa: SLF001 Django's own flag
            self._meet_the_row()
        return cleaned

    def _meet_the_row(self) -> None:
        current = (
            type(self.instance)
            ._default_manager.select_for_update(of=("self",))
            .get(pk=self.instance.pk)
        )
        if self.data.get(self.add_prefix("seen")) != stamp(current):
            self.differences = self._differences(current)
            self._look_at(current)
            if self.differences:
                self.add_error(
                    None,
                    _(
                        "Somebody else has saved this page since you opened it. "
                        "Nothing of yours is lost: compare the texts, then save again."
                    ),
                )
        for field in current._meta.concrete_fields:
            # Not by setattr: a translated column's setter would write into the active language.
            if field.name not in self.fields:
                self.instance.__dict__[field.attname] = current.__dict__[field.attname]

    def _look_at(self, current: models.Model) -> None:
        """Let the next save know that this version was seen."""
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data[self.add_prefix("seen")] = stamp(current)
        self.data = data

    def _differences(self, current: models.Model) -> list[Difference]:
        """Compare what is typed with the row as it is now; an untouched form differs in nothing."""
        now: Mapping[str, Any] = type(self)(instance=current).initial
        found = []
        for bound in self.visible_fields():
            theirs = now.get(bound.name)
            if bound.field.disabled or not bound.field.has_changed(
                theirs, plain_breaks(bound.data)
            ):
                continue
            yours = bound.value()
            found.append(
                Difference(
                    label=str(bound.label),
                    theirs=shown(bound, theirs),
                    yours=shown(bound, yours),
                    anchor=bound.id_for_label or bound.auto_id,
                )
            )
        return found


def plain_breaks(value: Any) -> Any:
    """End a text's lines as the files do; browsers send a carriage return too."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def shown(bound: BoundField, value: Any) -> str:
    """Write a field's value as a person reads it."""
    if isinstance(bound.field, forms.BooleanField):
        return _("Yes") if bound.field.to_python(value) else _("No")
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        wanted = {str(each) for each in (value if isinstance(value, (list, tuple)) else [value])}
        picked = [str(label) for key, label in choices if str(key) in wanted and str(key)]
        return ", ".join(picked)
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value if part)
    return "" if value is None else str(value)


class VersionedAdmin(_Admin):
    """
    Mixin for the admin of a row that several people edit.

    ``templates/admin/change_form.html`` carries the hidden field and shows both texts. A form of
    one's own has to derive from ``VersionedForm``.
    """

    form = VersionedForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Count the version up with every save, also one that only changed the rows below."""
        if change and isinstance(obj, Versioned):
            obj.version += 1
        super().save_model(request, obj, form, change)

"""Two people in one table: rows below a page, and lists that are edited where they stand."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.boundfield import BoundField
from django.forms.models import BaseInlineFormSet, BaseModelFormSet, model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultation.admin.versioned import Difference, plain_breaks, shown

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Form = forms.ModelForm[models.Model]
    _Inline = BaseInlineFormSet[Any, Any, Any]
    _List = BaseModelFormSet[Any, Any]
    _Admin = ModelAdmin[Any]
else:
    _Form, _Inline, _List, _Admin = forms.ModelForm, BaseInlineFormSet, BaseModelFormSet, object

_NAME_LENGTH = 60


class SeenForm(_Form):
    """
    One row of a table. Each field brings along what its reader saw (Django's hidden initial value).

    What only somebody else changed stays as it is now; what both changed is refused once, with both
    texts, and the next save counts.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.is_gone = False
        if self.instance.pk:
            for name, field in self.fields.items():
                # A page that brought none along is saved as Django does.
                is_sent = not self.is_bound or self.add_initial_prefix(name) in self.data
                field.show_hidden_initial = is_sent and not isinstance(field, forms.FileField)

    def clean(self) -> dict[str, Any] | None:
        """Compare what is typed, what was seen and what is there now, on the locked row."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            cleaned[name] = plain_breaks(value)
        if self.is_gone:
            self.add_error(None, _gone())
        if self.instance.pk and self.has_changed():
            self._meet_the_row(cleaned)
        return cleaned

    def others_changes(self) -> list[Difference]:
        """Return what somebody else changed since this row was read, whatever is typed here."""
        now = model_to_dict(self.instance)
        return [
            self._difference(bound, now.get(bound.name))
            for bound in self._followed()
            if bound.name in now and bound.field.has_changed(now[bound.name], self._seen(bound))
        ]

    def look(self) -> None:
        """Let the next save know that the row was seen as it is now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for bound in self._followed():
            value = bound.field.prepare_value(bound.initial)
            if isinstance(value, (list, tuple)):
                data.setlist(bound.html_initial_name, value)
            else:
                data[bound.html_initial_name] = "" if value is None else value
        self.data = data

    def _meet_the_row(self, cleaned: dict[str, Any]) -> None:
        model = type(self.instance)
        current = (
            model._default_manager.select_for_update(of=("self",))
            .filter(pk=self.instance.pk)
            .first()
        )
        if current is None:
            self.add_error(None, _gone())
            return
        now = {**self.initial, **model_to_dict(current)}
        for bound in self._followed():
            if bound.name not in now or bound.name not in cleaned:
                continue
            theirs = now[bound.name]
            if not bound.field.has_changed(theirs, self._seen(bound)):
                continue
            if not bound._has_changed():  # type: ignore[attr-defined]  # noqa: SLF001 Django's own question
                self._keep(cleaned, current, bound.name)
            elif bound.field.has_changed(theirs, plain_breaks(bound.data)):
                self.differences.append(self._difference(bound, theirs))
        for field in current._meta.concrete_fields:
            # Not by setattr: a translated column's setter would write into the active language.
            if field.name not in self.fields:
                self.instance.__dict__[field.attname] = current.__dict__[field.attname]
        if self.differences:
            self.look()
            self.add_error(
                None,
                _(
                    "Somebody else has changed this row since you opened the page. Nothing of "
                    "yours is lost: compare the texts, then save again."
                ),
            )

    def _followed(self) -> list[BoundField]:
        """Return the fields that brought along what was seen."""
        return [
            bound
            for bound in self.visible_fields()
            if bound.field.show_hidden_initial and bound.html_initial_name in self.data
        ]

    def _seen(self, bound: BoundField) -> Any:
        widget = bound.field.hidden_widget()
        value = widget.value_from_datadict(self.data, self.files, bound.html_initial_name)
        return plain_breaks(value)

    @staticmethod
    def _keep(cleaned: dict[str, Any], current: models.Model, name: str) -> None:
        """Leave a field alone that only somebody else changed."""
        field = next((one for one in current._meta.concrete_fields if one.name == name), None)
        if field is not None:
            cleaned[name] = getattr(current, field.name)

    def _difference(self, bound: BoundField, theirs: Any) -> Difference:
        row = Truncator(str(self.instance)).chars(_NAME_LENGTH)
        return Difference(
            label=f"{row}: {bound.label}" if row else str(bound.label),
            theirs=shown(bound, theirs),
            yours=shown(bound, bound.value()),
            anchor=bound.id_for_label or bound.auto_id,
        )


class _Rows(_List):
    """Both texts of all rows of a table, for the page."""

    @property
    def differences(self) -> list[Difference]:
        """What two people wrote differently, row by row."""
        return [one for form in self.forms for one in getattr(form, "differences", ())]


class SeenListSet(_Rows):
    """The rows of a list that is edited where it stands."""


class SeenInlineSet(_Rows, _Inline):
    """The rows below a page; none goes that somebody else has just changed."""

    def get_queryset(self) -> Any:
        """Return the rows beside which the sent forms are shown again, those that are gone too."""
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance for form in self.initial_forms]
        return super().get_queryset()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Tell a row that is not there any more from a new one."""
        super().add_fields(form, index)
        if isinstance(form, SeenForm) and index is not None and self.is_bound:
            form.is_gone = index < self.initial_form_count() and form.instance.pk is None

    def clean(self) -> None:
        """
        Look once at rows that are to be removed.

        :raises ValidationError: somebody else changed one of them meanwhile
        """
        super().clean()
        for form in self.forms:
            if not isinstance(form, SeenForm) or not form.instance.pk:
                continue
            if self._should_delete_form(form) and (changes := form.others_changes()):  # type: ignore[attr-defined]
                form.differences = changes
                form.look()
        if any(
            form.differences and self._should_delete_form(form)  # type: ignore[attr-defined]
            for form in self.forms
            if isinstance(form, SeenForm)
        ):
            raise ValidationError(
                _(
                    "Somebody else has changed a row that you want to remove. Look at it, then "
                    "save again."
                )
            )


def _gone() -> str:
    return _(
        "Somebody else has removed this row. Copy what you want to keep of it into a new row, and "
        "tick “Delete” here."
    )


class SeenListAdmin(_Admin):
    """Mixin: the rows of ``list_editable`` are saved by the rule of ``SeenForm``."""

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Let each row remember what was seen."""
        return super().get_changelist_form(request, **{"form": SeenForm, **kwargs})

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Collect both texts of all rows."""
        return super().get_changelist_formset(request, **{"formset": SeenListSet, **kwargs})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Save a list in one transaction, without the rows that are gone."""
        if request.method != "POST" or not self.list_editable:
            return super().changelist_view(request, extra_context)
        with transaction.atomic():
            self._leave_out_the_gone(request)
            response = super().changelist_view(request, extra_context)
        _align(response)
        return response

    def _leave_out_the_gone(self, request: HttpRequest) -> None:
        """Take rows out of what was sent that somebody has deleted; they cannot be saved."""
        count = request.POST.get("form-INITIAL_FORMS", "")
        if not count.isascii() or not count.isdigit() or int(count) > self.list_max_show_all:
            return
        field: Any = self.opts.pk
        keys = [request.POST.get(f"form-{index}-{field.name}", "") for index in range(int(count))]
        wanted = [key for key in keys if _is_key(field, key)]
        rows = self.get_queryset(request).filter(pk__in=wanted)
        there = set(map(str, rows.values_list("pk", flat=True)))
        kept = [index for index, key in enumerate(keys) if key in there]
        if len(kept) == len(keys):
            return
        request.POST = _renumbered(request.POST, kept)  # type: ignore[assignment]
        messages.warning(
            request,
            _("Somebody else has removed a row of this list; what you changed there is gone."),
        )


def _is_key(field: Any, key: str) -> bool:
    """Tell whether what was sent can be a key of the table at all."""
    try:
        return field.clean(field.to_python(key), None) is not None
    except ValidationError:
        return False


def _renumbered(data: QueryDict, kept: list[int]) -> QueryDict:
    """Return what was sent with only the kept rows, counted from 0."""
    fresh = QueryDict(mutable=True)
    places = {str(old): str(new) for new, old in enumerate(kept)}
    for name, values in data.lists():
        head, _dash, rest = name.removeprefix("initial-").partition("-")
        index, dash, field = rest.partition("-")
        if head != "form" or not dash or not index.isdigit():
            fresh.setlist(name, values)
        elif index in places:
            first = "initial-" if name.startswith("initial-") else ""
            fresh.setlist(f"{first}form-{places[index]}-{field}", values)
    fresh["form-INITIAL_FORMS"] = fresh["form-TOTAL_FORMS"] = str(len(kept))
    return fresh


def _align(response: HttpResponse) -> None:
    """Show a refused list in the order in which it was sent: each input beside its own row."""
    changelist = (getattr(response, "context_data", None) or {}).get("cl")
    formset = getattr(changelist, "formset", None)
    if changelist is not None and formset is not None and formset.is_bound:
        changelist.result_list = [form.instance for form in formset.forms]

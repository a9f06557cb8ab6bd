"""Documents and links as rows of a form: address, label, language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy


class _Address(forms.URLField):
    """An address that strangers may press."""

    default_validators = [URLValidator(schemes=["http", "https"])]


_PARTS = ("label", "url", "language")
_EMPTY_ROWS = 3
_MOST_ROWS = 60
_URL = _Address(max_length=500, assume_scheme="https")
_LABEL = forms.CharField(max_length=200, required=False)
_LANGUAGE = forms.ChoiceField(choices=[("", "–"), *settings.LANGUAGES], required=False)


class LinkRow(dict[str, str]):
    """One row; it is shown as a person reads it."""

    def __str__(self) -> str:
        return " – ".join(text for name in ("label", "url") if (text := self.get(name, "")))


def rows_of(value: Any) -> list[LinkRow]:
    """Read what the column holds; files of earlier years have addresses alone, or titles."""
    found = []
    for one in (
        value if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else ()
    ):
        data = one if isinstance(one, Mapping) else {"url": one}
        label = data.get("label") or data.get("title") or ""
        row = {"label": label, "url": data.get("url") or "", "language": data.get("language") or ""}
        found.append(LinkRow({name: str(text) for name, text in row.items()}))
    return found


class LinkRowsInput(forms.Widget):
    """The rows that are there, and some empty ones."""

    template_name = "admin/widgets/link_rows.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the template its rows."""
        context = super().get_context(name, value, attrs)
        rows = [*rows_of(value), *(LinkRow() for _row in range(_EMPTY_ROWS))][:_MOST_ROWS]
        context["widget"]["rows"] = list(enumerate(rows))
        context["widget"]["languages"] = settings.LANGUAGES
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[LinkRow]:
        """Collect the rows in which something stands."""
        sent = (
            LinkRow({part: str(data.get(f"{name}-{n}-{part}", "")).strip() for part in _PARTS})
            for n in range(_MOST_ROWS)
        )
        return [row for row in sent if row["url"] or row["label"]]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell a form without these rows from one where all were emptied."""
        return f"{name}-0-url" not in data

    def id_for_label(self, id_: str) -> str:
        """Name the first input."""
        return f"{id_}-0-label" if id_ else id_


class LinkRowsField(forms.Field):
    """A list of links; a row whose address and label are emptied goes."""

    widget = LinkRowsInput
    default_error_messages = {
        "address": gettext_lazy("Row %(row)s: enter a whole address that begins with https://."),
        "label": gettext_lazy("Row %(row)s: the label is too long."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> list[dict[str, str]]:
        """
        Check every row.

        :raises ValidationError: a row's address is none, or its label too long
        """
        found, errors = [], []
        for number, row in enumerate(rows_of(value), start=1):
            try:
                url = _URL.clean(row["url"])
            except ValidationError:
                errors.append(self.error_messages["address"] % {"row": number})
                continue
            try:
                label, spoken = _LABEL.clean(row["label"]), _LANGUAGE.clean(row["language"])
            except ValidationError:
                errors.append(self.error_messages["label"] % {"row": number})
                continue
            found.append({"url": url, "label": label, "language": spoken})
        if errors:
            raise ValidationError(errors)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the rows, not how they are written down."""
        return rows_of(initial) != rows_of(data)

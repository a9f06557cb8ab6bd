"""A form for rows that may be written in any one of the six languages."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from consultation.admin.sourced import SourcedForm
from wsis_forum.languages import column


class OneLanguageForm(SourcedForm):
    """Asks for one text of ``wanted`` in some language, not for the English one."""

    wanted = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._columns():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any] | None:
        """Refuse a row that says nothing in any language."""
        cleaned = super().clean() or self.cleaned_data
        self.require_text(cleaned)
        return cleaned

    def require_text(self, cleaned: Mapping[str, Any]) -> None:
        """Ask for the text in at least one language."""
        columns = self._columns()
        if columns and not any(cleaned.get(name) for name in columns):
            self.add_error(columns[0], _("Enter this in at least one language."))

    def _columns(self) -> list[str]:
        names = (column(self.wanted, code) for code, _name in settings.LANGUAGES)
        return [name for name in names if name in self.fields]

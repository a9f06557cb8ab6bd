"""Forms of the import: the file, what its columns are, what its words mean."""

import difflib
import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.import_words import file_words
from consultation.choices import TAKEN_UP_AS, Disposition, Publication, TakenUpAs
from consultation.importing.mapping import (
    FIELDS,
    NEEDED,
    OF_ONE_ROW,
    WORDED,
    Mapping,
    fold,
    guessed,
)
from consultation.importing.rows import moment_of
from consultation.importing.tables import Table, TableUnreadable, read_table
from consultation.importing.words import words
from consultation.models import Call, Country, ImportRun, StakeholderType
from wsis_forum import uploads
from wsis_forum.uploads import storing
from wsis_forum.uploads.names import suffix

MEGABYTES = 10
_DAYS = ("handed_in", "decided")
_SAMPLE = 40
_MONTH_FIRST = re.compile(r"\b\d{1,2}/(1[3-9]|2\d|3[01])/\d{4}\b")
# The secretariat says in the file itself what is more than this.
_MOST_WORDS = 60
_CLOSE = 0.75
# "Accepted" is close to "not accepted": what becomes public for good is chosen, never guessed.
_NOT_GUESSED = ("disposition", "taken_up_as")

if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Call]
else:
    _ModelChoice = forms.ModelChoiceField


class _TableRule(uploads.Rule):
    """A table that this import reads."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Two of the formats that a call can ask for."""
        return ("xlsx", "csv")


_RULE = _TableRule(("table",), MEGABYTES)


class _CallField(_ModelChoice):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.forum} · {obj}"


class UploadForm(forms.Form):
    """The call of an earlier year, and the file; ``table`` and ``digest`` are what it holds."""

    call = _CallField(
        label=gettext_lazy("Call"),
        queryset=Call.objects.none(),
        help_text=gettext_lazy(
            "Calls for the record only: open ones take inputs from their authors."
        ),
        error_messages={"required": gettext_lazy("Choose a call.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or XLSX, at most 10 MB and 20,000 rows. The first row names the columns."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": _RULE.accept}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calls = Call.objects.filter(takes_drafts=False).select_related("forum")
        field: Any = self.fields["call"]
        field.queryset = calls.order_by("-forum__start_date", "order", "pk")
        self.table: Table | None = None
        self.digest = ""

    def clean_file(self) -> Any:
        """
        Check the file and read its table; nothing of the file itself is kept.

        :raises ValidationError: it is no table, or one that is too large
        """
        upload = self.cleaned_data["file"]
        try:
            received = uploads.receive(upload, _RULE)
        except uploads.BadUpload as error:
            raise ValidationError(error.message) from error
        try:
            path = storing.path_of(received.stored_name)
            self.table = read_table(path, suffix(received.name))
        except TableUnreadable as error:
            raise ValidationError(file_words(error)) from error
        finally:
            received.discard()
        self.digest = received.sha256
        return received


class ColumnsForm(forms.Form):
    """What each column is, and what holds for rows that say nothing there."""

    is_day_first = forms.TypedChoiceField(
        label=gettext_lazy("A day such as 3/4/2019 is"),
        choices=(("1", gettext_lazy("3 April")), ("", gettext_lazy("4 March"))),
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
    )
    publication = forms.ChoiceField(
        label=gettext_lazy("New inputs are"), choices=Publication.choices, widget=forms.RadioSelect
    )

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        first = run.rows.order_by("line").first()
        cells = first.cells if first else []
        columns = [(str(at), _column(at, name, cells)) for at, name in enumerate(run.header)]
        known = Mapping.of(run.mapping) if run.mapping else first_guess(run)
        self.mapping = known
        needed = _("Choose the column: no row is taken over without its “%(field)s”.")
        for name, label in FIELDS.items():
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=capfirst(str(label)),
                error_messages={"required": needed % {"field": label}},
                choices=[("", _("– not in the file –")), *columns],
                required=name in NEEDED,
                initial=str(known.columns.get(name, "")),
            )
            if name not in OF_ONE_ROW and name not in ("summary", "text", "goals", "action_lines"):
                self.fields[f"otherwise-{name}"] = _otherwise(name, known.otherwise.get(name, ""))
        self.fields["is_day_first"].initial = "1" if known.is_day_first else ""
        self.fields["publication"].initial = known.publication

    def pairs(self) -> Iterator[tuple[Any, Any]]:
        """Return the fields of each row of the page: the column, and what holds otherwise."""
        for name in FIELDS:
            other = f"otherwise-{name}"
            yield self[f"column-{name}"], self[other] if other in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Check that what holds otherwise is a day where days are asked."""
        cleaned = super().clean() or self.cleaned_data
        for name in _DAYS:
            said = cleaned.get(f"otherwise-{name}", "")
            if said and not moment_of(said, is_day_first=True, zone=ZoneInfo("UTC")):
                self.add_error(f"otherwise-{name}", _("Write the day as 2019-02-10."))
        return cleaned

    def chosen(self) -> Mapping:
        """Return what was chosen; the words of an earlier choice stay."""
        data = self.cleaned_data
        columns = {name: data[f"column-{name}"] for name in FIELDS}
        others = {name: data.get(f"otherwise-{name}", "") for name in FIELDS}
        return replace(
            self.mapping,
            columns={name: int(at) for name, at in columns.items() if at},
            otherwise={name: said for name, said in others.items() if said},
            is_day_first=data["is_day_first"] or False,
            publication=data["publication"],
        )


class WordsForm(forms.Form):
    """What the file's own words mean, where they are not ours in any of the six languages."""

    def __init__(self, run: ImportRun, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = Mapping.of(run.mapping)
        self.names: dict[str, tuple[str, str]] = {}
        known = words()
        for name, found in unknown_words(run, self.mapping).items():
            choices = [("", _("– refuse these rows –")), *_codes(name)]
            for at, word in enumerate(found):
                key = f"{name}-{at}"
                self.names[key] = name, fold(word)
                guess = _guess(name, word, known.codes[name])
                self.fields[key] = forms.ChoiceField(
                    label=f"{capfirst(str(FIELDS[name]))}: {Truncator(word).chars(80)}",
                    choices=choices,
                    required=False,
                    initial=self.mapping.words.get(name, {}).get(fold(word), guess),
                )

    def chosen(self) -> Mapping:
        """Return the mapping with these words."""
        chosen: dict[str, dict[str, str]] = {}
        for key, (name, word) in self.names.items():
            if code := self.cleaned_data.get(key):
                chosen.setdefault(name, {})[word] = code
        return replace(self.mapping, words=chosen)


def _guess(name: str, word: str, codes: MappingType[str, str]) -> str:
    """Return our code of the word that is closest, blank if none is close enough."""
    if name in _NOT_GUESSED:
        return ""
    close = difflib.get_close_matches(fold(word), codes, 1, _CLOSE)
    return codes[close[0]] if close else ""


def first_guess(run: ImportRun) -> Mapping:
    """Guess what the columns are, and propose what holds otherwise."""
    call = run.call
    day = call.closes_at.astimezone(call.zone).date() if call.closes_at else call.forum.start_date
    otherwise = {
        "language": "en",
        "handed_in": day.isoformat(),
        "decided": call.forum.start_date.isoformat(),
    }
    if taken_up_as := TAKEN_UP_AS.get(call.kind):
        otherwise["taken_up_as"] = taken_up_as.value
    cells = run.rows.order_by("line").values_list("cells", flat=True)[:200]
    is_month_first = any(_MONTH_FIRST.search(cell[:_SAMPLE]) for row in cells for cell in row)
    return Mapping(guessed(run.header), otherwise, is_day_first=not is_month_first)


def unknown_words(run: ImportRun, mapping: Mapping) -> dict[str, list[str]]:
    """Return by field the words of the file that are not ours; the most that a page can ask."""
    known = words()
    found: dict[str, dict[str, str]] = {}
    columns = {name: mapping.columns[name] for name in WORDED if name in mapping.columns}
    if not columns:
        return {}
    for cells in run.rows.values_list("cells", flat=True).iterator(chunk_size=500):
        for name, at in columns.items():
            word = cells[at].strip() if at < len(cells) else ""
            if word and len(word) <= _MOST_WORDS * 2 and known.code(name, word, {}) is None:
                found.setdefault(name, {}).setdefault(fold(word), word)
    return {name: sorted(of.values())[:_MOST_WORDS] for name, of in found.items()}


def _column(at: int, name: str, cells: list[str]) -> str:
    """Write a column as "B · Title: Digital skills for …"."""
    letter = chr(ord("A") + at) if at < 26 else f"{chr(ord('@') + at // 26)}{chr(65 + at % 26)}"  # noqa: PLR2004 the alphabet
    sample = Truncator(cells[at]).chars(_SAMPLE) if at < len(cells) and cells[at] else ""
    return f"{letter} · {name}" + (f": {sample}" if sample else "")


def _otherwise(name: str, initial: str) -> forms.Field:
    """Make the field of what holds for rows that say nothing."""
    label = _("%(field)s, where a row says nothing") % {"field": capfirst(str(FIELDS[name]))}
    if name in WORDED:
        choices = [("", "–"), *_codes(name)]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)
    return forms.CharField(label=label, max_length=500, required=False, initial=initial)


def _codes(name: str) -> list[tuple[str, Any]]:
    """Return our codes of a closed list with their words."""
    if name == "stakeholder_type":
        return [(row.code, str(row)) for row in StakeholderType.objects.choosable()]
    if name == "country":
        return sorted(((row.pk, str(row)) for row in Country.objects.all()), key=lambda one: one[1])
    lists: dict[str, list[tuple[str, Any]]] = {
        "language": list(settings.LANGUAGES),
        "disposition": list(Disposition.choices),
        "taken_up_as": list(TakenUpAs.choices),
    }
    return lists[name]

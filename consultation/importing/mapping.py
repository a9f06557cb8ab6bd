"""What the columns of a file are: chosen by the secretariat, guessed from the header first."""

import re
import unicodedata
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.choices import Publication

# Field -> its label; the order is that of the page. Of each a file may have a column, and a value
# for the rows that say nothing.
FIELDS: MappingType[str, Any] = {
    "key": pgettext_lazy("column of an import", "key of the row"),
    "number": _("number"),
    "title": _("title"),
    "summary": _("summary"),
    "text": _("text"),
    "language": _("language of the text"),
    "organization": _("organization"),
    "stakeholder_type": _("stakeholder type"),
    "country": _("country"),
    "action_lines": _("Action Lines"),
    "goals": _("Goals"),
    "handed_in": pgettext_lazy("column of an import", "day of the hand-in"),
    "disposition": _("disposition"),
    "taken_up_as": _("taken up as"),
    "merged_into": pgettext_lazy("column of an import", "merged into (key or number)"),
    "reason": _("public reason"),
    "decided": pgettext_lazy("column of an import", "day of the decision"),
    "session": pgettext_lazy("column of an import", "number of the session"),
    "link": _("link"),
}
# Without a column of its own, a row cannot be found again, or has no name.
NEEDED = ("key", "title")
# Of these the file's own words are translated into ours (``importing.words``).
WORDED = ("language", "stakeholder_type", "disposition", "taken_up_as", "country")
# No value makes sense for several rows.
OF_ONE_ROW = frozenset({"key", "number", "title", "merged_into", "session", "link"})

# What headers say, folded (``fold``): first the words that decide alone, then parts of them.
_HEADERS: MappingType[str, tuple[str, ...]] = {
    "key": (
        "key",
        "id",
        "ref",
        "reference",
        "cle",
        "clave",
        "identifiant",
        "المعرف",
        "编号键",
        "ключ",
    ),
    "number": (
        "number",
        "no",
        "nr",
        "numero",
        "n",
        "submission number",
        "الرقم",
        "رقم",
        "编号",
        "номер",
    ),
    "title": ("title", "titre", "titulo", "العنوان", "标题", "题目", "название", "заголовок"),
    "summary": (
        "summary",
        "abstract",
        "resume",
        "resumen",
        "الملخص",
        "ملخص",
        "摘要",
        "краткое содержание",
        "резюме",
    ),
    "text": (
        "text",
        "texte",
        "texto",
        "full text",
        "input",
        "contribution",
        "description",
        "contribucion",
        "النص",
        "正文",
        "текст",
    ),
    "language": ("language", "lang", "langue", "idioma", "اللغة", "语言", "语文", "язык"),
    "organization": (
        "organization",
        "organisation",
        "entity",
        "organizacion",
        "المنظمة",
        "组织",
        "机构",
        "организация",
    ),
    "stakeholder_type": (
        "stakeholder type",
        "stakeholder",
        "type of stakeholder",
        "type",
        "type de partie prenante",
        "partie prenante",
        "tipo de parte interesada",
        "فئة أصحاب المصلحة",
        "利益攸关方类别",
        "категория заинтересованных сторон",
    ),
    "country": ("country", "pays", "pais", "البلد", "国家", "страна"),
    "action_lines": (
        "action lines",
        "action line",
        "wsis action lines",
        "lignes d action",
        "lineas de accion",
        "خطوط العمل",
        "行动方面",
        "направления деятельности",
    ),
    "goals": (
        "goals",
        "goal",
        "sdg",
        "sdgs",
        "odd",
        "ods",
        "الأهداف",
        "可持续发展目标",
        "цели",
        "цур",
    ),
    "handed_in": (
        "date",
        "handed in",
        "submitted",
        "date submitted",
        "submission date",
        "received",
        "fecha",
        "التاريخ",
        "日期",
        "дата",
    ),
    "disposition": (
        "disposition",
        "outcome",
        "decision",
        "status",
        "result",
        "resultado",
        "suite donnee",
        "القرار",
        "结果",
        "решение",
    ),
    "taken_up_as": ("taken up as", "taken as", "retenu comme"),
    "merged_into": ("merged into", "merged with", "fusionne avec", "fusionada con"),
    "reason": (
        "reason",
        "public reason",
        "remark",
        "motif",
        "raison",
        "motivo",
        "السبب",
        "原因",
        "理由",
        "причина",
    ),
    "decided": ("decided", "decision date", "date of decision", "date de la decision"),
    "session": ("session", "session number", "sesion", "الجلسة", "会议", "сессия", "заседание"),
    "link": ("link", "url", "lien", "enlace", "web", "الرابط", "链接", "ссылка"),
}
_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Mapping:
    """
    What the secretariat chose for one file.

    ``columns``: field -> position of its column; ``otherwise``: field -> what a row without a word
    there has; ``words``: field -> the file's word, folded -> our code. ``is_day_first``: 3/4/2019
    is the third of April.
    """

    columns: dict[str, int] = field(default_factory=dict)
    otherwise: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    is_day_first: bool = True
    publication: str = Publication.FULL.value

    @classmethod
    def of(cls, stored: MappingType[str, Any]) -> Self:
        """Read what a run has stored."""
        return cls(**stored)

    @property
    def stored(self) -> dict[str, Any]:
        """What a run stores."""
        return asdict(self)

    def is_in_cells(self, cells: Sequence[str], name: str) -> bool:
        """Tell whether a row says a field itself."""
        position = self.columns.get(name)
        return position is not None and position < len(cells) and bool(cells[position].strip())

    def said(self, cells: Sequence[str], name: str) -> str:
        """Return what a row says in a field, or what holds where it says nothing."""
        position = self.columns.get(name)
        cell = cells[position] if position is not None and position < len(cells) else ""
        return cell.strip() or self.otherwise.get(name, "")


def fold(words: str) -> str:
    """Write words in small letters, without accents and signs, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _SEPARATORS.sub(" ", letters).strip()


def guessed(header: Sequence[str]) -> dict[str, int]:
    """Return which column each field probably is; a column is one field only."""
    folded = [fold(words) for words in header]
    found: dict[str, int] = {}
    for whole in (True, False):
        for name, known in _HEADERS.items():
            if name in found:
                continue
            for position, words in enumerate(folded):
                if position not in found.values() and _says(words, known, whole=whole):
                    found[name] = position
                    break
    return found


def _says(words: str, known: Sequence[str], *, whole: bool) -> bool:
    """Tell whether a header is one of the known ones, or has one of them as a part."""
    folded = [fold(one) for one in known]
    if whole:
        return words in folded
    # Two letters stand in too many other words.
    return any(len(one) > 3 and f" {one} " in f" {words} " for one in folded)  # noqa: PLR2004

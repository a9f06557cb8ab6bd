"""
Where an input ended, in words: one place for pages, letters, the register and people's own data.

Preload ``decision__relation__target`` wherever many decisions are read (``PRELOAD``).
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.choices import Disposition, Informs, RelationKind, TakenUpAs
from wsis_forum.languages import fallback_codes

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from consultation.models import Decision, Submission

# What ``select_related`` of submissions needs so that ``disposition_words`` asks nothing more.
PRELOAD = ("decision__relation__target",)

_TAKEN_UP: Mapping[str, "Promise"] = {
    TakenUpAs.SPEAKER: gettext_lazy("Taken up as a speaker"),
    TakenUpAs.FACILITATOR: gettext_lazy("Taken up as a facilitator"),
    TakenUpAs.STAND: gettext_lazy("Taken up as a stand"),
    TakenUpAs.PARTNER: gettext_lazy("Taken up as a partner"),
    TakenUpAs.PHOTO: gettext_lazy("Taken up as a photo"),
    TakenUpAs.EVENT_REPORT: gettext_lazy("Taken up as an event report"),
}
_INFORMS: Mapping[str, "Promise"] = {
    Informs.THEME: gettext_lazy("Informs a theme"),
    Informs.SESSION: gettext_lazy("Informs a session"),
    Informs.FORMAT: gettext_lazy("Informs the format"),
}
_MERGED: Mapping[str, "Promise"] = {
    RelationKind.MERGED: gettext_lazy("Merged into %(number)s"),
    RelationKind.DUPLICATE: gettext_lazy("Duplicate of %(number)s"),
}


class Reason(NamedTuple):
    """A paragraph of a public reason; ``language`` is blank where nobody knows it."""

    text: str
    language: str


def disposition_words(decision: "Decision") -> str:
    """Say where an input ended: "Taken up as a speaker", "Merged into WSIS-2027-0012"."""
    said = str(plain_words(decision))
    if not decision.detail:
        return said
    # A colon's form differs by language; the detail is the secretariat's own wording.
    return _("%(disposition)s: %(detail)s") % {
        "disposition": said,
        "detail": f"\N{FIRST STRONG ISOLATE}{decision.detail}\N{POP DIRECTIONAL ISOLATE}",
    }


def plain_words(decision: "Decision") -> str:
    """Say the same without which theme, session or Forum it was."""
    if decision.disposition == Disposition.TAKEN_UP:
        return str(_TAKEN_UP.get(decision.taken_up_as, Disposition.TAKEN_UP.label))
    if decision.disposition == Disposition.INFORMS and decision.informs:
        return str(_INFORMS[decision.informs])
    target = merged_into(decision)
    if target is not None:
        return str(_MERGED[decision.relation.kind]) % {"number": target.number}
    return str(Disposition(decision.disposition).label)


def merged_into(decision: "Decision") -> "Submission | None":
    """Return the input that a decision merged into; of a reopened decision, what it was."""
    if decision.disposition != Disposition.MERGED:
        return None
    relation = getattr(decision, "relation", None)
    return relation.target if relation is not None else None


def reasons(decision: "Decision", language: str | None = None) -> list[Reason]:
    """
    Return the public reason for a reader: the chosen one in her language, then the free text.

    Without ``language`` in the active one. A language that differs from the reader's is a fallback
    or the secretariat's own; whoever shows it marks it.
    """
    found = []
    for code in fallback_codes(language):
        text = decision.reason_texts.get(code, "")
        if text:
            found.append(Reason(text, code))
            break
    if decision.reason.strip():
        found.append(Reason(decision.reason, decision.reason_language))
    return found


class AcceptedAs(NamedTuple):
    """One thing as it was submitted and as it was accepted; ``key`` is that of its question."""

    key: str
    label: str
    submitted: str
    accepted: str


def submitted_as(submission: "Submission", formats: "Mapping[str, Any]") -> dict[str, str]:
    """
    Say how an input was submitted: ``title``, ``format``, ``minutes``; blank where it says nothing.

    ``formats``: ``queries.formats.session_formats()``. Preload ``workshop``.
    """
    workshop = getattr(submission, "workshop", None)
    return {
        "title": submission.title,
        "format": _format_words(workshop.format if workshop else "", formats),
        "minutes": _minutes_words(workshop.minutes if workshop else None),
    }


def accepted_as(
    decision: "Decision", submission: "Submission", formats: "Mapping[str, Any]"
) -> list[AcceptedAs]:
    """Return what was accepted otherwise than it was submitted; the same arguments as above."""
    return [one for one, is_same in _both(decision, submission, formats) if not is_same]


def submitted_and_accepted(
    decision: "Decision", submission: "Submission", formats: "Mapping[str, Any]"
) -> list[AcceptedAs]:
    """Return all that was submitted beside what became a session, equal or not."""
    if decision.disposition != Disposition.BECOMES:
        return accepted_as(decision, submission, formats)
    return [one for one, _is_same in _both(decision, submission, formats)]


def _both(
    decision: "Decision", submission: "Submission", formats: "Mapping[str, Any]"
) -> Iterator[tuple[AcceptedAs, bool]]:
    """Yield what was said on either side, each with whether it was accepted as submitted."""
    before = submitted_as(submission, formats)
    after = {
        "title": decision.accepted_title,
        "format": _format_words(decision.accepted_format, formats),
        "minutes": _minutes_words(decision.accepted_minutes),
    }
    labels = {"title": _("Title"), "format": _("Format"), "minutes": _("Length")}
    for name, label in labels.items():
        is_same = not after[name] or after[name] == before[name]
        said = _("as submitted") if is_same else after[name]
        if before[name] or after[name]:
            yield AcceptedAs(name, label, before[name] or "–", said), is_same


def _format_words(code: str, formats: "Mapping[str, Any]") -> str:
    row = formats.get(code)
    return str(row.title) if row is not None else code


def _minutes_words(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}

"""Makes the form of each follow-up, with what is known already, and says what is wrong in it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agenda.choices import FollowUpKind
from agenda.forms.follow_ups import (
    DescriptionForm,
    ListForm,
    LogoForm,
    OutcomeForm,
    Part,
    PresentationForm,
)
from agenda.handing_in import FILES
from agenda.models import Session
from agenda.queries.follow_ups import Owed
from wsis_forum.languages import column, fallback_codes

_FORMS: Mapping[FollowUpKind, type[Part]] = {
    FollowUpKind.DESCRIPTION: DescriptionForm,
    FollowUpKind.LOGO: LogoForm,
    FollowUpKind.PANELLISTS: ListForm,
    FollowUpKind.PRESENTATION: PresentationForm,
    FollowUpKind.OUTCOME: OutcomeForm,
}


def part_of(owed: Owed, data: Any = None, files: Any = None) -> Part:
    """
    Make the form of one kind.

    It begins with what was handed in last, else with what the session says: nobody types again
    what the portal knows. Addresses of speakers are not shown.
    """
    initial, options = _initial(owed), {}
    if owed.kind == FollowUpKind.PANELLISTS:
        options["people"] = _people(owed, initial["language"])
    part = _FORMS[owed.kind](data, files, initial=initial, **options)
    if "file" in part.fields:
        rule = FILES[owed.kind]
        part.fields["file"].widget.attrs["accept"] = rule.accept
        words = _("%(possible)s; at most %(most)s MB.")
        said = words % {"possible": rule.possible, "most": rule.megabytes}
        part.fields["file"].help_text = said
    return part


def problems_of(part: Part) -> list[dict[str, str]]:
    """Say what is wrong in a part, each with the field at which it is."""
    if not part.is_bound or not part.is_filled:
        return []
    found = [(bound.id_for_label, str(said)) for bound in part for said in bound.errors]
    above = [str(said) for said in part.non_field_errors()]
    if isinstance(part, ListForm):
        words = _("Panellist %(number)s: %(problem)s")
        found = [
            (bound.id_for_label, words % {"number": number, "problem": said})
            for number, row in enumerate(part.people, start=1)
            for bound in row
            for said in bound.errors
        ] + found
        above += [str(said) for said in part.people.non_form_errors()]
    found += [(part.kind.value, said) for said in above]
    return [{"id": field, "message": said} for field, said in found]


def _initial(owed: Owed) -> dict[str, Any]:
    session = owed.session
    latest = owed.latest
    if latest is not None:
        return {"language": latest.language, "text": latest.text}
    if owed.kind == FollowUpKind.DESCRIPTION:
        text, language = _of_session(session, "description")
        return {"language": language, "text": text}
    return {"language": session.original_language}


def _of_session(session: Session, name: str) -> tuple[str, str]:
    """Return a text in the session's own language, or in another that it is written in."""
    for code in fallback_codes(session.original_language):
        text = getattr(session, column(name, code))
        if text:
            return text, code
    return "", session.original_language


def _people(owed: Owed, language: str) -> list[dict[str, Any]]:
    if owed.latest is not None:
        return list(owed.latest.panellists)
    rows = owed.session.appearances.select_related("speaker").order_by("order", "pk")
    texts = ("honorific", "name", "function", "organization")
    return [
        {name: _text(row.speaker, name, language) for name in texts}
        | {"email": "", "is_remote": row.is_remote}
        for row in rows
    ]


def _text(speaker: Any, name: str, language: str) -> str:
    codes = fallback_codes(language)
    return next((text for code in codes if (text := getattr(speaker, column(name, code)))), "")

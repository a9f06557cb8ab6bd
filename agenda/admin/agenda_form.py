"""The outline of a session's agenda as a form: what was sent, what is wrong, what is wanted."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from agenda.actions.items import MOST_LINES, Line
from agenda.models import AgendaItem, Session
from agenda.numbering import Line as Numbered
from agenda.outline import Draft, Place, in_shape, removed
from agenda.queries.items import TITLES
from consultation.admin.versioned import plain_breaks
from wsis_forum.languages import column

# Not longer than a row's number may be, and what the browser and ``outline`` make up.
_KEY = re.compile(r"\d{1,18}|new-[a-z0-9-]{1,40}")
_LONGEST = AgendaItem._meta.get_field("title").max_length
_TITLE = forms.CharField(required=False, max_length=_LONGEST)
_MINUTES = forms.IntegerField(required=False, min_value=0, max_value=32_767)


def shown_titles(
    session: Session, lines: Sequence[Numbered[AgendaItem]], sent: Sequence[str]
) -> list[str]:
    """Return the columns of titles to show: the original, English, those in use, those asked."""
    always = {column("title", session.original_language), column("title", "en"), *sent}
    return [
        name for name in TITLES if name in always or any(getattr(line.row, name) for line in lines)
    ]


def as_saved(lines: Sequence[Numbered[AgendaItem]], shown: Sequence[str]) -> Draft:
    """Return an agenda as it stands in the database."""
    said = {}
    for line in lines:
        people = sorted(speaker.pk for speaker in line.row.speakers.all())
        said[str(line.row.pk)] = {
            **{name: getattr(line.row, name) or "" for name in shown},
            "minutes": "" if line.row.minutes is None else str(line.row.minutes),
            "numbered": "on" if line.row.is_numbered else "",
            "speakers": ",".join(map(str, people)),
        }
    return Draft([Place(str(line.row.pk), line.depth) for line in lines], said)


def as_sent(data: QueryDict, shown: Sequence[str]) -> Draft:
    """Return an agenda as it was typed; what no page of ours can send is left out."""
    keys = [key for key in dict.fromkeys(data.getlist("line")) if _KEY.fullmatch(key)]
    places, said = [], {}
    for key in keys[:MOST_LINES]:
        depth = data.get(f"depth-{key}", "")
        places.append(Place(key, int(depth) if re.fullmatch(r"[0-9]{1,2}", depth) else 0))
        people = {one for one in data.getlist(f"speakers-{key}") if re.fullmatch(r"\d{1,18}", one)}
        said[key] = {
            **{name: plain_breaks(data.get(f"{name}-{key}", "")) for name in shown},
            "minutes": data.get(f"minutes-{key}", "").strip(),
            "numbered": "on" if data.get(f"numbered-{key}") else "",
            "speakers": ",".join(sorted(people, key=int)),
        }
    return Draft(in_shape(places), said)


def packed(draft: Draft) -> str:
    """Write an agenda into the form, so that a later save knows what its writer saw."""
    return json.dumps({"places": draft.places, "said": draft.said})


def unpacked(text: str) -> Draft:
    """Read it back; an empty agenda where it is not ours."""
    try:
        data = json.loads(text)
        places = [Place(str(key), int(depth)) for key, depth in data["places"]]
        said = {
            str(key): {str(name): str(value) for name, value in fields.items()}
            for key, fields in data["said"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Draft()
    return Draft(places, said)


def without_empty(draft: Draft) -> Draft:
    """Leave out new lines that say nothing."""
    places = list(draft.places)
    for place in draft.places:
        said = draft.said[place.key]
        if place.key.startswith("new") and not any(
            text.strip() for name, text in said.items() if name != "numbered"
        ):
            places = removed(places, place.key)
    return Draft(in_shape(places), draft.said)


def wanted(
    draft: Draft, known: Mapping[int, AgendaItem]
) -> tuple[list[Line], dict[tuple[str, str], str]]:
    """Return the lines that a draft asks for, and what is wrong by line and field."""
    lines: list[Line] = []
    errors: dict[tuple[str, str], str] = {}
    for place in draft.places:
        said = draft.said[place.key]
        item = known.get(int(place.key)) if place.key.isdecimal() else None
        titles = {name: text for name, text in said.items() if name in TITLES}
        cleaned = {
            name: _cleaned(_TITLE, " ".join(text.split()), (place.key, name), errors)
            for name, text in titles.items()
        }
        elsewhere = item is not None and any(
            getattr(item, name) for name in TITLES if name not in titles
        )
        if not any(text.strip() for text in titles.values()) and not elsewhere:
            errors[place.key, next(iter(titles))] = _("Enter the words of this line.")
        lines.append(
            Line(
                item_id=int(place.key) if place.key.isdecimal() else None,
                depth=place.depth,
                is_numbered=bool(said["numbered"]),
                minutes=_cleaned(_MINUTES, said["minutes"], (place.key, "minutes"), errors),
                titles=cleaned,
                speakers=[int(one) for one in said["speakers"].split(",") if one],
            )
        )
    return lines, errors


def _cleaned(
    field: forms.Field, value: str, where: tuple[str, str], errors: dict[tuple[str, str], str]
) -> Any:
    try:
        return field.clean(value)
    except ValidationError as error:
        errors[where] = " ".join(error.messages)
        return None


def language_of(name: str) -> str:
    """Return the code of the language of a column of titles."""
    return next(code for code, _name in settings.LANGUAGES if column("title", code) == name)

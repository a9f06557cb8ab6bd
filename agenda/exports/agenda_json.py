"""Our own JSON (docs/agenda-json.md): a release whole, in all languages, written and read back."""

import codecs
import io
import json
from dataclasses import replace
from typing import Any

from agenda import frozen
from agenda.exports.labels import Labels
from agenda.programme import Programme, ProgrammeSession, from_data, to_data

FORMAT = "wsis-forum-agenda-1"
# The names of files that a portal keeps mean nothing to another one.
_INTERNAL = "photo"


def write_json(programme: Programme, labels: Labels) -> bytes:
    """
    Return all that a release says to the public; the language of the labels changes nothing.

    An address for remote participation that shows only later is left out, its moment is not.
    """
    sessions = tuple(_public(session, programme) for session in programme.sessions)
    data = to_data(replace(programme, sessions=sessions))
    for speaker in data["speakers"]:
        del speaker[_INTERNAL]
    times = [slot for session in data["sessions"] for slot in session["slots"]]
    for slot in (*times, *(one["slot"] for one in data["gone"])):
        slot.setdefault("ordinal", 0)
    out = io.BytesIO()
    # Piece by piece: a large programme would stand in memory three times otherwise.
    whole = {"format": FORMAT, **data}
    json.dump(whole, codecs.getwriter("utf-8")(out), ensure_ascii=False, indent=2, allow_nan=False)
    out.write(b"\n")
    return out.getvalue()


def read_json(content: bytes) -> Programme:
    """
    Read back what ``write_json`` wrote.

    :raises frozen.Unreadable: it is not such a file; the message names the place
    """
    try:
        return from_data(_opened(json.loads(content.decode("utf-8-sig"))))
    except frozen.Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise frozen.Unreadable(f"not JSON in UTF-8: {error}") from error


def _opened(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise frozen.Unreadable(f"format: “{FORMAT}” expected")
    return {key: value for key, value in data.items() if key != "format"}


def _public(session: ProgrammeSession, programme: Programme) -> ProgrammeSession:
    return replace(session, remote_url=session.remote_url_at(programme.released_at))

"""What the forms after the writing send: to hand in, to answer, to withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.choices import Publication
from wsis_forum.accounts import privacy
from wsis_forum.cleaning import clean_line, clean_text

_MOST_DIGITS = 9
# Answers and reasons are read whole on one page.
MOST_CHARACTERS = 10_000


@dataclass(frozen=True)
class HandIn:
    """The check page's form; ``publication`` is empty until one is chosen."""

    publication: str = ""
    late_code: str = ""
    answer: str = ""
    privacy_version: str = ""
    version: int | None = None


def read_hand_in(sent: Mapping[str, str]) -> HandIn:
    """Read the form; what is none of its choices counts as not chosen."""
    chosen = sent.get("publication", "")
    notice, version = sent.get("privacy", ""), sent.get("version", "")
    is_number = version.isdecimal() and len(version) <= _MOST_DIGITS
    return HandIn(
        publication=chosen if chosen in Publication.values else "",
        late_code=clean_line(sent.get("late_code", "")),
        answer=clean_text(sent.get("answer", "")),
        # What she was shown, if it is one of ours; else she agrees to the one in force.
        privacy_version=notice if notice in _versions() else privacy.current_version(),
        version=int(version) if is_number else None,
    )


def read_text(sent: Mapping[str, str], name: str) -> str:
    """Read a text of some lines."""
    return clean_text(sent.get(name, ""))


def _versions() -> set[str]:
    return {notice.version for notice in privacy.notices()}

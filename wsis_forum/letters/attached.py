"""Files that are sent along with a letter: made for it, small, kept in its row."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Self

# All that one letter brings along, in bytes: the row is read whole at every try.
MOST_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Attached:
    """A file; ``media_type`` may have parameters: "text/calendar; charset=utf-8"."""

    name: str
    media_type: str
    content: bytes

    @classmethod
    def of(cls, row: dict[str, str]) -> Self:
        """Read a file back from a letter's row."""
        return cls(row["name"], row["media_type"], b64decode(row["content"]))

    def as_row(self) -> dict[str, str]:
        """Return the file as a letter keeps it."""
        content = b64encode(self.content).decode("ascii")
        return {"name": self.name, "media_type": self.media_type, "content": content}

    def as_part(self) -> MIMEBase:
        """Return the file as a part of a mail, byte for byte: lines of a calendar end in CRLF."""
        main, *parameters = (piece.strip() for piece in self.media_type.split(";"))
        kind, _slash, subtype = main.partition("/")
        part = MIMEBase(kind, subtype)
        for name, _equals, value in (pair.partition("=") for pair in parameters):
            part.set_param(name, value)
        part.set_payload(self.content)
        encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=self.name)
        return part


def rows_of(files: Sequence[Attached]) -> list[dict[str, str]]:
    """
    Return files as a letter keeps them.

    :raises ValueError: together they are larger than a letter may be
    """
    if sum(len(file.content) for file in files) > MOST_BYTES:
        raise ValueError("too much for one letter")
    return [file.as_row() for file in files]

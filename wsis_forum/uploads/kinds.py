"""What a file may be: kinds that the secretariat chooses from, and the formats behind each."""

from collections.abc import Mapping
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Format:
    """
    A format. ``family`` says which check its content has to pass.

    ``inner`` is what a packed format says of itself: the type of its main part (Office Open XML) or
    its ``mimetype`` (OpenDocument).
    """

    suffix: str
    media_type: str
    family: str
    inner: str = ""


FORMATS: Mapping[str, Format] = {
    one.suffix: one
    for one in (
        Format("jpg", "image/jpeg", "picture"),
        Format("jpeg", "image/jpeg", "picture"),
        Format("png", "image/png", "picture"),
        Format("webp", "image/webp", "picture"),
        Format("pdf", "application/pdf", "pdf"),
        Format(
            "docx",
            f"{_OOXML}.wordprocessingml.document",
            "ooxml",
            f"{_OOXML}.wordprocessingml.document.main+xml",
        ),
        Format(
            "pptx",
            f"{_OOXML}.presentationml.presentation",
            "ooxml",
            f"{_OOXML}.presentationml.presentation.main+xml",
        ),
        Format(
            "xlsx",
            f"{_OOXML}.spreadsheetml.sheet",
            "ooxml",
            f"{_OOXML}.spreadsheetml.sheet.main+xml",
        ),
        Format("odt", f"{_ODF}.text", "odf", f"{_ODF}.text"),
        Format("odp", f"{_ODF}.presentation", "odf", f"{_ODF}.presentation"),
        Format("ods", f"{_ODF}.spreadsheet", "odf", f"{_ODF}.spreadsheet"),
        Format("csv", "text/csv", "text"),
    )
}
KINDS: Mapping[str, tuple[str, ...]] = {
    "picture": ("jpg", "jpeg", "png", "webp"),
    "document": ("pdf", "docx", "odt"),
    "slides": ("pptx", "odp", "pdf"),
    "table": ("xlsx", "ods", "csv"),
    "word": ("docx",),
}


@dataclass(frozen=True)
class Rule:
    """What may be sent: some of ``KINDS``, and how many megabytes at most."""

    kinds: tuple[str, ...]
    megabytes: int

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of names that are taken, each once."""
        return tuple(dict.fromkeys(end for kind in self.kinds for end in KINDS.get(kind, ())))

    @property
    def possible(self) -> str:
        """The formats for people to read: "JPG, PNG, PDF"."""
        return ", ".join(end.upper() for end in self.suffixes if end != "jpeg")

    @property
    def accept(self) -> str:
        """The ``accept`` of a file field; the media types let a telephone offer its camera."""
        types = dict.fromkeys(FORMATS[end].media_type for end in self.suffixes)
        return ",".join((*(f".{end}" for end in self.suffixes), *types))

    @property
    def most_bytes(self) -> int:
        """How many bytes a file may have."""
        return self.megabytes * MEGABYTE

"""A fixed template and plain data to a PDF that a screen reader can read (PDF/UA-1)."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from consultation.exports import fonts

_LOOK = Path(__file__).with_name("look.typ")
_RTL = frozenset({"ar"})


def typeset(*templates: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """
    Write a document; the same data gives the same bytes.

    The templates follow the shared look in one source. What people wrote reaches typst as JSON
    strings and is never read as markup; ``at`` becomes the document's date.
    """
    return typst.compile(
        _source(templates),
        font_paths=fonts.collection(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
        sys_inputs={"data": json.dumps(data)},
    )


def spoken(code: str) -> dict[str, Any]:
    """Return what typst must know of a language: ``zh-hans`` is ``zh`` as written in China."""
    language, _, script = code.partition("-")
    return {
        "language": language,
        "region": "cn" if script == "hans" else None,
        "rtl": code in _RTL,
    }


@cache
def _source(templates: tuple[Path, ...]) -> bytes:
    return b"\n".join(path.read_bytes() for path in (_LOOK, *templates))

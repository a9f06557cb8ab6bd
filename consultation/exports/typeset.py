"""A fixed template and plain data to a PDF that a screen reader can read (PDF/UA-1)."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from consultation.exports import fonts

_LOOK = Path(__file__).with_name("look.typ")
# Seconds; ten times what three hundred sessions take.
_PATIENCE = 90
_RTL = frozenset({"ar"})
# glibc keeps what was freed in pieces for later, a tenth of the memory here; so it gives it back.
_THRIFT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}


def typeset(*templates: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """
    Write a document; the same data gives the same bytes.

    The templates follow the shared look in one source. What people wrote reaches typst as JSON
    strings and is never read as markup; ``at`` becomes the document's date.
    """
    return _compile(
        templates, fonts.folders(), json.dumps(data, ensure_ascii=False), int(at.timestamp())
    )


def typeset_apart(*templates: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """
    Write a long document in a process of its own, as ``typeset`` does.

    typst keeps what it has laid out through ten more documents: hundreds of megabytes for hundreds
    of pages. They end with the process.

    :raises RuntimeError: typst refused it, or its process was ended; the message says why
    :raises subprocess.TimeoutExpired: it takes too long
    """
    order = {
        "templates": [*map(str, templates)],
        "fonts": fonts.folders(),
        "data": json.dumps(data, ensure_ascii=False),
        "at": at.timestamp(),
    }
    done = subprocess.run(  # noqa: S603 this module, nothing from outside in the command
        [sys.executable, "-m", __name__],
        input=json.dumps(order, ensure_ascii=False).encode(),
        capture_output=True,
        cwd=_LOOK.parents[2],
        env={**os.environ, **_THRIFT},
        timeout=_PATIENCE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        raise RuntimeError(said or f"the process ended with {done.returncode}")
    return done.stdout


def spoken(code: str) -> dict[str, Any]:
    """Return what typst must know of a language: ``zh-hans`` is ``zh`` as written in China."""
    language, _, script = code.partition("-")
    return {
        "language": language,
        "region": "cn" if script == "hans" else None,
        "rtl": code in _RTL,
    }


def _compile(
    templates: tuple[Path, ...], folders: Sequence[str], data: str, timestamp: int
) -> bytes:
    import typst  # noqa: PLC0415 seven megabytes that few processes need

    return typst.compile(
        _source(templates),
        font_paths=fonts.collection(tuple(folders)),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=timestamp,
        sys_inputs={"data": data},
    )


@cache
def _source(templates: tuple[Path, ...]) -> bytes:
    return b"\n".join(path.read_bytes() for path in (_LOOK, *templates))


def _main() -> None:
    order = json.load(sys.stdin.buffer)
    templates = tuple(map(Path, order["templates"]))
    moment = int(order["at"])
    sys.stdout.buffer.write(_compile(templates, order["fonts"], order["data"], moment))


if __name__ == "__main__":
    _main()

"""
A template that somebody uploaded, filled in a process of its own, within limits.

The sandbox keeps it from everything that is not its data; how long it takes and how much memory,
only a process can bound. What goes in is our own and pickled; what comes out is a file or a reason.

    python -m agenda.exports.word.apart < order > document
"""

import json
import pickle
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agenda.exports.labels import Labels
from agenda.exports.word.broken import BrokenTemplate
from agenda.programme import Programme

# In six languages, three hundred sessions take half of it.
SECONDS = 30
_MEGABYTES = 1024
_BROKEN = 3
_PROJECT = Path(__file__).resolve().parents[3]
TOO_MUCH = f"it takes more than {SECONDS} seconds or {_MEGABYTES} MB"


def fill_apart(template: bytes, wanted: Sequence[tuple[Programme, Labels]]) -> bytes:
    """
    Return the last of the documents that a template makes of these programmes.

    :raises BrokenTemplate: one of them cannot be made, or takes too long or too much memory
    """
    # Photos are read where they lie, and stand in no Word document.
    plain = [(one, replace(labels, photos={}, word_template=b"")) for one, labels in wanted]
    try:
        done = subprocess.run(  # noqa: S603 this module, nothing from outside in the command
            [sys.executable, "-m", __name__],
            input=pickle.dumps((SECONDS, template, plain)),
            capture_output=True,
            cwd=_PROJECT,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenTemplate(TOO_MUCH) from error
    if done.returncode == _BROKEN:
        raise BrokenTemplate(**json.loads(done.stdout))
    if done.returncode:
        raise BrokenTemplate(TOO_MUCH)
    return done.stdout


def _main() -> int:
    size = _MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    seconds, template, wanted = pickle.load(sys.stdin.buffer)  # noqa: S301 of our own making
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    from agenda.exports.word import docx  # noqa: PLC0415 within the limits, too

    made = b""
    try:
        for programme, labels in wanted:
            made = docx.write(template, programme, labels)
    except BrokenTemplate as broken:
        sys.stdout.write(json.dumps({"reason": broken.reason, "place": broken.place}))
        return _BROKEN
    except MemoryError:
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(_main())

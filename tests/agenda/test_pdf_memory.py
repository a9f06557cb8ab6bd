"""What the process takes that writes a whole agenda of three hundred sessions."""

import subprocess
import sys
from typing import Any

import pytest

from agenda.exports.pdf import write_pdf
from agenda.labels import labels_for
from tests.agenda.large import large_programme

MEGABYTES = 300
# The same process as ``typeset_apart`` begins, which says at its end how much it took at most.
_CHILD = (
    "import runpy, sys\n"
    "runpy.run_module('consultation.exports.typeset', run_name='__main__')\n"
    "status = open('/proc/self/status').read()\n"
    "sys.stderr.write(status.split('VmHWM:')[1].split()[0])\n"
)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("code", ["en", "fr", "es", "ar", "zh-hans", "ru"])
def test_a_whole_agenda_takes_little_memory(monkeypatch, code: str) -> None:
    usual, peaks = subprocess.run, []

    def run(_command: Any, **options: Any) -> Any:
        done = usual([sys.executable, "-c", _CHILD], **options)
        peaks.append(int(done.stderr) / 1024)
        return done

    programme = large_programme()
    labels = labels_for(programme, code)
    monkeypatch.setattr("consultation.exports.typeset.subprocess.run", run)
    assert write_pdf(programme, labels).startswith(b"%PDF")
    (peak,) = peaks
    assert peak < MEGABYTES

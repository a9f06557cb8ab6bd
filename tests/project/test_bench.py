"""What `make bench` prints, and what it refuses; the measurement itself is run by hand."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tools.bench import report
from tools.bench.report import Figure


def test_a_page_is_held_against_the_bare_one():
    assert report.times(12.34, 6.0) == Figure("12.3 ms, 2.1 ×", is_kept=True)
    assert report.times(18.1, 6.0) == Figure("18.1 ms, 3.0 ×", is_kept=False)


def test_the_table_has_its_columns_and_marks_what_misses():
    rows = {"list": [Figure("1 ms"), Figure("9 ms", is_kept=False)]}
    assert report.table("page", ["1,000 inputs", "50,000 inputs"], rows).splitlines() == [
        "| page | 1,000 inputs | 50,000 inputs |",
        "| --- | --- | --- |",
        "| list | 1 ms | **9 ms** |",
    ]
    assert report.missed(rows) == ["list"]


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path):
    (tmp_path / "kept").touch()
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench"],
        cwd=settings.BASE_DIR,
        env={"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert (tmp_path / "kept").exists()

"""The locks belong to this pyproject.toml, name no index, and are made offline-checkable."""

import re
import shutil

import pytest

from tools import lock


@pytest.mark.parametrize("name", list(lock.SOURCES))
def test_the_lock_is_fresh_and_complete(name):
    lines = (lock.PROJECT / name).read_text().splitlines()
    assert lines[0] == lock.first_line()
    pins = [line for line in lines if re.match(r"[a-z0-9]", line)]
    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==[^ ]+( ; .*)? \\$", pin), pin
    # Where packages come from is the business of the machine.
    assert [line for line in lines if "://" in line or line.startswith("--")] == []


def test_both_locks_agree():
    pins = [
        set(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (lock.PROJECT / name).read_text(), re.MULTILINE))
        for name in lock.SOURCES
    ]
    shared = {name for name, _ in pins[0]} & {name for name, _ in pins[1]}
    assert {p for p in pins[0] if p[0] in shared} == {p for p in pins[1] if p[0] in shared}


def test_a_changed_dependency_makes_the_lock_stale(tmp_path, monkeypatch, capsys):
    for name in ("pyproject.toml", *lock.SOURCES):
        shutil.copy(lock.PROJECT / name, tmp_path)
    assert lock.stale(tmp_path) == []
    project = tmp_path / "pyproject.toml"
    text = project.read_text()
    project.write_text(text.replace("line-length = 100", "line-length = 99"))
    assert lock.stale(tmp_path) == []
    project.write_text(text.replace('"django>=', '"django>5.2.8,>='))
    assert lock.stale(tmp_path) == list(lock.SOURCES)
    (tmp_path / "requirements.txt").unlink()
    assert lock.stale(tmp_path) == list(lock.SOURCES)


def test_the_check_says_it(monkeypatch, capsys):
    assert lock.main(["--check"]) == 0
    monkeypatch.setattr(lock, "stale", lambda: ["requirements.txt"])
    assert lock.main(["--check"]) == 1
    assert "run make lock" in capsys.readouterr().err

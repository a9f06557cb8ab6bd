"""
Makes the two locks from ``pyproject.toml`` and says, offline, whether they are its own.

    python -m tools.lock            make both anew (needs uv, and a package index)
    python -m tools.lock --check    compare the digests in their first lines
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
# What a lock is made from: a change of anything else in pyproject.toml leaves it fresh.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "requirements.txt": (),
    # On top of the first one, never against it.
    "requirements-dev.txt": ("--group", "dev", "--constraint", "requirements.txt"),
}


def digest(project: Path = PROJECT) -> str:
    """Return a digest of everything in ``pyproject.toml`` that the locks depend on."""
    content = tomllib.loads((project / "pyproject.toml").read_text())
    tables: dict[str, Any] = {
        "requires-python": content["project"]["requires-python"],
        "dependencies": content["project"]["dependencies"],
        "groups": content["dependency-groups"],
    }
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def first_line(project: Path = PROJECT) -> str:
    """Return the line that a fresh lock begins with."""
    return f"# Made by `make lock`; sha256 of pyproject.toml's dependencies: {digest(project)}"


def stale(project: Path = PROJECT) -> list[str]:
    """Return the locks that were made from other dependencies."""
    expected = first_line(project)
    return [
        name
        for name in SOURCES
        if not (project / name).exists()
        or (project / name).read_text().split("\n", 1)[0] != expected
    ]


def make() -> None:
    """Resolve both locks for every platform and Python that the portal supports."""
    for name, options in SOURCES.items():
        print(f"Resolving {name} …", flush=True)  # noqa: T201
        source = ("pyproject.toml",) if not options else ()
        command = ["uv", "pip", "compile", *source, *options, "--universal", "--quiet"]
        command += ["--python-version", "3.11", "--generate-hashes", "--no-header"]
        # Where packages come from is the business of the machine, not of the lock.
        command += ["--no-emit-index-url", "--no-emit-find-links"]
        resolved = subprocess.run(  # noqa: S603 - our own command
            command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        (PROJECT / name).write_text(f"{first_line()}\n{resolved}")


def main(words: list[str]) -> int:
    """Make or check; return the exit code."""
    if words != ["--check"]:
        make()
        return 0
    for name in stale():
        print(f"{name} is not the lock of this pyproject.toml: run make lock.", file=sys.stderr)  # noqa: T201
    return 1 if stale() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Collects the static files when they have changed."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from wsis_forum.embedded import locks


def collect_changed() -> bool:
    """Run ``collectstatic`` unless nothing changed since the last time; say whether it ran."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp = root / ".sources"
    # Two starts from one checkout share this folder.
    with locks.locked(root / ".lock"):
        digest = _digest()
        if stamp.exists() and stamp.read_text() == digest:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest)
    return True


def _digest() -> str:
    """Return a digest of names, sizes and times, which is quick where contents would not be."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            found = os.stat(storage.path(name))  # noqa: PTH116 - many small calls
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()

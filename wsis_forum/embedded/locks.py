"""File locks that the kernel gives back when a process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def acquire(path: Path, *, shared: bool = False, wait: bool = True) -> int | None:
    """
    Return a descriptor that holds the lock until it is closed, ``None`` if it is taken.

    A lock belongs to the open file: a forked child holds it too, and explicit unlocking
    would take it from both, so locks are only ever given back by closing.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, mode if wait else mode | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_free(path: Path, *, shared: bool = False) -> bool:
    """Say whether the lock could be had at this moment."""
    descriptor = acquire(path, shared=shared, wait=False)
    if descriptor is None:
        return False
    os.close(descriptor)
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock, waited for, during the block."""
    descriptor = acquire(path)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)

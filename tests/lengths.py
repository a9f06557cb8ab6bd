"""How long tests with random values and faults are: short in every run, long in make soak."""

import os
from typing import TypeVar

T = TypeVar("T")


def length(usual: T, *, soak: T) -> T:
    """Return the second one in ``make soak``; a test that asks has the mark ``soak``."""
    return soak if os.environ.get("SOAK") else usual

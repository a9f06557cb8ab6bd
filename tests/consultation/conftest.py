"""What the tests of the consultation's pages share."""

from datetime import datetime

import pytest

from tests.factories import NOW
from wsis_forum import clock


class Now:
    """The clock of a test; it stands still until a test sets it."""

    at: datetime = NOW


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Let the portal read the test's clock."""
    moment = Now()
    monkeypatch.setattr(clock, "now", lambda: moment.at)
    return moment

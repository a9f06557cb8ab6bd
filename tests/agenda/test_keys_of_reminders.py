"""What was sent under a former key is not sent again under the new one."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from agenda.actions.invitations import invite_speakers
from agenda.models import Appearance
from consultation import due
from tests.agenda.owing import DUE, dates_of, owing_session
from tests.factories import NOW, CallFactory, DraftFactory, SessionFactory, SpeakerFactory
from tests.letters.conftest import make_letter
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("usual_rules")]

DAY = timedelta(days=1)
OF_CALLS: Any = import_module("consultation.migrations.0042_keys_of_reminders")
OF_SESSIONS: Any = import_module("agenda.migrations.0024_keys_of_reminders")


def run(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


def there_and_back(module: Any) -> None:
    """Rename, come back, and rename again: both ways lose nothing."""
    before = sorted(Letter.objects.values_list("kind", "key"))
    run(module.FORWARDS)
    run(module.BACKWARDS)
    assert sorted(Letter.objects.values_list("kind", "key")) == before
    run(module.FORWARDS)


def test_of_a_draft() -> None:
    draft = DraftFactory.create(
        call=CallFactory(closes_at=NOW + 3 * DAY), author__email="a@example.org", begun_at=NOW - DAY
    )
    start = f"call:{draft.call_id}:closes:2026-11-24T12:00:00Z:r1"
    make_letter(f"{start}:author:{draft.author_id}:-3d", kind="reminder")
    there_and_back(OF_CALLS)
    assert Letter.objects.get().key == f"{start}:person:{draft.author_id}:-3d"
    assert due.queue_due(NOW) == 0


def test_of_a_follow_up() -> None:
    session = owing_session()
    dates_of(session)
    due.queue_due(DUE - 6 * DAY)
    new = Letter.objects.get(kind="follow-up-reminder")
    _session, pk, _owed, day, _contact, who, label = new.key.split(":")
    old = f"session:{pk}:follow-ups:{day}:{label}:{who}"
    Letter.objects.filter(pk=new.pk).update(key=old)
    there_and_back(OF_SESSIONS)
    assert Letter.objects.get().key == new.key
    assert due.queue_due(DUE - 6 * DAY) == 0


def test_of_a_speaker(organizer) -> None:
    row = Appearance.objects.create(
        session=SessionFactory(), speaker=SpeakerFactory(email="ada@example.org")
    )
    invite_speakers(session_id=row.session_id, by=organizer, at=NOW)
    old = f"appearance:{row.pk}:reminder:{NOW:%Y-%m-%d}"
    make_letter(old, kind="speaker-invitation", queued_at=NOW + 7 * DAY)
    there_and_back(OF_SESSIONS)
    assert Letter.objects.filter(kind="speaker-reminder").count() == 1
    assert due.queue_due(NOW + 7 * DAY) == 0

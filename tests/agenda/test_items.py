"""Lines of a nested agenda: in order, numbered, never below themselves, never lost."""

from dataclasses import replace
from datetime import datetime

import pytest

from agenda.actions.items import Line, arrange
from agenda.exceptions import LinesChanged, LinesImpossible
from agenda.models import AgendaItem
from agenda.queries.items import outline, revision
from tests.factories import ForumFactory, SessionFactory, SpeakerFactory

pytestmark = pytest.mark.django_db


def _outline(session) -> list[str]:
    return [
        f"{'  ' * line.depth}{line.number or '-'} {line.row.title}" for line in outline(session.pk)
    ]


@pytest.fixture
def session(at: datetime):
    """Return a session with "1 Opening" (below it "- ITU" and "- UNDP") and "2 Talk"."""
    one = SessionFactory()
    first = AgendaItem.objects.create(session=one, order=1, title="Opening", is_numbered=True)
    AgendaItem.objects.create(session=one, order=2, title="Talk", is_numbered=True)
    for order, title in enumerate(("ITU", "UNDP"), start=1):
        AgendaItem.objects.create(session=one, parent=first, order=order, title=title)
    assert _outline(one) == ["1 Opening", "  - ITU", "  - UNDP", "2 Talk"]
    return one


def _lines(session) -> dict[str, Line]:
    return {
        line.row.title: Line(
            item_id=line.row.pk,
            depth=line.depth,
            is_numbered=line.row.is_numbered,
            titles={"title_en": line.row.title},
        )
        for line in outline(session.pk)
    }


@pytest.fixture
def put(session, organizer, at):
    """Return a function that makes lines the agenda of the session."""

    def call(*lines: Line, seen: str = "") -> list[AgendaItem]:
        seen = seen or revision(outline(session.pk))
        return arrange(session_id=session.pk, lines=lines, seen=seen, by=organizer, at=at)

    return call


def test_lines_change_places_with_those_below_them(session, put) -> None:
    opening, itu, undp, talk = _lines(session).values()
    put(talk, opening, undp, itu)
    assert _outline(session) == ["1 Talk", "2 Opening", "  - UNDP", "  - ITU"]


def test_new_lines_stand_below_new_lines(session, put) -> None:
    new = Line(depth=1, is_numbered=True, titles={"title_en": "Questions", "title_ar": "أسئلة"})
    put(*_lines(session).values(), new, replace(new, depth=2, minutes=5))
    assert _outline(session)[3:] == ["2 Talk", "  2.1 Questions", "    2.1.1 Questions"]
    assert AgendaItem.objects.filter(title_ar="أسئلة", minutes=5).count() == 1


def test_a_line_that_stays_may_have_stood_below_one_that_goes(session, put) -> None:
    _opening, itu, _undp, talk = _lines(session).values()
    put(replace(itu, depth=0), talk)
    assert _outline(session) == ["- ITU", "1 Talk"]


def test_a_column_and_speakers_that_are_not_named_stay(session, put) -> None:
    speaker = SpeakerFactory()
    item = session.items.get(title_en="Talk")
    item.title_fr = "Exposé"
    item.save()
    item.speakers.add(speaker)
    put(*_lines(session).values())
    item.refresh_from_db()
    assert (item.title_fr, list(item.speakers.all())) == ("Exposé", [speaker])
    put(*(replace(line, speakers=[]) for line in _lines(session).values()))
    assert list(item.speakers.all()) == []


def test_a_change_based_on_an_older_agenda_is_refused(session, put) -> None:
    seen = revision(outline(session.pk))
    lines = list(_lines(session).values())
    session.items.get(title_en="Talk").speakers.add(SpeakerFactory())
    with pytest.raises(LinesChanged):
        put(*lines[:1], seen=seen)
    assert session.items.count() == 4


@pytest.mark.parametrize("wrong", ["too deep", "twice", "of another session", "first too deep"])
def test_what_is_no_agenda_is_refused(session, put, wrong: str) -> None:
    other = AgendaItem.objects.create(session=SessionFactory(), order=1, title="Elsewhere")
    opening, itu, undp, talk = _lines(session).values()
    lines = {
        "too deep": [opening, replace(itu, depth=2)],
        "twice": [opening, itu, itu],
        "of another session": [opening, replace(undp, item_id=other.pk)],
        "first too deep": [replace(talk, depth=1)],
    }
    with pytest.raises(LinesImpossible):
        put(*lines[wrong])
    assert _outline(session) == ["1 Opening", "  - ITU", "  - UNDP", "2 Talk"]


def test_a_speaker_of_another_forum_is_refused(session, put) -> None:
    speaker = SpeakerFactory(forum=ForumFactory(slug="2019"))
    with pytest.raises(LinesImpossible):
        put(Line(titles={"title_en": "x"}, speakers=[speaker.pk]))


def test_numbers_pass_through_lines_that_have_none(session, put) -> None:
    opening, itu, undp, talk = _lines(session).values()
    one = Line(depth=2, is_numbered=True, titles={"title_en": "One"})
    put(opening, itu, one, undp, one, talk)
    assert _outline(session) == [
        "1 Opening",
        "  - ITU",
        "    1.1 One",
        "  - UNDP",
        "    1.2 One",
        "2 Talk",
    ]

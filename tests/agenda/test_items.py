"""Lines of a nested agenda: in order, numbered, never below themselves, never lost."""

from datetime import datetime

import pytest

from agenda.actions.items import Line, arrange
from agenda.exceptions import LinesImpossible
from agenda.models import AgendaItem
from agenda.numbering import tree, walk
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


def _outline(session) -> list[str]:
    lines = tree(
        AgendaItem.objects.filter(session=session).order_by("order", "pk"),
        key=lambda item: item.pk,
        parent=lambda item: item.parent_id,
        is_numbered=lambda item: item.is_numbered,
    )
    return [f"{'  ' * line.depth}{line.number or '-'} {line.row.title}" for line in walk(lines)]


@pytest.fixture
def session(at: datetime, organizer):
    """Return a session with "1 Opening" (below it "- ITU" and "- UNDP") and "2 Talk"."""
    one = SessionFactory()
    rows = [
        AgendaItem(session=one, order=1, title="Opening", is_numbered=True),
        AgendaItem(session=one, order=2, title="Talk", is_numbered=True),
    ]
    for row in rows:
        row.save()
    for order, title in enumerate(("ITU", "UNDP"), start=1):
        AgendaItem.objects.create(session=one, parent=rows[0], order=order, title=title)
    assert _outline(one) == ["1 Opening", "  - ITU", "  - UNDP", "2 Talk"]
    return one


def _lines(session) -> dict[str, Line]:
    return {
        item.title: Line(
            item_id=item.pk,
            parent_id=item.parent_id,
            position=item.order,
            is_numbered=item.is_numbered,
            titles={"title_en": item.title},
        )
        for item in session.items.all()
    }


def _arrange(session, organizer, at, *, gone=(), **changes):
    lines = _lines(session) | changes
    return arrange(
        session_id=session.pk, lines=list(lines.values()), gone=gone, by=organizer, at=at
    )


def _with(line: Line, **changes) -> Line:
    facts = {name: getattr(line, name) for name in Line.__slots__}
    return Line(**(facts | changes))


def test_two_lines_change_places(session, organizer, at) -> None:
    lines = _lines(session)
    _arrange(session, organizer, at, Opening=_with(lines["Opening"], position=9))
    assert _outline(session) == ["1 Talk", "2 Opening", "  - ITU", "  - UNDP"]


def test_a_line_is_added_below_another_with_a_number_of_its_own(session, organizer, at) -> None:
    above = _lines(session)["Talk"].item_id
    new = Line(parent_id=above, position=9, is_numbered=True, titles={"title_en": "Questions"})
    _arrange(session, organizer, at, new=new)
    assert _outline(session) == ["1 Opening", "  - ITU", "  - UNDP", "2 Talk", "  2.1 Questions"]


def test_a_line_goes_with_those_below_it(session, organizer, at) -> None:
    _arrange(session, organizer, at, gone=[_lines(session)["Opening"].item_id])
    assert _outline(session) == ["1 Talk"]


def test_a_line_moved_away_from_one_that_goes_stays(session, organizer, at) -> None:
    lines = _lines(session)
    moved = _with(lines["ITU"], parent_id=lines["Talk"].item_id)
    _arrange(session, organizer, at, gone=[lines["Opening"].item_id], ITU=moved)
    assert _outline(session) == ["1 Talk", "  - ITU"]


def test_a_line_that_somebody_else_added_stays(session, organizer, at) -> None:
    lines = list(_lines(session).values())
    AgendaItem.objects.create(session=session, order=3, title="Closing")
    arrange(session_id=session.pk, lines=lines, gone=(), by=organizer, at=at)
    assert _outline(session) == ["1 Opening", "  - ITU", "  - UNDP", "2 Talk", "- Closing"]


def test_a_line_cannot_stand_below_itself(session, organizer, at) -> None:
    lines = _lines(session)
    wrong = _with(lines["Opening"], parent_id=lines["ITU"].item_id)
    with pytest.raises(LinesImpossible):
        _arrange(session, organizer, at, Opening=wrong)
    assert _outline(session) == ["1 Opening", "  - ITU", "  - UNDP", "2 Talk"]


def test_a_line_cannot_stand_below_one_of_another_session(session, organizer, at) -> None:
    other = AgendaItem.objects.create(session=SessionFactory(), order=1, title="Elsewhere")
    with pytest.raises(LinesImpossible):
        _arrange(session, organizer, at, new=Line(parent_id=other.pk, titles={"title_en": "x"}))


def test_lines_of_another_session_are_left_alone(session, organizer, at) -> None:
    other = AgendaItem.objects.create(session=SessionFactory(), order=1, title="Elsewhere")
    foreign = Line(item_id=other.pk, position=1, titles={"title_en": "Mine"})
    arrange(session_id=session.pk, lines=[foreign], gone=[other.pk], by=organizer, at=at)
    other.refresh_from_db()
    assert other.title == "Elsewhere"


def test_numbers_pass_through_lines_that_have_none(session, organizer, at) -> None:
    lines = _lines(session)
    for title, above in (("One", "ITU"), ("Two", "UNDP")):
        AgendaItem.objects.create(
            session=session,
            parent_id=lines[above].item_id,
            order=1,
            title=title,
            is_numbered=True,
        )
    assert _outline(session) == [
        "1 Opening",
        "  - ITU",
        "    1.1 One",
        "  - UNDP",
        "    1.2 Two",
        "2 Talk",
    ]

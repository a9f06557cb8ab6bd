"""The page of a session's agenda: every button without a script, and two editors at once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.models import AgendaItem, Appearance
from agenda.queries.items import outline
from tests.factories import SessionFactory, SpeakerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, organizer) -> Client:
    client.force_login(organizer)
    return client


@pytest.fixture
def session():
    one = SessionFactory()
    first = AgendaItem.objects.create(session=one, order=1, title="One", is_numbered=True)
    AgendaItem.objects.create(session=one, order=1, parent=first, title="Below", is_numbered=True)
    AgendaItem.objects.create(session=one, order=2, title="Two", is_numbered=True)
    return one


def _url(session) -> str:
    return reverse("admin:agenda_session_agenda", args=(session.pk,))


def _sent(response, act: str, **changes: object) -> dict[str, object]:
    """Return what the form would send with one of its buttons; ``changes`` by "name of title"."""
    context = response.context
    data: dict[str, object] = {
        "seen": context["seen"],
        "base": context["base"],
        "shown": list(context["shown"]),
        "line": [row.key for row in context["rows"]],
    }
    for row in context["rows"]:
        data[f"depth-{row.key}"] = row.depth
        data[f"minutes-{row.key}"] = row.minutes
        data |= {f"{words.name}-{row.key}": words.value for words in row.words}
        if row.is_numbered:
            data[f"numbered-{row.key}"] = "on"
        data[f"speakers-{row.key}"] = [pk for pk, _name, chosen in row.speakers if chosen]
    return data | {"act": act} | changes


def _key(session, title: str) -> int:
    return int(session.items.get(title_en=title).pk)


def _shown(response) -> list[str]:
    return [
        f"{'  ' * row.depth}{row.number or '-'} {row.words[0].value}"
        for row in response.context["rows"]
    ]


def _saved(session) -> list[str]:
    return [f"{'  ' * x.depth}{x.number or '-'} {x.row.title}" for x in outline(session.pk)]


def test_buttons_change_what_is_shown_and_save_what_is_kept(desk: Client, session) -> None:
    page = desk.get(_url(session))
    two = _key(session, "Two")
    page = desk.post(_url(session), _sent(page, f"in:{two}", **{f"title_en-{two}": "Second"}))
    assert _shown(page) == ["1 One", "  1.1 Below", "  1.2 Second"]
    page = desk.post(_url(session), _sent(page, f"add:{two}"))
    page = desk.post(_url(session), _sent(page, f"up:{two}", **{"title_en-new-1": "Third"}))
    assert _saved(session) == ["1 One", "  1.1 Below", "2 Two"]
    answer = desk.post(_url(session), _sent(page, "save", **{"minutes-new-1": "10"}), follow=True)
    assert "The draft agenda is saved." in answer.content.decode()
    assert _saved(session) == ["1 One", "  1.1 Second", "  1.2 Below", "  1.3 Third"]
    assert session.items.get(title_en="Third").minutes == 10


def test_a_line_is_removed_and_an_empty_new_one_is_not_kept(desk: Client, session) -> None:
    page = desk.post(
        _url(session), _sent(desk.get(_url(session)), f"remove:{_key(session, 'One')}")
    )
    page = desk.post(_url(session), _sent(page, "add:"))
    assert desk.post(_url(session), _sent(page, "save")).status_code == 302
    assert _saved(session) == ["1 Below", "2 Two"]


def test_speakers_and_languages_are_chosen_on_the_page(desk: Client, session) -> None:
    speaker = SpeakerFactory()
    Appearance.objects.create(session=session, speaker=speaker)
    two = _key(session, "Two")
    page = desk.post(_url(session), _sent(desk.get(_url(session)), "languages", shown=["title_ar"]))
    assert list(page.context["shown"]) == ["title_en", "title_ar"]
    typed = {f"title_ar-{two}": "اثنان", f"speakers-{two}": [speaker.pk]}
    desk.post(_url(session), _sent(page, "save", **typed))
    item = session.items.get(title_ar="اثنان")
    assert (item.title_en, list(item.speakers.all())) == ("Two", [speaker])


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(desk: Client, session) -> None:
    one, two = _key(session, "One"), _key(session, "Two")
    typed = {f"title_en-{one}": " ", f"minutes-{two}": "ten", f"title_en-{two}": "x" * 501}
    page = desk.post(_url(session), _sent(desk.get(_url(session)), "save", **typed))
    assert [anchor for anchor, _message in page.context["problems"]] == [
        f"id_title_en-{one}",
        f"id_title_en-{two}",
        f"id_minutes-{two}",
    ]
    assert 'value="ten"' in page.content.decode()
    assert _saved(session) == ["1 One", "  1.1 Below", "2 Two"]


def test_the_second_of_two_editors_is_told_and_both_are_kept(desk: Client, session) -> None:
    mine = theirs = desk.get(_url(session))
    one, two = _key(session, "One"), _key(session, "Two")
    changes = {f"title_en-{one}": "Their one", f"title_en-{two}": "Their two"}
    desk.post(_url(session), _sent(theirs, "save", **changes))
    answer = desk.post(_url(session), _sent(mine, "save", **{f"title_en-{one}": "My one"}))
    assert "Somebody else has saved this agenda" in answer.content.decode()
    assert [(d.theirs, d.yours) for d in answer.context["differences"]] == [("Their one", "My one")]
    assert desk.post(_url(session), _sent(answer, "save")).status_code == 302
    assert _saved(session) == ["1 My one", "  1.1 Below", "2 Their two"]


def test_words_are_never_markup(desk: Client, session) -> None:
    AgendaItem.objects.filter(pk=_key(session, "Two")).update(title_en="</textarea><script>x")
    for url in (_url(session), reverse("admin:agenda_session_change", args=(session.pk,))):
        assert "<script>x" not in desk.get(url).content.decode()


@pytest.mark.parametrize("junk", ["1e9", "<", "new-", "9" * 30])
def test_lines_that_no_page_sends_are_left_out(desk: Client, session, junk: str) -> None:
    data = _sent(desk.get(_url(session)), "add:") | {"line": [junk], "base": junk, "seen": junk}
    assert desk.post(_url(session), data).status_code == 200
    assert desk.post(_url(session), data | {"act": "save"}).status_code == 200
    assert session.items.count() == 3


def test_the_page_takes_as_many_queries_for_30_lines_as_for_3(desk: Client, session) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as made:
            desk.get(_url(session))
        return len(made)

    few = count()
    for order in range(3, 30):
        AgendaItem.objects.create(session=session, order=order, title=f"Line {order}")
    assert count() == few

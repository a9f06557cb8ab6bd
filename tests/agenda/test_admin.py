"""The organizers' pages of the admin: make, word, place, release, and who may."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.actions.releases import release
from agenda.actions.timetable import Target, change
from agenda.exports import FORMATS
from agenda.labels import labels_for
from agenda.models import AgendaItem, Appearance, Release, Room, Session, Slot, Speaker
from agenda.queries.releases import programme_of
from agenda.queries.steps import revision_of
from consultation.models import SubmissionEvent
from tests.agenda.sessions import accepted_request, full_request
from tests.factories import (
    ForumFactory,
    PhaseFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    SubmissionFactory,
    TrackFactory,
)

if TYPE_CHECKING:
    from django.db.models import Model

from wsis_forum import clock

pytestmark = pytest.mark.django_db

UNMADE = "/admin/agenda/session/unmade/"
NEW_RELEASE = "/admin/agenda/release/add/"


@pytest.fixture
def desk(client: Client, organizer) -> Client:
    """Return a client signed in as an organizer."""
    client.force_login(organizer)
    return client


def _change(session: Session) -> str:
    return reverse("admin:agenda_session_change", args=(session.pk,))


def _fields(response, **changes) -> dict[str, object]:
    """Return what the page's forms would send, with some fields typed anew."""
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    data: dict[str, object] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False and value != "":
                data[bound.html_name] = (
                    [str(v) for v in value] if isinstance(value, list) else value
                )
    return {k: getattr(v, "pk", v) for k, v in data.items()} | changes


def _errors(response) -> str:
    return re.sub(r"(<[^>]*>|\s)+", " ", response.content.decode())


def _saved(desk: Client, url: str, data: dict[str, object]) -> None:
    """Post a form that is right; where it is refused after all, say why."""
    response = desk.post(url, data)
    if response.status_code != 302:
        formsets = response.context["inline_admin_formsets"]
        errors = [response.context["adminform"].form.errors]
        errors += [[s.formset.errors, s.formset.non_form_errors()] for s in formsets]
        pytest.fail(str(errors))


# --- Requests become sessions ---


def test_requests_without_a_session_are_listed(desk: Client, at: datetime) -> None:
    waiting, made = full_request(at), full_request(at)
    undecided = SubmissionFactory()
    desk.post(reverse("admin:agenda_session_make", args=(made.pk,)))
    page = desk.get(UNMADE).content.decode()
    assert str(waiting.number) in page
    assert str(made.number) not in page
    assert str(undecided.number) not in page


def test_one_button_makes_one_session(desk: Client, at: datetime, organizer) -> None:
    submission = full_request(at)
    url = reverse("admin:agenda_session_make", args=(submission.pk,))
    for _ in range(2):
        response = desk.post(url)
        assert response["Location"] == _change(Session.objects.get())
    event = SubmissionEvent.objects.get()
    assert (event.by, event.note) == (organizer, "100")
    assert desk.get(response["Location"]).content.decode().count("Session 100 is made.") == 1
    assert LogEntry.objects.count() == 1


def test_all_chosen_become_sessions(desk: Client, at: datetime) -> None:
    chosen = [accepted_request(at) for _ in range(2)]
    left = accepted_request(at)
    url = reverse("admin:agenda_session_make_chosen")
    response = desk.post(url, {"chosen": [one.pk for one in chosen]}, follow=True)
    assert "2 sessions are made." in response.content.decode()
    assert sorted(Session.objects.values_list("number", flat=True)) == [100, 101]
    assert left.sessions.count() == 0
    assert "Choose at least one request." in desk.post(url, follow=True).content.decode()


def test_what_was_not_accepted_is_refused_in_words(desk: Client) -> None:
    url = reverse("admin:agenda_session_make", args=(SubmissionFactory().pk,))
    response = desk.post(url, follow=True)
    assert "This input was not accepted as a session." in response.content.decode()
    assert Session.objects.count() == 0


def test_the_list_of_requests_takes_as_many_queries_for_30_as_for_1(desk, at) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as made:
            desk.get(UNMADE)
        return len(made)

    full_request(at)
    few = count()
    for _ in range(29):
        full_request(at)
    assert count() == few


# --- Placing ---


def _place(session: Session, room: Room | None, **changes) -> dict[str, object]:
    return {
        "place-room": room.pk if room else "",
        "place-day": "2027-02-08",
        "place-start": "09:00",
        "place-end": "10:00",
        "place-timezone": "Europe/Zurich",
        "place-revision": revision_of(session.forum_id),
    } | changes


def _place_url(session: Session) -> str:
    return reverse("admin:agenda_session_place", args=(session.pk,))


def test_a_session_is_placed_from_its_page(desk: Client) -> None:
    session, room = SessionFactory(), RoomFactory(name="Room A")
    assert "not placed yet" in desk.get(_change(session)).content.decode()
    response = desk.post(_place_url(session), _place(session, room), follow=True)
    assert "Room A, 8 February 2027, 09:00–10:00" in _errors(response)
    slot = Slot.objects.get()
    assert slot.period.lower.isoformat() == "2027-02-08T08:00:00+00:00"


def test_a_double_booking_is_said_at_the_room(desk: Client) -> None:
    room = RoomFactory(name="Room A")
    first, second = SessionFactory(number=100, title="First"), SessionFactory(number=101)
    desk.post(_place_url(first), _place(first, room))
    response = desk.post(_place_url(second), _place(second, room, **{"place-start": "09:30"}))
    assert response.status_code == 200
    assert response.context["form"].errors == {
        "room": ["Room A is taken at that time by “100 · First”. Choose another room or time."]
    }
    assert Slot.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"place-end": "08:00"}, "end", "The end must be later than the start."),
        ({"place-day": "2047-02-08"}, "day", "This day is more than 400 days away from the Forum."),
        ({"place-day": ""}, "day", "This field is required."),
        ({"place-day": "08.02.x"}, "day", "Enter a valid date."),
        ({"place-timezone": "Mars/Base"}, "timezone", "Select a valid choice."),
        (
            {"place-day": "2027-03-28", "place-start": "02:30", "place-end": "04:00"},
            "start",
            "On 28 March 2027 the clocks skip from 02:00 to 03:00",
        ),
    ],
)
def test_a_wrong_place_is_said_at_its_field(desk, changes, field, message) -> None:
    session = SessionFactory()
    response = desk.post(_place_url(session), _place(session, None, **changes))
    assert response.context["form"].errors[field][0].startswith(message)
    assert Slot.objects.count() == 0


def test_a_move_of_somebody_else_is_shown_before_it_is_overwritten(desk, organizer, at) -> None:
    session, room = SessionFactory(), RoomFactory(name="Room B")
    typed = _place(session, None)
    to = Target(room_id=room.pk, starts_at=at, ends_at=at + timedelta(hours=1), timezone="UTC")
    change(session_id=session.pk, to=to, revision=0, by=organizer, at=at)
    response = desk.post(_place_url(session), typed)
    words = response.context["form"].non_field_errors()[0]
    assert "Room B, 21 November 2026, 12:00–13:00 (UTC)" in words
    again = {"place-revision": response.context["form"]["revision"].value()}
    assert desk.post(_place_url(session), typed | again).status_code == 302
    assert Slot.objects.get().room is None


def test_a_session_is_taken_out_of_its_room(desk: Client) -> None:
    session = SessionFactory()
    desk.post(_place_url(session), _place(session, None))
    url = reverse("admin:agenda_session_unplace", args=(session.pk,))
    assert desk.get(url).status_code == 405
    refused = desk.post(f"{url}?revision=0", follow=True).content.decode()
    assert "has changed the place of" in refused
    assert Slot.objects.count() == 1
    assert desk.post(url, follow=True).status_code == 200
    assert Slot.objects.count() == 0


# --- The form of a session ---


def test_a_new_session_gets_the_next_number(desk: Client) -> None:
    forum, track = SessionFactory(number=130).forum, TrackFactory()
    url = reverse("admin:agenda_session_add")
    data = {
        "forum": forum.pk,
        "track": track.pk,
        "status": "tentative",
        "original_language": "fr",
        "title_fr": "Ouverture",
    }
    response = desk.post(url, {k: v for k, v in data.items() if k != "title_fr"})
    assert response.context["adminform"].form.errors == {
        "title_fr": ["Enter the title in the session’s original language."]
    }
    assert desk.post(url, data).status_code == 302
    assert Session.objects.filter(number=131, title_fr="Ouverture").exists()


def test_what_a_session_needs_and_links_is_kept_in_the_zone_of_the_forum(desk: Client) -> None:
    session = SessionFactory(documents=["https://example.org/a.pdf"])
    data = _fields(desk.get(_change(session))) | {
        "floor_languages": ["en", "fr"],
        "equipment": ["stage"],
        "remote_url": "https://example.org/join",
        "remote_from_0": "2027-07-05",
        "remote_from_1": "10:00",
        "outcome_fr": "Résultat",
        "documents-0-url": "https://example.org/a.pdf",
        "documents-1-url": "https://example.org/b.pdf",
        "documents-1-label": "Programme",
        "documents-1-language": "fr",
    }
    _saved(desk, _change(session), data)
    session.refresh_from_db()
    assert (session.floor_languages, session.equipment) == (["en", "fr"], ["stage"])
    assert session.remote_from.isoformat() == "2027-07-05T08:00:00+00:00"
    assert session.outcome_fr == "Résultat"
    assert session.documents == [
        {"url": "https://example.org/a.pdf", "label": "", "language": ""},
        {"url": "https://example.org/b.pdf", "label": "Programme", "language": "fr"},
    ]
    page = desk.get(_change(session))
    assert page.context["adminform"].form.initial["remote_from"].hour == 10
    wrong = {"documents-0-url": "javascript:alert(1)", "remote_url": ""}
    page = desk.post(_change(session), _fields(page) | wrong)
    assert set(page.context["adminform"].form.errors) == {"documents"}
    assert 'value="javascript:alert(1)"' in page.content.decode()


def test_chosen_requests_become_one_session(desk: Client, at: datetime) -> None:
    chosen = [full_request(at) for _ in range(2)]
    url = reverse("admin:agenda_session_make_chosen")
    data = {"chosen": [one.pk for one in chosen], "together": "1"}
    assert "at least two" in desk.post(url, data | {"chosen": []}, follow=True).content.decode()
    page = desk.post(url, data, follow=True).content.decode()
    assert "Session 100 is made of 2 requests." in page
    assert Session.objects.get().submissions.count() == 2


def test_chosen_requests_are_added_to_a_session_that_is_there(desk: Client, at: datetime) -> None:
    session = SessionFactory(number=150)
    chosen = [full_request(at) for _ in range(2)]
    url = reverse("admin:agenda_session_make_chosen")
    data = {"chosen": [one.pk for one in chosen], "add": "1", "number": "150"}
    for wrong, words in (
        ({"number": ""}, "Enter the number of a session of the same Forum."),
        ({"number": "٣"}, "Enter the number of a session of the same Forum."),
        ({"number": "151"}, "Enter the number of a session of the same Forum."),
        ({"chosen": []}, "Choose at least one request."),
    ):
        assert words in desk.post(url, data | wrong, follow=True).content.decode()
    assert session.submissions.count() == 0
    page = desk.post(url, data, follow=True).content.decode()
    assert "Session 150 is built from 2 more requests." in page
    assert session.submissions.count() == 2
    assert (
        "Every accepted request has its session."
        in desk.get(reverse("admin:agenda_session_unmade")).content.decode()
    )


def test_speakers_of_another_forum_are_refused(desk: Client) -> None:
    session = SessionFactory()
    other = SpeakerFactory(forum=ForumFactory(slug="2019"))
    data = _fields(desk.get(_change(session))) | {
        "appearances-TOTAL_FORMS": 1,
        "appearances-0-speaker": other.pk,
        "appearances-0-role": "chair",
        "appearances-0-answer": "none",
        "appearances-0-order": 1,
    }
    response = desk.post(_change(session), data)
    assert "This person is a speaker of another Forum." in response.content.decode()
    data["appearances-0-speaker"] = SpeakerFactory().pk
    _saved(desk, _change(session), data)
    assert Appearance.objects.get().role == "chair"


def test_a_second_save_shows_the_first_and_loses_neither(desk: Client, organizer, at) -> None:
    session = SessionFactory(title="Before")
    typed = _fields(desk.get(_change(session)), title_en="Mine")
    theirs = _fields(desk.get(_change(session)), title_en="Theirs")
    theirs |= {
        "appearances-TOTAL_FORMS": 1,
        "appearances-0-speaker": SpeakerFactory(name="Their speaker").pk,
        "appearances-0-role": "chair",
        "appearances-0-answer": "none",
        "appearances-0-order": 1,
    }
    _saved(desk, _change(session), theirs)
    response = desk.post(_change(session), typed)
    assert response.status_code == 200
    shown = [(d.theirs, d.yours) for d in response.context["adminform"].form.differences]
    assert shown[0] == ("Theirs", "Mine")
    assert "Their speaker" in shown[-1][0]
    form = response.context["adminform"].form
    _saved(desk, _change(session), typed | {"seen": form["seen"].value()})
    session.refresh_from_db()
    assert session.title_en == "Mine"
    assert [str(one.speaker) for one in session.appearances.all()] == ["Their speaker"]


def test_a_phase_of_another_forum_is_refused(desk: Client) -> None:
    session = SessionFactory()
    data = _fields(desk.get(_change(session)))
    data["phase"] = PhaseFactory(forum=ForumFactory(slug="2019")).pk
    response = desk.post(_change(session), data)
    assert list(response.context["adminform"].form.errors) == ["phase"]


def test_the_autocomplete_offers_speakers_of_the_sessions_forum_only(desk: Client) -> None:
    here = SpeakerFactory(name="Ada")
    SpeakerFactory(name="Ada", forum=ForumFactory(slug="2019"))
    url = reverse("admin:autocomplete")
    query = {
        "app_label": "agenda",
        "model_name": "appearance",
        "field_name": "speaker",
        "term": "Ada",
        "forum": here.forum_id,
    }
    found = desk.get(url, query).json()["results"]
    assert [row["id"] for row in found] == [str(here.pk)]


def test_a_released_session_has_no_delete_button(desk: Client, at: datetime) -> None:
    session = SessionFactory()
    url = reverse("admin:agenda_session_delete", args=(session.pk,))
    assert desk.get(url).status_code == 200
    release(forum_id=session.forum_id, public=False, remark="", by=None, at=at)
    assert desk.post(url, {"post": "yes"}).status_code == 403
    fresh = SessionFactory()
    AgendaItem.objects.create(session=fresh, order=1, title="One")
    Slot.objects.create(session=fresh, period=(at, at + timedelta(hours=1)))
    url = reverse("admin:agenda_session_delete", args=(fresh.pk,))
    assert desk.post(url, {"post": "yes"}).status_code == 302
    assert list(Session.objects.all()) == [session]


@pytest.mark.parametrize("query", ["", "?placed=no", "?placed=yes", "?q=124", "?q=Ada"])
def test_the_list_takes_as_many_queries_for_30_as_for_1(desk, at, query: str) -> None:
    url = reverse("admin:agenda_session_changelist")

    def add(number: int) -> None:
        session = SessionFactory(number=number)
        start = at + timedelta(hours=number)
        Slot.objects.create(
            session=session, room=RoomFactory(), period=(start, start + timedelta(hours=1))
        )

    def count() -> int:
        with CaptureQueriesContext(connection) as made:
            assert desk.get(f"{url}{query}").status_code == 200
        return len(made)

    add(124)
    few = count()
    for number in range(200, 229):
        add(number)
    assert count() <= few + 1  # one to count all rows beside the filtered ones


# --- Releases ---


def test_the_page_before_a_release_says_what_is_open(desk: Client, at: datetime) -> None:
    SessionFactory(number=100, title="No time yet")
    submission = accepted_request(at)
    text = _errors(desk.get(f"{NEW_RELEASE}?forum=2027"))
    for words in (
        "WSIS Forum 2027: 1 session",
        "There is no public release yet.",
        "1 session without a time",
        "100 · No time yet",
        "1 tentative session",
        "1 accepted request without a session",
        str(submission.number),
    ):
        assert words in text, words


def test_a_release_is_issued_and_can_be_exported(desk: Client, organizer) -> None:
    SessionFactory()
    data = {"forum": "2027", "kind": "public", "remark": "First"}
    response = desk.post(NEW_RELEASE, data, follow=True)
    made = Release.objects.get()
    assert (made.version, made.remark, made.released_by) == ("v1.0", "First", organizer)
    page = response.content.decode()
    assert "Release v1.0 is issued, with 1 sessions." in page
    assert "/ar/forums/2027/agenda/export/agenda.ics?release=v1.0" in page


def test_nothing_to_release_is_said_in_words(desk: Client) -> None:
    ForumFactory()
    response = desk.post(NEW_RELEASE, {"forum": "2027", "kind": "internal"})
    assert "This Forum has no session yet, so there is nothing to release." in (
        response.content.decode()
    )
    assert Release.objects.count() == 0


def test_a_release_cannot_be_changed_or_deleted(desk: Client, at: datetime) -> None:
    made = release(forum_id=SessionFactory().forum_id, public=True, remark="", by=None, at=at)
    for action in ("change", "delete"):
        url = reverse(f"admin:agenda_release_{action}", args=(made.pk,))
        assert desk.post(url, {"remark": "x", "post": "yes"}).status_code == 403
    assert Release.objects.get().remark == ""


# --- Who may ---

EDITS, VIEWS, NOTHING = "edits", "views", "nothing"


@pytest.mark.parametrize(
    ("role", "may"),
    [("organizer", EDITS), ("secretary", EDITS), ("reviewer", VIEWS), ("stakeholder", NOTHING)],
)
def test_who_may_do_what(request, client: Client, at: datetime, role: str, may: str) -> None:
    submission = full_request(at)
    session = SessionFactory()
    AgendaItem.objects.create(session=session, order=1, title="One")
    Appearance.objects.create(session=session, speaker=SpeakerFactory())
    client.force_login(request.getfixturevalue(role))
    pages = [
        reverse("admin:agenda_session_changelist"),
        _change(session),
        UNMADE,
        reverse("admin:agenda_slot_changelist"),
        reverse("admin:agenda_room_changelist"),
        reverse("admin:agenda_speaker_change", args=(Speaker.objects.get().pk,)),
    ]
    seen = {client.get(url).status_code for url in pages}
    assert seen == ({302} if may == NOTHING else {200})
    # A reviewer reads the programme, but no internal draft of it.
    releases = {EDITS: 200, VIEWS: 403, NOTHING: 302}[may]
    assert client.get(reverse("admin:agenda_release_changelist")).status_code == releases
    verbs = [
        (reverse("admin:agenda_session_make", args=(submission.pk,)), {}),
        (reverse("admin:agenda_session_make_chosen"), {"chosen": [submission.pk]}),
        (_place_url(session), _place(session, None)),
        (reverse("admin:agenda_session_unplace", args=(session.pk,)), {}),
        (NEW_RELEASE, {"forum": "2027", "kind": "internal"}),
    ]
    done = [client.post(url, data) for url, data in verbs]
    if may == NOTHING:
        assert {answer["Location"].split("?")[0] for answer in done} == {reverse("admin:login")}
    else:
        assert {answer.status_code for answer in done} == ({302} if may == EDITS else {403})
    assert Release.objects.count() == (1 if may == EDITS else 0)
    assert submission.sessions.count() == (1 if may == EDITS else 0)


@pytest.mark.parametrize("name", ["track", "sessiontype", "room", "speaker", "agendaitem"])
def test_pages_of_the_other_tables_open(desk: Client, name: str) -> None:
    session = SessionFactory(type=None)
    item = AgendaItem.objects.create(session=session, order=1, title="One")
    rows: dict[str, Model] = {
        "room": RoomFactory(),
        "speaker": SpeakerFactory(),
        "agendaitem": item,
    }
    rows["track"] = session.track
    assert desk.get(reverse(f"admin:agenda_{name}_changelist")).status_code == 200
    if name in rows:
        url = reverse(f"admin:agenda_{name}_change", args=(rows[name].pk,))
        assert desk.get(url).status_code == 200


def test_a_line_gets_its_words_and_speakers_on_its_own_page(desk: Client) -> None:
    session = SessionFactory()
    item = AgendaItem.objects.create(session=session, order=1, title="One")
    speaker, other = SpeakerFactory(), SpeakerFactory()
    Appearance.objects.create(session=session, speaker=speaker)
    url = reverse("admin:agenda_agendaitem_change", args=(item.pk,))
    page = desk.get(url)
    choices = page.context["adminform"].form.fields["speakers"].queryset
    assert list(choices) == [speaker]
    data = _fields(page, title_ru="Один", speakers=[speaker.pk])
    assert desk.post(url, data).status_code == 302
    assert AgendaItem.objects.get(title_ru="Один") == item
    assert list(item.speakers.all()) == [speaker]
    assert desk.post(url, data | {"speakers": [other.pk]}).status_code == 200


def test_a_session_can_be_held_in_any_language(desk: Client) -> None:
    session = SessionFactory(interpretation_passive=["tlh"])
    page = desk.get(_change(session))
    html = page.content.decode()
    assert html.index(">Further languages<") < html.index("Swahili")
    data = _fields(page) | {"floor_languages": ["en", "sw"], "interpretation": ["pt"]}
    _saved(desk, _change(session), data)
    session.refresh_from_db()
    assert session.floor_languages == ["en", "sw"]
    assert (session.interpretation, session.interpretation_passive) == (["pt"], ["tlh"])
    release(forum_id=session.forum_id, public=True, remark="", by=None, at=clock.now())
    programme = programme_of(Release.objects.get())
    for code, name in (("en", "Swahili"), ("fr", "swahili"), ("zh-hans", "斯瓦希里语")):
        labels = labels_for(programme, code)
        assert labels.languages["sw"] == name
        assert name.encode() in FORMATS["csv"].write(programme, labels)
        public = f"/{code}/forums/{programme.forum}/agenda/sessions/{session.number}/"
        assert name in desk.get(public).content.decode()

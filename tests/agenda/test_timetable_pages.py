"""The pages of the timetable and of the conflicts, with and without JavaScript, and who may."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.actions.places import FURTHER
from agenda.actions.timetable import Target, change
from agenda.models import (
    Appearance,
    BlockedTime,
    PlacingStep,
    ProgrammeDay,
    ProgrammeSettings,
    Room,
    Session,
    Slot,
    SpeakerWindow,
)
from agenda.queries.steps import revision_of
from consultation.models import ActionLine, Forum
from tests.factories import (
    NOW,
    ActionLineFactory,
    ForumFactory,
    RoomFactory,
    SessionFactory,
    SpeakerFactory,
    UserFactory,
)
from wsis_forum.accounts import roles

pytestmark = pytest.mark.django_db

PAGE = "/admin/agenda/session/timetable/"
CONFLICTS = "/admin/agenda/session/conflicts/"
DAY = date(2027, 2, 8)
ZONE = "Europe/Zurich"
JSON = {"accept": "application/json"}


@pytest.fixture
def forum() -> Forum:
    forum = ForumFactory(start_date=DAY, end_date=DAY, timezone="Europe/Zurich")
    day = ProgrammeDay.objects.create(forum=forum, date=DAY, starts_at=time(9), ends_at=time(18))
    BlockedTime.objects.create(day=day, title="Lunch", starts_at=time(12), ends_at=time(13))
    return forum


@pytest.fixture
def room(forum: Forum) -> Room:
    return RoomFactory(forum=forum, name="Room A", seats=20)


@pytest.fixture
def session(forum: Forum) -> Session:
    return SessionFactory(forum=forum, number=124, title="Opening")


@pytest.fixture
def desk(client: Client, organizer) -> Client:
    client.force_login(organizer)
    return client


def move_url(session: Session) -> str:
    return reverse("admin:agenda_session_move", args=(session.pk,))


def typed(room: Room | None, forum: Forum, **changes: Any) -> dict[str, Any]:
    return {
        "forum": forum.slug,
        "shown": "2027-02-08",
        "move-room": room.pk if room else "",
        "move-day": "2027-02-08",
        "move-start": "10:00",
        "move-minutes": "45",
        "move-revision": revision_of(forum.pk),
        **changes,
    }


def placed(
    session: Session, room: Room | None, hour: int, day: date = DAY, by=None, slot_id=None
) -> None:
    start = datetime.combine(day, time(hour), NOW.tzinfo)
    to = Target(
        room_id=room.pk if room else None,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        timezone="Europe/Zurich",
    )
    change(session_id=session.pk, to=to, by=by, at=NOW, revision=None, slot_id=slot_id)


def text(response: Any) -> str:
    """Return what a page says, without the marks that keep directions apart."""
    return re.sub(r"(<[^>]*>|\s)+", " ", plain(response.content.decode()))


def plain(words: str) -> str:
    return re.sub("[\u2068\u2069]", "", words)


def test_without_a_script_a_session_is_placed_moved_undone_and_done_again(
    desk, forum, room, session
) -> None:
    page = desk.get(f"{PAGE}?forum={forum.slug}&session={session.pk}")
    form = page.context["form"]
    assert (form["minutes"].value(), form["day"].value()) == (60, DAY)
    said = text(desk.post(move_url(session), typed(room, forum), follow=True))
    assert "is placed: Room A, 8 February 2027, 10:00–10:45 (Geneva time, UTC+01:00)." in said
    assert "124: not placed yet → Room A, 10:00–10:45" in said

    undo, redo = (reverse(f"admin:agenda_session_timetable_{name}") for name in ("undo", "redo"))
    sent = {"forum": forum.slug, "shown": "2027-02-08"}
    said = text(desk.post(undo, sent, follow=True))
    assert "Undone: 124: Room A, 10:00–10:45 → not placed yet." in said
    assert Slot.objects.count() == 0
    assert "Done again: 124" in text(desk.post(redo, sent, follow=True))
    slot = Slot.objects.get()
    gone = {"take_out": "1", "move-slot": slot.pk, "move-revision": revision_of(forum.pk)}
    assert "is taken out of: Room A" in text(desk.post(move_url(session), sent | gone, follow=True))
    assert Slot.objects.count() == 0


@pytest.mark.parametrize("prefix", ["move", "place"])
def test_a_session_gets_one_more_time_and_undo_takes_it_away(
    desk, forum, room, session, prefix: str
) -> None:
    url = move_url(session)
    if prefix == "place":
        url = reverse("admin:agenda_session_place", args=(session.pk,))
    # Before it has a time, there is none to stand beside.
    assert (
        "is_further" not in desk.get(reverse("admin:agenda_session_place", args=(session.pk,))).text
    )
    placed(session, room, 10)
    data = {
        name.replace("move-", f"{prefix}-"): value
        for name, value in typed(room, forum, **{"move-start": "14:00"}).items()
    }
    data |= {f"{prefix}-is_further": "on", f"{prefix}-end": "15:00"}
    data |= {f"{prefix}-timezone": "Europe/Zurich"}
    assert desk.post(url, data).status_code == 302
    slots = list(session.slots.order_by("period"))
    hours = [slot.period.lower.astimezone(slot.zone).hour for slot in slots]
    assert (hours, [slot.ordinal for slot in slots]) == ([11, 14], [1, 2])
    desk.post(reverse("admin:agenda_session_timetable_undo"), {"forum": forum.slug})
    assert session.slots.count() == 1
    desk.post(reverse("admin:agenda_session_timetable_redo"), {"forum": forum.slug})
    assert session.slots.count() == 2
    # One of the two is taken out by its own form.
    second = session.slots.order_by("period").last()
    out = typed(room, forum, **{"move-slot": second.pk}) | {"take_out": "1"}
    desk.post(move_url(session), out)
    assert [slot.pk for slot in session.slots.all()] == [slots[0].pk]


def test_the_form_of_one_time_says_where_that_one_is(desk: Client, session, room, forum) -> None:
    placed(session, room, 10)
    first = session.slots.get()
    placed(session, room, 14, slot_id=FURTHER)
    url = reverse("admin:agenda_session_place", args=(session.pk,))
    text = plain(desk.get(url, {"slot": first.pk}).content.decode())
    assert "11:00–12:00" in text
    assert "15:00–16:00" not in text


def test_a_room_s_name_runs_into_no_date_in_arabic(desk: Client, session, room, forum) -> None:
    placed(session, room, 10)
    desk.cookies["django_language"] = "ar"
    url = reverse("admin:agenda_session_change", args=(session.pk,))
    assert "\u2068Room A\u2069، 8 فبراير 2027" in desk.get(url).content.decode()


def _page_of(desk: Client, session: Session) -> str:
    url = reverse("admin:agenda_session_change", args=(session.pk,))
    return plain(desk.get(url).content.decode())


def _hours(session: Session) -> list[int]:
    slots = session.slots.order_by("period")
    return [slot.period.lower.astimezone(slot.zone).hour for slot in slots]


def _two_times(session: Session) -> tuple[Slot, Slot]:
    """Place a session at 11 and at 15 o'clock of Geneva."""
    for hour in (10, 14):
        start = datetime.combine(DAY, time(hour), NOW.tzinfo)
        to = Target(
            room_id=None, starts_at=start, ends_at=start + timedelta(hours=1), timezone=ZONE
        )
        change(session_id=session.pk, to=to, by=None, at=NOW, revision=None, slot_id=FURTHER)
    first, second = session.slots.order_by("period")
    return first, second


def test_on_a_sessions_page_each_of_its_times_is_moved_and_taken_out(desk, forum, session) -> None:
    first, second = _two_times(session)
    page = _page_of(desk, session)
    place = reverse("admin:agenda_session_place", args=(session.pk,))
    out = reverse("admin:agenda_session_unplace", args=(session.pk,))
    assert [f'href="{place}?slot={one.pk}"' in page for one in (first, second)] == [True, True]
    assert f'href="{place}?further=1"' in page

    form = desk.get(f"{place}?slot={second.pk}").context["form"]
    assert (form["slot"].value(), form["start"].value()) == (second.pk, time(15))
    data: dict[str, Any] = {"day": "2027-02-08", "start": "16:00", "end": "17:00", "timezone": ZONE}
    data |= {"slot": second.pk, "revision": revision_of(forum.pk)}
    desk.post(place, {f"place-{name}": value for name, value in data.items()})
    assert _hours(session) == [11, 16]

    said = text(desk.post(f"{out}?revision={revision_of(forum.pk)}&slot={first.pk}", follow=True))
    assert "is taken out of: Online, 8 February 2027, 11:00–12:00" in said
    assert "16:00–17:00" not in said.partition("is taken out of")[2].partition("Place it anew")[0]
    assert list(session.slots.all()) == [second]
    # Where it has one time only, there is nothing to choose among.
    assert f"?slot={second.pk}" not in _page_of(desk, session)
    desk.post(reverse("admin:agenda_session_timetable_undo"), {"forum": forum.slug})
    assert _hours(session) == [11, 16]


def test_another_time_is_added_by_its_own_link(desk, forum, session) -> None:
    place = reverse("admin:agenda_session_place", args=(session.pk,))
    assert "?further=1" not in _page_of(desk, session)
    placed(session, None, 10)
    assert f'href="{place}?further=1"' in _page_of(desk, session)
    assert desk.get(f"{place}?further=1").context["form"]["is_further"].value() is True
    assert desk.get(place).context["form"]["is_further"].value() is not True


def test_a_stale_page_moves_the_time_that_it_showed_and_no_other(desk, forum, session) -> None:
    _first, second = _two_times(session)
    place = reverse("admin:agenda_session_place", args=(session.pk,))
    data: dict[str, Any] = {"day": "2027-02-08", "start": "16:00", "end": "17:00", "timezone": ZONE}
    shown = desk.get(place).context["form"]
    data |= {"slot": shown["slot"].value(), "revision": shown["revision"].value()}
    sent = {f"place-{name}": value for name, value in data.items()}
    # Somebody else moves the later time before the one that the page shows.
    start = datetime.combine(DAY, time(8), NOW.tzinfo)
    to = Target(room_id=None, starts_at=start, ends_at=start + timedelta(hours=1), timezone=ZONE)
    change(session_id=session.pk, to=to, by=UserFactory(), at=NOW, revision=None, slot_id=second.pk)
    answer = desk.post(place, sent)
    assert "Somebody else has changed this session" in text(answer)
    assert _hours(session) == [9, 11]
    sent["place-revision"] = answer.context["form"]["revision"].value()
    desk.post(place, sent)
    assert _hours(session) == [9, 16]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"move-start": ""}, "This field is required."),
        ({"move-minutes": "0"}, "Ensure this value is greater than or equal to 5."),
        ({"move-day": "2047-02-08"}, "This day is more than 400 days away from the Forum."),
        ({"move-day": "2027-03-28", "move-start": "02:30"}, "the clocks skip"),
        ({"move-room": "0"}, "Select a valid choice."),
        ({"move-revision": "x"}, "Enter a whole number."),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    desk, forum, room, session, changes, message
) -> None:
    response = desk.post(move_url(session), typed(room, forum, **changes))
    assert message in text(response)
    answer = desk.post(move_url(session), typed(room, forum, **changes), headers=JSON)
    assert (answer.status_code, message in plain(answer.json()["message"])) == (409, True)
    assert PlacingStep.objects.count() == 0


def test_the_script_gets_the_new_state(desk, forum, room, session) -> None:
    answer = desk.post(move_url(session), typed(room, forum), headers=JSON)
    assert answer.status_code == 200
    assert "is placed: Room A" in plain(answer.json()["message"])
    assert f'data-revision="{revision_of(forum.pk)}"' in answer.json()["html"]
    assert "10:00–10:45" in answer.json()["html"]


def test_a_stale_move_gets_the_present_state_and_the_reason(desk, forum, room, session) -> None:
    old = typed(room, forum)
    placed(session, None, 14, by=UserFactory(name="Rosa Quispe"))
    answer = desk.post(move_url(session), old, headers=JSON)
    assert answer.status_code == 409
    assert "Rosa Quispe has changed the place of “124 · Opening”" in plain(answer.json()["message"])
    assert "Online, 8 February 2027, 15:00–16:00" in plain(answer.json()["message"])
    assert 'data-revision="1"' in answer.json()["html"]
    assert Slot.objects.get().room is None


def test_without_a_script_the_second_press_after_a_stale_one_counts(
    desk, forum, room, session
) -> None:
    old = typed(room, forum)
    placed(session, None, 14, by=UserFactory(name="Rosa Quispe"))
    answer = desk.post(move_url(session), old)
    (again,) = re.findall(r'name="move-revision" value="(\d+)"', answer.content.decode())
    assert int(again) == revision_of(forum.pk) == 1
    assert desk.post(move_url(session), old | {"move-revision": again}).status_code == 302
    assert Slot.objects.get().room == room


def test_a_taken_room_and_a_blocked_conflict_are_refused_in_words(
    desk, forum, room, session
) -> None:
    placed(SessionFactory(forum=forum, number=125, title="Skills"), room, 9)
    answer = desk.post(move_url(session), typed(room, forum), headers=JSON)
    assert "Room A is taken at that time by “125 · Skills”." in plain(answer.json()["message"])
    ProgrammeSettings.objects.create(forum=forum, blocked_time="block")
    noon = typed(room, forum, **{"move-start": "12:30"})
    answer = desk.post(move_url(session), noon, headers=JSON)
    assert "This Forum does not allow such a place: “Lunch” is at that time." in (
        plain(answer.json()["message"])
    )
    assert session.slots.count() == 0
    # The page of the session asks the same verb.
    url = reverse("admin:agenda_session_place", args=(session.pk,))
    data = {
        "place-room": room.pk,
        "place-day": "2027-02-08",
        "place-start": "12:30",
        "place-end": "13:30",
        "place-timezone": "Europe/Zurich",
        "place-revision": revision_of(forum.pk),
    }
    assert "This Forum does not allow such a place" in text(desk.post(url, data))


def test_hostile_names_stay_text(desk, forum, session) -> None:
    Session.objects.filter(pk=session.pk).update(title_en="<script>x</script>")
    placed(session, RoomFactory(forum=forum, name="<b>Room</b>"), 11)
    for url in (PAGE, CONFLICTS):
        page = desk.get(f"{url}?forum={forum.slug}&day=<script>&session=<b>").content.decode()
        assert "<script>x" not in page
        assert "<b>" not in page


def test_conflicts_are_listed_with_what_mends_them(desk, forum, room, session) -> None:
    large = RoomFactory(forum=forum, name="Room B", seats=200)
    Session.objects.filter(pk=session.pk).update(expected_people=90)
    placed(session, room, 11)
    page = desk.get(f"{CONFLICTS}?forum={forum.slug}")
    said = text(page)
    assert [one.label for one in page.context["said"]] == [
        "a session in a break or a blocked time",
        "more people than seats",
    ]
    # Both rooms have their break then: another room, and another time.
    assert "70 seats are missing. Move 124 to Room B, 12:00–13:00. Try it" in said
    Session.objects.filter(pk=session.pk).update(expected_people=900)
    said = text(desk.get(f"{CONFLICTS}?forum={forum.slug}&kind=seats"))
    assert "Looked at: every room at every quarter of an hour of all days" in said
    Session.objects.filter(pk=session.pk).update(expected_people=90)
    placed(session, room, 13)
    page = desk.get(f"{CONFLICTS}?forum={forum.slug}")
    assert "70 seats are missing. Move 124 to Room B, 14:00–15:00. Try it" in text(page)
    (one,) = page.context["said"]
    address = re.search(r'href="([^"]*room=[^"]*)"', page.content.decode())
    assert address
    form = desk.get(address[1].replace("&amp;", "&")).context["form"]
    assert (str(form["room"].value()), form["start"].value()) == (str(large.pk), "14:00")
    assert desk.get(f"{CONFLICTS}?forum={forum.slug}&kind=seats").context["said"] == [one]
    other = SessionFactory(forum=forum)
    only = desk.get(f"{CONFLICTS}?forum={forum.slug}&session={other.pk}")
    assert only.context["said"] == []
    shown = text(desk.get(reverse("admin:agenda_session_change", args=(session.pk,))))
    assert plain(f"{one.text} {one.remedy}") in shown


@pytest.mark.usefixtures("_roles")
def test_an_observer_reads_and_moves_nothing(client, forum, room, session) -> None:
    observer = UserFactory(is_staff=True)
    observer.groups.add(Group.objects.get(name=roles.OBSERVER))
    client.force_login(observer)
    placed(session, room, 9)
    page = client.get(f"{PAGE}?forum={forum.slug}&session={session.pk}")
    assert page.context["form"] is None
    assert "data-handle" not in page.content.decode()
    assert "Opening" in text(page)
    assert client.get(f"{CONFLICTS}?forum={forum.slug}").status_code == 200
    for url in (move_url(session), f"{PAGE}undo/", f"{PAGE}redo/"):
        assert client.post(url, typed(None, forum)).status_code == 403
    assert revision_of(forum.pk) == 1


def test_a_day_gets_its_breaks_in_the_rooms_of_its_forum(desk, forum, room) -> None:
    elsewhere = RoomFactory(forum=ForumFactory(slug="2019"))
    day = ProgrammeDay.objects.get()
    url = reverse("admin:agenda_programmeday_change", args=(day.pk,))
    page = desk.get(url).context
    formset = page["inline_admin_formsets"][0].formset
    assert list(formset.forms[0].fields["room"].queryset) == [room]
    data = {
        "date": "2027-02-08",
        "starts_at": "08:30",
        "ends_at": "18:00",
        "seen": page["adminform"].form["seen"].value(),
        **{bound.html_name: bound.value() for bound in formset.management_form},
        **{
            bound.html_name: bound.value()
            for bound in formset.forms[0]
            if bound.value() not in (None, "")
        },
        "blocked-TOTAL_FORMS": 2,
        "blocked-1-kind": "blocked",
        "blocked-1-title_en": "Cleaning",
        "blocked-1-starts_at": "17:00",
        "blocked-1-ends_at": "18:00",
        "blocked-1-room": elsewhere.pk,
    }
    assert "Select a valid choice." in text(desk.post(url, data))
    assert desk.post(url, data | {"blocked-1-room": room.pk}).status_code == 302
    assert list(day.blocked.values_list("title", "room")) == [
        ("Lunch", None),
        ("Cleaning", room.pk),
    ]


def test_a_rooms_page_asks_for_floor_booths_and_equipment(desk, room) -> None:
    url = reverse("admin:agenda_room_change", args=(room.pk,))
    form = desk.get(url).context["adminform"].form
    data = {
        "name": "Room A",
        "floor": "Level 1",
        "seats": "20",
        "booths": "6",
        "equipment": ["stage", "projector"],
        "order": "1",
        "seen": form["seen"].value(),
    }
    assert desk.post(url, data).status_code == 302
    room.refresh_from_db()
    assert (room.floor, room.booths, room.equipment) == ("Level 1", 6, ["stage", "projector"])


def crowd(forum: Forum, line: ActionLine, places: range) -> None:
    """Add sessions that share a speaker and an Action Line: all of them are in conflict."""
    rooms = list(Room.objects.filter(forum=forum))
    speaker = SpeakerFactory(forum=forum)
    SpeakerWindow.objects.create(speaker=speaker, period=(NOW, NOW + timedelta(hours=1)))
    for place in places:
        session = SessionFactory(forum=forum, expected_people=500, organizers="ITU")
        session.action_lines.add(line)
        Appearance.objects.create(session=session, speaker=speaker)
        if place < len(rooms) * 8:  # the others wait
            placed(session, rooms[place % len(rooms)], 8 + place // len(rooms))


@pytest.mark.parametrize("url", [PAGE, CONFLICTS])
def test_a_page_costs_as_many_queries_with_30_sessions_as_with_1(desk, forum, url, at) -> None:
    RoomFactory.create_batch(3, forum=forum, seats=20)
    line = ActionLineFactory()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{url}?forum={forum.slug}").status_code == 200
        return len(queries)

    crowd(forum, line, range(2))
    cost()
    few = cost()
    crowd(forum, line, range(2, 30))
    assert cost() == few


@pytest.mark.parametrize(("code", "word"), [("ar", "الجلسات"), ("zh-hans", "会议")])
def test_the_page_speaks_the_readers_language(desk, forum, room, session, code, word) -> None:
    placed(session, room, 9)
    desk.cookies["django_language"] = code
    page = desk.get(f"{PAGE}?forum={forum.slug}")
    assert word in page.content.decode()
    assert 'lang="en"' in page.content.decode()

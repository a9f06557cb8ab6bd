"""Forums, phases and calls in the workbench: made, moved, copied; every move through its verb."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from lxml import html

from consultation.actions.forums import move_deadline
from consultation.models import Call, DateChange, Forum, Phase
from tests.factories import (
    NOW,
    CallFactory,
    CountryFactory,
    DraftFactory,
    ForumFactory,
    PhaseFactory,
)
from wsis_forum import clock
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")
NO_ROWS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}


@pytest.fixture(autouse=True)
def _at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def rows(*prefixes: str) -> dict[str, Any]:
    """Say that the tables below a form have no rows."""
    return {f"{prefix}-{name}": value for prefix in prefixes for name, value in NO_ROWS.items()}


def fields_of(response: Any) -> dict[str, Any]:
    """Return what a browser would send back from a row's form, unchanged."""
    form = response.context["adminform"].form
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool) and not value:
            continue
        widget = bound.field.widget
        if hasattr(widget, "decompress") and not isinstance(value, list):
            day, hour = widget.decompress(value)
            data |= {f"{bound.name}_0": day or "", f"{bound.name}_1": hour or ""}
        else:
            data[bound.name] = "" if value is None else value
    return data


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- Making --------------------------------------------------------------------------------


def test_a_secretary_makes_a_forum(desk: Client):
    CountryFactory()
    data = {
        "slug": "2028",
        "year": 2028,
        "start_date": "2028-02-07",
        "end_date": "2028-02-11",
        "timezone": "Europe/Zurich",
        "country": "CHE",
        "name_en": "WSIS Forum 2028",
        "name_ar": "منتدى 2028",
        **rows("partners"),
    }
    response = desk.post("/admin/consultation/forum/add/", data)
    assert response.status_code == 302, response.context["errors"]
    forum: Any = Forum.objects.get()
    assert (forum.name_en, forum.name_ar, forum.start_date) == (
        "WSIS Forum 2028",
        "منتدى 2028",
        date(2028, 2, 7),
    )


def test_a_forum_does_not_end_before_it_starts(desk: Client):
    CountryFactory()
    response = desk.post(
        "/admin/consultation/forum/add/",
        {
            "slug": "2028",
            "year": 2028,
            "start_date": "2028-02-07",
            "end_date": "2028-02-01",
            "timezone": "Europe/Zurich",
            "country": "CHE",
            "name_en": "WSIS Forum 2028",
            **rows("partners"),
        },
    )
    errors = response.context["adminform"].form.errors
    assert errors == {"end_date": ["The last day cannot be before the first."]}


@pytest.fixture
def new_call() -> dict[str, Any]:
    return {
        "forum": ForumFactory().pk,
        "slug": "workshops",
        "kind": "workshop",
        "order": 0,
        "timezone": "Africa/Addis_Ababa",
        "opens_at_0": "2026-11-01",
        "opens_at_1": "09:00",
        "closes_at_0": "2027-01-30",
        "closes_at_1": "",
        "takes_drafts": "on",
        "publication_rule": "after-deadline",
        "reviews_shown": "after-mine",
        "grace_minutes": 15,
        "text_limit_words": 2000,
        "title_en": "Requests for workshops",
    }


def add_call(desk: Client, data: dict[str, Any]) -> Any:
    return desk.post("/admin/consultation/call/add/", data)


def test_a_call_is_typed_in_its_own_zone_and_a_day_alone_is_assumed_to_its_end(
    desk: Client, new_call: dict[str, Any]
):
    assert add_call(desk, new_call).status_code == 302
    call = Call.objects.get()
    assert call.opens_at == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    assert call.closes_at == datetime(2027, 1, 30, 20, 59, 59, tzinfo=UTC)
    assert call.deadline_is_assumed is True


def test_a_typed_time_is_not_assumed(desk: Client, new_call: dict[str, Any]):
    add_call(desk, new_call | {"closes_at_1": "18:00"})
    call = Call.objects.get()
    assert (call.closes_at, call.deadline_is_assumed) == (
        datetime(2027, 1, 30, 15, 0, tzinfo=UTC),
        False,
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closes_at_0": "2026-10-01"}, "closes_at", "A call has to close after it opens."),
        ({"closes_at_0": ""}, "closes_at", "A call that this portal takes needs this date."),
        (
            {
                "timezone": "Europe/Zurich",
                "closes_at_0": "2027-03-28",
                "closes_at_1": "02:30",
            },
            "closes_at",
            (
                "On 28 March 2027 the clocks skip from 02:00 to 03:00 (Geneva time). "
                "Choose another time."
            ),
        ),
        ({"opens_at_1": ""}, "opens_at", "Enter the time as well."),
        ({"opens_at_0": "soon"}, "opens_at", "Enter a valid date."),
        (
            {"timezone": "Mars/Base"},
            "timezone",
            "Select a valid choice. Mars/Base is not one of the available choices.",
        ),
    ],
)
def test_dates_that_cannot_be_are_said_at_their_field(
    desk: Client, new_call: dict[str, Any], changes: dict[str, Any], field: str, words: str
):
    response = add_call(desk, new_call | changes)
    assert response.context["adminform"].form.errors == {field: [words]}
    assert not Call.objects.exists()


def test_a_call_s_phase_is_of_its_own_forum(desk: Client, new_call: dict[str, Any]):
    phase = PhaseFactory(forum=ForumFactory(slug="2026", year=2026))
    response = add_call(desk, new_call | {"phase": phase.pk})
    assert response.context["adminform"].form.errors == {
        "phase": ["This phase belongs to another Forum."]
    }


def test_a_saved_call_keeps_its_deadline_whatever_is_sent(desk: Client):
    call = CallFactory(slug="workshops")
    url = reverse("admin:consultation_call_change", args=(call.pk,))
    data = fields_of(desk.get(url))
    assert not {"closes_at_0", "slug", "timezone", "forum"} & set(data)
    data |= {
        "title_en": "Another title",
        "closes_at_0": "2030-01-01",
        "closes_at_1": "00:00",
        "slug": "elsewhere",
    }
    assert desk.post(url, data).status_code == 302
    after: Any = Call.objects.get()
    assert (after.title_en, after.closes_at, after.slug) == (
        "Another title",
        call.closes_at,
        "workshops",
    )


def test_an_opening_is_not_moved_behind_the_deadline(desk: Client):
    call = CallFactory()
    url = reverse("admin:consultation_call_change", args=(call.pk,))
    response = desk.post(url, fields_of(desk.get(url)) | {"opens_at_0": "2027-06-01"})
    assert response.context["adminform"].form.errors == {
        "opens_at": ["A call has to close after it opens."]
    }


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (
            {"precision": "moment", "starts_at_0": "2027-01-12", "starts_at_1": "14:00"},
            ("moment", datetime(2027, 1, 12, 11, 0, tzinfo=UTC), None, None),
        ),
        (
            {"precision": "date", "start_date": "2027-01-12"},
            ("date", None, date(2027, 1, 12), date(2027, 1, 12)),
        ),
        (
            {"precision": "month-range", "start_date": "2027-01-12", "end_date": "2027-02-03"},
            ("month-range", None, date(2027, 1, 1), date(2027, 2, 28)),
        ),
        # What belongs to another precision is left aside.
        ({"precision": "unknown", "start_date": "2027-01-12"}, ("unknown", None, None, None)),
    ],
)
def test_a_phase_is_as_exact_as_it_is_known(
    desk: Client, typed: dict[str, Any], stored: tuple[Any, ...]
):
    data = {
        "forum": ForumFactory().pk,
        "order": 1,
        "kind": "meeting",
        "timezone": "Asia/Riyadh",
        "remote_participation": "unknown",
        "title_en": "Meeting",
        **rows("activities"),
        **typed,
    }
    response = desk.post("/admin/consultation/phase/add/", data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    phase = Phase.objects.get()
    assert (phase.precision, phase.starts_at, phase.start_date, phase.end_date) == stored


# --- Moving a deadline -------------------------------------------------------------------------


@pytest.fixture
def call() -> Call:
    return CallFactory(closes_at=datetime(2027, 1, 30, 18, 0, tzinfo=ZURICH))


def move_url(call: Call) -> str:
    return reverse("admin:consultation_call_move_deadline", args=(call.pk,))


def moved(**changes: Any) -> dict[str, Any]:
    return {
        "closes_at_0": "2027-02-08",
        "closes_at_1": "23:59",
        "note_en": "Extended from 30 January",
        "version": 1,
        **changes,
    }


def test_the_page_proposes_a_note_in_the_languages_that_have_one(desk: Client, call: Call):
    DraftFactory(call=call)
    response = desk.get(move_url(call))
    form = response.context["form"]
    assert form["note_en"].value() == "Extended from 30 January 2027"
    for bound in form.note_fields:
        assert "Extended" not in bound.value() or bound.name == "note_en"
    html = response.content.decode()
    assert "1 draft" in html
    assert 'value="2027-01-30"' in html


def test_a_deadline_moves_in_the_call_s_zone_with_its_note(
    desk: Client, call: Call, secretary: User
):
    response = desk.post(move_url(call), moved(note_fr="Prolongé"), follow=True)
    assert said(response) == [
        (
            "The deadline is moved: the call closes on 8 February 2027, 23:59 "
            "(Geneva time, UTC+01:00). Reminders are counted anew."
        )
    ]
    call.refresh_from_db()
    assert call.closes_at == datetime(2027, 2, 8, 23, 59, tzinfo=ZURICH)
    assert call.closes_revision == 2
    change: Any = DateChange.objects.get()
    assert (change.note_en, change.note_fr, change.changed_by) == (
        "Extended from 30 January",
        "Prolongé",
        secretary,
    )
    assert "30 January 2027, 18:00" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"closes_at_0": "2027-03-28", "closes_at_1": "02:30"},
            "closes_at",
            (
                "On 28 March 2027 the clocks skip from 02:00 to 03:00 (Geneva time). "
                "Choose another time."
            ),
        ),
        (
            {"closes_at_0": "2026-09-01"},
            "closes_at",
            (
                "The call opens on 22 October 2026, 14:00 (Geneva time, UTC+02:00); "
                "it has to close after that."
            ),
        ),
        (
            {"closes_at_0": "2026-11-20"},
            "closes_at",
            "That moment has passed. Choose one to come.",
        ),
        (
            {"closes_at_0": "2027-01-30", "closes_at_1": "18:00"},
            "closes_at",
            "The call closes at that moment already.",
        ),
        ({"closes_at_0": "", "closes_at_1": ""}, "closes_at", "This field is required."),
        ({"closes_at_0": "9999-12-31"}, "closes_at", "Enter a year between 1990 and 2100."),
        ({"note_en": " "}, "note_en", "This field is required."),
        (
            {
                "closes_at_0": "2026-12-24",
                "note_en": "Extended from 30 January 2027",
            },
            "note_en",
            "The new date is earlier, so it was not extended. Change the note.",
        ),
    ],
)
def test_a_move_that_cannot_be_is_said_at_its_field(
    desk: Client, call: Call, changes: dict[str, Any], field: str, words: str
):
    response = desk.post(move_url(call), moved(**changes))
    assert response.status_code == 200
    assert response.context["form"].errors == {field: [words]}
    assert not DateChange.objects.exists()
    html = response.content.decode()
    assert "<title>Error:" in html
    assert 'class="error-summary"' in html


def test_a_note_that_nobody_changed_is_dropped_where_it_is_not_true(desk, call):
    page = desk.get(move_url(call)).context["form"]
    proposed = {f"note_{code}": page[f"note_{code}"].value() for code in ("fr", "ar")}
    assert all(proposed.values())
    changes = {**proposed, "note_fr": "Avancé.", "note_en": "Brought forward."}

    desk.post(move_url(call), moved(closes_at_0="2026-12-24", **changes))

    change = call.date_changes.get()
    notes = [getattr(change, f"note_{code}") or "" for code in ("en", "fr", "ar")]
    assert notes == ["Brought forward.", "Avancé.", ""]


def test_the_second_of_two_moves_is_asked_again_and_keeps_its_text(
    desk: Client, call: Call, secretary: User
):
    move_deadline(
        call_id=call.pk,
        by=secretary,
        closes_at=datetime(2027, 2, 1, 12, 0, tzinfo=ZURICH),
        notes={"en": "First"},
        version=1,
        at=NOW,
    )
    typed = moved(note_en="Second", note_ru="Второе")
    response = desk.post(move_url(call), typed)
    assert "it closes on 1 February 2027, 12:00" in response.context["form"].non_field_errors()[0]
    html = response.content.decode()
    assert 'value="Второе"' in html
    assert 'name="version" value="2"' in html
    desk.post(move_url(call), {**typed, "version": 2})
    assert list(DateChange.objects.order_by("pk").values_list("note_en", flat=True)) == [
        "First",
        "Second",
    ]


def test_a_phase_that_still_shows_the_old_day_is_pointed_out(desk: Client, call: Call):
    phase = PhaseFactory(
        forum=call.forum,
        kind="deadline",
        precision="date",
        start_date=date(2027, 1, 30),
        end_date=date(2027, 1, 30),
    )
    call.phase = phase
    call.save()
    response = desk.post(move_url(call), moved(), follow=True)
    url = reverse("admin:consultation_phase_move", args=(phase.pk,))
    assert url in said(response)[1]


@pytest.mark.parametrize("role", ["reviewer", "organizer"])
@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("consultation_call_move_deadline", CallFactory),
        ("consultation_phase_move", PhaseFactory),
        ("consultation_forum_copy", ForumFactory),
        ("consultation_forum_make_current", ForumFactory),
    ],
)
def test_only_the_secretariat_uses_the_verbs(
    client: Client, request: pytest.FixtureRequest, role: str, name: str, row: Any
):
    client.force_login(request.getfixturevalue(role))
    url = reverse(f"admin:{name}", args=(row().pk,))
    assert client.post(url).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["consultation_call_move_deadline", "consultation_phase_move", "consultation_forum_copy"],
)
@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_a_verb_on_nothing_leads_back(desk: Client, name: str, key: str):
    assert desk.get(reverse(f"admin:{name}", args=(key,))).status_code == 302


# --- Moving a phase ------------------------------------------------------------------------------


def test_a_phase_moves_with_its_note(desk: Client):
    phase = PhaseFactory(
        precision="month-range", start_date=date(2027, 1, 1), end_date=date(2027, 2, 28)
    )
    url = reverse("admin:consultation_phase_move", args=(phase.pk,))
    data = {
        "precision": "moment",
        "starts_at_0": "2027-02-02",
        "starts_at_1": "10:00",
        "start_date": "2027-01-01",
        "note_en": "The day is fixed",
        "version": 1,
    }
    response = desk.post(url, data, follow=True)
    assert said(response) == [
        "The phase is moved. Its date is now: 2 February 2027, 10:00 (Geneva time, UTC+01:00)."
    ]
    phase.refresh_from_db()
    assert phase.starts_at == datetime(2027, 2, 2, 10, 0, tzinfo=ZURICH)
    assert DateChange.objects.get().former["precision"] == "month-range"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"precision": "moment"}, "starts_at"),
        ({"precision": "moment", "starts_at_0": "2027-01-05"}, "starts_at"),
        (
            {
                "precision": "moment",
                "starts_at_0": "2027-03-28",
                "starts_at_1": "02:15",
            },
            "starts_at",
        ),
        (
            {
                "precision": "moment",
                "starts_at_0": "2027-01-05",
                "starts_at_1": "10:00",
                "ends_at_0": "2027-01-05",
                "ends_at_1": "09:00",
            },
            "ends_at",
        ),
        ({"precision": "date"}, "start_date"),
        ({"precision": "date", "start_date": "2027-01-05", "end_date": "2027-01-04"}, "end_date"),
        ({"precision": "date", "start_date": "2027-01-30"}, "__all__"),
        ({"precision": "sometime"}, "precision"),
        ({"precision": "unknown", "note_en": ""}, "note_en"),
    ],
)
def test_a_phase_that_cannot_move_so_says_why(desk: Client, changes: dict[str, Any], field: str):
    phase = PhaseFactory(precision="date", start_date=date(2027, 1, 30), end_date=date(2027, 1, 30))
    url = reverse("admin:consultation_phase_move", args=(phase.pk,))
    response = desk.post(url, {"note_en": "Moved", "version": 1, **changes})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_a_saved_phase_keeps_its_date(desk: Client):
    phase = PhaseFactory(precision="date", start_date=date(2027, 1, 30), end_date=date(2027, 1, 30))
    url = reverse("admin:consultation_phase_change", args=(phase.pk,))
    data = fields_of(desk.get(url)) | rows("activities") | {"start_date": "2030-01-01"}
    assert desk.post(url, data | {"venue_en": "Room A"}).status_code == 302
    phase.refresh_from_db()
    assert (phase.venue_en, phase.start_date) == ("Room A", date(2027, 1, 30))


# --- Copying --------------------------------------------------------------------------------------


def test_a_forum_is_copied_to_the_next_year(desk: Client, call: Call):
    url = reverse("admin:consultation_forum_copy", args=(call.forum.pk,))
    initial = desk.get(url).context["form"].initial
    assert initial == {"year": 2028, "slug": "2028", "start_date": date(2028, 2, 7)}
    response = desk.post(url, initial, follow=True)
    copy = Forum.objects.get(slug="2028")
    assert call.closes_at is not None
    assert response.redirect_chain[-1][0] == reverse(
        "admin:consultation_forum_change", args=(copy.pk,)
    )
    assert copy.calls.get().closes_at == call.closes_at + timedelta(weeks=52)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "2027"}, "slug"),
        ({"slug": "Zwei tausend"}, "slug"),
        ({"year": "12"}, "year"),
        ({"start_date": "2029-02-07"}, "start_date"),
        ({"start_date": "0001-01-01"}, "start_date"),
        ({"start_date": ""}, "start_date"),
        # As many days on, the phase's hour is one that the clocks skip.
        ({"start_date": "2028-02-21"}, "start_date"),
    ],
)
def test_a_copy_that_cannot_be_says_why(desk: Client, changes: dict[str, Any], field: str):
    forum = ForumFactory()
    PhaseFactory(
        forum=forum, precision="moment", starts_at=datetime(2027, 3, 14, 2, 30, tzinfo=ZURICH)
    )
    url = reverse("admin:consultation_forum_copy", args=(forum.pk,))
    data = {"year": 2028, "slug": "2028", "start_date": "2028-02-07", **changes}
    response = desk.post(url, data)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert Forum.objects.count() == 1


def test_a_forum_is_made_current_by_a_button(desk: Client):
    old = ForumFactory(slug="2026", year=2026, is_current=True)
    new = ForumFactory()
    url = reverse("admin:consultation_forum_make_current", args=(new.pk,))
    page = reverse("admin:consultation_forum_change", args=(new.pk,))
    assert f'action="{url}"' in desk.get(page).content.decode()
    assert desk.get(url).status_code == 405
    assert said(desk.post(url, follow=True)) == [f"The home page shows “{new}” now."]
    old.refresh_from_db()
    assert old.is_current is False


# --- Seeing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["forum", "phase", "call"])
def test_a_list_asks_the_same_number_of_questions_for_any_number_of_rows(desk: Client, name: str):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(f"/admin/consultation/{name}/").status_code == 200
        return len(captured)

    def make(year: int) -> None:
        forum = ForumFactory(slug=str(year), year=year, name=f"Forum {year}")
        PhaseFactory(forum=forum, order=1, unverified=["title_en"])
        DraftFactory(call=CallFactory(forum=forum))

    make(2000)
    desk.get(f"/admin/consultation/{name}/")
    one = queries()
    for year in range(2001, 2030):
        make(year)
    assert queries() == one


def test_the_forum_s_page_shows_its_phases_and_calls(desk: Client, call: Call):
    phase = PhaseFactory(forum=call.forum, title_en="Final brief")
    html = desk.get(
        reverse("admin:consultation_forum_change", args=(call.forum.pk,))
    ).content.decode()
    for name, row in (("phase", phase), ("call", call)):
        assert reverse(f"admin:consultation_{name}_change", args=(row.pk,)) in html
    assert move_url(call) in html
    assert "30 January 2027, 18:00 (Geneva time, UTC+01:00)" in html


def test_who_may_only_read_sees_no_verbs(client: Client, reviewer: User, call: Call):
    client.force_login(reviewer)
    for row in (call, call.forum):
        url = reverse(f"admin:consultation_{row._meta.model_name}_change", args=(row.pk,))
        html = client.get(url).content.decode()
        assert "button-link" not in html.split("<main")[1]
        assert 'name="_save"' not in html


def test_a_copied_note_is_proposed_in_the_reader_s_words(desk: Client, call: Call):
    with translation.override("en"):
        desk.cookies["django_language"] = "fr"
        form = desk.get(move_url(call)).context["form"]
        assert form["note_en"].value() == "Extended from 30 January 2027"


def test_every_filter_of_a_list_is_chosen_from_a_list_and_nothing_else_of_the_address_is_lost(desk):
    forum = CallFactory(title="Workshops").forum
    CallFactory(forum=ForumFactory(slug="2019", year=2019, name="WSIS Forum 2019"), title="Photos")
    url = reverse("admin:consultation_call_changelist")
    page = desk.get(url, {"forum__id__exact": forum.pk, "o": "1"})
    assert [row.title for row in page.context["cl"].result_list] == ["Workshops"]
    form = html.fromstring(page.content).xpath("//form[@role='search']")[0]
    assert dict(form.form_values())["forum__id__exact"] == str(forum.pk)
    assert dict(form.form_values())["o"] == "1"
    # What the form sends is what Django's own links would have asked.
    again = desk.get(url, dict(form.form_values()), follow=True)
    assert f"forum__id__exact={forum.pk}" in again.redirect_chain[0][0]
    assert [row.title for row in again.context["cl"].result_list] == ["Workshops"]
    assert form.xpath(".//option[@selected]/text()")[0] == "WSIS Forum 2027"

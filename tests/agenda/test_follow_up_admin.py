"""Organizers see who owes what, write to the late ones, and put what came into the session."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from agenda.actions.adopting import adopt
from agenda.actions.releases import release
from agenda.choices import FollowUpKind
from agenda.exceptions import AdoptedAlready, SessionChanged
from agenda.models import (
    Appearance,
    FollowUp,
    FollowUpContact,
    FollowUpDate,
    FollowUpException,
    Session,
    Speaker,
)
from consultation.history import KEPT
from tests.agenda.owing import DUE, dates_of, handed_in, link_of, owing_session
from tests.agenda.sessions import accepted_request
from tests.factories import NOW, ForumFactory, SpeakerFactory, UserFactory
from wsis_forum import clock
from wsis_forum.accounts import roles
from wsis_forum.letters.models import Letter
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db

LATE = DUE + timedelta(days=3, hours=1)
TABLE = "/admin/agenda/session/follow-ups/"
PERSON = {"honorific": "Ms", "function": "Countess", "organization": "", "is_remote": True}


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATE)


@pytest.fixture
def session() -> Session:
    one = owing_session()
    dates_of(one)
    return one


@pytest.fixture
def office(client: Client, organizer) -> Client:
    client.force_login(organizer)
    return client


def _file(session: Session, kind: str = "presentation", **values: Any) -> FollowUp:
    source = storing.incoming()
    source.write_bytes(b"%PDF-")
    stored_name, size, digest = storing.keep(source)
    facts: dict[str, Any] = {"file_name": "s.pdf", "media_type": "application/pdf", "size": size}
    return handed_in(session, kind, stored_name=stored_name, sha256=digest, **facts, **values)


def _adopt(row: FollowUp, by: Any, people: Any = None, seen: int = 0) -> FollowUp:
    version = seen or Session.objects.get(pk=row.session_id).version
    return adopt(follow_up_id=row.pk, seen=version, people=people or {}, by=by, at=LATE)


def _states(office: Client, query: str = "") -> dict[str, list[str]]:
    lines = office.get(f"{TABLE}{query}").context["lines"]
    return {one.session.title: [cell.state.words for cell in one.cells] for one in lines}


def test_the_table_says_what_each_session_owes(office: Client, session) -> None:
    handed_in(session, "logo")
    handed_in(session, "presentation", at=LATE)
    other = owing_session(title="In time")
    for kind in FollowUpKind:
        handed_in(other, kind)
    owing_session(title="Cancelled", status="cancelled")
    FollowUpException.objects.create(session=session, kind="panellists", is_asked=False)
    assert _states(office) == {
        "Engines": ["3 days late", "handed in", "not asked", "handed in 3 days late",
                    "the date follows"],
        "In time": ["handed in"] * 5,
    }  # fmt: skip
    assert _states(office, "?late=1") == {"Engines": _states(office)["Engines"]}
    assert _states(office, "?late=1&kind=logo") == {}
    assert _states(office, "?kind=description") == {
        "Engines": ["3 days late"], "In time": ["handed in"],
    }  # fmt: skip
    assert _states(office, "?kind=nonsense&late=x&forum=none") == _states(office)
    text = office.get(TABLE).content.decode()
    assert "1 follow-up is late." in text


def test_the_table_comes_as_csv_and_xlsx(office: Client, session) -> None:
    row = handed_in(session, "logo")
    Session.objects.filter(pk=session.pk).update(title_en="=1+1")
    for query in ("", "?late=1&kind=description"):
        sent: Any = office.get(f"{TABLE}sessions.csv{query}")
        content = b"".join(sent.streaming_content).decode("utf-8-sig")
        heads, line = csv.reader(io.StringIO(content))
        told = dict(zip(heads, line, strict=True))
        assert (told["Title"], told["Contact"]) == ("'=1+1", "Ada King")
        assert told["Final description: state"] == "3 days late"
        assert told["Final description: due"].startswith("2026-12-21 12:00+00:00")
        assert ("Logo: state" in told) == (not query)
        excel: Any = office.get(f"{TABLE}sessions.xlsx{query}")
        book = load_workbook(io.BytesIO(b"".join(excel.streaming_content)))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        assert list(rows[0]) == heads
        assert rows[1][1] == "=1+1"
        if not query:
            assert rows[1][heads.index("Logo: handed in at")] == row.handed_in_at.replace(
                tzinfo=None
            )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_stranger_gets_no_table(client: Client, session, stakeholder, kind: str) -> None:
    client.force_login(stakeholder)
    assert client.get(f"{TABLE}sessions.{kind}").status_code == 302


def test_readers_of_the_programme_see_the_table_and_no_address(
    client: Client, session, reviewer
) -> None:
    author = UserFactory(name="Amina Diallo", email="amina@example.org")
    other = owing_session(title="Of an input")
    FollowUpContact.objects.filter(session=other).update(email="", name="")
    other.session_sources.create(submission=accepted_request(NOW, author=author), linked_at=NOW)
    client.force_login(reviewer)
    text = client.get(TABLE).content.decode()
    sent: Any = client.get(f"{TABLE}sessions.csv")
    content = b"".join(sent.streaming_content).decode()
    for secret in ("Amina", "amina@", "ada@example.org"):
        assert secret not in text + content
    assert "who handed the input in" in content
    assert client.get(f"{TABLE}letters/").status_code == 403
    assert reverse("admin:agenda_session_follow_up", args=(session.pk,)) not in text


def test_the_table_takes_as_many_queries_for_30_as_for_1(office: Client, session) -> None:
    handed_in(session, "logo")
    office.get(TABLE)
    assert len(office.get(TABLE).context["lines"]) == 1
    before = _count(office)
    for _ in range(29):
        handed_in(owing_session(), "logo")
    assert _count(office) == before
    assert len(office.get(TABLE).context["lines"]) == 30


def _count(office: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        office.get(TABLE)
    return len(queries)


def test_those_who_are_late_are_written_to(office: Client, session) -> None:
    done = owing_session(title="Done")
    for kind in FollowUpKind:
        handed_in(done, kind)
    silent = owing_session(title="Silent")
    FollowUpContact.objects.filter(session=silent).update(email="")
    page = office.get(f"{TABLE}letters/?late=1")
    assert [one.session for one in page.context["lines"]] == [session]
    assert [one.session for one in page.context["silent"]] == [silent]
    sent = {"late": "1", "forum": session.forum.slug, "session": [session.pk, done.pk, "x"]}
    answer = office.post(f"{TABLE}letters/", sent, follow=True)
    assert "1 letter is queued." in answer.content.decode()
    assert Letter.objects.get().address == "ada@example.org"
    again = office.post(f"{TABLE}letters/", sent, follow=True)
    assert "No letter is queued" in again.content.decode()


def test_the_pages_of_a_session(office: Client, session) -> None:
    row = _file(session, by_name="Ada King", by_email="ada@example.org")
    handed_in(session, "panellists", panellists=[{**PERSON, "name": "Grace", "email": "g@x.org"}])
    page = reverse("admin:agenda_session_follow_up", args=(session.pk,))
    text = office.get(page).content.decode()
    for words in ("s.pdf", "Grace", "g@x.org", "ada@example.org", "takes part remotely"):
        assert words in text
    change = office.get(reverse("admin:agenda_session_change", args=(session.pk,)))
    assert page in change.content.decode()
    assert TABLE in office.get(reverse("admin:agenda_session_changelist")).content.decode()
    sent: Any = office.get(reverse("admin:agenda_session_follow_up_file", args=(row.pk,)))
    assert b"".join(sent.streaming_content) == b"%PDF-"
    former = link_of(session)
    answer = office.post(reverse("admin:agenda_session_follow_up_ask", args=(session.pk,)))
    assert answer.status_code == 302
    assert former in Letter.objects.get().text
    office.post(reverse("admin:agenda_session_follow_up_end_links", args=(session.pk,)))
    assert office.get(former).status_code == 404


def test_contact_and_exceptions_are_set_on_one_page(office: Client, session) -> None:
    url = reverse("admin:agenda_session_follow_up_settings", args=(session.pk,))
    form = office.get(url).context["form"]
    usual = {f"{kind.value}_rule": "usual" for kind in FollowUpKind}
    data = {**usual, "name": "Eve", "email": "", "language": "fr", "seen": form.initial["seen"]}
    data |= {"logo_rule": "never", "outcome_rule": "other"}
    text = office.post(url, data).content.decode()
    assert "Enter the other date." in text
    assert "Enter the address of this person." in text
    data |= {"email": "eve@example.org", "outcome_at_0": "2027-03-28", "outcome_at_1": "02:30"}
    assert "the clocks skip" in office.post(url, data).content.decode()
    data["outcome_at_1"] = ""
    assert office.post(url, data).status_code == 302
    contact = FollowUpContact.objects.get(session=session)
    assert (contact.name, contact.email, contact.language) == ("Eve", "eve@example.org", "fr")
    other = FollowUpException.objects.get(kind="outcome").due_at
    assert other is not None
    assert other.isoformat() == "2027-03-28T21:59:59+00:00"
    assert FollowUpException.objects.filter(kind="logo", is_asked=False).exists()
    form = office.get(url).context["form"]
    assert form.initial["outcome_rule"] == "other"
    # The page of somebody who opened it before.
    stale = office.post(url, {**data, **usual, "name": "Mine"})
    said = {name: list(one) for name, one in stale.context["form"].errors.items()}
    assert said == {
        "name": ["Somebody else has saved this meanwhile: Eve. Save again to change it."],
        "logo_rule": [
            "Somebody else has saved this meanwhile: not asked. Save again to change it."
        ],
        "outcome_rule": [
            "Somebody else has saved this meanwhile: another date. Save again to change it."
        ],
    }
    seen = stale.context["form"]["seen"].value()
    assert office.post(url, {**data, **usual, "seen": seen}).status_code == 302
    assert not FollowUpException.objects.exists()
    assert KEPT[FollowUpException][0]._default_manager.exists()


def test_dates_are_set_per_forum_in_its_zone(office: Client) -> None:
    forum = ForumFactory(timezone="Asia/Tokyo")
    url = reverse("admin:agenda_followupdate_add")
    data = {"forum": forum.pk, "kind": "logo", "due_at_0": "2027-01-15", "due_at_1": ""}
    assert office.post(url, {**data, "days_after": "3"}).context["adminform"].form.errors == {
        "days_after": ["Only the outcome can be due after each session."]
    }
    outcome = {"forum": forum.pk, "kind": "outcome"}
    for wrong in ({"days_after": ""}, {"days_after": "3", "due_at_0": "2027-01-15"}):
        errors = office.post(url, outcome | wrong).context["adminform"].form.errors
        assert errors == {"due_at": ["Enter either a date or a number of days."]}
    assert office.post(url, {**outcome, "days_after": "366"}).status_code == 200
    assert office.post(url, {**outcome, "days_after": "14"}).status_code == 302
    assert office.post(url, data).status_code == 302
    row = FollowUpDate.objects.get(kind="logo")
    assert row.due_at is not None
    assert row.due_at.isoformat() == "2027-01-15T14:59:59+00:00"
    change = reverse("admin:agenda_followupdate_change", args=(row.pk,))
    form = office.get(change).context["adminform"].form
    # As it was typed: saved again, it is the same moment.
    assert [str(one) for one in form.initial["due_at"]] == ["2027-01-15", "None"]
    seen = form.fields["seen"].initial
    office.post(change, {**data, "due_at_0": "2027-01-16", "seen": seen})
    row.refresh_from_db()
    assert row.due_at.isoformat() == "2027-01-16T14:59:59+00:00"
    text = office.get(reverse("admin:agenda_followupdate_changelist")).content.decode()
    assert "16 January 2027, 23:59 (Tokyo time, UTC+09:00)" in text
    assert "14 days after the session" in text
    changes: Any = KEPT[FollowUpDate][0]._default_manager
    assert changes.get(pgh_label="row-changed").due_at.isoformat() == "2027-01-15T14:59:59+00:00"


# --- Adopting ------------------------------------------------------------------------


def test_a_text_goes_into_the_column_of_its_language_and_the_old_one_is_kept(
    office: Client, session, organizer
) -> None:
    Session.objects.filter(pk=session.pk).update(description_fr="Ancien", description_en="Old")
    row = handed_in(session, "description", text="Nouveau", language="fr")
    url = reverse("admin:agenda_session_follow_up_adopt", args=(row.pk,))
    text = office.get(url).content.decode()
    assert "Ancien" in text
    assert "Nouveau" in text
    assert office.post(url, {"seen": session.version}).status_code == 302
    session.refresh_from_db()
    row.refresh_from_db()
    assert (session.description_fr, session.description_en) == ("Nouveau", "Old")
    assert (session.version, row.replaced) == (2, {"description_fr": "Ancien"})
    assert (row.adopted_at, row.adopted_by) == (LATE, organizer)
    page = reverse("admin:agenda_session_follow_up", args=(session.pk,))
    shown = office.get(page).content.decode()
    assert "What stood there before" in shown
    assert "Ancien" in shown
    with pytest.raises(AdoptedAlready):
        _adopt(row, organizer)
    assert office.post(url, {"seen": session.version}).status_code == 302


def test_a_session_that_somebody_changed_meanwhile_is_looked_at_again(
    office: Client, session, organizer
) -> None:
    row = handed_in(session, "outcome", text="We agreed.")
    with pytest.raises(SessionChanged):
        _adopt(row, organizer, seen=session.version + 1)
    url = reverse("admin:agenda_session_follow_up_adopt", args=(row.pk,))
    Session.objects.filter(pk=session.pk).update(outcome_en="Theirs", version=7)
    answer = office.post(url, {"seen": session.version})
    assert "Somebody else has changed the session" in answer.content.decode()
    assert "Theirs" in answer.content.decode()
    session.refresh_from_db()
    assert session.outcome == "Theirs"


def test_a_file_becomes_a_document_that_a_public_release_opens(
    office: Client, session, organizer
) -> None:
    Session.objects.filter(pk=session.pk).update(documents=[{"url": "https://x.org", "label": "X"}])
    row, unused = _file(session, language="fr"), _file(session, "outcome")
    _adopt(row, organizer)
    session.refresh_from_db()
    first, link = session.documents
    path = f"/forums/2027/agenda/sessions/{session.number}/files/{row.pk}/"
    assert (first["label"], link["language"]) == ("X", "fr")
    assert link["url"].endswith(f"/fr{path}")
    stranger = Client()
    assert stranger.get(f"/fr{path}").status_code == 404
    release(forum_id=session.forum_id, public=True, remark="", by=organizer, at=LATE)
    sent: Any = stranger.get(f"/ar{path}")
    assert b"".join(sent.streaming_content) == b"%PDF-"
    assert sent["Content-Disposition"].startswith("attachment")
    other = path.replace(f"/{row.pk}/", f"/{unused.pk}/")
    assert stranger.get(f"/en{other}").status_code == 404
    assert link["url"] in stranger.get(f"/en/forums/2027/agenda/sessions/{session.number}/").text
    # Taken out of the session, it is gone with the next release.
    Session.objects.filter(pk=session.pk).update(documents=[], version=9)
    release(
        forum_id=session.forum_id, public=True, remark="", by=organizer, at=LATE + timedelta(days=1)
    )
    assert stranger.get(f"/fr{path}").status_code == 404


def test_panellists_become_speakers_once_and_likely_twins_are_warned_of(
    office: Client, session
) -> None:
    known = SpeakerFactory(name="King Ada", sort_name="King, Ada", slug="ada")
    people = [
        {**PERSON, "name": "Ada King", "email": "ada@example.org"},
        {**PERSON, "name": "Grace Hopper", "email": "", "is_remote": False},
        {**PERSON, "name": "No Guest", "email": ""},
    ]
    row = handed_in(session, "panellists", panellists=people, language="fr")
    url = reverse("admin:agenda_session_follow_up_adopt", args=(row.pk,))
    page = office.get(url)
    assert "Some are likely speakers of this Forum already." in page.content.decode()
    choices = [
        [key for key, _words in field.choices] for field in page.context["form"].fields.values()
    ]
    assert choices == [[str(known.pk), "new", "nobody"], ["new", "nobody"], ["new", "nobody"]]
    foreign = SpeakerFactory(name="Foreign", forum=ForumFactory(slug="2028", year=2028))
    sent = {"seen": session.version, "person-1": "new", "person-2": "nobody"}
    assert office.post(url, {**sent, "person-0": foreign.pk}).status_code == 200
    assert office.post(url, {**sent, "person-0": known.pk}).status_code == 302
    rows: Any = Appearance.objects.filter(session=session).order_by("order")
    found = [(one.speaker.name_fr or one.speaker.name_en, one.role, one.is_remote) for one in rows]
    assert found == [("King Ada", "panellist", True), ("Grace Hopper", "panellist", False)]
    known.refresh_from_db()
    assert known.email == "ada@example.org"
    grace: Any = Speaker.objects.get(name_fr="Grace Hopper")
    assert (grace.slug, grace.honorific_fr, grace.name_en) == ("grace-hopper", "Ms", None)
    # Handed in and adopted anew, nobody is there twice.
    again = handed_in(session, "panellists", panellists=people[:1], language="fr")
    Appearance.objects.filter(speaker=known).update(role="moderator")
    url = reverse("admin:agenda_session_follow_up_adopt", args=(again.pk,))
    session.refresh_from_db()
    office.post(url, {"seen": session.version, "person-0": known.pk})
    assert rows.count() == 2
    assert rows.get(speaker=known).role == "moderator"


def test_every_role_has_its_right_to_the_dates(session) -> None:
    assert "followupdate" in roles.ROLES[roles.OBSERVER]["agenda"][1]

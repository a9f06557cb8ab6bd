"""An author's pages: nobody else's, and no word is lost on any of them."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from consultation import outcome_links, sections
from consultation.actions.drafts import save_section
from consultation.choices import CallKind, Disposition, Status
from consultation.models import Decision, MatrixLink, Submission, SubmissionEvent
from consultation.outcome_links import OutcomeLink
from tests.consultation.drafts import complete_draft
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum import clock
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
KEY = "a-key-of-sixteen-or-more"


class Now:
    """The clock of a test."""

    at = NOW


@pytest.fixture(autouse=True)
def now(monkeypatch):
    moment = Now()
    monkeypatch.setattr(clock, "now", lambda: moment.at)
    return moment


@pytest.fixture
def call():
    return CallFactory(kind=CallKind.WORKSHOP)


@pytest.fixture
def draft(call, stakeholder):
    return complete_draft(call=call, author=stakeholder)


@pytest.fixture
def author(client: Client, stakeholder) -> Client:
    client.force_login(stakeholder)
    return client


def url(name: str, submission, *more: str) -> str:
    return reverse(f"consultation:{name}", args=(submission.reference, *more))


def text(response, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


def save(client: Client, draft, section: str = "input", **data: Any):
    data.setdefault("version", draft.version)
    return client.post(url("edit", draft, section), data)


def kept() -> Submission:
    return Submission.objects.get()


# --- Whose they are ------------------------------------------------------------------


def addresses(submission) -> list[str]:
    edits = [url("edit", submission, section) for section in sections.SECTIONS]
    return [*(url(name, submission) for name in ("submission", "check", "receipt")), *edits]


@pytest.mark.parametrize("kind", ["somebody", "secretary", "superuser"])
@pytest.mark.parametrize("make", [DraftFactory, SubmissionFactory])
def test_somebody_elses_is_not_found(client, call, secretary, kind, make):
    people = {
        "somebody": UserFactory,
        "secretary": lambda: secretary,
        "superuser": lambda: UserFactory(is_staff=True, is_superuser=True),
    }
    submission = make(call=call, title="Secret")
    client.force_login(people[kind]())

    for address in addresses(submission):
        assert client.get(address).status_code == 404
        if "edit" in address or "check" in address:
            assert (
                client.post(address, {"title": "Stolen", "version": 9, "key": KEY}).status_code
                == 404
            )
    assert client.get(reverse("consultation:mine")).content.decode().count("Secret") == 0
    assert kept().title == "Secret"


def test_nobody_sees_them_without_signing_in(client, draft):
    for address in [*addresses(draft), reverse("consultation:mine")]:
        response = client.get(address)
        assert response.headers["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("ref", ["none", "x" * 500, "нет", "a%00b"])
def test_an_unknown_reference_is_not_found(author, ref):
    assert author.get(f"/en/submissions/{ref}/").status_code == 404


def test_a_section_that_the_call_does_not_ask_is_not_found(author, stakeholder):
    thematic = DraftFactory(call=CallFactory(kind=CallKind.THEMATIC), author=stakeholder)

    assert author.get(url("edit", thematic, "workshop")).status_code == 404
    assert author.get(url("edit", thematic, "none")).status_code == 404


# --- The draft -----------------------------------------------------------------------


def test_lists_the_sections_with_their_state(author, call, stakeholder):
    draft = DraftFactory(call=call, author=stakeholder)

    html = text(author.get(url("submission", draft)))

    states = re.findall(r'class="state[^"]*">([^<]+)<', html)
    assert states == ["In progress", "Not started", "Not started", "Optional", "Not started"]
    assert "21 days left" in html


def test_says_that_a_closed_call_keeps_the_draft(author, draft, now):
    now.at = draft.call.closes_at

    html = text(author.get(url("submission", draft)))

    assert "This call is closed" in html
    assert "12 December 2026, 13:00 (Geneva time, UTC+01:00)" in html
    assert "Your text is kept as a draft." in html


# --- Saving a section ----------------------------------------------------------------


def test_saves_and_goes_back_to_the_list(author, draft):
    response = save(author, draft, language="fr", title="Nouveau", summary="Bref", text="Long")

    assert response.headers["Location"] == draft.get_absolute_url()
    assert sections.answers(kept(), "input") == {
        "language": "fr",
        "title": "Nouveau",
        "summary": "Bref",
        "text": "Long",
    }


def test_shows_what_was_saved(author, draft):
    html = text(author.get(url("edit", draft, "input")))

    assert "Why and how we propose it." in html
    assert hidden(html, "version") == "1"


@pytest.mark.parametrize("section", sections.SECTIONS)
def test_every_section_can_be_opened(author, draft, section):
    assert "Save and continue" in text(author.get(url("edit", draft, section)))


def test_keeps_a_text_that_is_too_long_and_says_so_at_once(author, draft):
    html = text(save(author, draft, language="en", title="T", summary="word " * 151, text="x"))

    assert kept().summary == ("word " * 151).strip()
    assert "Saved in your draft" in html
    assert html.count("The summary has 151 words. Shorten it to 150.") == 2
    assert 'href="#id_summary"' in html
    assert 'aria-describedby="id_summary_helptext id_summary_error"' in html
    assert "<title>Error: Your input" in html
    assert hidden(html, "version") == "2"


def test_says_a_wrong_value_at_its_field_and_loses_nothing(author, draft):
    html = text(
        save(author, draft, "workshop", format="COUNTRY_WS", minutes="ninety", expected_people="55")
    )

    assert html.count("Enter the length as a whole number from 15 to 240, for example 90.") == 2
    assert 'href="#id_minutes"' in html
    assert 'value="ninety"' in html
    workshop = kept().workshop
    assert (workshop.format, workshop.minutes, workshop.expected_people) == ("COUNTRY_WS", 90, 55)


def test_an_unknown_choice_loses_nothing(author, draft):
    html = text(
        save(
            author,
            draft,
            "organization",
            organization_name="New",
            stakeholder_type="XX",
            country="YY",
        )
    )

    assert html.count("Choose from the list.") == 4
    assert 'href="#id_stakeholder_type_0"' in html
    assert (kept().organization_name, kept().country_id) == ("New", "CHE")


def test_saves_after_the_deadline_too(author, draft, now):
    now.at = draft.call.closes_at + timedelta(days=1)

    save(author, draft, language="en", title="T", summary="S", text="Late but kept")

    assert kept().text == "Late but kept"


def test_text_of_strangers_stays_text(author, draft):
    save(
        author,
        draft,
        language="en",
        title="<script>alert(1)</script>",
        summary="{{ x }}",
        text="<b>",
    )

    for name in ("submission", "check"):
        html = text(author.get(url(name, draft)))
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_language_of_the_text_is_marked(author, draft):
    save(author, draft, language="zh-hans", title="数字", summary="数字技能", text="正文")

    assert '<div class="written" lang="zh-Hans" dir="auto"><p>数字技能</p></div>' in text(
        author.get(url("check", draft))
    )


# --- Two at once ---------------------------------------------------------------------


def test_the_second_editor_gets_both_texts_and_chooses(author, draft):
    save(author, draft, language="en", title="Theirs", summary="S", text="Their text", version=1)

    html = text(
        save(author, draft, language="en", title="Mine", summary="S", text="My text", version=1)
    )

    assert "This section was saved in the meantime" in html
    assert "Their text" in html
    assert "My text</textarea>" in html
    assert kept().title == "Theirs"
    save(
        author,
        draft,
        language="en",
        title="Mine",
        summary="S",
        text="Merged",
        version=hidden(html, "version"),
    )
    assert (kept().title, kept().text) == ("Mine", "Merged")


def test_a_double_click_on_save_is_no_conflict(author, draft):
    data = {"language": "en", "title": "Once", "summary": "S", "text": "T", "version": 1}

    for _ in range(2):
        assert save(author, draft, **data).status_code == 302
    assert kept().version == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "１", "0"])
def test_a_form_without_its_version_changes_nothing_silently(author, draft, version):
    save(author, draft, language="en", title="Saved", summary="S", text="T")

    html = text(
        save(author, draft, language="en", title="Mine", summary="S", text="T", version=version)
    )

    assert "This section was saved in the meantime" in html
    assert kept().title == "Saved"


def test_what_was_handed_in_elsewhere_is_not_changed_and_nothing_is_lost(author, draft):
    Submission.objects.update(status=Status.SUBMITTED, number="WSIS-2027-0001", submitted_at=NOW)

    html = text(save(author, draft, language="en", title="Too late", summary="S", text="Typed"))

    assert "so this change was not saved" in html
    assert "Typed</textarea>" in html
    assert "Save and continue" not in html
    assert kept().title == "Digital skills for all"
    assert author.get(url("edit", draft, "input")).headers["Location"] == draft.get_absolute_url()


# --- Signed out meanwhile ------------------------------------------------------------


def test_a_sign_in_that_ended_loses_nothing(client, draft, stakeholder):
    response = save(client, draft, language="ar", title="عنوان", summary="S", text="Typed at night")
    assert urlsplit(response.headers["Location"]).path == reverse("account_login")
    assert "What you typed is kept" in text(client.get(response.headers["Location"]))
    assert kept().text == "Why and how we propose it."

    client.force_login(stakeholder)
    assert "Your sign-in had ended." not in text(client.get(url("edit", draft, "tags")))
    html = text(client.get(url("edit", draft, "input")))
    assert "Your sign-in had ended." in html
    assert "Typed at night</textarea>" in html
    assert 'value="عنوان"' in html
    assert hidden(html, "version") == "1"
    assert kept().text == "Why and how we propose it."
    assert "Typed at night" not in text(client.get(url("edit", draft, "input")))


def test_what_was_parked_is_given_to_its_author_only(client, draft):
    save(client, draft, language="en", title="T", summary="S", text="Typed at night")

    client.force_login(UserFactory())
    assert client.get(url("edit", draft, "input")).status_code == 404


def test_ticked_boxes_and_rows_come_back_too(client, draft, stakeholder):
    ActionLineFactory(code="C1")
    ActionLineFactory(code="C2")
    save(client, draft, "tags", action_lines=["C1", "C2"], goals=["4"])

    client.force_login(stakeholder)
    html = text(client.get(url("edit", draft, "tags")))
    assert set(re.findall(r'value="(\w+)"[^>]* checked', html)) == {"C1", "C2", "4"}


def test_a_heap_of_text_is_not_parked(client, draft, stakeholder):
    response = save(client, draft, language="en", text="x" * 500_000)
    assert "your text is too long to be kept" in text(client.get(response.headers["Location"]))

    client.force_login(stakeholder)
    assert "Your sign-in had ended." not in text(client.get(url("edit", draft, "input")))


def test_a_sign_in_in_another_window_loses_nothing(draft, stakeholder):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stakeholder)
    token = hidden(text(client.get(url("edit", draft, "input"))), "csrfmiddlewaretoken")
    client.cookies["csrftoken"] = "a" * 32

    html = text(
        save(
            client,
            draft,
            language="en",
            title="T",
            summary="S",
            text="Typed",
            csrfmiddlewaretoken=token,
        )
    )
    assert "This is not saved yet" in html
    assert "Typed</textarea>" in html
    assert kept().text == "Why and how we propose it."

    again = hidden(html, "csrfmiddlewaretoken")
    response = save(
        client,
        draft,
        language="en",
        title="T",
        summary="S",
        text="Typed",
        csrfmiddlewaretoken=again,
    )
    assert (response.status_code, kept().text) == (302, "Typed")


# --- Speakers and tags without a script ----------------------------------------------


def rows(*names: str, **more: str) -> dict[str, str]:
    named = {f"speakers-{index}-name": name for index, name in enumerate(names)}
    return {
        "speakers-TOTAL_FORMS": str(len(names)),
        "speakers-INITIAL_FORMS": "0",
        **named,
        **more,
    }


def test_a_button_adds_a_speaker_and_keeps_the_others(author, draft):
    html = text(save(author, draft, "speakers", **rows("Amina", action="add-speaker")))

    assert 'name="speakers-1-name"' in html
    assert re.search(r'name="speakers-1-honorific"[^>]* autofocus', html)
    assert [s.name for s in kept().speakers.all()] == ["Amina"]
    assert hidden(html, "version") == "2"


def test_a_button_removes_a_speaker(author, draft):
    html = text(save(author, draft, "speakers", **rows("A", "B", "C", action="remove-speaker-1")))

    assert re.findall(r'name="speakers-\d-name" value="(\w)"', html) == ["A", "C"]


def test_enter_in_a_text_box_saves(author, draft):
    html = text(author.get(url("edit", draft, "speakers")))

    first = re.search(r"<button[^>]*>", html[html.index("data-leave-guard") :])
    assert first
    assert "name=" not in first[0]


def test_a_button_marks_the_suggested_goals(author, draft):
    line, goal = ActionLineFactory(code="C1"), GoalFactory(number=9, color="#FD6925")
    MatrixLink.objects.create(action_line=line, goal=goal)

    html = text(
        save(author, draft, "tags", action_lines=["C1"], goals=["4"], action="suggest-goals")
    )

    assert re.search(r'data-suggests="9">Suggested by <bdi data-codes>C1</bdi>', html)
    assert re.search(r'data-suggests="4" hidden', html)
    assert sections.answers(kept(), "tags") == {"action_lines": ["C1"], "goals": [4]}


# --- Handing in ----------------------------------------------------------------------


def hand_in(client: Client, draft, **data: str):
    return client.post(url("check", draft), {"key": KEY, **data})


def test_the_check_page_shows_the_whole_input(author, draft):
    html = text(author.get(url("check", draft)))

    for words in (
        "Digital skills for all",
        "What we propose.",
        "Why and how we propose it.",
        "Digital Skills Network",
        "Civil society",
        "Switzerland",
        "Thematic workshop",
        "90 minutes",
        "Capacity building",
        "Goal 4",
        "No speaker proposed",
        "privacy notice",
    ):
        assert words in html
    assert "Agree and hand in" in html


def test_hands_in_and_shows_the_receipt(author, draft):
    html = text(author.get(url("check", draft)))

    response = hand_in(author, draft, key=hidden(html, "key"), opened=hidden(html, "opened"))

    assert response.headers["Location"] == url("receipt", draft)
    receipt = text(author.get(url("receipt", draft)))
    assert "WSIS-2027-0001" in receipt
    assert "21 November 2026, 13:00 (Geneva time, UTC+01:00)" in receipt
    assert "amina@example.org" in receipt


def test_a_double_click_hands_in_once(author, draft):
    first, second = hand_in(author, draft), hand_in(author, draft)

    assert first.headers["Location"] == second.headers["Location"] == url("receipt", draft)
    assert kept().number == "WSIS-2027-0001"
    assert SubmissionEvent.objects.count() == 1


def test_another_form_says_that_it_was_handed_in_already(author, draft):
    hand_in(author, draft)

    response = author.post(url("check", draft), {"key": "another-key-of-ours"}, follow=True)

    assert "This input was handed in already; nothing was sent twice." in text(response)


def test_a_draft_has_no_receipt(author, draft):
    assert author.get(url("receipt", draft)).headers["Location"] == draft.get_absolute_url()


def test_what_is_missing_is_linked_and_there_is_no_button(author, call, stakeholder):
    draft = DraftFactory(call=call, author=stakeholder, title="", summary="word " * 151)

    html = text(author.get(url("check", draft)))

    assert f'href="{url("edit", draft, "input")}#id_title">Enter a title.' in html
    assert f'href="{url("edit", draft, "input")}#id_summary">The summary has 151 words.' in html
    assert f'href="{url("edit", draft, "organization")}#id_stakeholder_type_0"' in html
    assert "Agree and hand in" not in html


def test_a_refused_hand_in_says_why_and_keeps_the_draft(author, draft):
    save(author, draft, language="en", title="", summary="S", text="T")

    html = text(hand_in(author, draft))

    assert "It was not handed in yet" in html
    assert "<title>Error: Check and hand in" in html
    assert 'data-error-summary role="alert"' in html
    assert kept().status == Status.DRAFT


def test_a_closed_call_keeps_the_text_and_says_so(author, draft, now):
    now.at = draft.call.closes_at

    html = text(hand_in(author, draft))

    assert "This call is closed" in html
    assert "12 December 2026, 13:00 (Geneva time, UTC+01:00)" in html
    assert "Your text is kept as a draft." in html
    assert "Agree and hand in" not in html
    assert kept().status == Status.DRAFT


def test_a_page_opened_before_the_deadline_hands_in_within_the_grace(author, draft, now):
    now.at = draft.call.closes_at - timedelta(hours=5)
    opened = hidden(text(author.get(url("check", draft))), "opened")

    now.at = draft.call.closes_at + timedelta(minutes=15) - SECOND
    assert hand_in(author, draft, opened=opened).headers["Location"] == url("receipt", draft)


def test_the_grace_ends(author, draft, now):
    now.at = draft.call.closes_at - SECOND
    opened = hidden(text(author.get(url("check", draft))), "opened")

    now.at = draft.call.closes_at + timedelta(minutes=15)
    assert "This call is closed" in text(hand_in(author, draft, opened=opened))


@pytest.mark.parametrize("opened", ["", "x", "2026-11-21T12:00:00+00:00", "é" * 90])
def test_a_made_up_opening_gives_no_grace(author, draft, now, opened):
    now.at = draft.call.closes_at + SECOND

    assert "This call is closed" in text(hand_in(author, draft, opened=opened))


def test_the_opening_of_another_draft_gives_no_grace(author, draft, now, call, stakeholder):
    other = complete_draft(call=call, author=stakeholder)
    opened = hidden(text(author.get(url("check", other))), "opened")

    now.at = draft.call.closes_at + SECOND
    assert "This call is closed" in text(hand_in(author, draft, opened=opened))


def test_the_grace_lasts_on_the_way_to_a_section_and_back(author, draft, now):
    """She opens the check page a minute before, corrects a section, and comes back after it."""
    now.at = draft.call.closes_at - timedelta(minutes=1)
    text(author.get(url("check", draft)))

    now.at = draft.call.closes_at + timedelta(minutes=2)
    text(author.get(url("edit", draft, "input")))
    save(author, draft, language="en", title="Corrected", summary="S", text="T")
    html = text(author.get(url("check", draft)))
    assert "The deadline has passed" in html
    response = hand_in(author, draft, opened=hidden(html, "opened"))
    assert response.headers["Location"] == url("receipt", draft)


def test_a_section_opened_long_before_the_deadline_keeps_the_grace(author, draft, now):
    html = text(author.get(url("edit", draft, "input")))

    now.at = draft.call.closes_at + timedelta(minutes=2)
    save(
        author,
        draft,
        language="en",
        title="T",
        summary="S",
        text="T",
        opened=hidden(html, "opened"),
    )
    assert "Agree and hand in" in text(author.get(url("check", draft)))


def test_who_comes_after_the_deadline_has_no_grace(author, draft, now):
    now.at = draft.call.closes_at + SECOND

    html = text(author.get(url("check", draft)))
    assert "Agree and hand in" not in html
    assert "This call is closed" in text(hand_in(author, draft, opened=hidden_or_none(html)))


def hidden_or_none(html: str) -> str:
    found = re.search(r'name="opened" value="([^"]*)"', html)
    return found[1] if found else ""


def test_a_sign_in_that_ended_at_the_last_step_keeps_the_grace(client, draft, stakeholder, now):
    client.force_login(stakeholder)
    opened = hidden(text(client.get(url("check", draft))), "opened")
    client.logout()

    now.at = draft.call.closes_at + SECOND
    assert hand_in(client, draft, opened=opened).status_code == 302
    assert kept().status == Status.DRAFT
    client.force_login(stakeholder)
    assert "Agree and hand in" in text(client.get(url("check", draft)))


# --- Afterwards ----------------------------------------------------------------------


def test_shows_the_decision_its_reason_and_what_it_became(author, stakeholder, call, monkeypatch):
    decided = SubmissionFactory(call=call, author=stakeholder, status=Status.DECIDED)
    Decision.objects.create(
        submission=decided,
        disposition=Disposition.BECOMES,
        reason="Fits the theme.",
        decided_at=NOW,
    )
    monkeypatch.setattr(outcome_links, "_finders", [])
    outcome_links.register(lambda submission: [OutcomeLink("124 · Skills", "/en/session/124/")])

    html = text(author.get(url("submission", decided)))

    assert "Accepted: it becomes a session of the Forum." in html
    assert "Fits the theme." in html
    assert '<a href="/en/session/124/"><bdi>124 · Skills</bdi></a>' in html


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_says_every_state_in_plain_words(author, stakeholder, status):
    sent = SubmissionFactory(author=stakeholder, status=status)

    assert sent.number in text(author.get(url("submission", sent)))


def test_the_list_has_drafts_first_and_says_what_they_lack(author, stakeholder, call):
    draft = complete_draft(call=call, author=stakeholder, title="A draft")
    Submission.objects.filter(pk=draft.pk).update(summary="")
    SubmissionFactory(author=stakeholder, title="Sent", number="WSIS-2027-0007")
    SubmissionFactory(author=stakeholder, title="Answered", status=Status.WITHDRAWN)

    html = text(author.get(reverse("consultation:mine")))

    places = [html.index(words) for words in ("A draft", "Sent", "Answered")]
    assert places == sorted(places)
    assert f'href="{url("edit", draft, "input")}#id_summary">Enter a summary.' in html
    assert "Received. The secretariat has not begun to read it yet." in html


def test_the_list_is_paged(author, stakeholder, call):
    for number in range(21):
        DraftFactory(call=call, author=stakeholder, title=f"Draft {number}")

    assert text(author.get(reverse("consultation:mine"))).count("<h3>") == 20
    for page in ("2", "99"):
        assert text(author.get(reverse("consultation:mine"), {"page": page})).count("<h3>") == 1
    for page in ("x", "-1", "\x00"):
        assert author.get(reverse("consultation:mine"), {"page": page}).status_code == 200


def test_an_empty_list_says_where_to_begin(author):
    assert "You have not begun an input yet." in text(author.get(reverse("consultation:mine")))


# --- What nobody should send ---------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded; charset=utf-7", b"title=+2D0-"),
        ("application/x-www-form-urlencoded; charset=utf-16", "title=x".encode("utf-16")),
        ("application/x-www-form-urlencoded; charset=none", b"title=x"),
        ("application/x-www-form-urlencoded", b"title=" + b"x" * 10_000_000),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(2000))),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name="),
        ("multipart/form-data", b"no boundary"),
    ],
)
@pytest.mark.expects_error_log
def test_what_cannot_be_read_is_refused_and_changes_nothing(author, draft, content_type, body):
    response = author.generic("POST", url("edit", draft, "input"), body, content_type)

    assert response.status_code in (200, 400)
    assert kept().title == "Digital skills for all"
    assert kept().version == 1


@pytest.mark.parametrize(
    "body", [b"title=%ED%A0%80%00%E2%80%AEA", b"title=A%FF%FE", b"title=A&&=;=&%"]
)
def test_bytes_that_are_no_text_hurt_nobody(author, draft, body):
    response = author.post(
        url("edit", draft, "input"),
        body + b"&version=1&language=en",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in (200, 302)
    assert kept().title.strip("\ufffd") == "A"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_change_nothing(author, draft, method):
    for name in ("submission", "check", "receipt"):
        assert getattr(author, method)(url(name, draft)).status_code in (405, 200, 302)
    getattr(author, method)(url("edit", draft, "input"))
    assert (kept().status, kept().version) == (Status.DRAFT, 1)


# --- Queries -------------------------------------------------------------------------


def full(stakeholder, call, tags: int):
    """Make a complete draft with many tags and speakers."""
    draft = complete_draft(call=call, author=stakeholder, organization_name=f"ACME {tags}")
    draft.action_lines.set(ActionLineFactory(code=f"X{n}") for n in range(tags))
    draft.goals.set(GoalFactory(number=n + 1) for n in range(tags))
    for n in range(min(tags, 12)):
        draft.speakers.create(
            order=n, name=f"S{n}", country=CountryFactory(alpha3=f"X{n:02d}", alpha2=None)
        )
    return draft


def queries_of(captured) -> int:
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("name", ["submission", "check", *sections.SECTIONS])
def test_a_page_costs_the_same_whatever_it_holds(
    author, stakeholder, call, name, django_assert_max_num_queries
):
    costs = []
    for tags in (1, 17):
        draft = full(stakeholder, call, tags)
        address = url("edit", draft, name) if name in sections.SECTIONS else url(name, draft)
        author.get(address)
        with django_assert_max_num_queries(20) as captured:
            text(author.get(address))
        costs.append(queries_of(captured))
    assert costs[0] == costs[1]


def test_a_save_and_a_hand_in_cost_at_most_twenty_queries(
    author, stakeholder, call, django_assert_max_num_queries
):
    costs = []
    for tags in (2, 17):
        draft = full(stakeholder, call, tags)
        data = rows(*[f"New {n}" for n in range(12)])
        with django_assert_max_num_queries(30) as speakers:
            save(author, draft, "speakers", **data)
        with django_assert_max_num_queries(30) as tagged:
            save(author, draft, "tags", action_lines=["X0"], goals=["1"])
        with django_assert_max_num_queries(30) as handed_in:
            hand_in(author, draft)
        costs.append([queries_of(each) for each in (speakers, tagged, handed_in)])
    assert max(max(each) for each in costs) <= 20
    assert costs[0] == costs[1]


def test_the_list_costs_the_same_with_one_row_and_with_twenty(
    author, stakeholder, django_assert_max_num_queries, django_assert_num_queries
):
    def everything(number: int) -> None:
        for _ in range(number):
            full(stakeholder, CallFactory(kind=CallKind.WORKSHOP), 3)
            SubmissionFactory(author=stakeholder, call=CallFactory())

    everything(1)
    author.get(reverse("consultation:mine"))
    with django_assert_max_num_queries(12) as first:
        author.get(reverse("consultation:mine"))
    everything(9)
    with django_assert_num_queries(len(first)):
        author.get(reverse("consultation:mine"))


def test_a_save_by_another_window_of_another_section_is_no_conflict(author, draft, stakeholder):
    StakeholderTypeFactory(code="GOV")
    save_section(
        submission_id=draft.pk,
        by=stakeholder,
        section="organization",
        answers={"organization_name": "Other"},
        version=1,
        at=NOW,
    )

    assert (
        save(author, draft, language="en", title="T", summary="S", text="T", version=1).status_code
        == 302
    )
    assert (kept().organization_name, kept().title) == ("Other", "T")


def test_what_was_parked_survives_the_real_sign_in(client, draft, stakeholder):
    response = save(client, draft, language="en", title="T", summary="S", text="Typed at night")

    response = client.post(response.headers["Location"], {"email": stakeholder.email})
    [code] = Letter.objects.get(address=stakeholder.email).secrets
    response = client.post(response.headers["Location"], {"code": code})

    assert response.headers["Location"] == url("edit", draft, "input")
    assert "Typed at night</textarea>" in text(client.get(response.headers["Location"]))

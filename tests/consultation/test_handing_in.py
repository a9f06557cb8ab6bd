"""The pages from the check to the receipt, and the list of what became of it all."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation import outcome_links
from consultation.choices import CallKind, Disposition, PublicationRule, Status
from consultation.models import (
    Clarification,
    Contributor,
    Question,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from consultation.outcome_links import OutcomeLink
from consultation.phases import local_moment
from tests.consultation.drafts import complete_draft
from tests.factories import (
    NOW,
    ActionLineFactory,
    AttachmentFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    GoalFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum import clock
from wsis_forum.accounts import privacy
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SECOND = timedelta(seconds=1)
KEY = "a-key-of-sixteen-or-more"


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
    return found[1] if found else ""


def kept() -> Submission:
    return Submission.objects.get()


def hand_in(client: Client, submission, **data: str):
    data = {"key": KEY, "publication": "full", **data}
    return client.post(url("check", submission), data, headers={"Sec-Fetch-Site": "same-origin"})


def write(submission, **answers: Any) -> None:
    """Change the working text, as a save does."""
    found = Submission.objects.get(pk=submission.pk)
    found.answers = {**found.answers, **answers}
    found.version += 1
    found.saved_at = clock.now()
    found.save()


def in_this_browser(client: Client, *drafts: Submission) -> None:
    """Make the drafts those that this browser began without an account."""
    session = client.session
    session["drafts"] = [one.reference for one in drafts]
    session.save()


# --- The check page ------------------------------------------------------------------


def test_the_check_page_shows_the_whole_input(author, draft):
    html = text(author.get(url("check", draft)))

    for words in (
        "Digital skills for all",
        "What we propose.",
        "Why and how we propose it.",
        "Digital Skills Network",
        "Civil society",
        "Switzerland",
        "Capacity building",
        "Goal 4",
        "Agree and hand in",
    ):
        assert words in html
    assert f"/en/privacy/?version={privacy.current_version()}" in html


def test_what_is_never_published_is_marked(author, draft):
    Question.objects.filter(call=draft.call).update(is_public=True)
    Question.objects.filter(call=draft.call, key="summary").update(is_public=False)

    assert text(author.get(url("check", draft))).count("Only for the secretariat</span>") == 1


def test_nothing_is_chosen_for_her_and_nothing_goes_without_a_choice(author, draft):
    assert " checked" not in text(author.get(url("check", draft)))

    html = text(hand_in(author, draft, publication=""))

    assert kept().status == Status.DRAFT
    assert "<title>Error: Check and hand in" in html
    assert '<a href="#id_publication_0">Choose whether your input may be published.' in html
    assert html.count("Choose whether your input may be published.") == 2


@pytest.mark.parametrize("publication", ["everything", "FULL", "\x00", "full\u202e"])
def test_a_made_up_consent_is_none(author, draft, publication):
    assert "Choose whether" in text(hand_in(author, draft, publication=publication))
    assert kept().status == Status.DRAFT


def test_consent_is_kept_with_the_notice_that_was_shown(author, draft):
    html = text(author.get(url("check", draft)))
    hand_in(author, draft, publication="without-name", privacy=hidden(html, "privacy"))

    version = SubmissionVersion.objects.get()
    assert (version.publication, version.privacy_version) == (
        "without-name",
        privacy.current_version(),
    )


def test_a_notice_that_never_was_is_not_kept(author, draft):
    hand_in(author, draft, privacy="99.0")

    assert SubmissionVersion.objects.get().privacy_version == privacy.current_version()


def test_a_call_that_publishes_nothing_only_says_so(author, draft):
    draft.call.publication_rule = PublicationRule.NEVER
    draft.call.save()

    html = text(author.get(url("check", draft)))
    assert "Inputs to this call are never published" in html
    assert 'name="publication"' not in html

    hand_in(author, draft, publication="full")
    assert kept().publication == "not-public"


def test_what_is_missing_is_linked_and_there_is_no_button(author, call, stakeholder):
    draft = DraftFactory(call=call, author=stakeholder, title="", summary="word " * 151)

    html = text(author.get(url("check", draft)))

    for anchor in ("id_title", "id_summary", "id_stakeholder_type_0"):
        assert re.search(rf'href="/en/submissions/{draft.reference}/edit/[\w-]+/#{anchor}"', html)
    assert "has 151 words. Shorten it to 150." in html
    assert "Agree and hand in" not in html


def test_a_refused_hand_in_says_why_and_keeps_the_draft(author, draft):
    write(draft, title="")

    html = text(hand_in(author, draft))

    assert "It was not handed in yet" in html
    assert "<title>Error: Check and hand in" in html
    assert 'data-error-summary role="alert"' in html
    assert kept().status == Status.DRAFT


def test_a_colleagues_change_is_read_before_it_is_handed_in(author, draft):
    version = hidden(text(author.get(url("check", draft))), "version")
    write(draft, title="By a colleague")

    html = text(hand_in(author, draft, version=version))

    assert "The text was changed after you opened this page" in html
    assert "By a colleague" in html
    assert kept().status == Status.DRAFT
    assert hand_in(author, draft, version=hidden(html, "version")).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "\u0663"])
def test_a_made_up_version_hurts_nobody(author, draft, version):
    assert hand_in(author, draft, version=version).status_code in (200, 302)


def test_a_wrong_token_loses_no_choice(stakeholder, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(stakeholder)

    html = text(hand_in(strict, draft, publication="not-public"))

    assert "You have signed in elsewhere meanwhile." in html
    assert re.search(r'value="not-public"[^>]* checked', html)
    assert kept().status == Status.DRAFT


# --- Who may -------------------------------------------------------------------------


def contributor(submission, **values: Any) -> Client:
    person = UserFactory()
    Contributor.objects.create(
        submission=submission,
        email=person.email,
        invited_at=NOW,
        **{"user": person, "accepted_at": NOW, **values},
    )
    client = Client()
    client.force_login(person)
    return client


def test_a_contributor_reads_that_the_author_hands_in(draft):
    colleague = contributor(draft)

    html = text(colleague.get(url("check", draft)))
    assert "Only its author can hand it in." in html
    assert 'name="publication"' not in html

    response = colleague.post(url("check", draft), {"key": KEY, "publication": "full"}, follow=True)
    assert "Only its author can hand it in." in text(response)
    assert kept().status == Status.DRAFT


@pytest.mark.parametrize("values", [{"removed_at": NOW}, {"accepted_at": None, "user": None}])
def test_who_was_removed_or_did_not_accept_finds_nothing(draft, values):
    stranger = contributor(draft, **values)

    for name in ("submission", "check", "receipt", "withdraw", "clarify"):
        assert stranger.get(url(name, draft)).status_code == 404
    assert hand_in(stranger, draft).status_code == 404


def test_an_unknown_person_writes_first_and_confirms_her_address_last(client, call):
    draft = complete_draft(call=call, author=None)
    in_this_browser(client, draft)

    html = text(client.get(url("check", draft)))
    assert "Confirm your e-mail address and hand in" in html
    response = hand_in(client, draft, publication="without-name")
    login = f"{reverse('account_login')}?next={url('check', draft)}"
    assert response.headers["Location"] == login
    assert kept().status == Status.DRAFT

    response = client.post(login, {"email": "new@example.org"})
    [code] = Letter.objects.get(address="new@example.org").secrets
    response = client.post(response.headers["Location"], {"code": code})
    assert response.headers["Location"] == url("check", draft)
    html = text(client.get(response.headers["Location"]))
    assert "It is not handed in yet" in html
    assert re.search(r'value="without-name"[^>]* checked', html)

    assert hand_in(client, draft, publication="without-name").status_code == 302
    assert (kept().author.email, kept().number) == ("new@example.org", "WSIS-2027-0001")


def test_another_browser_has_to_sign_in(client, call):
    draft = complete_draft(call=call, author=None)

    for name in ("submission", "check", "receipt", "withdraw", "clarify"):
        response = client.get(url(name, draft))
        assert response.headers["Location"] == f"{reverse('account_login')}?next={url(name, draft)}"


def test_a_draft_of_nobody_is_not_found_by_who_signs_in(author, call):
    draft = complete_draft(call=call, author=None)

    assert author.get(url("check", draft)).status_code == 404
    assert hand_in(author, draft).status_code == 404


@pytest.mark.parametrize("make", [DraftFactory, SubmissionFactory])
@pytest.mark.parametrize("kind", ["somebody", "secretary", "superuser"])
def test_somebody_elses_is_not_found(client, secretary, make, kind):
    other = make(title="Secret")
    people = {
        "somebody": UserFactory,
        "secretary": lambda: secretary,
        "superuser": lambda: UserFactory(is_staff=True, is_superuser=True),
    }
    client.force_login(people[kind]())

    for name in ("submission", "check", "receipt", "withdraw", "clarify"):
        assert client.get(url(name, other)).status_code == 404
        assert client.post(url(name, other), {"key": KEY}).status_code in (404, 405)
    assert "Secret" not in text(client.get(reverse("consultation:mine")))


@pytest.mark.parametrize("ref", ["none", "x" * 500, "нет", "a%00b"])
def test_an_unknown_reference_is_not_found(author, ref):
    for page in ("", "check/", "receipt/", "withdraw/", "answer/"):
        assert author.get(f"/en/submissions/{ref}/{page}").status_code == 404


# --- The page of a draft -------------------------------------------------------------


def test_lists_the_sections_with_their_state(author, call, stakeholder):
    draft = DraftFactory(call=call, author=stakeholder)

    html = text(author.get(url("submission", draft)))

    sections = draft.call.sections.order_by("order")
    addresses = [url("edit", draft, section.slug) for section in sections]
    listed = html[html.index('class="task-list"') :]
    assert re.findall(r'<li>\s*<div>\s*<a href="([^"]+)"', listed) == addresses
    states = re.findall(r'class="state[^"]*">([^<]+)<', listed)
    assert states[:2] == ["In progress", "Not started"]
    assert set(states) == {"In progress", "Not started", "Optional"}
    assert "21 days left" in html


# --- Handing in ----------------------------------------------------------------------


def test_hands_in_and_shows_the_receipt(author, draft):
    html = text(author.get(url("check", draft)))

    response = hand_in(
        author, draft, **{name: hidden(html, name) for name in ("key", "opened", "version")}
    )

    assert response.headers["Location"] == url("receipt", draft)
    receipt = text(author.get(url("receipt", draft)))
    for words in (
        "WSIS-2027-0001",
        "21 November 2026, 13:00 (Geneva time, UTC+01:00)",
        "amina@example.org",
        "Why and how we propose it.",
        "Published in full",
        f"{url('receipt_pdf', draft)}?version=1",
        f'data-kept="draft:{draft.reference}:"',
    ):
        assert words in receipt


def test_the_receipt_names_files_with_their_digests(author, draft):
    question = Question.objects.filter(call=draft.call, type="file").first()
    assert question
    file = AttachmentFactory(submission=draft, question_key=question.key, sha256="ab" * 32)
    write(draft, **{question.key: [file.pk]})
    hand_in(author, draft)

    assert f'<code dir="ltr">{"ab" * 32}</code>' in text(author.get(url("receipt", draft)))
    assert f"SHA-256: {'ab' * 32}" in Letter.objects.get(kind="receipt").text


def test_a_double_click_hands_in_once(author, draft):
    version = str(draft.version)
    first, second = (hand_in(author, draft, version=version) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"] == url("receipt", draft)
    assert kept().number == "WSIS-2027-0001"
    assert (SubmissionEvent.objects.count(), Letter.objects.count()) == (1, 1)


def test_what_is_decided_cannot_be_handed_in(author, stakeholder):
    decided = SubmissionFactory(author=stakeholder, status=Status.DECIDED)
    write(decided, title="Another")

    assert author.get(url("check", decided)).headers["Location"] == decided.get_absolute_url()
    response = author.post(url("check", decided), {"key": KEY, "publication": "full"}, follow=True)
    assert "This input can no longer be changed" in text(response)


def test_a_draft_has_no_receipt(author, draft):
    assert author.get(url("receipt", draft)).headers["Location"] == draft.get_absolute_url()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_change_nothing(author, draft, method):
    for name in ("submission", "check", "receipt", "withdraw", "clarify"):
        getattr(author, method)(url(name, draft))
    assert (kept().status, kept().version) == (Status.DRAFT, 1)


# --- The deadline --------------------------------------------------------------------

DEADLINES = [
    ("2026-12-12T23:59:59", "Europe/Zurich"),
    ("2026-12-12T23:59:59", "Asia/Kolkata"),
    ("2026-12-12T23:59:59", "America/New_York"),
    ("2027-03-28T03:00:00", "Europe/Zurich"),  # the night on which the clocks go forward
]


@pytest.mark.parametrize(("wall", "zone"), DEADLINES)
def test_between_open_and_send_the_deadline_passes_to_the_second(
    author, stakeholder, now, wall, zone
):
    closes_at = local_moment(datetime.fromisoformat(wall), zone).astimezone(UTC)
    call = CallFactory(kind=CallKind.THEMATIC, timezone=zone, closes_at=closes_at)
    drafts = [complete_draft(call=call, author=stakeholder) for _ in range(4)]

    now.at = closes_at - SECOND
    opened = [hidden(text(author.get(url("check", one))), "opened") for one in drafts]
    assert hand_in(author, drafts[0], opened=opened[0]).status_code == 302
    now.at = closes_at
    assert "This call is closed" in text(hand_in(author, drafts[1]))
    now.at = closes_at + call.grace - SECOND
    assert hand_in(author, drafts[2], opened=opened[2]).status_code == 302
    now.at = closes_at + call.grace
    assert "This call is closed" in text(hand_in(author, drafts[3], opened=opened[3]))


def test_a_closed_call_keeps_the_text_and_says_so(author, draft, now):
    now.at = draft.call.closes_at

    html = text(hand_in(author, draft))

    assert "12 December 2026, 13:00 (Geneva time, UTC+01:00)" in html
    assert "Your text is kept as a draft." in html
    assert "I have a code from the secretariat" in html
    assert "Why and how we propose it." in html
    assert kept().status == Status.DRAFT


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
    write(draft, title="Corrected")
    html = text(author.get(url("check", draft)))
    assert "The deadline has passed" in html
    response = hand_in(author, draft, opened=hidden(html, "opened"))
    assert response.headers["Location"] == url("receipt", draft)


def test_who_comes_after_the_deadline_has_no_grace(author, draft, now):
    now.at = draft.call.closes_at + SECOND

    html = text(author.get(url("check", draft)))
    assert "This call is closed" in html
    assert "This call is closed" in text(hand_in(author, draft, opened=hidden(html, "opened")))


def test_a_sign_in_that_ended_at_the_last_step_keeps_grace_and_choice(
    client, draft, stakeholder, now
):
    client.force_login(stakeholder)
    opened = hidden(text(client.get(url("check", draft))), "opened")
    client.logout()

    now.at = draft.call.closes_at + SECOND
    assert hand_in(client, draft, opened=opened, publication="not-public").status_code == 302
    assert kept().status == Status.DRAFT
    client.force_login(stakeholder)
    html = text(client.get(url("check", draft)))
    assert "It is not handed in yet" in html
    assert re.search(r'value="not-public"[^>]* checked', html)
    assert hand_in(client, draft, opened=hidden(html, "opened")).status_code == 302


# --- Until the deadline it can be changed --------------------------------------------


def test_a_change_is_said_handed_in_again_and_on_a_new_receipt(author, draft, now):
    hand_in(author, draft)
    html = text(author.get(url("submission", draft)))
    assert "Change your input" in html
    assert url("edit", draft, "input") in html
    assert "You have changes that are not handed in yet" not in html

    now.at += timedelta(days=1)
    write(draft, title="Better")
    html = text(author.get(url("submission", draft)))
    assert "You have changes that are not handed in yet" in html
    assert "Digital skills for all" in html
    html = text(author.get(url("check", draft)))
    assert "This text is not handed in yet. Until you do, version 1 counts." in html
    assert re.search(r'value="full"[^>]* checked', html)
    assert hand_in(author, draft, key="another-key-of-ours").status_code == 302

    receipt = text(author.get(url("receipt", draft)))
    assert "Version 2; it replaces the earlier ones." in receipt
    assert "22 November 2026, 13:00 (Geneva time, UTC+01:00)" in receipt
    assert Letter.objects.filter(kind="receipt").count() == 2


def test_after_the_deadline_a_change_waits_and_the_last_version_counts(author, draft, now):
    hand_in(author, draft)
    write(draft, title="Better")
    now.at = draft.call.closes_at + draft.call.grace

    html = text(author.get(url("submission", draft)))
    assert "Changes that were not handed in" in html
    assert url("edit", draft, "input") not in html
    html = text(hand_in(author, draft, key="another-key-of-ours"))
    assert "What you handed in last counts." in html
    assert kept().title == "Digital skills for all"


def test_a_question_that_was_added_since_is_no_change_of_hers(author, draft):
    hand_in(author, draft)
    other = Question.objects.get(call=draft.call, key="title")
    Question.objects.create(
        call=draft.call, section=other.section, key="another", type="short", label="Another?"
    )

    html = text(author.get(url("submission", draft)))
    assert "You have changes that are not handed in yet" not in html


# --- Afterwards ----------------------------------------------------------------------


def test_shows_the_decision_its_reason_and_what_it_became(author, stakeholder, call, monkeypatch):
    decided = SubmissionFactory(
        call=call,
        author=stakeholder,
        status=Status.DECIDED,
        decision={"disposition": Disposition.BECOMES, "reason": "Fits the theme."},
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


# --- My submissions ------------------------------------------------------------------


def mine(client: Client, **query: str) -> str:
    return text(client.get(reverse("consultation:mine"), query))


def test_the_list_has_questions_first_then_drafts_with_what_they_lack(author, stakeholder, call):
    draft = complete_draft(call=call, author=stakeholder, title="A draft", summary="")
    SubmissionFactory(author=stakeholder, title="Sent", number="WSIS-2027-0007")
    SubmissionFactory(author=stakeholder, title="Withdrawn one", status=Status.WITHDRAWN)
    asked = SubmissionFactory(author=stakeholder, title="Returned one", status=Status.RETURNED)
    Clarification.objects.create(
        submission=asked, asked_at=NOW, question="How many?", until=NOW + timedelta(days=2)
    )

    html = mine(author)

    titles = ("Returned one", "How many?", "A draft", "Sent", "Withdrawn one")
    places = [html.index(words) for words in titles]
    assert places == sorted(places)
    assert url("clarify", asked) in html
    assert re.search(rf'{draft.reference}/edit/[\w-]+/#id_summary"', html)
    assert "Received. The secretariat has not begun to read it yet." in html


def test_the_list_shows_what_others_share_and_what_is_not_handed_in(author, stakeholder, call):
    shared = complete_draft(call=call, title="Of a colleague")
    Contributor.objects.create(
        submission=shared,
        email=stakeholder.email,
        user=stakeholder,
        invited_at=NOW,
        accepted_at=NOW,
    )
    sent = SubmissionFactory(author=stakeholder, call=call)
    write(sent, title="Changed since")

    html = mine(author)

    assert html.count("Shared with you") == 1
    assert html.count("You have changes that are not handed in yet") == 1


def test_a_draft_of_a_closed_call_stays_readable(author, draft, now):
    now.at = draft.call.closes_at + timedelta(days=400)

    assert "you can still read it" in mine(author)
    assert "This call is closed" in text(author.get(url("submission", draft)))
    assert "Why and how we propose it." in text(author.get(url("check", draft)))


def test_an_unknown_person_sees_the_drafts_of_her_browser(client, call):
    draft = complete_draft(call=call, author=None, title="In this browser")
    complete_draft(call=call, author=None, title="In another browser")
    in_this_browser(client, draft)

    html = mine(client)

    assert "In this browser" in html
    assert "In another browser" not in html
    assert "Confirm your e-mail address" in html
    assert "In this browser" in text(client.get(url("submission", draft)))


def test_without_any_draft_the_list_asks_who_it_is(client):
    address = reverse("consultation:mine")

    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"


def test_who_signs_in_finds_the_browsers_drafts_at_once(client, call, stakeholder):
    draft = complete_draft(call=call, author=None, title="Begun before")
    in_this_browser(client, draft)
    client.force_login(stakeholder)

    assert "Begun before" in mine(client)
    assert kept().author == stakeholder


def test_the_list_is_paged(author, stakeholder, call):
    for number in range(21):
        DraftFactory(call=call, author=stakeholder, title=f"Draft {number}")

    assert mine(author).count("<h3>") == 20
    for page in ("2", "99"):
        assert mine(author, page=page).count("<h3>") == 1
    for page in ("x", "-1"):
        mine(author, page=page)


def test_an_empty_list_says_where_to_begin(author):
    assert "You have not begun an input yet." in mine(author)


# --- Queries -------------------------------------------------------------------------


def full(stakeholder, call, many: int) -> Submission:
    """Make a complete draft with many tags, speakers and files."""
    draft = complete_draft(call=call, author=stakeholder, organization_name=f"ACME {many}")
    change(draft, many, 0)
    return draft


def change(draft, many: int, turn: int) -> None:
    """Write other tags, speakers, files and another organization into a draft."""
    question = Question.objects.filter(call=draft.call, type="file").first()
    files = [AttachmentFactory(submission=draft).pk for _ in range(many)]
    numbers = range(1 + turn, 1 + turn + min(many, 16))
    countries = [CountryFactory(alpha3=f"X{n:02d}", alpha2=None).pk for n in range(many)]
    write(
        draft,
        organization_name=f"ACME {many} {turn}",
        action_lines=[ActionLineFactory(code=f"X{n + turn}").code for n in range(many)],
        goals=[GoalFactory(number=n).number for n in numbers],
        speakers=[{"name": f"S{turn}", "country": one} for one in countries],
        **({question.key: files} if question else {}),
    )


def queries_of(captured) -> int:
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("name", ["submission", "check", "receipt"])
def test_a_page_costs_the_same_whatever_it_holds(
    author, stakeholder, call, name, django_assert_max_num_queries
):
    costs = []
    for many in (1, 30):
        draft = full(stakeholder, call, many)
        if name == "receipt":
            hand_in(author, draft)
        author.get(url(name, draft))
        with django_assert_max_num_queries(15) as captured:
            text(author.get(url(name, draft)))
        costs.append(queries_of(captured))
    assert costs[0] == costs[1]


def test_every_hand_in_costs_at_most_twenty_queries(
    author, stakeholder, call, django_assert_max_num_queries
):
    costs = []
    for many in (1, 30):
        draft = full(stakeholder, call, many)
        contributor(draft)
        with django_assert_max_num_queries(40) as first:
            assert hand_in(author, draft).status_code == 302
        change(draft, many, 1)
        with django_assert_max_num_queries(40) as again:
            assert hand_in(author, draft, key="another-key-of-ours").status_code == 302
        change(draft, many, 2)
        Submission.objects.filter(pk=draft.pk).update(status=Status.RETURNED)
        Clarification.objects.create(
            submission=draft, asked_at=NOW, question="?", until=NOW + timedelta(days=2)
        )
        with django_assert_max_num_queries(40) as returned:
            assert hand_in(author, draft, key="a-third-key-of-ours").status_code == 302
        costs.append([queries_of(each) for each in (first, again, returned)])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 20, costs


def test_the_list_costs_the_same_with_one_row_and_with_thirty(
    author, stakeholder, django_assert_max_num_queries, django_assert_num_queries
):
    def everything(number: int) -> None:
        for _ in range(number):
            full(stakeholder, CallFactory(kind=CallKind.WORKSHOP), 3)
            SubmissionFactory(author=stakeholder, call=CallFactory(questions=False))
            asked = SubmissionFactory(author=stakeholder, status=Status.RETURNED)
            Clarification.objects.create(
                submission=asked, asked_at=NOW, question="?", until=NOW + timedelta(days=2)
            )

    everything(1)
    mine(author)
    with django_assert_max_num_queries(10) as first:
        mine(author)
    everything(9)
    with django_assert_num_queries(len(first)):
        mine(author)

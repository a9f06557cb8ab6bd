"""A section is saved, given back where it cannot be, and never written over silently."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.drafts import save_section
from consultation.choices import CallKind, QuestionType, Status
from consultation.models import (
    Attachment,
    Contributor,
    MatrixLink,
    Option,
    Question,
    SectionEdit,
    Submission,
)
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
from tests.platform.files import picture, upload
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SECOND = timedelta(seconds=1)
PAGE = {"page-key": "a-page-of-sixteen-letters"}


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


def url(submission, section: str = "input") -> str:
    return reverse("consultation:edit", args=(submission.reference, section))


def text(response, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found[1]


def save(client: Client, draft, section: str = "input", **data: Any):
    data.setdefault("version", draft.version)
    return client.post(url(draft, section), data, headers={"Sec-Fetch-Site": "same-origin"})


def autosave(client: Client, draft, section: str = "input", **data: Any):
    data = {"version": draft.version, "autosave": "1", **data}
    return client.post(url(draft, section), data, headers={"HX-Request": "true"})


def write(draft, by, section: str = "input", version: int = 1, **answers: Any):
    return save_section(
        submission_id=draft.pk, by=by, section=section, answers=answers, version=version, at=NOW
    )


def kept() -> Submission:
    return Submission.objects.get()


def answers(*keys: str) -> dict[str, Any]:
    return {key: kept().answers.get(key) for key in keys}


# --- Whose they are ------------------------------------------------------------------


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

    assert client.get(url(submission)).status_code == 404
    assert save(client, submission, title="Stolen").status_code == 404
    assert autosave(client, submission, title="Stolen").status_code == 404
    assert kept().title == "Secret"


def test_who_has_not_signed_in_is_asked_to(client, draft):
    response = client.get(url(draft))

    assert response.headers["Location"] == f"{reverse('account_login')}?next={url(draft)}"


@pytest.mark.parametrize("section", ["none", "x" * 500, "нет"])
def test_a_section_that_the_call_does_not_ask_is_not_found(author, draft, section):
    assert author.get(url(draft, "input").replace("input", section)).status_code == 404


def test_a_contributor_writes_until_she_is_removed_and_gets_her_text_back(client, draft):
    colleague = UserFactory()
    shared = Contributor.objects.create(
        submission=draft,
        email=colleague.email,
        user=colleague,
        invited_at=NOW,
        accepted_at=NOW,
    )
    client.force_login(colleague)
    assert save(client, draft, title="Together").status_code == 302

    shared.removed_at = NOW
    shared.save()
    html = text(save(client, draft, title="Typed before I knew", version=2), 403)
    assert "You can no longer write in this input" in html
    assert "Typed before I knew" in html
    assert "Why and how we propose it." not in html
    assert "You can no longer write" in text(autosave(client, draft, title="Again", version=2))
    assert client.get(url(draft)).status_code == 404
    assert kept().title == "Together"


# --- Saving --------------------------------------------------------------------------


def test_saves_and_goes_on_to_the_next_section(author, draft):
    response = save(author, draft, language="fr", title="Nouveau", summary="Bref", text="Long")

    assert response.headers["Location"] == url(draft, "organization")
    assert answers("language", "title", "summary", "text") == {
        "language": "fr",
        "title": "Nouveau",
        "summary": "Bref",
        "text": "Long",
    }
    assert (kept().title, kept().language) == ("Nouveau", "fr")


def test_another_button_goes_back_to_the_list_and_so_does_the_last_section(author, draft):
    assert save(author, draft, title="T", action="list").headers["Location"] == (
        draft.get_absolute_url()
    )
    assert save(author, draft, "tags", goals=["4"]).headers["Location"] == draft.get_absolute_url()


def test_every_section_can_be_opened_and_shows_what_is_saved(author, draft):
    for slug in draft.call.sections.values_list("slug", flat=True):
        assert 'data-keeper="draft:' in text(author.get(url(draft, slug)))
    html = text(author.get(url(draft)))
    assert "Why and how we propose it." in html
    assert hidden(html, "version") == "1"
    assert "Section 1 of 7" in html


@pytest.mark.parametrize("kind", CallKind.values)
def test_every_section_of_every_kind_of_call_opens_and_takes_an_empty_form(
    author, stakeholder, kind
):
    draft = DraftFactory(call=CallFactory(kind=kind), author=stakeholder, title="")

    for section in draft.call.sections.all():
        html = text(author.get(url(draft, section.slug)))
        for question in section.questions.all():
            assert f'data-question="{question.key}"' in html
        assert save(author, draft, section.slug).status_code in (200, 302)
    assert kept().version == 1


def test_keeps_a_text_that_is_too_long_and_says_so_at_once(author, draft):
    html = text(save(author, draft, title="T", summary="word " * 151, text="x"))

    assert kept().answers["summary"] == ("word " * 151).strip()
    assert "Saved in your draft" in html
    assert html.count("“Summary” has 151 words. Shorten it to 150.") == 2
    assert 'href="#id_summary"' in html
    assert 'aria-describedby="id_summary_helptext id_summary_error"' in html
    assert "<title>Error: Your input" in html
    assert hidden(html, "version") == "2"


def test_says_a_wrong_value_at_its_field_and_loses_nothing(author, draft):
    html = text(
        save(author, draft, "workshop", format="COUNTRY_WS", minutes="ninety", expected_people="55")
    )

    assert html.count("Enter a whole number from 15 to 240.") == 2
    assert 'href="#id_minutes"' in html
    assert 'value="ninety"' in html
    assert answers("format", "minutes", "expected_people") == {
        "format": "COUNTRY_WS",
        "minutes": 90,
        "expected_people": 55,
    }


def test_what_is_missing_is_said_at_once_only_where_the_call_wants_it(author, stakeholder):
    draft = DraftFactory(call=CallFactory(kind=CallKind.EXHIBITION), author=stakeholder)

    html = text(save(author, draft, "space", space_kind="table", **{"shown-question": "binding"}))

    assert 'href="#id_power_0"' in html
    assert 'href="#id_binding"' in html
    assert kept().answers["space_kind"] == "table"
    assert save(author, draft, "contact", contact_name="").status_code == 302


def test_saves_after_the_deadline_too(author, draft, now):
    now.at = draft.call.closes_at + timedelta(days=1)

    assert "This call is closed" in text(author.get(url(draft)))
    save(author, draft, title="T", summary="S", text="Late but kept")
    assert kept().answers["text"] == "Late but kept"


def test_what_was_handed_in_and_closed_is_not_changed_and_nothing_is_lost(author, draft, now):
    Submission.objects.update(status=Status.SUBMITTED, number="WSIS-2027-0001", submitted_at=NOW)
    now.at = draft.call.closes_at + timedelta(days=1)

    html = text(save(author, draft, title="Too late", summary="S", text="Typed"))

    assert "so this was not saved" in html
    assert "Typed</textarea>" in html
    assert "Save and" not in html
    assert kept().title == "Digital skills for all"
    assert author.get(url(draft)).headers["Location"] == draft.get_absolute_url()
    assert "so this was not saved" in text(autosave(author, draft, title="Too late"))


def test_a_frozen_answer_is_shown_and_stays(author, draft):
    Question.objects.filter(key="title").update(frozen_at=NOW)

    assert "This answer can no longer be changed." in text(author.get(url(draft)))
    save(author, draft, title="Changed", text="New")
    assert answers("title", "text") == {"title": "Digital skills for all", "text": "New"}


def test_boxes_without_a_tick_are_cleared_only_if_the_page_asked(author, draft):
    save(author, draft, "tags", **{"shown-question": ["goals"]})

    assert answers("action_lines", "goals") == {"action_lines": ["C4"], "goals": []}


def test_text_of_strangers_stays_text(author, draft):
    save(author, draft, title="<script>alert(1)</script>", text="{{ x }}<b>")

    html = text(author.get(url(draft)))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_says_when_a_question_is_asked_for_who_has_no_script(author, draft):
    Question.objects.filter(key="remote_needs").update(shown_if_values=["yes", "no"])

    html = text(author.get(url(draft, "participation")))

    label = Question.objects.get(key="remote").label
    assert f"Only if you answered “Yes / No” to “{label}”." in html.replace("&quot;", '"')


# --- Saved while somebody writes -----------------------------------------------------


def test_an_autosave_answers_with_a_small_piece(author, draft):
    response = autosave(author, draft, title="Typed", text="T")

    html = text(response)
    assert re.search(r"Saved at <time [^>]*>12:00 UTC</time>", html)
    assert hidden(html, "version") == "2"
    assert "<html" not in html
    assert "saved" in response.headers["HX-Trigger-After-Swap"]
    assert kept().title == "Typed"


def test_an_autosave_names_what_could_not_be_kept(author, draft):
    html = text(autosave(author, draft, "workshop", minutes="ninety", expected_people="55"))

    assert "Not yet saved: Length in minutes" in html
    assert answers("minutes", "expected_people") == {"minutes": 90, "expected_people": 55}


def test_an_autosave_whose_answer_was_lost_is_no_conflict(author, draft):
    autosave(author, draft, title="First", **PAGE, **{"page-turn": 1})

    html = text(autosave(author, draft, title="Second", **PAGE, **{"page-turn": 2}))
    assert "Saved at" in html
    assert save(author, draft, title="Third", **PAGE, **{"page-turn": 3}).status_code == 302
    assert kept().title == "Third"


def test_an_autosave_that_arrives_late_writes_nothing_over(author, draft):
    save(author, draft, title="Newer", **PAGE, **{"page-turn": 2})

    html = text(autosave(author, draft, title="Older", **PAGE, **{"page-turn": 1}))
    # A browser may have shown an old state of the page again: its text must not go unsaid.
    assert "was saved in the meantime" in html
    assert kept().title == "Newer"


def test_an_own_save_hides_nobody_elses(author, draft):
    autosave(author, draft, title="Mine", **PAGE, **{"page-turn": 1})
    write(draft, UserFactory(name="Rosa Quispe"), version=2, title="Theirs")

    html = text(autosave(author, draft, title="Mine again", **PAGE, **{"page-turn": 2}))
    assert "Rosa Quispe" in html
    assert "See both texts" in html
    assert kept().title == "Theirs"


def test_an_autosave_after_the_sign_in_ended_says_so(client, draft):
    html = text(autosave(client, draft, title="Typed"))

    assert "Your sign-in has ended" in html
    assert f"?next={url(draft)}" in html
    assert kept().title == "Digital skills for all"


def test_an_autosave_with_the_token_of_another_sign_in_gets_the_new_one(draft, stakeholder):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stakeholder)
    old = hidden(text(client.get(url(draft))), "csrfmiddlewaretoken")
    client.cookies["csrftoken"] = "a" * 32

    html = text(autosave(client, draft, title="Typed", csrfmiddlewaretoken=old))
    fresh = hidden(html, "csrfmiddlewaretoken")
    assert kept().title == "Digital skills for all"
    assert "Saved at" in text(autosave(client, draft, title="Typed", csrfmiddlewaretoken=fresh))


def test_the_page_says_which_texts_the_server_has(author, draft):
    autosave(author, draft, title="Typed", **PAGE, **{"page-turn": 4})

    html = text(author.get(url(draft, "tags"))).replace("&quot;", '"')
    assert f'{{"input:{PAGE["page-key"]}": 4}}' in html


# --- Two at once ---------------------------------------------------------------------


@pytest.fixture
def colleague(draft):
    colleague = UserFactory(name="Rosa Quispe")
    write(draft, colleague, title="Theirs", text="One line\nTheir line")
    return colleague


def compared(author, draft, **data: Any) -> dict[str, Any]:
    """Send a stale form; return what the page that compares would send."""
    html = text(save(author, draft, **data))
    assert "was saved in the meantime" in html
    fields = re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', html, re.DOTALL)
    merged = re.findall(r'name="(merged-\w+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    chosen = re.findall(r'name="(choice-\w+)" value="(\w+)"[^>]* checked', html)
    own = [(name, hidden(html, name)) for name in ("version", "page-key", "page-turn")]
    return dict([*fields, *merged, *chosen, *own])


def test_the_second_editor_sees_both_texts_and_who_wrote_the_other(author, draft, colleague):
    html = text(save(author, draft, title="Mine", text="My text", version=1))

    assert "Rosa Quispe" in html
    for words in ("Theirs", "Their line", "Mine", "My text"):
        assert words in html
    assert "What we propose." not in html
    assert kept().title == "Theirs"


def test_chooses_question_by_question(author, draft, colleague):
    sent = compared(author, draft, title="Mine", text="One line\nMy line", version=1)

    assert sent["choice-text"] == "both"
    assert sent["merged-text"] == "One line\nTheir line\nMy line"
    response = author.post(url(draft), {**sent, "choice-title": "mine", "choice-text": "both"})
    assert response.status_code == 302
    assert answers("title", "text") == {"title": "Mine", "text": "One line\nTheir line\nMy line"}


def test_keeps_what_the_other_wrote(author, draft, colleague):
    sent = compared(author, draft, title="Mine", text="My text", version=1)

    author.post(url(draft), {**sent, "choice-title": "theirs", "choice-text": "mine"})
    assert answers("title", "text") == {"title": "Theirs", "text": "My text"}


def test_a_third_save_meanwhile_is_shown_again(author, draft, colleague):
    sent = compared(author, draft, title="Mine", text="My text", version=1)
    write(draft, colleague, version=2, title="Theirs again")

    again = compared(author, draft, **{**sent, "choice-title": "mine", "choice-text": "mine"})
    assert again["title"] == "Mine"
    assert again["text"] == "My text"
    assert kept().title == "Theirs again"


def test_what_cannot_be_put_together_is_chosen(author, draft, colleague):
    write(draft, colleague, "tags", version=2, goals=[])
    sent = compared(author, draft, title="Mine", text="Mine", version=1)
    assert "merged-title" in sent

    GoalFactory(number=5)
    html = text(save(author, draft, "tags", goals=["4", "5"], version=1))
    assert "merged-goals" not in html
    assert 'name="choice-goals" value="mine"' in html


def test_the_page_before_a_choice_does_not_write_over_it(author, draft, colleague):
    mine = {"title": "Mine", "text": "My text", "version": 1, **PAGE}
    sent = compared(author, draft, **mine, **{"page-turn": 1})
    assert sent["page-key"] != PAGE["page-key"]
    author.post(url(draft), {**sent, "choice-title": "theirs", "choice-text": "both"})
    assert kept().title == "Theirs"

    html = text(autosave(author, draft, **mine, **{"page-turn": 3}))
    assert "was saved in the meantime" in html
    assert kept().title == "Theirs"


def test_a_double_click_on_save_is_no_conflict(author, draft):
    for _ in range(2):
        assert save(author, draft, title="Once", text="T", version=1).status_code == 302
    assert kept().version == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 400, "１", "0"])
def test_a_form_without_its_version_changes_nothing_silently(author, draft, version):
    save(author, draft, title="Saved")

    html = text(save(author, draft, title="Mine", version=version))

    assert "was saved in the meantime" in html
    assert kept().title == "Saved"


def test_a_save_of_another_section_is_no_conflict(author, draft, stakeholder):
    write(draft, stakeholder, "organization", organization_name="Other")

    assert save(author, draft, title="T", version=1).status_code == 302
    assert answers("organization_name", "title") == {"organization_name": "Other", "title": "T"}


def test_who_wrote_what_is_recorded(author, draft, stakeholder):
    save(author, draft, title="T")

    edit = SectionEdit.objects.get()
    assert (edit.by, edit.section, edit.answers["title"]) == (stakeholder, "input", "T")


# --- Signed out meanwhile ------------------------------------------------------------


def test_a_sign_in_that_ended_loses_nothing(client, draft, stakeholder):
    response = save(client, draft, title="عنوان", text="Typed at night")
    assert urlsplit(response.headers["Location"]).path == reverse("account_login")
    assert "What you typed is kept" in text(client.get(response.headers["Location"]))

    response = client.post(response.headers["Location"], {"email": stakeholder.email})
    [code] = Letter.objects.get(address=stakeholder.email).secrets
    response = client.post(response.headers["Location"], {"code": code})
    assert response.headers["Location"] == url(draft)
    html = text(client.get(url(draft)))
    assert "Your sign-in had ended." in html
    assert "Typed at night</textarea>" in html
    assert 'value="عنوان"' in html
    assert hidden(html, "version") == "1"
    assert kept().answers["text"] == "Why and how we propose it."
    assert "Typed at night" not in text(client.get(url(draft)))


def test_what_was_parked_is_given_to_its_author_only(client, draft):
    save(client, draft, title="T", text="Typed at night")

    client.force_login(UserFactory())
    assert client.get(url(draft)).status_code == 404


def test_a_heap_of_text_is_not_parked(client, draft, stakeholder):
    response = save(client, draft, text="x" * 500_000)
    assert "your text could not be kept" in text(client.get(response.headers["Location"]))


def test_a_sign_in_in_another_window_loses_nothing(draft, stakeholder):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stakeholder)
    token = hidden(text(client.get(url(draft))), "csrfmiddlewaretoken")
    client.cookies["csrftoken"] = "a" * 32

    html = text(save(client, draft, title="T", text="Typed", csrfmiddlewaretoken=token))
    assert "This is not saved yet" in html
    assert "Typed</textarea>" in html
    again = hidden(html, "csrfmiddlewaretoken")
    response = save(client, draft, title="T", text="Typed", csrfmiddlewaretoken=again)
    assert (response.status_code, kept().answers["text"]) == (302, "Typed")


# --- Without an account --------------------------------------------------------------


def begun(client: Client, call) -> Submission:
    client.post(
        reverse("consultation:begin", args=("2027", call.slug)), {"key": "a-key-of-sixteen-or-more"}
    )
    return kept()


def test_an_unknown_writer_writes_and_a_sign_in_binds_it(client, call, stakeholder):
    draft = begun(client, call)
    assert save(client, draft, title="Typed by nobody yet").status_code == 302
    assert "confirm your e-mail address" in text(client.get(draft.get_absolute_url()))

    response = client.post(
        f"{reverse('account_login')}?next={draft.get_absolute_url()}",
        {"email": stakeholder.email},
    )
    [code] = Letter.objects.get(address=stakeholder.email).secrets
    client.post(response.headers["Location"], {"code": code})
    assert "confirm your e-mail address" not in text(client.get(draft.get_absolute_url()))
    assert (kept().author, kept().title) == (stakeholder, "Typed by nobody yet")
    assert SectionEdit.objects.get().by == stakeholder


def test_a_draft_of_nobody_is_another_browsers_not_found(client, call):
    draft = begun(Client(), call)

    assert client.get(url(draft)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url(draft)).status_code == 404
    assert save(client, draft, title="Stolen").status_code == 404


# --- Lists without a script ----------------------------------------------------------


def rows(*names: str, **more: str) -> dict[str, str]:
    named = {f"speakers-{index}-name": name for index, name in enumerate(names)}
    return {
        "speakers-TOTAL_FORMS": str(len(names)),
        "speakers-INITIAL_FORMS": "0",
        **named,
        **more,
    }


def test_a_button_adds_a_person_and_keeps_the_others(author, draft):
    html = text(save(author, draft, "speakers", **rows("Amina", action="add-person:speakers")))

    assert 'name="speakers-1-name"' in html
    assert re.search(r'name="speakers-1-honorific"[^>]* autofocus', html)
    assert [one["name"] for one in kept().answers["speakers"]] == ["Amina"]
    assert hidden(html, "version") == "2"


def test_a_button_removes_a_person(author, draft):
    html = text(
        save(author, draft, "speakers", **rows("A", "B", "C", action="remove-person:speakers:1"))
    )

    assert re.findall(r'name="speakers-\d-name" value="(\w)"', html) == ["A", "C"]


def test_enter_in_a_text_box_saves(author, draft):
    html = text(author.get(url(draft, "speakers")))

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
    assert answers("action_lines", "goals") == {"action_lines": ["C1"], "goals": [4]}


# --- Files without a script ----------------------------------------------------------


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_files_come_with_the_section(author, draft):
    response = save(author, draft, "participation", logo=upload("logo.png", picture()))

    assert response.status_code == 302
    assert answers("logo") == {"logo": [Attachment.objects.get().pk]}


def test_a_refused_file_leaves_the_text_saved_and_says_why(author, draft):
    wrong = upload("logo.png", b"no picture")
    html = text(save(author, draft, "participation", logo=wrong, remote="no"))

    assert 'href="#id_logo"' in html
    assert answers("remote") == {"remote": "no"}
    assert Attachment.objects.count() == 0


def test_a_persons_photo_is_hers_and_can_be_taken_away(author, draft):
    save(
        author,
        draft,
        "speakers",
        **rows("Amina"),
        **{"speakers-0-upload": upload("logo.png", picture())},
    )

    photo = Attachment.objects.get()
    assert kept().answers["speakers"][0]["photo"] == photo.pk
    html = text(author.get(url(draft, "speakers")))
    assert reverse("consultation:picture", args=(draft.reference, photo.pk)) in html
    data = rows("Amina", action="remove-photo:speakers:0")
    save(author, draft, "speakers", **data, **{"speakers-0-photo": photo.pk}, version=9)
    save(author, draft, "speakers", **rows("Amina"), version=9)
    assert kept().answers["speakers"][0]["photo"] is None


def test_somebody_elses_photo_is_no_photo(author, draft, stakeholder):
    other = Attachment.objects.create(
        submission=DraftFactory(call=draft.call),
        question_key="speakers",
        name="a.jpg",
        media_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        stored_name="aa/other",
        uploaded_at=NOW,
    )

    save(author, draft, "speakers", **rows("Amina"), **{"speakers-0-photo": other.pk})
    assert Submission.objects.get(pk=draft.pk).answers["speakers"][0]["photo"] is None


# --- What nobody should send ---------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded; charset=utf-7", b"title=+2D0-", 400),
        ("application/x-www-form-urlencoded; charset=utf-16", "title=x".encode("utf-16"), 400),
        ("multipart/form-data; boundary=x; charset=utf-7", b"--x--", 400),
        ("application/x-www-form-urlencoded", b"title=" + b"x" * 10_000_000, 413),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3000)), 413),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=", 400),
        ("multipart/form-data", b"no boundary", 400),
    ],
)
@pytest.mark.expects_error_log
def test_what_cannot_be_read_is_refused_and_changes_nothing(
    author, draft, content_type, body, status
):
    save(author, draft, title="Saved")
    response = author.generic("POST", url(draft), body, content_type)

    assert response.status_code == status
    assert kept().title == "Saved"
    assert kept().version == 2


def test_an_answer_too_long_to_be_kept_is_said_and_the_rest_is_saved(author, draft):
    html = text(save(author, draft, title="Kept", text="x" * 200_001))

    assert html.count("This is too long to be saved: at most 200,000 characters.") == 2
    assert answers("title", "text") == {"title": "Kept", "text": "Why and how we propose it."}


@pytest.mark.parametrize("key", ["abc\x00def", "nul\x00" * 6, "short", "x" * 50, "数字" * 10])
def test_a_page_that_is_none_of_ours_saves_all_the_same(author, draft, key):
    autosave(author, draft, title="T", **{"page-key": key, "page-turn": "1"})

    assert (kept().title, kept().section_pages) == ("T", {})


@pytest.mark.parametrize(
    ("section", "button"),
    [("participation", "remove-file-"), ("speakers", "remove-person:speakers:")],
)
@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "٣", "", "-1"])
def test_a_button_that_is_none_of_ours_removes_nothing(author, draft, section, button, number):
    data = {**rows("Amina"), "remote": "no", "action": f"{button}{number}"}

    assert save(author, draft, section, **data).status_code in (200, 302)
    assert kept().answers[section if section == "speakers" else "remote"]


@pytest.mark.parametrize(
    "body", [b"title=%ED%A0%80%00%E2%80%AEA", b"title=A%FF%FE", b"title=A&&=;=&%"]
)
def test_bytes_that_are_no_text_hurt_nobody(author, draft, body):
    response = author.post(
        url(draft),
        body + b"&version=1&language=en",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in (200, 302)
    assert kept().title.strip("\ufffd") == "A"


def test_foreign_and_extra_fields_change_nothing_else(author, draft):
    before = {**kept().answers}

    save(author, draft, title="T", status="submitted", author="1", goals=["1"], number="X")

    assert kept().answers == {**before, "title": "T"}
    assert kept().status == Status.DRAFT


# --- Queries and size ----------------------------------------------------------------


def queries_of(captured) -> int:
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])


def filled(call, stakeholder, number: int) -> Submission:
    people = [{"name": f"S{n}", "country": "CHE"} for n in range(min(number, 12))]
    return complete_draft(
        call=call,
        author=stakeholder,
        answers={
            "speakers": people,
            "action_lines": [ActionLineFactory(code=f"X{n}").code for n in range(number)],
            "goals": [GoalFactory(number=n + 1).number for n in range(number)],
        },
    )


def test_pages_and_saves_cost_the_same_whatever_they_hold(
    author, stakeholder, call, django_assert_max_num_queries
):
    StakeholderTypeFactory()
    CountryFactory()
    slugs = list(call.sections.values_list("slug", flat=True))
    costs = []
    for number in (2, 17):
        draft = filled(call, stakeholder, number)
        cost = []
        for slug in slugs:
            author.get(url(draft, slug))
            with django_assert_max_num_queries(20) as page:
                text(author.get(url(draft, slug)))
            cost.append(queries_of(page))
        for section, data in (
            ("speakers", rows(*[f"New {n}" for n in range(min(number, 12))])),
            ("tags", {"action_lines": ["X0"], "goals": ["1"]}),
            ("input", {"title": f"Title {number}", **PAGE, "page-turn": 1}),
        ):
            with django_assert_max_num_queries(30) as saved:
                assert save(author, draft, section, **data).status_code == 302
            cost.append(queries_of(saved))
        costs.append(cost)
    assert max(max(cost) for cost in costs) <= 20
    assert costs[0] == costs[1]


def test_a_call_may_ask_seven_choices_as_buttons_and_more_as_a_list(author, draft):
    question = Question.objects.get(key="remote")
    for number in range(8):
        Option.objects.create(question=question, code=f"x{number}", label=f"X{number}")

    html = text(author.get(url(draft, "participation")))
    assert question.type == QuestionType.ONE
    assert '<select name="remote"' in html
    assert 'id="id_remote_0"' in html

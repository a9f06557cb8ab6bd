"""What the secretariat does to letters that have not left."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.factories import NOW, UserFactory
from tests.letters.conftest import make_letter
from wsis_forum.letters import delivery, desk, kinds, outbox, preferences
from wsis_forum.letters.desk_pages import counts
from wsis_forum.letters.models import CancelReason, KindSetting, Letter, LetterState
from wsis_forum.letters.rendering import Request

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
STATES = [state for state in LetterState if state not in {"sending", "sent"}]


def deliver(at=NOW):
    return delivery.deliver(now=lambda: at, budget=HOUR)


def states():
    return dict(Letter.objects.values_list("key", "state"))


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("hold", "planned", "held"),
        ("hold", "deferred", "held"),
        ("hold", "held", None),
        ("hold", "bounced", None),
        ("hold", "cancelled", None),
        ("release", "held", "planned"),
        ("release", "planned", None),
        ("release", "cancelled", None),
        ("send_now", "planned", "planned"),
        ("send_now", "held", "planned"),
        ("send_now", "deferred", "planned"),
        ("send_now", "cancelled", None),
        ("send_now", "bounced", None),
        ("cancel", "planned", "cancelled"),
        ("cancel", "held", "cancelled"),
        ("cancel", "deferred", "cancelled"),
        ("cancel", "bounced", None),
    ],
)
def test_each_verb_reaches_what_has_not_left_and_counts_it(verb, before, after):
    letter = make_letter(state=before, due_at=NOW + HOUR)
    more = {"at": NOW} if verb in {"release", "send_now"} else {}
    assert getattr(desk, verb)(letter_ids=[letter.pk], **more) == (after is not None)
    letter.refresh_from_db()
    assert letter.state == (after or before)
    assert letter.due_at == (NOW if (verb, bool(after)) == ("send_now", True) else NOW + HOUR)
    assert letter.cancel_reason == ("staff" if (verb, bool(after)) == ("cancel", True) else "")


def test_a_letter_in_a_workers_hands_is_left_alone():
    letter = make_letter(state="sending", leased_until=NOW + HOUR)
    keys = [letter.pk]
    done = [
        desk.hold(letter_ids=keys),
        desk.release(letter_ids=keys, at=NOW),
        desk.send_now(letter_ids=keys, at=NOW),
        desk.cancel(letter_ids=keys),
    ]
    assert done == [0, 0, 0, 0]
    with pytest.raises(desk.NotAtHand):
        desk.edit(letter_id=letter.pk, subject="x", text="y", seen="", at=NOW)


def test_what_is_held_back_does_not_leave_until_it_is_released():
    held, other = make_letter("held"), make_letter("other")
    desk.hold(letter_ids=[held.pk])
    assert deliver().sent == 1
    assert states() == {"held": "held", "other": "sent"}
    desk.release(letter_ids=[held.pk], at=NOW)
    assert deliver().sent == 1
    assert other.pk


def test_a_kind_that_waits_for_a_look_is_held_back_until_somebody_has_looked():
    desk.set_kind(kind="decision", waits_for_look=True)
    decision, receipt = make_letter("d", kind="decision"), make_letter("r", kind="receipt")
    assert deliver().sent == 1
    assert states() == {"d": "held", "r": "sent"}
    desk.release(letter_ids=[decision.pk], at=NOW)
    # Once looked at, it is not held back again.
    assert deliver().sent == 1
    assert receipt.pk


def test_a_kind_that_waits_no_more_lets_new_letters_leave_and_keeps_what_it_holds():
    desk.set_kind(kind="decision", waits_for_look=True)
    make_letter("first", kind="decision")
    deliver()
    desk.set_kind(kind="decision", waits_for_look=False)
    make_letter("second", kind="decision")
    deliver()
    assert states() == {"first": "held", "second": "sent"}


def test_an_edited_letter_keeps_its_secrets_and_gets_an_html_text_of_its_own(settings):
    settings.PORTAL_URL = "https://consultation.example.org"
    link = "https://consultation.example.org/en/l/s3cret/"
    letter = make_letter(
        subject="Code 1234-5678",
        text=f"Dear Amina,\n\n1234-5678\n{link}\n",
        html="<p>old</p>",
        secrets=["1234-5678", "s3cret"],
    )
    subject, text = desk.editable(letter)
    assert "1234-5678" not in subject + text
    assert "s3cret" not in text
    text = text.replace("Dear Amina", "Dear <b>Ms</b> evil.example Diallo")
    seen, subject = desk.stamp(letter), f"{subject}\r\nBcc: x@example.org"
    desk.edit(letter_id=letter.pk, subject=subject, text=text, seen=seen, at=NOW)
    letter.refresh_from_db()
    assert letter.subject == "Code 1234-5678 Bcc: x@example.org"
    assert letter.text == f"Dear <b>Ms</b> evil.example Diallo,\n\n1234-5678\n{link}\n"
    assert f'href="{link}"' in letter.html
    assert "&lt;b&gt;Ms&lt;/b&gt; evil.example" in letter.html
    # Only the portal's own address became a link.
    assert letter.html.count("<a ") == 1
    assert letter.looked_at == NOW


@pytest.mark.parametrize(
    "text", ["", "•••1•••", "•••1••• •••2••• •••2•••", "•••1••• •••3•••", "•••2•••"]
)
def test_an_edit_that_loses_or_moves_a_secret_is_refused(text):
    letter = make_letter(text="a code-one b code-twoo c", secrets=["code-one", "code-twoo"])
    with pytest.raises(desk.SecretsMoved):
        desk.edit(
            letter_id=letter.pk,
            subject=letter.subject,
            text=text,
            seen=desk.stamp(letter),
            at=NOW,
        )
    assert Letter.objects.get().text == letter.text


@pytest.mark.parametrize(
    ("reason", "is_there"),
    [("cause", False), ("refused", False), ("old", True), ("staff", True)],
)
def test_what_was_cancelled_for_a_reason_that_passes_can_be_written_anew(reason, is_there):
    make_letter("x:1", state="cancelled", cancel_reason=reason)
    assert outbox.there(["x:1"]) == ({"x:1"} if is_there else set())
    keys = ["x:1"] if not is_there else []
    again = Request("code", "x:1", {"code": "9", "minutes": 15}, address="a@example.org")
    assert outbox.queue_anew([again], keys=keys, at=NOW) == (not is_there)
    assert Letter.objects.get().state == ("cancelled" if is_there else "planned")


def test_a_letter_that_lost_its_cause_says_so_and_one_refused_too():
    user = UserFactory()
    make_letter("a", kind="reminder", user=user)
    deliver()
    assert Letter.objects.get().cancel_reason == CancelReason.CAUSE
    Letter.objects.all().delete()
    make_letter("b", kind="reminder", user=user)
    preferences.refuse(user_id=user.pk, kind="reminder", at=NOW)
    assert Letter.objects.get().cancel_reason == CancelReason.REFUSED


def test_no_kind_is_set_that_is_urgent(desk_page):
    page = desk_page.get(reverse("admin:letters_kindsetting_changelist"))
    offered = {name for _label, name, *_more in page.context["rows"]}
    assert offered == {kind.name for kind in kinds.every() if not kind.urgent}
    desk_page.post(page.request["PATH_INFO"], {"waits": ["decision", "code", "nonsense"]})
    waiting = KindSetting.objects.filter(waits_for_look=True).values_list("kind", flat=True)
    assert list(waiting) == ["decision"]


@pytest.fixture
def desk_page(client, secretary):
    client.force_login(secretary)
    return client


def test_the_buttons_act_and_the_history_says_who(desk_page, secretary):
    letter = make_letter(kind="decision")
    for name, state in (("hold", "held"), ("release", "planned"), ("cancel", "cancelled")):
        url = reverse(f"admin:letters_letter_{name}", args=[letter.pk])
        assert desk_page.post(url, follow=True).status_code == 200
        letter.refresh_from_db()
        assert letter.state == state
    noted = LogEntry.objects.filter(user=secretary).values_list("change_message", flat=True)
    assert sorted(noted) == ["cancelled", "held back", "released"]


def test_a_choice_in_the_list_reaches_all_that_can_be_reached(desk_page):
    rows = [make_letter(f"{n}", state=state) for n, state in enumerate(("planned", "cancelled"))]
    said = desk_page.post(
        reverse("admin:letters_letter_changelist"),
        {"action": "hold", "_selected_action": [row.pk for row in rows]},
        follow=True,
    ).text
    assert "1 letter is held back." in said
    assert "1 letter could not be reached any more" in said


def test_a_letter_is_seen_as_its_reader_does_without_secrets_and_can_do_nothing(desk_page):
    letter = make_letter(html="<p>1234-5678</p><script>x</script>")
    page = desk_page.get(reverse("admin:letters_letter_look", args=[letter.pk]))
    assert "1234-5678" not in page.text
    assert "<p>•••</p>" in page.text
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_an_edit_that_moves_a_secret_says_so_and_keeps_what_was_typed(desk_page):
    letter = make_letter(text="Code 1234-5678", subject="Hello")
    url = reverse("admin:letters_letter_edit", args=[letter.pk])
    assert "1234-5678" not in desk_page.get(url).text
    seen = desk.stamp(letter)
    page = desk_page.post(url, {"subject": "Hello", "text": "My new words", "seen": seen})
    assert "Leave each hidden part" in page.text
    assert "My new words" in page.text
    page = desk_page.post(url, {"subject": "Hi", "text": "New •••1•••", "seen": seen}, follow=True)
    assert "The letter is changed." in page.text
    letter.refresh_from_db()
    assert (letter.subject, letter.text) == ("Hi", "New 1234-5678\n")


def test_two_people_edit_one_letter_and_the_second_sees_what_the_first_wrote(desk_page):
    letter = make_letter(kind="decision", text="Old", subject="Hello", secrets=[])
    url, seen = reverse("admin:letters_letter_edit", args=[letter.pk]), desk.stamp(letter)
    desk_page.post(url, {"subject": "Hello", "text": "Hers", "seen": seen})
    page = desk_page.post(url, {"subject": "Hello", "text": "Mine", "seen": seen})
    assert "Somebody else has changed this letter since. It says now: Hello – Hers" in page.text
    assert "Mine" in page.text
    letter.refresh_from_db()
    assert letter.text == "Hers\n"
    seen = page.context["form"]["seen"].value()
    desk_page.post(url, {"subject": "Hello", "text": "Mine", "seen": seen})
    letter.refresh_from_db()
    assert letter.text == "Mine\n"


def test_the_counts_by_state_take_one_query_for_1_and_for_30(desk_page, django_assert_num_queries):
    make_letter("first")
    letters = Letter.objects.all()
    with django_assert_num_queries(1):
        assert {state: n for state, _label, n in counts(letters)}["planned"] == 1
    for n in range(29):
        make_letter(f"{n}", state="held")
    with django_assert_num_queries(1):
        found = {state: n for state, _label, n in counts(letters)}
    assert (found["planned"], found["held"], found["sent"]) == (1, 29, 0)

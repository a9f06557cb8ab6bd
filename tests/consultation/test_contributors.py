"""Writing together: who is invited, who accepts, who may what; and asking to join an input."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.actions import contributors
from consultation.actions.joining import ask_to_join
from consultation.choices import Publication, PublicationRule, Status
from consultation.exceptions import InvitationRefused, JoinRefused, Why
from consultation.letters_together import invitee_token
from consultation.models import Contributor, Submission
from tests.consultation.drafts import complete_draft
from tests.factories import NOW, CallFactory, DraftFactory, SubmissionFactory, UserFactory, end
from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cache.clear()


@pytest.fixture
def draft(stakeholder):
    return DraftFactory(author=stakeholder)


@pytest.fixture
def author(client: Client, draft):
    client.force_login(draft.author)
    return client


def invited(draft, email: str = "kofi@example.org", at: datetime = NOW) -> Contributor:
    return contributors.invite(submission_id=draft.pk, by=draft.author, email=email, at=at)


def accepted(draft, by: User | None = None) -> User:
    by = by or UserFactory()
    contributors.accept(token=invited(draft, by.email).token, by=by, at=NOW)
    return by


def why(call, *args: object, **kwargs: object) -> Why:
    with pytest.raises(InvitationRefused) as refused:
        call(*args, **kwargs)
    return refused.value.why


def page(name: str, *args: object) -> str:
    return reverse(f"consultation:{name}", args=args)


# --- The verbs -----------------------------------------------------------------------


def test_an_invitation_is_a_letter_with_a_personal_link_that_staff_cannot_read(draft):
    draft.language = "fr"
    draft.save()
    contributor = invited(draft)
    letter = Letter.objects.get()
    link = f"/fr/l/{contributor.token}/invitation/"
    assert (letter.address, letter.language, letter.user) == ("kofi@example.org", "fr", None)
    for part in (link, "Amina Diallo", draft.title, draft.call.title):
        assert part in letter.text
    assert link in letter.html
    assert contributor.token not in letter.masked(letter.text)


def test_somebody_whom_we_know_is_invited_in_her_own_language(draft):
    UserFactory(email="Wang@example.org", language="zh-hans")
    invited(draft, "wang@example.org")
    assert Letter.objects.get().language == "zh-hans"


def test_the_same_address_again_is_the_same_invitation_sent_once_an_hour(draft):
    first = invited(draft)
    early = LATER - timedelta(seconds=1)
    assert why(invited, draft, "KOFI@example.org", early) == Why.SENT_JUST_NOW
    assert why(contributors.resend, contributor_id=first.pk, at=early) == Why.SENT_JUST_NOW
    assert invited(draft, "KOFI@example.org", LATER) == first
    contributors.resend(contributor_id=first.pk, at=LATER + timedelta(hours=1))
    assert (Contributor.objects.count(), Letter.objects.count()) == (1, 3)


def test_who_cannot_be_invited(draft):
    accepted(draft, UserFactory(email="kofi@example.org"))
    assert why(invited, draft) == Why.ACCEPTED
    assert why(invited, draft, "AMINA@example.org") == Why.OWN_ADDRESS
    for number in range(19):
        invited(draft, f"person{number}@example.com")
    assert why(invited, draft, "one.more@example.com") == Why.TOO_MANY
    Submission.objects.update(status=Status.SUBMITTED, number="WSIS-2027-0001", submitted_at=NOW)
    end(draft, Status.WITHDRAWN)
    assert why(invited, draft, "two.more@example.com") == Why.CLOSED


def test_the_first_who_accepts_is_meant_and_twice_is_once(draft):
    contributor = invited(draft)
    kofi, other = UserFactory(), UserFactory()
    token = contributor.token
    for at in (NOW, LATER):
        assert contributors.accept(token=token, by=kofi, at=at).accepted_at == NOW
    assert list(Submission.objects.of(kofi)) == [draft]
    assert why(contributors.accept, token=token, by=other, at=NOW) == Why.ACCEPTED
    assert why(contributors.accept, token=token, by=draft.author, at=NOW) == Why.OWN_SUBMISSION
    assert why(contributors.accept, token="wrong", by=other, at=NOW) == Why.NOT_VALID


def test_who_was_removed_reads_nothing_and_needs_a_new_invitation(draft):
    contributor = invited(draft)
    kofi = UserFactory()
    contributors.accept(token=contributor.token, by=kofi, at=NOW)
    for at in (NOW, LATER):
        assert contributors.remove(contributor_id=contributor.pk, at=at).removed_at == NOW
    assert not Submission.objects.of(kofi).exists()
    again = (contributors.accept, contributors.resend)
    assert why(again[0], token=contributor.token, by=kofi, at=NOW) == Why.NOT_VALID
    assert why(again[1], contributor_id=contributor.pk, at=LATER) == Why.NOT_VALID
    assert invited(draft).token != contributor.token


def test_a_person_invited_twice_is_one_contributor(draft):
    kofi = UserFactory(email="kofi@example.org")
    first, second = invited(draft), invited(draft, "kofi@example.com")
    for row in (first, second):
        assert contributors.accept(token=row.token, by=kofi, at=NOW) == first
    contributors.remove(contributor_id=first.pk, at=NOW)
    assert not Submission.objects.of(kofi).exists()


# --- The pages -----------------------------------------------------------------------


@pytest.fixture
def people(draft) -> dict[str, User | AnonymousUser]:
    removed = UserFactory(email="removed@example.org")
    row = invited(draft, removed.email)
    contributors.accept(token=row.token, by=removed, at=NOW)
    contributors.remove(contributor_id=row.pk, at=NOW)
    return {
        "author": draft.author,
        "contributor": accepted(draft),
        "removed": removed,
        "stranger": UserFactory(),
        "anonymous": AnonymousUser(),
    }


@pytest.mark.parametrize("is_handed_in", [False, True])
def test_who_may_open_and_do_what(draft, people, *, is_handed_in: bool):
    if is_handed_in:
        Submission.objects.update(
            status=Status.SUBMITTED, number="WSIS-2027-0001", submitted_at=NOW
        )
    # Refusing what one may not touch comes before asking whether it is there.
    open_one = invited(draft, "open@example.org")
    happened = {}
    for role, user in people.items():
        client = Client()
        if isinstance(user, User):
            client.force_login(user)
        happened[role] = tuple(
            answer.status_code
            for answer in (
                client.get(page("people", draft.reference)),
                client.get(page("history", draft.reference)),
                client.get(page("remove_contributor", draft.reference, open_one.pk)),
                client.post(page("people", draft.reference), {"email": "wrong"}),
                client.post(page("resend_invitation", draft.reference, open_one.pk)),
                client.post(page("similar", draft.reference), {"title": "Skills"}),
            )
        )
    assert happened == {
        "author": (200, 200, 200, 200, 302, 200),
        "contributor": (200, 200, 403, 403, 403, 200),
        "removed": (404, 404, 404, 404, 404, 404),
        "stranger": (404, 404, 404, 404, 404, 404),
        "anonymous": (302, 302, 302, 302, 302, 404),
    }


def test_a_contributor_writes_and_does_not_hand_in_until_she_is_removed(client: Client):
    draft = complete_draft()
    kofi = accepted(draft)
    client.force_login(kofi)
    url = page("edit", draft.reference, "input")
    sent = {"title": "Written by Kofi", "version": draft.version}
    client.post(url, sent)
    consent = {"key": "k" * 24, "publication": "full", "agree": "on", "version": draft.version + 1}
    for name in ("check", "withdraw"):
        client.post(page(name, draft.reference), consent)
    draft.refresh_from_db()
    assert (draft.title, draft.status) == ("Written by Kofi", Status.DRAFT)
    assert [edit.by for edit in draft.edits.all()] == [kofi]
    assert "Written by Kofi" in client.get(page("mine")).content.decode()
    contributors.remove(contributor_id=Contributor.objects.get().pk, at=NOW)
    client.post(url, {"title": "Once more", "version": draft.version})
    draft.refresh_from_db()
    assert draft.title == "Written by Kofi"
    assert "Written by Kofi" not in client.get(page("mine")).content.decode()


def test_who_invites_very_many_is_put_off(author: Client, draft, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "1/d/user"}
    url = page("people", draft.reference)
    author.post(url, {"email": "one@example.org"})
    answer = author.post(url, {"email": "two@example.org"})
    assert answer.content.decode().count("You have sent many invitations today.") == 2
    assert Contributor.objects.count() == 1


def test_an_author_invites_sends_again_and_takes_back(author: Client, draft):
    url = page("people", draft.reference)
    said = author.post(url, {"email": " Kofi@Example.org "}, follow=True)
    assert "The invitation was sent to kofi@example.org." in said.content.decode()
    row = Contributor.objects.get()
    said = author.post(page("resend_invitation", draft.reference, row.pk), follow=True)
    assert "less than an hour ago" in said.content.decode()
    author.post(page("remove_contributor", draft.reference, row.pk))
    assert "kofi@example.org" not in author.get(url).content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the address of whom you want to invite."),
        ("kofi@example", "Enter an address like name@example.org."),
        ("kofi@example.org, ama@example.org", "Enter an address like name@example.org."),
        ("a" * 300 + "@example.org", "Enter an address like name@example.org."),
        ("kofi\0@example.org", "Null characters are not allowed."),
        ("AMINA@example.org", "This is the author&#x27;s own address."),
    ],
)
def test_a_mistyped_address_is_said_at_the_field(author: Client, draft, typed: str, message: str):
    answer = author.post(page("people", draft.reference), {"email": typed})
    text = answer.content.decode()
    assert (answer.status_code, text.count(message)) == (200, 2)
    assert "Error: " in text
    assert not Contributor.objects.exists()


def test_a_mistyped_address_is_said_in_the_language_of_the_page(author: Client, draft):
    url = page("people", draft.reference).replace("/en/", "/fr/")
    text = author.post(url, {"email": "kofi@"}).content.decode()
    assert text.count("Saisissez une adresse comme name@example.org.") == 2


def test_the_link_shows_what_it_is_about_and_only_its_button_accepts(draft):
    contributor = invited(draft)
    url = page("invitation", contributor.token)
    client = Client()
    answer = client.get(url)
    assert draft.title in answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"
    assert client.post(url)["Location"].startswith(reverse("account_login"))
    kofi = UserFactory()
    client.force_login(kofi)
    client.get(url)
    assert not Contributor.objects.active().exists()
    assert client.post(url)["Location"] == draft.get_absolute_url()
    assert client.get(url)["Location"] == draft.get_absolute_url()
    assert list(Contributor.objects.active().values_list("user", flat=True)) == [kofi.pk]


def test_a_link_that_does_not_hold_says_why(author: Client, draft):
    contributor = invited(draft)
    url = page("invitation", contributor.token)
    assert "This is your own input." in author.get(url).content.decode()
    accepted_by = UserFactory()
    contributors.accept(token=contributor.token, by=accepted_by, at=NOW)
    other = Client()
    other.force_login(UserFactory())
    for answer in (other.get(url), other.post(url)):
        assert answer.status_code == 403
        assert "Somebody has accepted this invitation already." in answer.content.decode()
    contributors.remove(contributor_id=contributor.pk, at=NOW)
    for address in (url, page("invitation", "never-was")):
        answer = other.get(address)
        assert answer.status_code == 404
        assert "This invitation is not valid" in answer.content.decode()


def test_a_contributor_leaves_and_sees_no_addresses_of_others(client: Client, draft):
    accepted(draft, UserFactory(email="ama@example.org", name=""))
    kofi = accepted(draft, UserFactory(email="kofi@example.org", name="Kofi"))
    invited(draft, "open@example.org")
    client.force_login(kofi)
    text = client.get(page("people", draft.reference)).content.decode()
    shown = [mail for mail in ("ama", "open", "amina") if f"{mail}@example.org" in text]
    assert shown == []
    own = Contributor.objects.get(user=kofi)
    client.post(page("remove_contributor", draft.reference, own.pk))
    assert client.get(page("people", draft.reference)).status_code == 404


def test_another_submissions_contributor_is_not_found(author: Client, draft):
    foreign = invited(DraftFactory())
    url = page("remove_contributor", draft.reference, foreign.pk)
    assert author.post(url).status_code == 404
    foreign.refresh_from_db()
    assert foreign.removed_at is None


def test_the_page_costs_the_same_with_many_people(author: Client, draft):
    url, counts = page("people", draft.reference), []
    author.get(url)
    for number in (1, 18):
        for _ in range(number):
            accepted(draft)
        with CaptureQueriesContext(connection) as queries:
            author.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Joining another input -----------------------------------------------------------


@pytest.fixture
def asked():
    call = CallFactory(publication_rule=PublicationRule.AT_ONCE)
    return SubmissionFactory(
        call=call, title="Skills", author=UserFactory(email="author@example.org", language="ru")
    )


def join(asked, by: User, *, shows_address: bool = False) -> bool:
    _asked, is_new = ask_to_join(
        number=asked.number, by=by, message="May I?", shows_address=shows_address, at=NOW
    )
    return is_new


def test_an_author_is_asked_once_by_each_person_in_her_language(asked):
    amina, kofi = UserFactory(), UserFactory()
    assert [join(asked, one) for one in (amina, amina, kofi)] == [True, False, True]
    assert set(Letter.objects.values_list("address", "language")) == {("author@example.org", "ru")}


def test_an_address_stands_in_the_letter_only_if_its_owner_wants_that(asked):
    amina, kofi = UserFactory(email="amina@example.org"), UserFactory(email="kofi@example.org")
    join(asked, amina)
    join(asked, kofi, shows_address=True)
    first, second = (one.text + one.html for one in Letter.objects.order_by("pk"))
    assert "amina@example.org" not in first
    assert "invitee" not in first
    assert "kofi@example.org" in second
    assert invitee_token(asked, kofi) in second


def test_the_link_of_the_letter_fills_in_the_address(client: Client, asked):
    kofi = UserFactory(email="kofi@example.org")
    client.force_login(asked.author)
    url = page("people", asked.reference)
    token = invitee_token(asked, kofi)
    foreign = invitee_token(DraftFactory(), kofi)
    filled = [
        "kofi@example.org" in client.get(url, {"invitee": one}).content.decode()
        for one in (token, foreign, "wrong", f"{token}x")
    ]
    assert filled == [True, False, False, False]


@pytest.mark.parametrize(
    "change",
    [
        {"publication": Publication.NOT_PUBLIC},
        {"status": Status.WITHDRAWN},
        {"author": None},
    ],
)
def test_nobody_is_asked_about_what_is_not_public_or_has_no_author(asked, change):
    if "status" in change:
        end(asked, **change)
    else:
        Submission.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(JoinRefused):
        join(asked, UserFactory())


def test_nobody_asks_herself(asked):
    with pytest.raises(JoinRefused):
        join(asked, asked.author)


def test_the_page_sends_the_message_once(author: Client, draft, asked):
    url = page("join", draft.reference, asked.number)
    text = author.get(url).content.decode()
    assert asked.title in text
    assert "author@example.org" not in text
    for typed, message in (("", "Write a message"), ("x" * 2001, "Shorten the message")):
        answer = author.post(url, {"message": typed})
        assert message in answer.content.decode()
    assert author.post(url, {"message": "May I?"})["Location"] == draft.get_absolute_url()
    assert Letter.objects.get().kind == "join-request"
    assert "You have written to this author already." in author.get(url).content.decode()
    author.post(url, {"message": "Again"})
    assert Letter.objects.count() == 1


def test_a_name_that_is_not_to_be_published_is_not_shown(author: Client, draft, asked):
    Submission.objects.filter(pk=asked.pk).update(
        organization_name="Secret Society", publication=Publication.WITHOUT_NAME, title=draft.title
    )
    text = author.get(page("join", draft.reference, asked.number)).content.decode()
    Submission.objects.filter(pk=draft.pk).update(call=asked.call)
    listed = author.post(page("similar", draft.reference), {"title": draft.title}).content.decode()
    assert (asked.number in listed, "Secret Society" in text + listed) == (True, False)


def test_what_is_not_public_has_no_page(author: Client, draft):
    hidden = SubmissionFactory()
    assert author.get(page("join", draft.reference, hidden.number)).status_code == 404

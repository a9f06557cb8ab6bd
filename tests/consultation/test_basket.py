"""The basket: put, take out, land together or not at all; and the page that confirms it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.models import SessionType
from consultation.actions import basket, decisions
from consultation.actions.ledger import mark_decided
from consultation.actions.reopening import reopen
from consultation.actions.withdrawals import withdraw
from consultation.choices import Disposition, Status
from consultation.exceptions import (
    BasketChanged,
    InAnotherBasket,
    MergeImpossible,
    NotLanded,
    ReasonMissing,
    WrongStatus,
)
from consultation.models import (
    BasketItem,
    Call,
    Contributor,
    Decision,
    PublicReason,
    Relation,
    Review,
    Submission,
    SubmissionEvent,
    TeamNote,
)
from consultation.outcome import Outcome
from consultation.queries.basket import changed_since, counted, stamp_of, stamps_differ
from tests.factories import (
    NOW,
    CallFactory,
    OutcomeFactory,
    PublicReasonFactory,
    SessionTypeFactory,
    SubmissionFactory,
    UserFactory,
    kept_reason,
)
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

PAGE = "/admin/consultation/basketitem/"
LANGUAGES = ("en", "fr", "ar", "zh-hans", "ru")


def declined(reason: str = "Off topic.", **more: Any) -> Outcome:
    return OutcomeFactory(disposition=Disposition.DECLINED, reason=reason, **more)


def merged(target: Submission) -> Outcome:
    return OutcomeFactory(
        disposition=Disposition.MERGED, reason="The same subject.", target_id=target.pk
    )


def put(submission: Submission, by: User, outcome: Outcome | None = None) -> BasketItem:
    return basket.put(submission_id=submission.pk, by=by, outcome=outcome or declined(), at=NOW)


def stamps(by: User) -> dict[int, str]:
    """Return what the confirm page would carry."""
    return {item.pk: stamp_of(item, NOW) for item in counted().filter(put_by=by)}


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def shown(response: Any) -> dict[str, str]:
    """Return the hidden stamps of the page, as a browser sends them."""
    html = response.content.decode()
    return dict(re.findall(r'name="(stamp-\d+)" value="([^"]+)"', html))


# --- The verbs -------------------------------------------------------------------------------


def test_a_second_decision_on_an_input_takes_the_place_of_the_first(secretary: User):
    submission = SubmissionFactory()
    put(submission, secretary)
    put(submission, secretary, declined("Too long."))
    assert BasketItem.objects.get().reason == "Too long."


@pytest.mark.parametrize("status", [Status.DECIDED, Status.WITHDRAWN, Status.RETURNED])
def test_what_has_ended_or_waits_for_its_author_is_not_put(secretary: User, status: Status):
    with pytest.raises(WrongStatus):
        put(SubmissionFactory(status=status), secretary)


def test_somebody_elses_is_named_and_taken_over_only_if_asked(secretary: User):
    submission, colleague = SubmissionFactory(), UserFactory()
    put(submission, colleague)
    with pytest.raises(InAnotherBasket) as refusal:
        put(submission, secretary)
    assert refusal.value.person == colleague
    assert basket.take_out(item_ids=[BasketItem.objects.get().pk], by=secretary) == 0
    basket.put(
        submission_id=submission.pk, by=secretary, outcome=declined(), at=NOW, take_over=True
    )
    assert BasketItem.objects.get().put_by == secretary


def test_a_basket_lands_as_a_whole(secretary: User):
    one, other, third = (SubmissionFactory() for _ in range(3))
    put(one, secretary)
    put(other, secretary, merged(third))
    landed = basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
    assert [decision.submission for decision in landed.decisions] == [one, other]
    assert landed.letters == Letter.objects.filter(kind="decision").count() == 2
    assert not BasketItem.objects.exists()
    assert Relation.objects.get().target == third
    assert set(Decision.objects.values_list("decided_by", flat=True)) == {secretary.pk}
    # Both passed through the review, and both steps are on record.
    assert SubmissionEvent.objects.filter(submission=one).count() == 2


def test_nothing_lands_if_one_of_them_cannot(secretary: User):
    fine, broken, target = (SubmissionFactory() for _ in range(3))
    put(fine, secretary)
    put(broken, secretary, merged(target))
    withdraw(submission_id=target.pk, by=target.author, reason="No time.", at=NOW)
    with pytest.raises(NotLanded) as refusal:
        basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
    assert refusal.value.submission == broken
    assert isinstance(refusal.value.cause, MergeImpossible)
    assert not Decision.objects.exclude(disposition=Disposition.WITHDRAWN).exists()
    assert not Letter.objects.filter(kind="decision").exists()
    assert BasketItem.objects.count() == 2
    fine.refresh_from_db()
    assert fine.status == Status.SUBMITTED


def _note(submission: Submission, secretary: User) -> None:
    TeamNote.objects.create(submission=submission, by=secretary, at=NOW, text="Wait.")


def _review(submission: Submission, secretary: User) -> None:
    Review.objects.create(
        submission=submission,
        reviewer=secretary,
        version_number=1,
        recommendation="accept",
        saved_at=NOW,
        submitted_at=NOW,
    )


CHANGES = {
    "status": lambda one, by: decisions.take_up(submission_id=one.pk, by=by, at=NOW),
    "texts": lambda one, by: one.versions.create(number=2, answers={}, at=NOW, by=None),
    "notes": _note,
    "reviews": _review,
    "decision": lambda one, by: put(one, by, declined("Too long.")),
    "reason": lambda one, by: PublicReason.objects.update(text_fr="Autrement."),
    "letter": lambda one, by: User.objects.filter(pk=one.author_id).update(language="ar"),
    "target": lambda one, by: decisions.decline(
        submission_id=BasketItem.objects.get().target_id or 0,
        by=by,
        chosen_reason_id=kept_reason(),
        reason="No.",
        at=NOW,
    ),
    "target: title": lambda one, by: _of_target().update(title="Another title"),
    "target: publicity": lambda one, by: _of_target().update(publication="not-public"),
    "target: its call": lambda one, by: _call_of(_of_target()).update(publication_rule="at-once"),
    "public": lambda one, by: _of(one).update(publication="not-public"),
    "public: rule": lambda one, by: _call_of(_of(one)).update(publication_rule="never"),
    "public: date": lambda one, by: _call_of(_of(one)).update(
        closes_at=one.call.closes_at + timedelta(days=1)
    ),
    "call": lambda one, by: _call_of(_of(one)).update(is_binding=True),
    "letter: another address": lambda one, by: User.objects.filter(pk=one.author_id).update(
        email="new@example.org"
    ),
    "letter: erased": lambda one, by: _of(one).update(author=None),
    "letter: writes along": lambda one, by: Contributor.objects.create(
        submission=one, user=UserFactory(), email="x@x.org", invited_at=NOW, accepted_at=NOW
    ),
    "note": lambda one, by: Review.objects.update(note_for_author="Well done."),
    "input": lambda one, by: _of(one).update(title="Another title"),
    "sources": lambda one, by: decisions.decide(
        submission_id=SubmissionFactory().pk, by=by, outcome=merged(one), at=NOW
    ),
    "formats": lambda one, by: SessionType.objects.update(title_fr="Autre atelier"),
}


def _of(submission: Submission) -> Any:
    return Submission.objects.filter(pk=submission.pk)


def _of_target() -> Any:
    target: Any = BasketItem.objects.get().target_id
    return Submission.objects.filter(pk=target)


def _call_of(rows: Any) -> Any:
    return Call.objects.filter(submissions__in=rows)


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_since_the_page_was_shown_keeps_it_from_landing(secretary: User, name: str):
    submission, part = SubmissionFactory(), name.partition(":")[0]
    outcome = declined()
    if part == "target":
        outcome = merged(SubmissionFactory())
    if part == "formats":
        SessionTypeFactory(title_fr="Atelier")
        outcome = OutcomeFactory(
            disposition=Disposition.BECOMES, reason="Yes.", accepted_format="THEMATIC_WS"
        )
    if part == "note":
        _review(submission, secretary)
    put(submission, secretary, outcome)
    before = stamps(secretary)
    CHANGES[name](submission, secretary)
    with pytest.raises(BasketChanged) as refusal:
        basket.land(by=secretary, stamps=before, at=NOW)
    assert refusal.value.keys == set(before)
    (item,) = counted()
    assert stamps_differ(before[item.pk], stamp_of(item, NOW)) == [part]
    # Another decision is put there anew, with the input as it is by then.
    assert changed_since(item, NOW) == ([] if part == "decision" else [part])
    assert not Decision.objects.filter(submission=submission).exists()


def test_what_was_taken_out_meanwhile_keeps_the_rest_from_landing(secretary: User):
    items = [put(SubmissionFactory(), secretary) for _ in range(2)]
    before = stamps(secretary)
    basket.take_out(item_ids=[items[0].pk], by=secretary)
    with pytest.raises(BasketChanged) as refusal:
        basket.land(by=secretary, stamps=before, at=NOW)
    assert refusal.value.keys == {items[0].pk}


def test_what_has_no_kept_reason_or_not_in_all_languages_is_in_the_way(
    desk: Client, secretary: User
):
    item = put(SubmissionFactory(), secretary)
    PublicReason.objects.update(is_active=False, text_ru="")
    for _turn in range(2):
        assert "needs a reason that we keep" in desk.get(PAGE).content.decode()
        with pytest.raises(NotLanded) as refusal:
            basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
        assert isinstance(refusal.value.cause, ReasonMissing)
        # As one lies there that was put when free text alone was enough.
        BasketItem.objects.filter(pk=item.pk).update(chosen_reason=None)


def test_two_that_would_be_merged_into_each_other_do_not_land(secretary: User):
    one, other = SubmissionFactory(), SubmissionFactory()
    put(one, secretary, merged(other))
    put(other, secretary, merged(one))
    with pytest.raises(NotLanded) as refusal:
        basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
    assert isinstance(refusal.value.cause, MergeImpossible)
    assert not Relation.objects.exists()


def test_a_chain_lands_whatever_the_order_it_was_put_in(secretary: User):
    first, second, third = (SubmissionFactory() for _ in range(3))
    put(first, secretary, merged(second))
    put(second, secretary, merged(third))
    put(third, secretary)
    basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
    assert Relation.objects.active().count() == 2


def test_contributors_get_the_letter_and_the_erased_do_not(secretary: User):
    submission, colleague = SubmissionFactory(author=None), UserFactory(language="ru")
    Contributor.objects.create(
        submission=submission,
        email=colleague.email,
        user=colleague,
        invited_at=NOW,
        accepted_at=NOW,
    )
    put(submission, secretary)
    assert basket.land(by=secretary, stamps=stamps(secretary), at=NOW).letters == 1
    assert Letter.objects.get().language == "ru"


def test_the_chosen_reason_is_frozen_and_read_in_ones_own_language(secretary: User):
    reason = PublicReasonFactory(text_fr="Trop de demandes.", text_ru="Слишком много.")
    french = SubmissionFactory(author__language="fr")
    russian = SubmissionFactory(author__language="ru")
    for submission in (french, russian):
        outcome = OutcomeFactory(disposition=Disposition.DECLINED, chosen_reason_id=reason.pk)
        put(submission, secretary, outcome)
    basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
    PublicReason.objects.update(text_fr="Autre chose.", text_en="Else.")
    decision = Decision.objects.get(submission=french)
    assert decision.reason_texts == {**reason.texts, "fr": "Trop de demandes."}
    assert len(decision.reason_texts) == 6
    texts = {letter.user_id: letter.text for letter in Letter.objects.all()}
    assert "> Trop de demandes." in texts[french.author_id]
    assert "> Слишком много.\n" in texts[russian.author_id]


def test_landing_costs_few_queries_for_each_decision(secretary: User):
    def cost(count: int) -> int:
        for _ in range(count):
            put(SubmissionFactory(), secretary)
        with CaptureQueriesContext(connection) as queries:
            basket.land(by=secretary, stamps=stamps(secretary), at=NOW)
        return len(queries)

    one = cost(1)
    assert cost(11) - one <= 10 * 6


# --- The page --------------------------------------------------------------------------------


def test_the_page_shows_all_that_would_happen(desk: Client, secretary: User, now):
    call = CallFactory(is_binding=True)
    inputs = [
        SubmissionFactory(call=call, author__language=language, number=f"WSIS-2027-09{place:02d}")
        for place, language in enumerate(LANGUAGES)
    ]
    erased = SubmissionFactory(call=call, author=None)
    for submission in (*inputs, erased):
        put(submission, secretary)
    response = desk.get(PAGE)
    html = response.content.decode()
    assert "6 decisions wait to land" in html
    assert response.context["counts"] == [("Declined", 6)]
    letters = {each.language.code: len(each.requests) for each in response.context["letters"]}
    assert letters == dict.fromkeys(LANGUAGES, 1)
    assert [row.item.submission for row in response.context["without_letter"]] == [erased]
    # What is declined binds nobody.
    (note,) = response.context["call_notes"]
    assert "is still open" in note
    accepted = OutcomeFactory(disposition=Disposition.BECOMES)
    put(SubmissionFactory(call=call), secretary, accepted)
    assert "is binding" in desk.get(PAGE).context["call_notes"][1]
    letter = desk.get(f"{PAGE}letter/{inputs[1].pk}/")
    assert inputs[1].author.email in letter.content.decode()
    assert desk.get(f"{PAGE}letter/{SubmissionFactory().pk}/").status_code == 404
    assert not Letter.objects.exists()


def test_the_page_says_from_when_everybody_reads_it(desk: Client, secretary: User, now):
    cases = (
        ({"call__publication_rule": "at-once"}, "Public at once"),
        ({"call__publication_rule": "after-deadline"}, "Public from 12 December 2026"),
        ({"call__publication_rule": "never"}, "Not public"),
        ({"publication": "not-public"}, "Not public"),
    )
    for facts, words in cases:
        item = put(SubmissionFactory(**facts), secretary)
        (row,) = desk.get(PAGE, {"only": item.pk}).context["rows"]
        assert row.public.startswith(words)


def test_the_page_lands_what_it_shows_and_counts_it(desk: Client, secretary: User):
    for _ in range(2):
        put(SubmissionFactory(), secretary)
    response = desk.post(f"{PAGE}land/", shown(desk.get(PAGE)), follow=True)
    assert said(response) == ["2 decisions have landed. 2 letters are queued."]
    assert "Your basket is empty." in response.content.decode()


def test_the_page_marks_what_changed(desk: Client, secretary: User):
    submission = SubmissionFactory()
    put(submission, secretary)
    data = shown(desk.get(PAGE))
    _note(submission, secretary)
    response = desk.post(f"{PAGE}land/", data)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Nothing has landed: something changed" in html
    (row,) = response.context["rows"]
    assert row.changed_just_now == row.changed == ["the thread among colleagues"]
    assert not Decision.objects.exists()
    assert desk.post(f"{PAGE}land/", shown(response)).status_code == 302


def test_a_circle_is_said_and_nothing_can_land(desk: Client, secretary: User):
    one, other = SubmissionFactory(), SubmissionFactory()
    put(one, secretary, merged(other))
    put(other, secretary, merged(one))
    html = desk.get(PAGE).content.decode()
    assert html.count("This basket would merge inputs in a circle.") == 2
    assert "data-land" not in html


def test_a_merge_into_what_is_declined_is_pointed_out(desk: Client, secretary: User):
    one, other = SubmissionFactory(), SubmissionFactory()
    put(one, secretary, merged(other))
    put(other, secretary)
    html = desk.get(PAGE).content.decode()
    assert "The input it is merged into ends itself as: Declined." in html


def test_one_sees_the_own_basket_and_no_hidden_input(desk: Client, secretary: User):
    colleague = UserFactory(name="Bo Larsson")
    put(SubmissionFactory(), colleague)
    hidden = put(SubmissionFactory(author=secretary), secretary)
    response = desk.get(PAGE)
    assert response.context["rows"] == []
    assert "Bo Larsson" in response.content.decode()
    data = {f"stamp-{hidden.pk}": stamps(secretary)[hidden.pk]}
    assert desk.post(f"{PAGE}land/", data).status_code == 200
    assert not Decision.objects.exists()


def test_the_page_asks_the_same_number_of_queries_for_thirty(desk: Client, secretary: User):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PAGE).status_code == 200
        return len(queries)

    def fill() -> None:
        put(SubmissionFactory(), secretary, merged(SubmissionFactory()))
        session = OutcomeFactory(
            disposition=Disposition.BECOMES, reason="Good.", accepted_format="THEMATIC_WS"
        )
        put(SubmissionFactory(), secretary, session)

    fill()
    count()
    one = count()
    for _ in range(15):
        fill()
    assert count() == one


# --- Several at once ---------------------------------------------------------------------------


def test_thirty_are_declined_for_one_reason(desk: Client, secretary: User):
    inputs = [SubmissionFactory() for _ in range(30)]
    held = SubmissionFactory()
    put(held, UserFactory(name="Bo Larsson"))
    chosen = [one.pk for one in (*inputs, held)]
    data = {"action": "put_chosen", "_selected_action": chosen}
    response = desk.post("/admin/consultation/submission/", data)
    assert response.status_code == 200
    assert len(response.context["inputs"]) == 31
    fields = {name: value for _row, name, value in response.context["inputs"]}
    form = {"disposition": "declined", "reason": "Too many.", "reason_language": "en"}
    form["chosen_reason"] = str(kept_reason())
    url = "/admin/consultation/submission/into-basket/"
    broken = desk.post(url, {**form, **fields, "input": chosen, "chosen_reason": ""})
    assert list(broken.context["form"].errors) == ["chosen_reason"]
    response = desk.post(url, {**form, **fields, "input": chosen}, follow=True)
    assert said(response)[0] == "30 decisions are put into your basket."
    assert "Bo Larsson" in said(response)[1]
    assert BasketItem.objects.filter(put_by=secretary, reason="Too many.").count() == 30


def test_what_somebody_changed_is_not_put_unseen(desk: Client, secretary: User):
    submission = SubmissionFactory()
    data = {"action": "put_chosen", "_selected_action": [submission.pk]}
    response = desk.post("/admin/consultation/submission/", data)
    fields = {name: value for _row, name, value in response.context["inputs"]}
    decisions.take_up(submission_id=submission.pk, by=secretary, at=NOW)
    form = {"disposition": "declined", "chosen_reason": kept_reason(), "reason_language": "en"}
    url = "/admin/consultation/submission/into-basket/"
    response = desk.post(url, {**form, **fields, "input": [submission.pk]})
    assert "Changed since you chose them" in response.content.decode()
    assert not BasketItem.objects.exists()


# --- The ledger --------------------------------------------------------------------------------

LEDGER = "/admin/consultation/call/undecided/"


def test_the_ledger_lists_what_has_no_disposition_and_marks_the_call(
    desk: Client, secretary: User, now
):
    call = CallFactory(closes_at=NOW - timedelta(hours=1))
    open_one = SubmissionFactory(call=call, number="WSIS-2027-0911")
    SubmissionFactory(call=call, status=Status.DECIDED)
    hidden = SubmissionFactory(call=call, author=secretary)
    response = desk.get(LEDGER)
    assert list(response.context["page"].object_list) == [open_one]
    (line,) = response.context["lines"]
    assert (line.left, line.may_mark) == (1, False)
    mark = f"/admin/consultation/call/{call.pk}/mark-decided/"
    assert said(desk.post(mark, follow=True)) == ["1 input of this call has no disposition yet."]
    decisions.decline(
        submission_id=open_one.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason="No.",
        at=NOW,
    )
    assert said(desk.post(mark, follow=True))[0].startswith("Inputs that you cannot see")
    decisions.decline(
        submission_id=hidden.pk, by=secretary, chosen_reason_id=kept_reason(), reason="No.", at=NOW
    )
    assert said(desk.post(mark, follow=True))[0].startswith("The call is marked as decided")
    call.refresh_from_db()
    assert call.decided_at == NOW
    assert "marked as decided" in desk.get(LEDGER, {"call": call.pk}).content.decode()


def test_an_open_call_is_not_marked(desk: Client, now):
    call = CallFactory()
    SubmissionFactory(call=call)
    response = desk.post(f"/admin/consultation/call/{call.pk}/mark-decided/", follow=True)
    assert said(response) == ["The call has not closed yet."]


def test_only_the_secretariat_marks(client: Client, reviewer: User):
    client.force_login(reviewer)
    call = SubmissionFactory().call
    assert client.get(LEDGER).status_code == 200
    assert client.post(f"/admin/consultation/call/{call.pk}/mark-decided/").status_code == 403


def test_reopening_takes_the_mark_away(secretary: User):
    call = CallFactory(closes_at=NOW - timedelta(hours=1))
    submission = SubmissionFactory(call=call)
    decisions.decline(
        submission_id=submission.pk,
        by=secretary,
        chosen_reason_id=kept_reason(),
        reason="No.",
        at=NOW,
    )
    mark_decided(call_id=call.pk, by=secretary, at=NOW)
    reopen(submission_id=submission.pk, by=secretary, reason="Looked again.", at=NOW)
    call.refresh_from_db()
    assert call.decided_at is None

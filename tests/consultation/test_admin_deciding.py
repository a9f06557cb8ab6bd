"""Deciding on the page of an input: the form, the basket, and reopening."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from consultation.actions import basket, decisions
from consultation.choices import Disposition, Status
from consultation.models import BasketItem, Call, Decision, PublicReason, Relation, Submission
from tests.factories import (
    NOW,
    OutcomeFactory,
    PublicReasonFactory,
    SubmissionFactory,
    UserFactory,
    kept_reason,
)
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"
BASKET = "/admin/consultation/basketitem/"


def page(submission: Submission, verb: str = "change") -> str:
    return f"{LIST}{submission.pk}/{verb}/"


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def typed(disposition: Disposition = Disposition.DECLINED, **fields: Any) -> dict[str, Any]:
    """Return what the form sends."""
    return {
        "disposition": disposition.value,
        "chosen_reason": kept_reason(),
        "reason": "Off topic.",
        "reason_language": "en",
        "relation": "merged",
        **fields,
    }


def problems(response: Any) -> dict[str, Any]:
    return dict(response.context["deciding"]["form"].errors)


def decided(submission: Submission, secretary: User, **outcome: Any) -> Decision:
    given = {"disposition": Disposition.DECLINED, "reason": "Off topic.", **outcome}
    return decisions.decide(
        submission_id=submission.pk, by=secretary, outcome=OutcomeFactory(**given), at=NOW
    )


def test_a_decision_goes_into_the_basket_and_nobody_is_told(desk: Client, secretary: User):
    submission = SubmissionFactory()
    response = desk.post(page(submission, "decide"), typed(), follow=True)
    assert response.redirect_chain == [(page(submission), 302)]
    assert said(response) == ["It is in your basket, with 1 decision."]
    item = BasketItem.objects.get()
    assert (item.submission, item.put_by, item.reason) == (submission, secretary, "Off topic.")
    assert not Decision.objects.exists()
    assert not Letter.objects.exists()
    html = response.content.decode()
    assert "in your basket" in html
    assert '<textarea name="reason"' in html
    assert "Off topic.</textarea>" in html


def test_decide_now_shows_the_one_decision_to_confirm(desk: Client):
    one, other = SubmissionFactory(), SubmissionFactory()
    desk.post(page(other, "decide"), typed())
    response = desk.post(page(one, "decide"), typed(now="1"), follow=True)
    assert [row.item.submission for row in response.context["rows"]] == [one]
    assert response.context["left"] == 1


CASES = [
    (Disposition.BECOMES, {"accepted_title": "Skills", "accepted_minutes": "45"}, {}),
    (Disposition.TAKEN_UP, {"taken_up_as": "stand"}, {"taken_up_as": "stand"}),
    (
        Disposition.INFORMS,
        {"informs": "session", "informs_which": "Opening"},
        {"informs": "session", "detail": "Opening"},
    ),
    (Disposition.DEFERRED, {"deferred_to": "Forum 2028"}, {"detail": "Forum 2028"}),
    (Disposition.DECLINED, {"taken_up_as": "stand", "informs": "theme"}, {}),
    (Disposition.OUT_OF_SCOPE, {"deferred_to": "Forum 2028"}, {}),
]


@pytest.mark.parametrize(("disposition", "fields", "kept"), CASES)
def test_each_disposition_keeps_what_is_its_own(desk: Client, disposition, fields, kept):
    submission = SubmissionFactory()
    response = desk.post(page(submission, "decide"), typed(disposition, **fields))
    assert response.status_code == 302
    item = BasketItem.objects.get()
    usual = {"taken_up_as": "", "informs": "", "detail": ""}
    assert {name: getattr(item, name) for name in usual} == {**usual, **kept}
    is_session = disposition == Disposition.BECOMES
    assert item.accepted_title == ("Skills" if is_session else "")
    assert item.accepted_minutes == (45 if is_session else None)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"disposition": ""}, "disposition", "Choose where the input ends."),
        (
            {"chosen_reason": ""},
            "chosen_reason",
            "Choose a reason. The author and the public will read it.",
        ),
        ({"reason": "x" * 4001}, "reason", None),
        ({"reason": "a\u0000"}, "reason", None),
        ({"disposition": "taken-up"}, "taken_up_as", "Choose what it is taken up as."),
        ({"disposition": "informs"}, "informs", "Choose what it informs."),
        (
            {"disposition": "merged"},
            "target",
            "Give the number of the input that it is merged into.",
        ),
        (
            {"disposition": "merged", "target": "WSIS-9"},
            "target",
            "There is no input with this number.",
        ),
        ({"disposition": "becomes", "accepted_minutes": "0"}, "accepted_minutes", None),
        ({"disposition": "becomes", "accepted_format": "NONE"}, "accepted_format", None),
        ({"disposition": "withdrawn"}, "disposition", None),
        ({"chosen_reason": "999"}, "chosen_reason", None),
        ({"reason_language": "tlh"}, "reason_language", None),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    desk: Client, fields: dict[str, str], field: str, words: str | None
):
    submission = SubmissionFactory()
    data = {**typed(), "informs_which": "The opening, of course", **fields}
    response = desk.post(page(submission, "decide"), data)
    assert response.status_code == 200
    assert list(problems(response)) == [field]
    if words:
        assert problems(response)[field] == [words]
    html = response.content.decode()
    assert "<title>Error:" in html
    assert "The opening, of course" in html
    target = re.search(r'role="alert".*?<a href="#([^"]+)"', html, re.DOTALL)
    assert target
    assert f'id="{target[1]}"' in html
    assert not BasketItem.objects.exists()


def test_a_reason_is_offered_for_its_dispositions_only(desk: Client):
    submission = SubmissionFactory()
    reason = PublicReasonFactory(code="long", dispositions=["declined"])
    url = page(submission, "decide")
    response = desk.post(url, typed(Disposition.OUT_OF_SCOPE, chosen_reason=reason.pk))
    assert problems(response) == {"chosen_reason": ["This reason is offered for: Declined."]}
    assert desk.post(url, typed(reason="", chosen_reason=reason.pk)).status_code == 302
    assert BasketItem.objects.get().chosen_reason == reason
    PublicReason.objects.update(is_active=False)
    assert "chosen_reason" in problems(desk.post(url, typed(chosen_reason=reason.pk)))


def test_a_reason_lacks_no_language_before_it_is_offered(desk: Client):
    add = "/admin/consultation/publicreason/add/"
    texts = {name: f"{name}." for name in ("text_en", "text_fr", "text_es", "text_ar", "text_ru")}
    errors = desk.post(add, {**texts, "is_active": "on", "order": "1"}).context["adminform"].errors
    words = "Enter the text: a reason is offered in all six languages."
    assert errors == {"text_zh_hans": [words]}
    desk.post(add, {**texts, "order": "1"})
    reason = PublicReason.objects.get()
    response = desk.get(page(SubmissionFactory()))
    assert list(response.context["deciding"]["form"].fields["chosen_reason"].queryset) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicReason.objects.filter(pk=reason.pk).update(is_active=True)
    change = f"/admin/consultation/publicreason/{reason.pk}/change/"
    whole = {**texts, "text_zh_hans": "好。", "is_active": "on", "order": "1"}
    assert desk.post(change, {**whole, "seen": str(reason.version)}).status_code == 302
    assert PublicReason.objects.get().is_active


def test_merging_finds_the_other_by_its_number_among_what_one_may_see(desk: Client, secretary):
    submission, target = SubmissionFactory(), SubmissionFactory(number="WSIS-2027-0900")
    hidden = SubmissionFactory(number="WSIS-2027-0901", author=secretary)
    url = page(submission, "decide")
    for number, words in (
        (hidden.number, "There is no input with this number."),
        (submission.number, "This is the input itself. Give another number."),
    ):
        response = desk.post(url, typed(Disposition.MERGED, target=number))
        assert problems(response) == {"target": [words]}
    data = typed(Disposition.MERGED, target="wsis-2027-0900", relation="duplicate")
    assert desk.post(url, data).status_code == 302
    item = BasketItem.objects.get()
    assert (item.target, item.relation) == (target, "duplicate")
    found = desk.get(page(submission, "merge-lookup"), {"q": "2027-090"}).json()["results"]
    assert found == [{"number": target.number, "title": target.title}]


def test_a_withdrawn_input_is_nothing_to_merge_into(desk: Client):
    submission, gone = SubmissionFactory(), SubmissionFactory(status=Status.WITHDRAWN)
    response = desk.post(page(submission, "decide"), typed(Disposition.MERGED, target=gone.number))
    assert problems(response) == {"target": ["The other input was withdrawn by its author."]}


def test_a_colleagues_basket_is_named_and_can_be_taken_over(desk: Client, secretary: User):
    submission = SubmissionFactory()
    colleague = UserFactory(name="Bo Larsson")
    outcome = OutcomeFactory(disposition=Disposition.OUT_OF_SCOPE, reason="Hers.")
    basket.put(submission_id=submission.pk, by=colleague, outcome=outcome, at=NOW)
    assert "in the basket of <bdi>Bo Larsson</bdi>" in desk.get(page(submission)).content.decode()
    response = desk.post(page(submission, "decide"), typed())
    assert "Bo Larsson" in problems(response)["__all__"][0]
    assert desk.post(page(submission, "decide"), typed(take_over="on")).status_code == 302
    item = BasketItem.objects.get()
    assert (item.put_by, item.reason) == (secretary, "Off topic.")


def test_it_is_taken_out_again(desk: Client):
    submission = SubmissionFactory()
    desk.post(page(submission, "decide"), typed())
    item = BasketItem.objects.get()
    data = {"item": item.pk, "back": submission.pk}
    response = desk.post(f"{BASKET}take-out/", data, follow=True)
    assert response.redirect_chain == [(page(submission), 302)]
    assert not BasketItem.objects.exists()


def test_the_second_of_two_secretaries_gets_her_text_back(desk: Client, secretary: User):
    submission = SubmissionFactory()
    decided(submission, secretary)
    data = typed(Disposition.BECOMES, reason="It fits.")
    response = desk.post(page(submission, "decide"), data, follow=True)
    words = said(response)
    assert words[0].startswith("This input was already decided by Secretariat on ")
    assert words[1] == "What you wrote was not used: It fits."
    assert Decision.objects.get().disposition == Disposition.DECLINED


def test_after_a_decision_the_next_of_the_filter_is_still_next(desk: Client):
    first, second, third = (
        SubmissionFactory(submitted_at=NOW - timedelta(days=days)) for days in (9, 8, 7)
    )
    html = desk.get(page(second), {"_changelist_filters": "status=waiting"}).content.decode()
    action = re.search(r'action="([^"]+/decide/[^"]+)"', html)
    assert action
    response = desk.post(action[1].replace("&amp;", "&"), typed(), follow=True)
    assert response.context["neighbours"].next == third.pk
    assert first.pk != third.pk


def test_a_decision_is_shown_with_its_words_in_their_languages(desk: Client, secretary: User):
    submission, target = SubmissionFactory(), SubmissionFactory(number="WSIS-2027-0900")
    reason = PublicReasonFactory(code="same", text_en="On the same subject.")
    decided(
        submission,
        secretary,
        disposition=Disposition.MERGED,
        target_id=target.pk,
        chosen_reason_id=reason.pk,
        reason="Voir le leur.",
        reason_language="fr",
    )
    html = desk.get(page(submission)).content.decode()
    assert "Merged into WSIS-2027-0900" in html
    assert f'href="{page(target)}"' in html
    assert '<div class="their-words" lang="en" dir="ltr"><p>On the same subject.</p>' in html
    assert '<div class="their-words" lang="fr" dir="ltr"><p>Voir le leur.</p>' in html
    assert "(in French)" in html
    other = desk.get(page(target)).content.decode()
    assert f'href="{page(submission)}"' in other
    assert f'href="{page(submission, "reopen")}"' in other


# --- Reopening -------------------------------------------------------------------------------


def test_reopening_asks_for_a_reason_and_says_what_follows(desk: Client, secretary: User):
    submission, target = SubmissionFactory(), SubmissionFactory(number="WSIS-2027-0900")
    submission.call.closes_at = NOW - timedelta(days=1)
    decided(submission, secretary, disposition=Disposition.MERGED, target_id=target.pk)
    url = page(submission, "reopen")
    html = desk.get(url).content.decode()
    public = "Your reason becomes public"
    for words in ("Undo the merge", "WSIS-2027-0900", "The author gets a letter.", public):
        assert words in html
    assert "the public on the page of the input." in html
    Call.objects.filter(pk=submission.call_id).update(publication_rule="never")
    assert public not in desk.get(url).content.decode()
    response = desk.post(url, {"reason": " "})
    assert response.context["form"].errors == {"reason": ["Say why the decision is taken back."]}
    Letter.objects.all().delete()
    response = desk.post(url, {"reason": "They differ."}, follow=True)
    submission.refresh_from_db()
    assert (submission.status, submission.handler) == (Status.SUBMITTED, None)
    assert said(response) == ["The merge is undone: both inputs are what they were before."]
    assert Relation.objects.get().undone_at is not None
    assert Letter.objects.get().kind == "reopening"
    html = response.content.decode()
    for words in ("Decided before, and reopened", "They differ.", "Off topic."):
        assert words in html


def test_what_is_not_decided_is_not_reopened(desk: Client):
    submission = SubmissionFactory()
    response = desk.post(page(submission, "reopen"), {"reason": "Why not."})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("role", ["reviewer", "organizer"])
@pytest.mark.parametrize("verb", ["decide", "reopen"])
def test_who_does_not_decide_is_refused(
    client: Client, request: pytest.FixtureRequest, role: str, verb: str
):
    client.force_login(request.getfixturevalue(role))
    submission = SubmissionFactory()
    assert client.post(page(submission, verb), typed()).status_code == 403
    assert client.get(BASKET).status_code == 403
    assert not BasketItem.objects.exists()
    assert reverse("admin:consultation_submission_decide", args=(submission.pk,)) not in (
        client.get(page(submission)).content.decode()
    )

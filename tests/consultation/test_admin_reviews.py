"""The pages of criteria, screening and reviews in the admin."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.actions.criteria import give_standard_criteria
from consultation.choices import ReviewsShown, Status
from consultation.models import (
    Conflict,
    Criterion,
    Review,
    Screening,
    ScreeningCriterion,
    SubmissionVersion,
)
from tests.consultation.reviewing import assign, criteria, give, staff
from tests.factories import NOW, CallFactory, SubmissionFactory, end

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def submission():
    made = SubmissionFactory(status=Status.UNDER_REVIEW)
    criteria(made.call, 3, 1)
    return made


@pytest.fixture
def reading(client, reviewer):
    client.force_login(reviewer)
    return client


def _url(name, submission):
    return reverse(f"admin:consultation_submission_{name}", args=(submission.pk,))


def _typed(submission, *scores, **given):  # noqa: ANN002
    rows = submission.call.criteria.filter(is_active=True)
    said = {f"score_{row.pk}": score for row, score in zip(rows, scores, strict=False)}
    usual = {"seen": "0", "read": "1", "recommendation": "accept", "action": "give"}
    return {**usual, **said, **given}


def test_a_review_is_written_and_given(submission, reading, reviewer):
    page = reading.get(_url("change", submission)).content.decode()
    assert "Write my review" in page
    typed = _typed(submission, 5, 4, note_for_author="Bravo", action="save")
    answer = reading.post(_url("review", submission), typed, follow=True)
    assert "Your draft is saved." in answer.content.decode()
    assert "Bravo" in answer.content.decode()
    answer = reading.post(_url("review", submission), {**typed, "seen": "1", "action": "give"})
    assert answer.url.endswith("#reviews-title")
    review = Review.objects.get()
    assert review.submitted_at is not None
    assert review.reviewer == reviewer
    page = reading.get(_url("change", submission)).content.decode()
    assert "Change my review" in page
    reading.post(_url("reopen_review", submission))
    review.refresh_from_db()
    assert review.submitted_at is None


def test_what_is_missing_is_said_and_the_rest_is_kept(submission, reading):
    typed = _typed(submission, 5, recommendation="", note_for_colleagues="<b>kept</b>")
    page = reading.post(_url("review", submission), typed).content.decode()
    assert "Choose a score for “Criterion 2”." in page
    assert "Choose a score for “Criterion 1”." not in page
    assert "saved as a draft" in page
    assert "Choose a recommendation." in page
    assert "&lt;b&gt;kept" in page
    assert 'href="#review_recommendation_0"' in page
    assert Review.objects.get().note_for_colleagues == "<b>kept</b>"
    # The page knows the draft that it saved.
    assert 'name="seen" value="1"' in page


@pytest.mark.parametrize(
    "given",
    [{"seen": "x"}, {"seen": "9" * 30}, {"read": "-1"}, {"target": "x\r\ny\0"}],
)
def test_odd_values_do_no_harm(submission, reading, given):
    answer = reading.post(_url("review", submission), _typed(submission, 5, 5, **given))
    assert answer.status_code in {200, 302}


@pytest.mark.parametrize("score", ["0", "6", "x", "5.0"])
def test_a_score_goes_from_one_to_five(submission, reading, score):
    page = reading.post(_url("review", submission), _typed(submission, score, 5))
    assert page.status_code == 200
    assert not Review.objects.exists()


def test_the_second_tab_sees_both_texts(submission, reading):
    url = _url("review", submission)
    reading.post(url, _typed(submission, 5, action="save", note_for_author="first tab"))
    page = reading.post(url, _typed(submission, 4, action="save", note_for_author="second tab"))
    text = page.content.decode()
    assert "first tab" in text
    assert "second tab" in text
    assert Review.objects.get().note_for_author == "first tab"
    assert 'name="seen" value="1"' in text


def test_a_decision_meanwhile_loses_no_text(submission, reading):
    end(submission)
    page = reading.post(_url("review", submission), _typed(submission, 5, 5, target="kept here"))
    assert "already decided" in page.content.decode()
    assert "kept here" in page.content.decode()
    assert not Review.objects.exists()


def test_who_is_too_near_finds_no_page(submission, reading, reviewer):
    Conflict.objects.create(submission=submission, user=reviewer, declared_at=NOW)
    for name in ("review", "reopen_review", "screening"):
        assert reading.post(_url(name, submission), _typed(submission, 5, 5)).status_code == 404
    assert not Review.objects.exists()


def test_organizers_do_not_review_and_reviewers_do_not_screen(
    submission, client, organizer, reviewer
):
    client.force_login(organizer)
    assert client.post(_url("review", submission), _typed(submission, 5, 5)).status_code == 403
    client.force_login(reviewer)
    assert client.post(_url("screening", submission), {"action": "met"}).status_code == 403
    assert not Review.objects.exists()
    assert not Screening.objects.exists()


def test_others_reviews_come_once_mine_is_in(submission, reading):
    give(submission, staff("Colleague"), 2, 2, note_for_colleagues="Too thin")
    page = reading.get(_url("change", submission)).content.decode()
    assert "Too thin" not in page
    assert "once your own review is in" in page
    reading.post(_url("review", submission), _typed(submission, 5, 5))
    page = reading.get(_url("change", submission)).content.decode()
    assert "Too thin" in page
    assert "Colleague" in page


def test_a_review_of_an_older_version_is_marked(submission, desk):
    give(submission, staff("Colleague"), 2, 2)
    assert "read version" not in desk.get(_url("change", submission)).content.decode()
    SubmissionVersion.objects.create(submission=submission, number=2, answers={}, at=NOW)
    assert "read version 1, now 2" in desk.get(_url("change", submission)).content.decode()


def test_notes_are_blinded(submission, reading):
    submission.call.is_blind = True
    submission.call.reviews_shown = ReviewsShown.ALWAYS
    submission.call.save()
    name = submission.author.name
    give(submission, staff("Colleague"), 2, 2, note_for_colleagues=f"Ask {name} herself")
    page = reading.get(_url("change", submission)).content.decode()
    assert "Ask [name hidden] herself" in page
    page = reading.get(_url("review", submission)).content.decode()
    assert name not in page


def test_all_met_is_one_click(desk):
    submission = SubmissionFactory()
    give_standard_criteria(call_id=submission.call_id)
    page = desk.get(_url("change", submission)).content.decode()
    assert "All met" in page
    desk.post(_url("screening", submission), {"action": "met"})
    assert Screening.objects.get().is_met
    assert "met</span>" in desk.get(_url("change", submission)).content.decode()


def test_what_is_not_met_is_chosen_on_a_page(desk):
    submission = SubmissionFactory()
    give_standard_criteria(call_id=submission.call_id)
    url = _url("screening", submission)
    page = desk.post(url, {"until_0": "2026-12-01", "note": "kept"}).content.decode()
    assert "Choose what the input does not meet." in page
    assert "kept" in page
    failed = submission.call.screening_criteria.first()
    given = {"failed": [failed.pk], "until_0": "2026-12-01", "until_1": "", "note": "<i>why</i>"}
    past = desk.post(url, {**given, "until_0": "2026-11-01"}).content.decode()
    assert "That moment has passed" in past
    assert desk.post(url, given).status_code == 302
    submission.refresh_from_db()
    assert submission.status == Status.RETURNED
    page = desk.get(_url("change", submission)).content.decode()
    assert failed.title in page
    assert "&lt;i&gt;why" in page
    again = desk.post(url, given).content.decode()
    assert "This is not possible" in again


@pytest.mark.parametrize(
    ("kind", "model"), [("criterion", Criterion), ("screeningcriterion", ScreeningCriterion)]
)
def test_criteria_are_added_changed_and_deleted(desk, kind, model):
    call = CallFactory()
    page = reverse("admin:consultation_call_criteria", args=(call.pk,))
    assert "no criteria yet" in desk.get(page).content.decode()
    add = reverse(f"admin:consultation_{kind}_add")
    assert desk.get(add).status_code == 302
    given = {"title_en": "Clear", "weight": 2, "order": 1, "is_active": "on"}
    answer = desk.post(f"{add}?call={call.pk}", given)
    assert answer.url == page
    row = model.objects.get()
    assert row.call == call
    assert "Clear" in desk.get(page).content.decode()
    change = reverse(f"admin:consultation_{kind}_change", args=(row.pk,))
    desk.post(change, {**given, "title_en": "Clearer", "seen": row.version})
    row.refresh_from_db()
    assert row.title_en == "Clearer"
    stale = desk.post(change, {**given, "title_en": "Other", "seen": 1}).content.decode()
    assert "Clearer" in stale
    delete = reverse(f"admin:consultation_{kind}_delete", args=(row.pk,))
    desk.post(f"{delete}?call={call.pk}", {"post": "yes"})
    assert not model.objects.exists()


def test_a_criterion_with_scores_stays(submission, desk):
    give(submission, staff("One"), 3, 3)
    row = submission.call.criteria.first()
    delete = reverse("admin:consultation_criterion_delete", args=(row.pk,))
    answer = desk.post(delete, {"post": "yes"}, follow=True)
    assert "Take it out of force" in answer.content.decode()
    assert Criterion.objects.filter(pk=row.pk).exists()


def test_the_usual_criteria_are_given_once(desk):
    call = CallFactory()
    url = reverse("admin:consultation_call_usual_criteria", args=(call.pk,))
    desk.post(url)
    row = call.criteria.first()
    row.title_en = "Ours"
    row.save()
    count = call.criteria.count()
    desk.post(url)
    assert call.criteria.count() == count
    assert call.criteria.first().title_en == "Ours"


def test_reviewers_do_not_change_criteria(submission, reading):
    row = submission.call.criteria.first()
    change = reverse("admin:consultation_criterion_change", args=(row.pk,))
    assert reading.post(change, {"title_en": "Mine"}).status_code == 403
    assert reading.get(reverse("admin:consultation_call_criteria", args=(submission.call_id,)))


def test_the_panels_take_as_many_queries_for_30_reviews_as_for_one(submission, desk):
    url = _url("change", submission)
    desk.get(url)
    counts = []
    for more in (1, 29):
        for _each in range(more):
            reviewer = staff(f"R{Review.objects.count()}")
            assign(submission, reviewer)
            give(submission, reviewer, 3, 4)
        with CaptureQueriesContext(connection) as made:
            desk.get(url)
        counts.append(len(made))
    assert counts[0] == counts[1], [one["sql"][:200] for one in made.captured_queries]


def test_a_review_saves_itself_as_a_draft(submission, reading, reviewer):
    url = _url("review", submission)
    typed = _typed(submission, 5, action="autosave", recommendation="", note_for_author="Half")
    answer = reading.post(url, typed)
    assert (answer.status_code, answer.json()) == (200, {"seen": 1})
    review = Review.objects.get()
    assert (review.note_for_author, review.submitted_at) == ("Half", None)
    answer = reading.post(url, {**typed, "note_for_author": "Older page"})
    assert (answer.status_code, answer.json()) == (409, {"state": "stale"})
    assert reading.post(url, {**typed, "seen": "1"}).json() == {"seen": 2}
    end(submission)
    assert reading.post(url, {**typed, "seen": "2"}).status_code == 409


def test_every_frequent_act_has_a_key_that_the_list_names(desk, client, reviewer):
    submission = SubmissionFactory(status=Status.UNDER_REVIEW)
    criteria(submission.call, 3, 1)
    ScreeningCriterion.objects.create(call=submission.call, title="In time")
    page = desk.get(_url("change", submission)).text
    keys = [key for group in re.findall(r'data-key="([^"]+)"', page) for key in group.split(",")]
    assert len(keys) == len(set(keys))
    assert {*"mxwsvdelioabqru", "g b", "g i"} <= set(keys)
    listed = desk.get(reverse("admin:consultation_submission_keys")).text
    for key in keys:
        assert f"<kbd>{'</kbd> <kbd>'.join(key.split())}</kbd>" in listed, key
    assert page.count("data-leave-guard") == 2
    client.force_login(reviewer)
    assert 'data-key="g b"' not in client.get(_url("change", submission)).text


def test_merge_and_another_track_say_which_one(submission, reading, reviewer, desk):
    other = SubmissionFactory(call=submission.call, title="The other one")
    hidden = SubmissionFactory(call=submission.call)
    Conflict.objects.create(submission=hidden, user=reviewer, declared_at=NOW)
    track = CallFactory(forum=submission.call.forum, title_en="Photos")
    reading.force_login(reviewer)
    url = _url("review", submission)
    found = reading.get(_url("lookup", submission), {"q": "other"}).json()["results"]
    assert found == [{"number": other.number, "title": "The other one"}]
    for target in ("", "WSIS-2027-9999", hidden.number, submission.number):
        given = _typed(submission, 5, 5, recommendation="merge", target=target, seen="0")
        page = reading.post(url, given).text
        assert 'id="review_target_problem"' in page, target
        assert not Review.objects.given().exists()
    Review.objects.all().delete()
    given = _typed(submission, 5, 5, recommendation="merge", target=other.number.lower())
    assert reading.post(url, given).status_code == 302
    assert Review.objects.get().detail == other.number
    Review.objects.all().delete()
    given = _typed(submission, 5, 5, recommendation="other-track")
    assert "Choose the track." in reading.post(url, given).text
    given = {**given, "track": track.slug, "seen": "1"}
    assert reading.post(url, given).status_code == 302
    assert Review.objects.get().detail == track.slug
    assert f"(<bdi>{track}</bdi>)" in reading.get(_url("change", submission)).text

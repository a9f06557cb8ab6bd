"""The page of a call says what is asked, until when and how it stands; a draft begins once."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from consultation.choices import CallKind
from consultation.models import DateChange, Submission
from tests.factories import NOW, CallFactory, DraftFactory, ForumFactory, UserFactory
from wsis_forum import clock

pytestmark = pytest.mark.django_db

KEY = "a-key-of-sixteen-or-more"


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _nobody_has_begun():
    cache.clear()


@pytest.fixture
def call():
    return CallFactory(slug="workshops", kind=CallKind.WORKSHOP)


def page(client: Client, call) -> str:
    response = client.get(call.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def begin(client: Client, call, key=KEY):
    return client.post(reverse("consultation:begin", args=("2027", call.slug)), {"key": key})


def test_says_what_will_be_asked(client, call):
    html = page(client, call)

    for words in ("Your input", "Your organization", "The workshop", "Proposed speakers"):
        assert words in html
    for question in call.questions.all():
        assert question.label in html
    assert "each file at most 5 MB" in html
    assert "21 days left" in html
    assert ">Begin<" in html


def test_says_the_state_in_words(client):
    states = {
        "Open": CallFactory(),
        "Not open yet": CallFactory(opens_at=NOW + timedelta(days=1)),
        "Closed": CallFactory(closes_at=NOW),
        "For the record": CallFactory(takes_drafts=False, opens_at=None, closes_at=None),
    }

    for words, shown in states.items():
        html = page(client, shown)
        assert f">{words}<" in html
        assert (">Begin<" in html) == (words == "Open")


def test_shows_a_moved_deadline_with_its_note(client, call):
    former = {"precision": "date", "start": "2026-11-30", "end": "2026-11-30", "timezone": "UTC"}
    DateChange.objects.create(call=call, former=former, note="extended from 30 November")

    html = page(client, call)
    assert "30 November 2026" in html
    assert "extended from 30 November" in html


def test_says_whether_it_is_binding(client):
    assert "This call is binding" in page(client, CallFactory(is_binding=True))
    assert "This call is not binding" in page(client, CallFactory(is_binding=False))


@pytest.mark.parametrize("address", ["2027/calls/none", "1999/calls/workshops"])
def test_an_unknown_call_is_not_found(client, call, address):
    assert client.get(f"/en/forums/{address}/").status_code == 404


def test_a_draft_in_this_call_is_offered_first(client, call, stakeholder):
    DraftFactory(call=call, author=stakeholder, title="Half written")
    DraftFactory(call=call, author=UserFactory(), title="Of another person")
    DraftFactory(author=stakeholder, title="In another call")
    client.force_login(stakeholder)

    html = page(client, call)
    assert "Half written" in html
    assert "Of another person" not in html
    assert "In another call" not in html
    assert html.index("Half written") < html.index("Begin another draft")


def first_section(draft) -> str:
    return reverse("consultation:edit", args=(draft.reference, "input"))


def test_begins_a_draft_and_shows_its_first_section(client, call, stakeholder):
    client.force_login(stakeholder)

    response = begin(client, call)

    draft = Submission.objects.get()
    assert (draft.author, draft.call, draft.language) == (stakeholder, call, "en")
    assert response.headers["Location"] == first_section(draft)


def test_a_double_click_begins_one_draft(client, call, stakeholder):
    client.force_login(stakeholder)

    assert begin(client, call).headers["Location"] == begin(client, call).headers["Location"]
    assert Submission.objects.count() == 1


def test_begins_without_an_account_and_offers_it_again(client, call):
    response = begin(client, call)

    draft = Submission.objects.get()
    assert (draft.author, response.headers["Location"]) == (None, first_section(draft))
    assert client.get(response.headers["Location"]).status_code == 200
    Submission.objects.update(title="Half written")
    assert "Half written" in page(client, call)
    assert "Half written" not in page(Client(), call)


def test_two_clicks_of_one_browser_begin_one_draft_and_two_browsers_two(call, settings):
    """Of two clicks at once, neither brings a session; the page has set the other cookie."""
    for secret in ("a" * 32, "a" * 32, "b" * 32):
        client = Client()
        client.cookies[settings.CSRF_COOKIE_NAME] = secret
        address = begin(client, call).headers["Location"]
        assert client.get(address).status_code == 200

    assert Submission.objects.count() == 2


def test_one_network_begins_very_many_drafts_but_not_without_end(client, call, settings):
    settings.ACCOUNT_RATE_LIMITS = {"begin_draft": "2/m/ip"}
    for number in range(3):
        response = begin(client, call, key=f"{KEY}-{number}")

    assert Submission.objects.count() == 2
    assert response.headers["Location"] == call.get_absolute_url()
    assert "Very many drafts were begun" in page(client, call)


def test_a_link_alone_begins_nothing(client, call):
    response = client.get(reverse("consultation:begin", args=("2027", call.slug)))

    assert response.headers["Location"] == call.get_absolute_url()
    assert Submission.objects.count() == 0


def test_a_question_that_the_last_forum_did_not_ask_is_marked(client, call):
    former = CallFactory(
        forum=ForumFactory(
            slug="2026", year=2026, start_date=date(2026, 7, 6), end_date=date(2026, 7, 10)
        ),
        kind=CallKind.WORKSHOP,
        slug="workshops",
    )
    assert "New this time" not in page(client, call)

    former.questions.filter(key="objectives").delete()
    assert page(client, call).count("New this time") == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 500, "nul\x00" * 6, "数字" * 10])
def test_a_key_that_is_none_of_ours_still_begins(client, call, stakeholder, key):
    client.force_login(stakeholder)

    begin(client, call, key)

    assert Submission.objects.count() == 1


def test_a_closed_call_begins_nothing_and_says_so(client, stakeholder):
    client.force_login(stakeholder)

    response = client.post(
        reverse("consultation:begin", args=("2027", CallFactory(closes_at=NOW).slug)),
        {"key": KEY},
        follow=True,
    )

    assert Submission.objects.count() == 0
    assert "This call does not take inputs now" in response.content.decode()


def test_a_form_from_elsewhere_begins_nothing(call, stakeholder):
    client = Client(enforce_csrf_checks=True)
    client.force_login(stakeholder)

    assert begin(client, call).status_code == 403
    assert Submission.objects.count() == 0


def test_the_page_is_in_the_readers_language(client, call):
    with override("ar"):
        address = call.get_absolute_url()

    html = client.get(address).content.decode()
    assert '<html lang="ar" dir="rtl">' in html


def test_costs_as_many_queries_with_one_draft_as_with_many(
    client, call, stakeholder, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(stakeholder)
    DraftFactory(call=call, author=stakeholder)
    with django_assert_max_num_queries(12) as first:
        page(client, call)

    for _ in range(29):
        DraftFactory(call=call, author=stakeholder)
    with django_assert_num_queries(len(first)):
        page(client, call)

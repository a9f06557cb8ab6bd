"""The page that explains the search knows every key, and what it shows can be searched."""

import pytest
from django.test import Client

from consultation.admin.search_help import MEANINGS, WORDS
from consultation.queries.access import readable
from consultation.queries.search_keys import KEYS
from consultation.queries.staff_search import search
from tests.factories import NOW, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/consultation/submission/search/"


def test_every_key_is_explained_in_its_order():
    assert list(MEANINGS) == list(KEYS)


@pytest.mark.usefixtures("load_reference_tables")
def test_every_word_and_value_that_the_page_shows_means_something(desk: Client, secretary):
    SubmissionFactory()
    context = desk.get(PAGE).context
    typed = [words for words, _meaning in WORDS]
    for name, _meaning, values, _is_more in context["keys"]:
        typed += [f"{name}:{value}" for value in values if value != "name@example.org"]
    assert len(typed) > 100
    for text in typed:
        outcome = search(readable(secretary), text, secretary, at=NOW)
        assert outcome.problems == (), text
        assert outcome.queryset.count() <= 1, text


def test_the_list_leads_there_and_says_what_it_did_not_understand(desk: Client):
    html = desk.get("/admin/consultation/submission/?q=colour:red").content.decode()
    assert f'href="{PAGE}"' in html
    assert "The search knows no “colour:”." in html


def test_only_who_works_with_inputs_reads_it(client: Client, reviewer):
    client.force_login(reviewer)
    assert client.get(PAGE).status_code == 200
    client.force_login(UserFactory(is_staff=True))
    assert client.get(PAGE).status_code == 403

"""Filters of the list that somebody wants to have again."""

from typing import Any

import pytest
from django.test import Client

from consultation.actions.saved_filters import change_filter, delete_filter, save_filter
from consultation.admin.list_query import cleaned
from consultation.exceptions import FilterNameTaken
from consultation.models import SavedFilter
from consultation.queries.saved_filters import offered_to
from tests.factories import NOW, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"
PAGE = f"{LIST}filters/"


def saved(owner: User, name: str = "Arabic", **given: Any) -> SavedFilter:
    usual = {"query": "language=ar", "is_shared": False, "at": NOW}
    return save_filter(by=owner, name=name, **{**usual, **given})


# --- What an address may say -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ""),
        ("language=ar&status=waiting", "status=waiting&language=ar"),
        ("?language=ar", ""),
        ("q=digital+skills&o=-1&p=7", "q=digital+skills&o=-1"),
        ("language=&line=3", "line=3"),
        ("language=ar&language=fr", "language=fr"),
        ("next=https://elsewhere.example&_popup=1&author__email=x", ""),
        ("https://elsewhere.example/?language=ar", ""),
        ("queue=mine&q=a%00b%0Ac", "queue=mine&q=ab+c"),
        ("q=" + "x" * 5000, ""),
    ],
)
def test_only_what_the_list_knows_is_kept(query: str, wanted: str):
    assert cleaned(query) == wanted


# --- Verbs -----------------------------------------------------------------------------------


def test_a_name_is_once_per_person(secretary: User, reviewer: User):
    first, second = saved(secretary), saved(secretary, "French", query="language=fr")
    saved(reviewer)
    with pytest.raises(FilterNameTaken):
        saved(secretary)
    with pytest.raises(FilterNameTaken):
        change_filter(filter_id=second.pk, by=secretary, name="Arabic", is_shared=True)
    second.refresh_from_db()
    assert (second.name, second.is_shared) == ("French", False)
    change_filter(filter_id=first.pk, by=secretary, name="Arabic", is_shared=True)
    first.refresh_from_db()
    assert first.is_shared


def test_nobody_changes_or_deletes_another_s(secretary: User, reviewer: User):
    one = saved(secretary, is_shared=True)
    with pytest.raises(SavedFilter.DoesNotExist):
        change_filter(filter_id=one.pk, by=reviewer, name="Mine", is_shared=False)
    with pytest.raises(SavedFilter.DoesNotExist):
        delete_filter(filter_id=one.pk, by=reviewer)
    assert delete_filter(filter_id=one.pk, by=secretary) == "Arabic"
    assert not SavedFilter.objects.exists()


def test_one_is_offered_one_s_own_and_what_others_share(secretary: User, reviewer: User):
    mine = saved(secretary, "Z")
    shared = saved(reviewer, "A", is_shared=True)
    saved(reviewer, "B")
    gone = UserFactory(is_active=False)
    saved(gone, "C", is_shared=True)
    assert list(offered_to(secretary)) == [mine, shared]


# --- Pages -----------------------------------------------------------------------------------


def test_what_the_list_shows_is_saved_and_found_again(desk: Client, secretary: User):
    html = desk.get(LIST, {"language": "ar", "p": "1"}).content.decode()
    assert '<input type="hidden" name="query" value="language=ar">' in html
    response = desk.post(
        f"{PAGE}save/", {"name": " Arabic\n ones ", "query": "language=ar", "is_shared": "on"}
    )
    assert (response.status_code, response["Location"]) == (302, f"{LIST}?language=ar")
    one = SavedFilter.objects.get()
    assert (one.owner, one.name, one.query) == (secretary, "Arabic ones", "language=ar")
    assert one.is_shared
    assert (
        f'<a href="{LIST}?language=ar"><bdi>Arabic ones</bdi></a>'
        in desk.get(LIST).content.decode()
    )


@pytest.mark.parametrize("query", ["https://elsewhere.example/", "//elsewhere.example", "x=1"])
def test_a_filter_leads_nowhere_else(desk: Client, query: str):
    response = desk.post(f"{PAGE}save/", {"name": "Away", "query": query})
    assert response["Location"] == LIST
    assert SavedFilter.objects.get().query == ""


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "Give the filter a name."),
        (" \u200b\n", "Give the filter a name."),
        ("x" * 81, "at most 80"),
        ("Arabic", "You have a filter of that name already."),
    ],
)
def test_a_name_that_cannot_be_is_said_at_its_field(
    desk: Client, secretary: User, name: str, problem: str
):
    saved(secretary)
    response = desk.post(f"{PAGE}save/", {"name": name, "query": "line=3", "is_shared": "on"})
    html = response.content.decode()
    assert response.status_code == 200
    assert problem in html
    assert response.context["form"]["is_shared"].value()
    assert '<input type="hidden" name="query" value="line=3">' in html
    assert SavedFilter.objects.count() == 1


def test_one_s_own_filter_is_renamed_shared_and_deleted(desk: Client, secretary: User):
    one, other = saved(secretary), saved(secretary, "French")
    response = desk.post(f"{PAGE}{one.pk}/change/", {f"{one.pk}-name": "French"})
    assert "You have a filter of that name already." in response.content.decode()
    desk.post(f"{PAGE}{one.pk}/change/", {f"{one.pk}-name": "RTL", f"{one.pk}-is_shared": "on"})
    one.refresh_from_db()
    assert (one.name, one.is_shared) == ("RTL", True)
    desk.post(f"{PAGE}{other.pk}/delete/")
    assert list(SavedFilter.objects.all()) == [one]
    assert desk.post(f"{PAGE}{other.pk}/delete/", follow=True).status_code == 200
    assert desk.get(PAGE).status_code == 200


def test_another_s_filter_is_shown_and_not_changed(desk: Client, reviewer: User):
    one = saved(reviewer, "<b>Theirs</b>", is_shared=True)
    html = desk.get(PAGE).content.decode()
    assert "&lt;b&gt;Theirs&lt;/b&gt;" in html
    assert f"{PAGE}{one.pk}/change/" not in html
    response = desk.post(f"{PAGE}{one.pk}/delete/", follow=True)
    assert "not yours" in response.content.decode()
    assert SavedFilter.objects.filter(pk=one.pk).exists()


@pytest.mark.parametrize("path", ["", "save/", "1/change/", "1/delete/"])
def test_staff_without_a_role_has_no_filters(client: Client, path: str):
    client.force_login(UserFactory(is_staff=True))
    method = client.post if path else client.get
    assert method(f"{PAGE}{path}").status_code == 403

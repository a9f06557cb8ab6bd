"""Two people on one row: the second sees both texts, and what no form shows stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.admin.sourced import SourcedForm
from consultation.admin.versioned import stamp
from consultation.models import ActionLine, Forum, Organization, Phase
from tests.consultation.test_admin_forums import fields_of, rows
from tests.factories import (
    ActionLineFactory,
    ForumFactory,
    GoalFactory,
    OrganizationFactory,
    PhaseFactory,
)
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db


def forum_url(forum: Forum) -> str:
    return reverse("admin:consultation_forum_change", args=(forum.pk,))


def save(desk: Client, url: str, opened: dict[str, Any], **typed: Any) -> Any:
    return desk.post(url, {**opened, **rows("partners"), **typed})


def test_the_second_save_shows_both_texts_and_loses_neither(desk: Client):
    forum = ForumFactory(theme_en="Skills")
    url = forum_url(forum)
    opened = fields_of(desk.get(url))
    assert save(desk, url, opened, theme_en="Skills for <all>").status_code == 302
    response = save(desk, url, opened, theme_en="Skills and work")
    assert response.status_code == 200
    differences = response.context["adminform"].form.differences
    assert [(each.theirs, each.yours) for each in differences] == [
        ("Skills for <all>", "Skills and work")
    ]
    html = response.content.decode()
    assert "Skills for &lt;all&gt;" in html
    assert 'value="Skills and work"' in html
    forum.refresh_from_db()
    assert (forum.theme_en, forum.version) == ("Skills for <all>", 2)
    again = fields_of(response)
    assert again["seen"] == "2"
    assert save(desk, url, again).status_code == 302
    forum.refresh_from_db()
    assert (forum.theme_en, forum.version) == ("Skills and work", 3)


def test_a_form_that_differs_in_nothing_is_saved(desk: Client):
    forum = ForumFactory(theme_en="Skills")
    url = forum_url(forum)
    opened = fields_of(desk.get(url))
    save(desk, url, opened, theme_en="Skills for all")
    assert save(desk, url, opened, theme_en="Skills for all").status_code == 302


def test_line_breaks_are_those_of_the_files_and_no_difference(desk: Client):
    forum = ForumFactory(introduction_en="One\n\nTwo", theme_en="Skills")
    url = forum_url(forum)
    opened = fields_of(desk.get(url)) | {"introduction_en": "One\r\n\r\nTwo"}
    assert save(desk, url, opened, theme_en="First").status_code == 302
    stored: Any = Forum.objects.get()
    assert stored.introduction_en == "One\n\nTwo"
    response = save(desk, url, opened, theme_en="Second")
    labels = [each.label for each in response.context["adminform"].form.differences]
    assert labels == ["Theme (English)"]


def test_a_form_without_its_version_counts_as_old(desk: Client):
    forum = ForumFactory(theme_en="Skills")
    url = forum_url(forum)
    opened = fields_of(desk.get(url))
    del opened["seen"]
    assert save(desk, url, opened, theme_en="Other").status_code == 200


def test_flags_dates_and_choices_are_written_as_a_person_reads_them(desk: Client):
    forum = ForumFactory()
    url = forum_url(forum)
    opened = fields_of(desk.get(url))
    save(desk, url, opened, remote_participation="on", end_date="2027-02-13", timezone="Asia/Tokyo")
    response = save(desk, url, opened, website="example.org")
    shown = {
        each.label: (each.theirs, each.yours)
        for each in response.context["adminform"].form.differences
    }
    assert shown == {
        "Last day": ("2027-02-13", "2027-02-12"),
        "Time zone": ("Asia/Tokyo", "Europe/Zurich"),
        "Remote participation in all physical meetings": ("Yes", "No"),
        "Website": ("", "example.org"),
    }


def test_a_number_given_meanwhile_is_not_taken_back(desk: Client, monkeypatch: pytest.MonkeyPatch):
    """A hand-in raises ``last_number`` without touching the version; a save must not lower it."""
    forum = ForumFactory()
    url = forum_url(forum)
    opened = fields_of(desk.get(url))
    plain = SourcedForm.__init__

    def hand_in_after_reading(self: SourcedForm, *args: Any, **kwargs: Any) -> None:
        plain(self, *args, **kwargs)
        Forum.objects.filter(pk=forum.pk).update(last_number=17)

    monkeypatch.setattr(SourcedForm, "__init__", hand_in_after_reading)
    assert save(desk, url, opened, theme_en="Other").status_code == 302
    forum.refresh_from_db()
    assert (forum.theme_en, forum.last_number) == ("Other", 17)


def test_a_row_without_a_version_is_known_by_its_values(desk: Client):
    organization = OrganizationFactory(name="Digital Skills Network")
    url = reverse("admin:consultation_organization_change", args=(organization.pk,))
    opened = fields_of(desk.get(url))
    assert desk.post(url, opened | {"acronym": "DSN"}).status_code == 302
    response = desk.post(url, opened | {"name": "Digital Skills Network (DSN)"})
    assert [each.label for each in response.context["adminform"].form.differences] == [
        "Name",
        "Acronym",
    ]
    assert Organization.objects.get().acronym == "DSN"


def test_a_stamp_changes_with_the_row():
    forum, line = ForumFactory(), ActionLineFactory()
    before = stamp(forum), stamp(line)
    forum.version = 2
    line.title_ar = "بناء القدرات"
    assert stamp(forum) == "2"
    assert stamp(line) != before[1]
    assert stamp(ActionLine.objects.get()) == before[1]


def test_a_save_of_the_rows_below_counts_too(desk: Client):
    phase = PhaseFactory()
    url = reverse("admin:consultation_phase_change", args=(phase.pk,))
    opened = fields_of(desk.get(url))
    first = {
        "activities-TOTAL_FORMS": 1,
        "activities-INITIAL_FORMS": 0,
        "activities-0-order": 1,
        "activities-0-text_en": "Launch",
        "activities-0-phase": phase.pk,
    }
    assert desk.post(url, opened | first).status_code == 302
    assert Phase.objects.get().version == 2
    response = desk.post(url, opened | rows("activities") | {"venue_en": "Room A"})
    assert response.context["adminform"].form.differences


# --- Unverified texts -----------------------------------------------------------------------------


def test_unverified_texts_are_flagged_in_the_list_and_at_the_field(desk: Client):
    line = ActionLineFactory(unverified=["title_ar", "title_ru"])
    html = desk.get("/admin/consultation/actionline/").content.decode()
    assert '<span class="tag tag-unverified">Title: ar, ru</span>' in html
    page = desk.get(reverse("admin:consultation_actionline_change", args=(line.pk,)))
    form = page.context["adminform"].form
    assert "Unverified" in form["title_ar"].help_text
    assert not form["title_en"].help_text
    assert form.fields["unverified"].choices == [
        ("title_ar", "Title (العربية)"),
        ("title_ru", "Title (Русский)"),
    ]


def test_a_text_is_verified_by_unticking_it(desk: Client):
    line = ActionLineFactory(unverified=["title_ar", "title_ru"])
    url = reverse("admin:consultation_actionline_change", args=(line.pk,))
    data = fields_of(desk.get(url)) | rows("links")
    assert desk.post(url, data | {"unverified": ["title_ru"]}).status_code == 302
    line.refresh_from_db()
    assert line.unverified == ["title_ru"]


def test_who_may_only_read_sees_the_unverified_texts_in_words(client: Client, reviewer: User):
    client.force_login(reviewer)
    line = ActionLineFactory(unverified=["title_ar"])
    url = reverse("admin:consultation_actionline_change", args=(line.pk,))
    html = client.get(url).content.decode()
    assert '<span class="tag tag-unverified">Title: ar</span>' in html


@pytest.mark.parametrize(
    ("chosen", "wanted"), [("yes", ["C1"]), ("no", ["C2"]), ("x", ["C1", "C2"])]
)
def test_the_filter_finds_rows_with_unverified_texts(desk: Client, chosen: str, wanted: list[str]):
    ActionLineFactory(code="C1", unverified=["title_ar"])
    ActionLineFactory(code="C2")
    response = desk.get("/admin/consultation/actionline/", {"unverified": chosen})
    assert [line.code for line in response.context["cl"].result_list] == wanted


def test_where_a_text_was_read_is_shown(desk: Client):
    goal = GoalFactory(sources={"title_en": ["https://example.org/a", "<b>page 2</b>"]})
    html = desk.get(reverse("admin:consultation_goal_change", args=(goal.pk,))).content.decode()
    assert "<bdi>https://example.org/a; &lt;b&gt;page 2&lt;/b&gt;</bdi>" in html


@pytest.mark.parametrize(
    "name",
    ["actionline", "goal", "stakeholdertype", "region", "country", "organization"],
)
def test_every_reference_table_opens(desk: Client, name: str, load_reference_tables: None):
    OrganizationFactory()
    response = desk.get(f"/admin/consultation/{name}/", {"q": "a"})
    assert response.status_code == 200
    everything = desk.get(f"/admin/consultation/{name}/")
    row = everything.context["cl"].result_list[0]
    url = reverse(f"admin:consultation_{name}_change", args=(row.pk,))
    assert desk.get(url).status_code == 200

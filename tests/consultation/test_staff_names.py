"""Names of the staff, from which conflicts are computed: entered, or taken away by a colleague."""

import pytest
from django.urls import reverse

from consultation.actions.staff_names import take_away
from consultation.exceptions import OwnConflict, ReasonMissing
from consultation.models import StaffName
from consultation.queries import access
from tests.factories import NOW, SubmissionFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db


def describe(person: User) -> str:
    return reverse("admin:consultation_reviewercapacity_describe", args=(person.pk,))


def test_a_colleague_without_organization_is_named_and_gets_one(desk, reviewer, secretary):
    submission = SubmissionFactory(organization_name="Zephyr Network Ltd")
    pages = (
        reverse("admin:consultation_reviewercapacity_changelist"),
        f"{reverse('admin:consultation_submission_assign_many')}?inputs={submission.pk}",
    )
    said = ("conflicts by organization cannot be computed", "No organization is known of")
    User.objects.get(pk=secretary.pk).staff_names.create(
        kind="organization", name="Office", folded="office", added_at=NOW
    )
    for url, words in zip(pages, said, strict=True):
        assert words in desk.get(url).text
    assert access.may_read(reviewer, submission)
    given = {"inputs": "5", "reads": ["en"], "organization": " Zephyr  network "}
    assert desk.post(describe(reviewer), given).status_code == 302
    for url, words in zip(pages, said, strict=True):
        assert words not in desk.get(url).text
    assert not access.may_read(User.objects.get(pk=reviewer.pk), submission)
    row = reviewer.staff_names.get(kind="organization")
    assert (row.name, row.added_by) == ("Zephyr network", secretary)
    assert "Zephyr network" in desk.get(describe(reviewer)).text


def test_somebody_else_takes_a_name_away_with_a_reason(desk, secretary):
    other = UserFactory(name="Nora", organization_name="Zephyr", is_staff=True, is_superuser=True)
    other.groups.set(secretary.groups.all())
    submission = SubmissionFactory(organization_name="Zephyr")
    row = other.staff_names.get(kind="organization")
    assert not access.may_read(other, submission)
    with pytest.raises(OwnConflict):
        take_away(name_id=row.pk, by=other, reason="Mine.", at=NOW)
    with pytest.raises(ReasonMissing):
        take_away(name_id=row.pk, by=secretary, reason=" ", at=NOW)
    desk.post(describe(other), {"take_away": row.pk, "reason": ""})
    assert StaffName.objects.active().filter(pk=row.pk).exists()
    desk.post(describe(other), {"take_away": row.pk, "reason": "Left it in 2020."})
    row.refresh_from_db()
    assert (row.removed_by, row.reason) == (secretary, "Left it in 2020.")
    assert access.may_read(User.objects.get(pk=other.pk), submission)
    own = secretary.staff_names.get(kind="person")
    desk.post(describe(secretary), {"take_away": own.pk, "reason": "Mine."})
    assert StaffName.objects.active().filter(pk=own.pk).exists()
    # Writing it anew brings it back.
    for name in ("", "Zephyr"):
        other.organization_name = name
        other.save()
    assert not access.may_read(User.objects.get(pk=other.pk), submission)


def test_names_are_those_of_staff_only(db):
    person = UserFactory(name="Nora", organization_name="Zephyr")
    assert not person.staff_names.exists()
    person.is_staff = True
    person.save()
    assert set(person.staff_names.values_list("kind", "name")) == {
        ("person", "Nora"),
        ("organization", "Zephyr"),
    }

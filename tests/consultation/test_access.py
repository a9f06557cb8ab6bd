"""Which inputs exist for whom: roles, calls, and every way in which one is too near to somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from consultation.choices import Status
from consultation.models import CallRole, Conflict, Contributor, Submission, SubmissionVersion
from consultation.queries import access
from consultation.queries.nearness import Reason
from tests.factories import (
    NOW,
    CallFactory,
    DraftFactory,
    OrganizationFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum.accounts.actions import save_profile
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

NAME, EMAIL, ORGANIZATION = "Zoë Müller", "zoe@example.org", "Université de Genève"


@pytest.fixture
def zoe(_roles: None) -> User:
    """Return a reviewer whose name and organization have accents."""
    user = UserFactory(name=NAME, email=EMAIL, organization_name=ORGANIZATION, is_staff=True)
    user.groups.add(Group.objects.get(name="reviewer"))
    return user


def named(**answers: Any) -> Callable[[User], Submission]:
    return lambda user: SubmissionFactory(answers=answers)


def invited(**given: Any) -> Callable[[User], Submission]:
    def make(user: User) -> Submission:
        submission = SubmissionFactory()
        row = {"email": EMAIL, "invited_at": NOW, **given}
        if row.pop("with_account", False):
            row["user"] = user
        Contributor.objects.create(submission=submission, **row)
        return submission

    return make


def declared(ended_at: Any = None) -> Callable[[User], Submission]:
    def make(user: User) -> Submission:
        submission = SubmissionFactory()
        Conflict.objects.create(
            submission=submission, user=user, declared_at=NOW, ended_at=ended_at
        )
        return submission

    return make


def from_row(name: str, acronym: str = "") -> Callable[[User], Submission]:
    """Make an input whose text names another organization than the row that it belongs to."""

    def make(user: User) -> Submission:
        row = OrganizationFactory(name=name, acronym=acronym)
        return SubmissionFactory(organization=row, organization_name="Something else")

    return make


def typed(words: str, **row: str) -> Callable[[User], Submission]:
    """Make an input that names an organization, where ``row`` is a known one."""

    def make(user: User) -> Submission:
        if row:
            OrganizationFactory(**row)
        return SubmissionFactory(organization_name=words)

    return make


def by_author_of(words: str, **row: str) -> Callable[[User], Submission]:
    """Make an input whose author's profile names an organization that the input does not."""

    def make(user: User) -> Submission:
        if row:
            OrganizationFactory(**row)
        return SubmissionFactory(author=UserFactory(organization_name=words))

    return make


def with_contributor_of(words: str, removed_at: Any = None) -> Callable[[User], Submission]:
    """Make an input in which somebody of another organization writes."""

    def make(user: User) -> Submission:
        other = UserFactory(organization_name=words)
        submission = SubmissionFactory()
        Contributor.objects.create(
            submission=submission,
            email=other.email,
            user=other,
            invited_at=NOW,
            accepted_at=NOW,
            removed_at=removed_at,
        )
        return submission

    return make


def former_version(user: User) -> Submission:
    """Make an input that named her once, and does not in its last version."""
    submission = SubmissionFactory(answers={"contact_name": NAME})
    SubmissionVersion.objects.create(
        submission=submission, number=2, answers={"contact_name": "Somebody"}, at=NOW
    )
    return submission


# How an input came about -> why it is too near to Zoë; nothing: it is not.
CASES: dict[str, tuple[Callable[[User], Submission], Reason | None]] = {
    "of a stranger": (lambda user: SubmissionFactory(), None),
    "of nobody, from nowhere": (
        lambda user: SubmissionFactory(author=None, organization=None),
        None,
    ),
    "her own": (lambda user: SubmissionFactory(author=user), Reason.AUTHOR),
    "she writes in it": (invited(with_account=True, accepted_at=NOW), Reason.CONTRIBUTOR),
    "she was invited": (invited(email="ZOE@example.org"), Reason.CONTRIBUTOR),
    "she was removed": (invited(removed_at=NOW), None),
    "another was invited": (invited(email="zoe@example.net"), None),
    "declared": (declared(), Reason.DECLARED),
    "declared and lifted": (declared(ended_at=NOW), None),
    "a proposed speaker": (named(speakers=[{"name": NAME}]), Reason.NAMED),
    "a speaker without accents": (named(speakers=[{"name": " zoe  MULLER "}]), Reason.NAMED),
    "a speaker, last name first": (named(speakers=[{"name": "Müller, Zoë"}]), Reason.NAMED),
    "a nominee": (named(nominee_name="ZOË MÜLLER"), Reason.NAMED),
    "a contact": (named(contact_name=NAME), Reason.NAMED),
    "only in a former version": (former_version, None),
    "a namesake in part": (named(contact_name="Zoë Müller-Weiss"), None),
    "a name without letters": (named(contact_name="–"), None),
    "her organization typed": (typed("universite de geneve"), Reason.ORGANIZATION),
    "on its behalf": (named(on_behalf_of=ORGANIZATION), Reason.ORGANIZATION),
    "its acronym typed": (typed("UNIGE", name=ORGANIZATION, acronym="UNIGE"), Reason.ORGANIZATION),
    "its row": (from_row("UNIVERSITÉ DE GENÈVE"), Reason.ORGANIZATION),
    "its row by acronym": (from_row("Alma mater", ORGANIZATION[:40]), Reason.ORGANIZATION),
    "a speaker of her organization": (
        named(speakers=[{"name": "X", "organization": ORGANIZATION}]),
        None,
    ),
    "her author's organization": (by_author_of(ORGANIZATION), Reason.ORGANIZATION),
    "its acronym in the author's profile": (
        by_author_of("UniGe", name=ORGANIZATION, acronym="UNIGE"),
        Reason.ORGANIZATION,
    ),
    "a contributor's organization": (with_contributor_of(ORGANIZATION), Reason.ORGANIZATION),
    "a former contributor's organization": (with_contributor_of(ORGANIZATION, NOW), None),
    "its legal form": (typed("Université de Genève S.A."), Reason.ORGANIZATION),
    "its row with a legal form": (from_row("Université de Genève Ltd."), Reason.ORGANIZATION),
    "its foundation": (typed("Université de Genève Foundation"), None),
    "another university": (typed("Université de Genève-Nord"), None),
}


@pytest.mark.parametrize(("make", "why"), CASES.values(), ids=CASES.keys())
def test_an_input_is_too_near_or_not_from_both_sides(make: Any, why: Reason | None, zoe: User):
    submission = make(zoe)
    seen = why is None
    assert access.may_read(zoe, submission) is seen
    assert list(access.readable(zoe)) == ([submission] if seen else [])
    assert access.is_near(zoe, submission) is not seen
    assert (zoe in access.staff_of(submission)) is seen
    row = access.staff_around(submission).get(pk=zoe.pk)
    reasons = [reason for reason in Reason if reason in (row.near_because or ())]
    # Who writes it is also of its organization: her own profile names that.
    assert reasons[:1] == ([why] if why else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harvest Data Company Ltd", "Harvest Data Company"),
        ("Harvest Data GmbH & Co. KG", "HARVEST DATA"),
        ("Sonatel S.A.", "Sonatel"),
        ("ООО «Ромашка»", "Ромашка"),
        ("华为技术有限公司", "华为技术"),
    ],
)
def test_a_legal_form_makes_no_other_organization(one: str, other: str):
    for mine, its in ((one, other), (other, one)):
        person = UserFactory(organization_name=mine, is_staff=True, is_superuser=True)
        submission = SubmissionFactory(organization=None, organization_name=its)
        assert not access.may_read(person, submission)
        assert person not in access.staff_of(submission)


def test_nobody_ends_a_conflict_by_changing_her_profile(zoe: User):
    named_there = SubmissionFactory(answers={"contact_name": NAME})
    of_hers = SubmissionFactory(organization_name=ORGANIZATION)
    for name, organization in (("", ""), ("Somebody", "Elsewhere")):
        save_profile(
            user_id=zoe.pk,
            name=name,
            organization_name=organization,
            language="en",
            reads=(),
            timezone="UTC",
        )
        later = User.objects.get(pk=zoe.pk)
        assert not access.readable(later).exists()
        for submission in (named_there, of_hers):
            assert later not in access.staff_of(submission)


@pytest.mark.usefixtures("_roles")
def test_a_person_without_name_and_organization_is_near_to_nothing():
    zoe = UserFactory(name="", organization_name=" – ", is_staff=True)
    zoe.groups.add(Group.objects.get(name="reviewer"))
    submission = SubmissionFactory(
        organization_name="–", answers={"contact_name": "–", "speakers": [{"name": ""}]}
    )
    assert access.may_read(zoe, submission)
    assert zoe in access.staff_of(submission)


@pytest.mark.parametrize("name", ["李娜", "أمينة ديالو", "Анна Каренина", "Amina O'Brien"])
def test_names_are_known_in_every_script(zoe: User, name: str):
    zoe.name = name
    zoe.save()
    submission = SubmissionFactory(answers={"contact_name": name.upper()})
    assert not access.may_read(zoe, submission)
    assert zoe not in access.staff_of(submission)


def test_drafts_are_nobody_s_to_see(zoe: User):
    draft = DraftFactory()
    assert not access.may_read(zoe, draft)
    assert not access.may_read(UserFactory(is_superuser=True, is_staff=True), draft)


def test_who_is_no_staff_sees_nothing(zoe: User):
    SubmissionFactory()
    group = Group.objects.get(name="secretariat")
    strangers = [UserFactory(), UserFactory(is_staff=False), UserFactory(is_active=False)]
    for person in strangers[1:]:
        person.groups.add(group)
    assert [access.readable(one).count() for one in (AnonymousUser(), *strangers)] == [0] * 4


@pytest.mark.usefixtures("_roles")
def test_a_role_for_a_call_shows_that_call_only():
    here, there = CallFactory(), CallFactory()
    mine, other = SubmissionFactory(call=here), SubmissionFactory(call=there)
    person = UserFactory(is_staff=True)
    CallRole.objects.create(call=here, user=person, role="reviewer")
    assert list(access.readable(person)) == [mine]
    assert access.has_role(person, mine, "reviewer")
    assert not access.has_role(person, mine, "secretariat")
    assert not access.has_role(person, other, "reviewer")
    assert [person in access.staff_of(one) for one in (mine, other)] == [True, False]


def test_a_conflict_hides_from_operators_and_secretaries_too(secretary: User):
    operator = UserFactory(is_staff=True, is_superuser=True)
    submission = SubmissionFactory()
    for person in (operator, secretary):
        assert access.may_read(person, submission)
        Conflict.objects.create(submission=submission, user=person, declared_at=NOW)
        assert not access.may_read(person, submission)


@pytest.mark.parametrize("status", [one for one in Status if one != Status.DRAFT])
def test_every_status_after_the_hand_in_is_seen(zoe: User, status: Status):
    submission = SubmissionFactory(status=status)
    assert list(access.readable(zoe)) == [submission]


def test_what_was_remembered_is_not_asked_again(zoe: User, django_assert_num_queries: Any):
    submission = SubmissionFactory()
    access.remember(zoe, submission)
    with django_assert_num_queries(0):
        assert access.may_read(zoe, submission)
    assert not access.may_read(UserFactory(), submission)


def test_the_staff_around_an_input_takes_one_query(zoe: User, django_assert_num_queries: Any):
    submission = SubmissionFactory(submitted_at=NOW - timedelta(days=2))
    for _ in range(30):
        UserFactory(is_staff=True).groups.add(*Group.objects.all())
    with django_assert_num_queries(1):
        assert len(access.staff_of(submission)) == 31

"""The predicates alone; the table of everything is in ``test_permissions``."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from tests.factories import DraftFactory, SubmissionFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db


def test_only_the_secretariat_makes_and_moves_forums(
    secretary: User, reviewer: User, organizer: User, stakeholder: User
):
    people = (secretary, reviewer, organizer, stakeholder, AnonymousUser())
    may = [rules.has_perm("consultation.manage_forums", person) for person in people]
    assert may == [True, False, False, False, False]


def test_a_draft_is_not_even_the_operator_s_to_read():
    operator = UserFactory(is_superuser=True, is_staff=True)
    assert not rules.has_perm("consultation.read_submission", operator, DraftFactory())
    assert rules.has_perm("consultation.read_submission", operator, SubmissionFactory())


def test_only_the_author_withdraws_and_only_what_was_handed_in(secretary: User):
    submission, draft = SubmissionFactory(), DraftFactory()
    assert rules.has_perm("consultation.withdraw", submission.author, submission)
    assert not rules.has_perm("consultation.withdraw", secretary, submission)
    assert not rules.has_perm("consultation.withdraw", draft.author, draft)


def test_a_permission_without_a_submission_is_nobody_s_own(stakeholder: User):
    assert not rules.has_perm("consultation.view_own_submission", stakeholder, None)

"""Verbs about roles for one call: give one, take one away."""

from datetime import datetime

from django.db import transaction

from consultation.choices import Role
from consultation.exceptions import NoSuchPerson
from consultation.models import Assignment, CallRole
from consultation.queries.assignments import REVIEWING
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User


@transaction.atomic
def give_role(*, call_id: int, email: str, role: str, by: User) -> CallRole:
    """
    Give a person with an account a role for one call; she may enter the admin from now on.

    Given twice, it is the first one.

    :raises NoSuchPerson: nobody has that address, or the account is out of service
    """
    people = User.objects.select_for_update(no_key=True).filter(
        email__iexact=email.strip(), is_active=True
    )
    person = people.first()
    if person is None:
        raise NoSuchPerson
    row, _is_new = CallRole.objects.get_or_create(
        call_id=call_id, user=person, role=Role(role).value
    )
    if not person.is_staff:
        person.is_staff = True
        person.save(update_fields=("is_staff",))
    return row


@transaction.atomic
def take_role(*, role_id: int, by: User, at: datetime) -> User:
    """
    Take a role for a call away, and return whose it was.

    Who may no longer review for the call loses what waits for her there, and whoever has no role
    left the admin.

    :raises CallRole.DoesNotExist: there is none
    """
    row = CallRole.objects.select_related("user", "call").get(pk=role_id)
    person = User.objects.select_for_update(no_key=True).get(pk=row.user_id)
    row.delete()
    left = CallRole.objects.filter(user=person)
    still_reviews = left.filter(call=row.call_id, role__in=REVIEWING).exists()
    if not still_reviews and not roles.has_role(person, *REVIEWING):
        Assignment.objects.active().filter(reviewer=person, submission__call=row.call_id).update(
            ended_by=by, ended_at=at
        )
    if not person.is_superuser and not left.exists() and not person.groups.exists():
        person.is_staff = False
        person.save(update_fields=("is_staff",))
    return person

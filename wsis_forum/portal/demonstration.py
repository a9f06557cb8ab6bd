"""The people of the demonstration: one for each role, made in the embedded run only."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in to the demonstration; without a group, a stakeholder."""

    email: str
    name: str
    role_label: str | Promise
    group: str | None = None
    language: str = "en"
    timezone: str = "Europe/Zurich"
    organization: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether the person may enter the admin."""
        return self.group is not None


PEOPLE: tuple[Person, ...] = (
    Person(
        "amina@demo.example",
        "Amina Diallo",
        _("stakeholder"),
        timezone="Africa/Dakar",
    ),
    Person(
        "secretariat@demo.example",
        "Sofia Keller",
        _("secretariat"),
        group=roles.SECRETARIAT,
        organization="Forum Secretariat",
    ),
    Person(
        "reviewer@demo.example",
        "Daniel Okoye",
        _("reviewer"),
        group=roles.REVIEWER,
        organization="Institute for Open Networks",
    ),
    Person(
        "organizer@demo.example",
        "Mei Tanaka",
        _("organizer"),
        group=roles.ORGANIZER,
        organization="Forum Programme Office",
    ),
)


@transaction.atomic
def make_people() -> int:
    """
    Make the people that are not there yet; return how many were made.

    Nobody who exists is changed, except that the role of a person of staff is given back.
    """
    roles.sync_roles()
    made = 0
    for person in PEOPLE:
        user = User.objects.filter(email__iexact=person.email).first()
        if user is None:
            user = User.objects.create_user(
                person.email,
                name=person.name,
                language=person.language,
                timezone=person.timezone,
                organization_name=person.organization,
                is_staff=person.is_staff,
            )
            made += 1
        if person.group:
            user.groups.add(Group.objects.get(name=person.group))
    return made

"""The people of the demonstration."""

from django.core.management import call_command

from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User
from wsis_forum.portal.demonstration import PEOPLE, make_people


def test_there_is_one_person_for_each_role(db):
    assert make_people() == 4
    held = {
        person.email: (roles.role_names(User.objects.get(email=person.email)), person.is_staff)
        for person in PEOPLE
    }
    assert held == {
        "amina@demo.example": ((), False),
        "secretariat@demo.example": (("secretariat",), True),
        "reviewer@demo.example": (("reviewer",), True),
        "organizer@demo.example": (("organizer",), True),
    }
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_making_them_again_changes_nobody_but_gives_a_role_back(db, capsys):
    make_people()
    reviewer = User.objects.get(email="reviewer@demo.example")
    reviewer.groups.clear()
    User.objects.filter(pk=reviewer.pk).update(name="Somebody Else", language="ar")
    call_command("demo_people")
    assert capsys.readouterr().out.splitlines()[:2] == [
        "People of the demonstration: 0 made, 4 in all",
        "  amina@demo.example  stakeholder (Amina Diallo)",
    ]
    again = User.objects.get(pk=reviewer.pk)
    assert (again.name, again.language) == ("Somebody Else", "ar")
    assert roles.role_names(again) == ("reviewer",)

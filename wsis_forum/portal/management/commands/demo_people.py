"""The command that makes the people of the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from wsis_forum.portal.demonstration import PEOPLE, make_people


class Command(BaseCommand):
    """Make one person for each role; a second run changes nothing."""

    help = (
        "Make the people of the demonstration: a stakeholder and one person for each role of staff."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make those that are missing and list all."""
        made = make_people()
        if options["verbosity"]:
            self.stdout.write(f"People of the demonstration: {made} made, {len(PEOPLE)} in all")
            for person in PEOPLE:
                self.stdout.write(f"  {person.email}  {person.role_label} ({person.name})")

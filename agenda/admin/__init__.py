"""The organizers' part of the workbench in Django's admin."""

from agenda.admin import items, people, programme_days, reference, releases, rooms, sessions

__all__ = ["items", "people", "programme_days", "reference", "releases", "rooms", "sessions"]

"""Models of the programme, one file each."""

from agenda.models.counter import SessionCounter
from agenda.models.item import AgendaItem
from agenda.models.release import Release
from agenda.models.room import Room
from agenda.models.session import Session, SessionSource, SessionType, Track
from agenda.models.slot import Slot
from agenda.models.speaker import Appearance, Speaker, SpeakerWindow
from agenda.models.step import PlacingStep
from agenda.models.timetable import BlockedTime, ProgrammeDay, ProgrammeSettings

__all__ = [
    "AgendaItem",
    "Appearance",
    "BlockedTime",
    "PlacingStep",
    "ProgrammeDay",
    "ProgrammeSettings",
    "Release",
    "Room",
    "Session",
    "SessionCounter",
    "SessionSource",
    "SessionType",
    "Slot",
    "Speaker",
    "SpeakerWindow",
    "Track",
]

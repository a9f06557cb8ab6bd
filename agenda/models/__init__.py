"""Models of the programme, one file each."""

from agenda.models.counter import SessionCounter, SlotCounter
from agenda.models.document import ReleaseDocument
from agenda.models.failed_document import FailedDocument
from agenda.models.follow_up import FollowUp
from agenda.models.follow_up_contact import FollowUpContact
from agenda.models.follow_up_date import FollowUpDate, FollowUpException
from agenda.models.item import AgendaItem
from agenda.models.merge import SpeakerMerge
from agenda.models.planned import PlannedRelease
from agenda.models.release import Release
from agenda.models.room import Room
from agenda.models.session import Session, SessionSource, SessionType, Track
from agenda.models.slot import Slot
from agenda.models.speaker import Appearance, Speaker, SpeakerWindow
from agenda.models.step import PlacingStep
from agenda.models.subscription import ReleaseSubscription
from agenda.models.timetable import BlockedTime, ProgrammeDay, ProgrammeSettings
from agenda.models.word_template import WordTemplate

__all__ = [
    "AgendaItem",
    "Appearance",
    "BlockedTime",
    "FailedDocument",
    "FollowUp",
    "FollowUpContact",
    "FollowUpDate",
    "FollowUpException",
    "PlacingStep",
    "PlannedRelease",
    "ProgrammeDay",
    "ProgrammeSettings",
    "Release",
    "ReleaseDocument",
    "ReleaseSubscription",
    "Room",
    "Session",
    "SessionCounter",
    "SessionSource",
    "SessionType",
    "Slot",
    "SlotCounter",
    "Speaker",
    "SpeakerMerge",
    "SpeakerWindow",
    "Track",
    "WordTemplate",
]

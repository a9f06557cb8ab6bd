"""Models of the consultation, one file each."""

from consultation.models.assignment import Assignment, AssignmentRule
from consultation.models.attachment import Attachment
from consultation.models.basket import BasketItem
from consultation.models.call import Call, DateChange
from consultation.models.clarification import Clarification, LateCode
from consultation.models.contributor import Contributor
from consultation.models.decision import Decision, PublicReason
from consultation.models.forum import Forum, ForumPartner
from consultation.models.imported import Fate, ImportRow, ImportRun, ImportState
from consultation.models.known_name import KnownName, NameKind
from consultation.models.loaded import LoadedFile
from consultation.models.note import Mention, TeamNote
from consultation.models.organization import Organization
from consultation.models.phase import Phase, PhaseActivity
from consultation.models.question import CallSection, Option, Question
from consultation.models.receipt import ReceiptDocument
from consultation.models.reference import (
    ActionLine,
    Country,
    Goal,
    MatrixLink,
    Region,
    StakeholderType,
)
from consultation.models.relation import Relation
from consultation.models.reminder import ReminderRule, ReminderStop
from consultation.models.review import Criterion, Review, Score, Screening, ScreeningCriterion
from consultation.models.saved_filter import SavedFilter
from consultation.models.search import SearchWords
from consultation.models.staff import CallRole, Conflict, ReviewerCapacity
from consultation.models.staff_name import StaffName
from consultation.models.submission import (
    ChosenActionLine,
    ChosenGoal,
    ProposedSpeaker,
    Submission,
    SubmissionEvent,
    WorkshopDetails,
)
from consultation.models.version import SectionEdit, SubmissionVersion

__all__ = [
    "ActionLine",
    "Assignment",
    "AssignmentRule",
    "Attachment",
    "BasketItem",
    "Call",
    "CallRole",
    "CallSection",
    "ChosenActionLine",
    "ChosenGoal",
    "Clarification",
    "Conflict",
    "Contributor",
    "Country",
    "Criterion",
    "DateChange",
    "Decision",
    "Fate",
    "Forum",
    "ForumPartner",
    "Goal",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "KnownName",
    "LateCode",
    "LoadedFile",
    "MatrixLink",
    "Mention",
    "NameKind",
    "Option",
    "Organization",
    "Phase",
    "PhaseActivity",
    "ProposedSpeaker",
    "PublicReason",
    "Question",
    "ReceiptDocument",
    "Region",
    "Relation",
    "ReminderRule",
    "ReminderStop",
    "Review",
    "ReviewerCapacity",
    "SavedFilter",
    "Score",
    "Screening",
    "ScreeningCriterion",
    "SearchWords",
    "SectionEdit",
    "StaffName",
    "StakeholderType",
    "Submission",
    "SubmissionEvent",
    "SubmissionVersion",
    "TeamNote",
    "WorkshopDetails",
]

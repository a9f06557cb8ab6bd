"""Models of the consultation, one file each."""

from consultation.models.attachment import Attachment
from consultation.models.call import Call, DateChange
from consultation.models.clarification import Clarification, LateCode
from consultation.models.contributor import Contributor
from consultation.models.decision import Decision
from consultation.models.forum import Forum, ForumPartner
from consultation.models.loaded import LoadedFile
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
from consultation.models.search import SearchWords
from consultation.models.submission import (
    ProposedSpeaker,
    Submission,
    SubmissionEvent,
    WorkshopDetails,
)
from consultation.models.version import SectionEdit, SubmissionVersion

__all__ = [
    "ActionLine",
    "Attachment",
    "Call",
    "CallSection",
    "Clarification",
    "Contributor",
    "Country",
    "DateChange",
    "Decision",
    "Forum",
    "ForumPartner",
    "Goal",
    "LateCode",
    "LoadedFile",
    "MatrixLink",
    "Option",
    "Organization",
    "Phase",
    "PhaseActivity",
    "ProposedSpeaker",
    "Question",
    "ReceiptDocument",
    "Region",
    "SearchWords",
    "SectionEdit",
    "StakeholderType",
    "Submission",
    "SubmissionEvent",
    "SubmissionVersion",
    "WorkshopDetails",
]

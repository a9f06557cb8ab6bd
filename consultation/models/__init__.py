"""Models of the consultation, one file each."""

from consultation.models.call import Call, DateChange
from consultation.models.decision import Decision
from consultation.models.forum import Forum, ForumPartner
from consultation.models.loaded import LoadedFile
from consultation.models.organization import Organization
from consultation.models.phase import Phase, PhaseActivity
from consultation.models.reference import (
    ActionLine,
    Country,
    Goal,
    MatrixLink,
    Region,
    StakeholderType,
)
from consultation.models.submission import (
    ProposedSpeaker,
    Submission,
    SubmissionEvent,
    WorkshopDetails,
)

__all__ = [
    "ActionLine",
    "Call",
    "Country",
    "DateChange",
    "Decision",
    "Forum",
    "ForumPartner",
    "Goal",
    "LoadedFile",
    "MatrixLink",
    "Organization",
    "Phase",
    "PhaseActivity",
    "ProposedSpeaker",
    "Region",
    "StakeholderType",
    "Submission",
    "SubmissionEvent",
    "WorkshopDetails",
]

"""Accepted requests for the tests of the programme."""

from datetime import datetime
from typing import Any

from consultation.choices import Attendance, Disposition, Status
from consultation.models import ProposedSpeaker, Submission, WorkshopDetails
from tests.factories import ActionLineFactory, GoalFactory, SubmissionFactory, TrackFactory


def accepted_request(at: datetime, **answers: Any) -> Submission:
    """Return a workshop request that was decided to become a session."""
    TrackFactory()
    decision = {"disposition": Disposition.BECOMES, "reason": "Well made.", "decided_at": at}
    submission: Submission = SubmissionFactory(status=Status.DECIDED, decision=decision, **answers)
    return submission


def full_request(at: datetime, **answers: Any) -> Submission:
    """Return an accepted request in French with two speakers, tags and a format."""
    facts = {
        "language": "fr",
        "title": "Compétences numériques",
        "summary": "Résumé.",
        "text": "Texte.",
    }
    submission = accepted_request(at, **(facts | answers))
    submission.action_lines.add(ActionLineFactory())
    submission.goals.add(GoalFactory())
    WorkshopDetails.objects.create(
        submission=submission, format="THEMATIC_WS", minutes=60, expected_people=80
    )
    ProposedSpeaker.objects.create(
        submission=submission,
        order=1,
        honorific="Mme",
        name="Aïcha Traoré",
        function="Directrice",
        organization="AGETIC",
        country=submission.country,
        biography="Elle écrit des programmes.",
    )
    ProposedSpeaker.objects.create(
        submission=submission, order=2, name="李雷", attendance=Attendance.REMOTE
    )
    return submission

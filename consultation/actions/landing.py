"""Writes one row of an import as an input, or as another version of one."""

from datetime import datetime
from typing import Any

from django.db import connection

from consultation.actions.projection import project
from consultation.actions.reopening import retire
from consultation.actions.submissions import new_organization, next_number
from consultation.choices import Disposition, EventKind, RelationKind, Status
from consultation.models import (
    ActionLine,
    Country,
    Decision,
    Goal,
    ImportRun,
    Organization,
    Relation,
    StakeholderType,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
)
from consultation.queries.imports import Existing, Judged, decision_of, import_key
from consultation.queries.named import Named
from consultation.queries.organizations import named as named_organization


class Landing:
    """
    The rows of one chunk on their way into the tables; reference rows are read once.

    Nobody gets a letter: the authors of earlier years have no account here.
    """

    def __init__(self, run: ImportRun, at: datetime) -> None:
        self.run, self.call, self.by, self.at = run, run.call, run.made_by, at
        self.named = Named(
            {row.code: row for row in ActionLine.objects.all()},
            {row.number: row for row in Goal.objects.all()},
            {row.code: row for row in StakeholderType.objects.all()},
            {row.pk: row for row in Country.objects.all()},
        )
        self._organizations: dict[tuple[str, Any], Organization] = {}

    def forget(self) -> None:
        """Read organizations anew: one that was made for a row went with its savepoint."""
        self._organizations.clear()

    def land(self, one: Judged) -> None:
        """Write one row and its decision; the caller has a savepoint around it."""
        if one.known is None:
            self._make(one)
        else:
            self._change(one, one.known)

    def _make(self, one: Judged) -> None:
        """Make an input of a row; what points to it may stand before it until the savepoint."""
        read, run = one.read, self.run
        answers = read.answers
        moment = read.values["handed_in"]
        submission = Submission(
            pk=_next_key(),
            call=self.call,
            number=read.values.get("number") or next_number(self.call.forum_id),
            status=Status.UNDER_REVIEW,
            answers=answers,
            begun_at=moment,
            saved_at=moment,
            submitted_at=moment,
            publication=run.mapping["publication"],
            import_key=import_key(self.call.forum.slug, read.key),
        )
        project(submission, answers, self.named, is_first=True)
        submission.organization = self._organization(submission)
        self._decide(one, submission)
        submission.save(force_insert=True)
        self._merge(one, submission)
        self._record(one, submission, answers, number=1)

    def _change(self, one: Judged, known: Existing) -> None:
        """Write another version of an input, and its other decision."""
        submission, read = known.submission, one.read
        changed = set(one.changes)
        if "disposition" in changed:
            if submission.decision is not None:
                reason = str(self.run)
                retire(submission, by=self.by, reason=reason, at=self.at)
                submission.status = Status.UNDER_REVIEW
                submission.save(update_fields=("status", "decision"))
            self._decide(one, submission)
        submission.submitted_at = read.values["handed_in"]
        submission.version += 1
        if changed - {"disposition", "handed_in"}:
            answers = {**known.answers, **read.answers}
            submission.answers = answers
            project(submission, answers, self.named, is_first=False)
            submission.organization = self._organization(submission)
        submission.save()
        if "disposition" in changed:
            self._merge(one, submission)
        if changed - {"disposition", "handed_in"}:
            self._record(one, submission, submission.answers, number=known.version + 1)
        else:
            self._tell(one, submission)

    def _decide(self, one: Judged, submission: Submission) -> None:
        """Make the decision of a row; the caller saves the input, which points to it."""
        columns = decision_of(one.read)
        if not columns:
            return
        is_over = columns["disposition"] == Disposition.WITHDRAWN
        decision = Decision.objects.create(submission_id=submission.pk, **columns)
        submission.decision = one.row.decision = decision
        submission.status = Status.WITHDRAWN if is_over else Status.DECIDED
        submission.withdrawn_reason = columns["reason"] if is_over else ""

    def _merge(self, one: Judged, submission: Submission) -> None:
        if one.target_id is not None and submission.decision is not None:
            Relation.objects.create(
                source=submission,
                target_id=one.target_id,
                decision=submission.decision,
                kind=RelationKind.MERGED,
                made_by=self.by,
                made_at=self.at,
            )

    def _record(
        self, one: Judged, submission: Submission, answers: dict[str, Any], *, number: int
    ) -> None:
        SubmissionVersion.objects.create(
            submission=submission,
            number=number,
            answers=answers,
            at=one.read.values["handed_in"] if number == 1 else self.at,
            by=None,
            publication=submission.publication,
        )
        self._tell(one, submission)

    def _tell(self, one: Judged, submission: Submission) -> None:
        """Say in the history where it comes from."""
        SubmissionEvent.objects.create(
            submission=submission,
            kind=EventKind.IMPORTED,
            at=self.at,
            by=self.by,
            note=f"{self.run.file_name} · {one.row.line}",
        )
        one.row.submission = submission

    def _organization(self, submission: Submission) -> Organization | None:
        """Find or make the organization that a row names, as a hand-in does."""
        name, country = submission.organization_name, submission.country_id
        key = (name.lower(), country)
        if not name or country is None:
            return None
        if key not in self._organizations:
            row = named_organization(name, country) or new_organization(submission)
            if row is None:
                return None
            self._organizations[key] = row
        return self._organizations[key]


def _next_key() -> int:
    """Reserve a primary key, so that an input is written once, with all that it points to."""
    table = Submission._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])

"""Reads of files."""

from collections.abc import Iterable

from django.db.models import Q

from consultation.models import Attachment, Submission, SubmissionVersion


def by_question(submission: Submission, keys: Iterable[str]) -> dict[str, list[Attachment]]:
    """
    Return the files of some answers as they are being written, in their order (1 query).

    A file that the answer does not name, such as the photo of a person not saved yet, comes last.
    """
    found: dict[str, list[Attachment]] = {key: [] for key in keys}
    rows = submission.attachments.filter(question_key__in=list(found), removed_at=None)
    for file in rows.order_by("uploaded_at", "pk"):
        found[file.question_key].append(file)
    return found


def is_in_a_version(attachment: Attachment) -> bool:
    """Tell whether something that was handed in names the file (1 query)."""
    key, pk = attachment.question_key, attachment.pk
    # As one of an answer's files, or as the photo of somebody in a list of people.
    names = Q(answers__contains={key: [pk]}) | Q(answers__contains={key: [{"photo": pk}]})
    versions = SubmissionVersion.objects.filter(submission=attachment.submission_id)
    return versions.filter(names).exists()

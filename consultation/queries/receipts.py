"""Reads of receipts: what a document says, and which are not made yet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultation.exports.receipt import (
    FileEntry,
    Labels,
    Receipt,
    ReceiptAnswer,
    ReceiptSection,
)
from consultation.models import Attachment, SubmissionVersion
from consultation.presentation import Person, ShownAnswer, shown_parts
from consultation.queries import questions
from wsis_forum import dates
from wsis_forum.languages import language

# As many as one sweep makes before the next begins.
_AT_ONCE = 500


def waiting() -> list[int]:
    """
    Return the ids of versions without a document.

    Nobody waits for those of made-up inputs, and of those that were taken over without an author.

    In any order: a version at which a worker dies does not stand before the others for ever.
    """
    versions = SubmissionVersion.objects.filter(
        receipt__isnull=True, submission__is_made_up=False, submission__import_key__isnull=True
    ).order_by("?")
    return list(versions.values_list("pk", flat=True)[:_AT_ONCE])


def receipt_of(version: SubmissionVersion) -> Receipt:
    """Return what was handed in, in the words of its own language (at most six queries)."""
    answers = version.answers
    spoken = language(_text(answers.get("language")) or version.submission.language)
    with translation.override(spoken.code):
        return _receipt(version, spoken.code)


def _receipt(version: SubmissionVersion, code: str) -> Receipt:
    submission, answers = version.submission, version.answers
    call = submission.call
    parts = shown_parts(submission, questions.of_call(call), answers)
    return Receipt(
        language=code,
        number=submission.number or submission.reference,
        version=version.number,
        title=_text(answers.get("title")),
        forum=call.forum.name,
        call=call.title,
        organization=_text(answers.get("organization_name")),
        at=version.at,
        handed_in=dates.moment_words(version.at, call.timezone),
        publication=version.get_publication_display(),
        privacy_version=version.privacy_version,
        sections=tuple(
            ReceiptSection(part.title, tuple(in_words(answer) for answer in part.answers))
            for part in parts
        ),
        labels=_labels(),
    )


def _labels() -> Labels:
    return Labels(
        portal=_("WSIS Forum consultation"),
        receipt=_("Receipt"),
        number=_("Number"),
        version=pgettext("of an input", "Version"),
        handed_in=_("Handed in"),
        call=_("Call"),
        forum=_("Forum"),
        organization=_("Organization"),
        publication=pgettext("what the author agreed to", "Publication"),
        privacy_version=_("Version of the privacy notice"),
        # The name of a standard, the same in every language.
        digest="SHA-256",
        no_answer=_("Not answered"),
        page=_("Page {page} of {pages}"),
        attached=_("The text as it was handed in is attached to this document as a file."),
        substituted=_("Characters that this document cannot show stand as numbers: [U+1230]."),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def in_words(answer: ShownAnswer) -> ReceiptAnswer:
    """Turn each shape of an answer into a text, a list or files."""
    text = ""
    items: Iterable[str] = ()
    files: Sequence[Attachment] = ()
    value = answer.value
    match answer.shape:
        case "none":
            pass
        case "files":
            files = value
        case "words":
            items = value
        case "lines":
            items = map(str, value)
        case "goals":
            items = map(_goal, value)
        case "people":
            items = ("\n".join(_person(person)) for person in value)
            files = [person.photo for person in value if person.photo]
        case "date":
            text = dates.day_words(value)
        case "confirmed":
            text = _("Confirmed")
        case "language":
            text = value.name
        case _:
            text = str(value)
    return ReceiptAnswer(
        label=answer.asked.label, text=text, items=tuple(items), files=_files(files)
    )


def _goal(goal: Any) -> str:
    return f"{_('Goal %(number)s') % {'number': goal.number}}: {goal.title}"


def _files(files: Sequence[Attachment]) -> tuple[FileEntry, ...]:
    return tuple(FileEntry(file.name, filesizeformat(file.size), file.sha256) for file in files)


def _person(person: Person) -> Iterator[str]:
    """Yield the lines about somebody proposed: all that was said, with nothing left out."""
    given = person.given
    yield " ".join(filter(None, (given["honorific"], given["name"])))
    yield from filter(None, (given["function"], given["organization"], person.country))
    asked = _("has been asked") if given["has_been_asked"] else _("not asked yet")
    yield " · ".join(filter(None, (person.gender, person.attendance, asked)))
    if given["biography"]:
        yield given["biography"]

"""Letters among the staff: a mention, an input on one's desk, an answer that came in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Mention, Submission, TeamNote
from consultation.queries.access import may_read
from consultation.queries.blind import blind_for
from wsis_forum.accounts.models import User
from wsis_forum.letters import kinds, links, outbox
from wsis_forum.letters.rendering import Request

UNTITLED = _("Untitled")


def register() -> None:
    """Make the kinds known to the outbox."""
    for name, title in (
        ("mention", pgettext_lazy("letter", "mention by a colleague")),
        ("handed-over", pgettext_lazy("letter", "handed over by a colleague")),
        ("answered", pgettext_lazy("letter", "answer of an author")),
    ):
        kinds.register(kinds.Kind(name, title=title))


def queue_mentions(*, note: TeamNote, mentions: Iterable[Mention], at: datetime) -> None:
    """Queue a letter to everybody whom a message mentions; once per message and person."""
    outbox.queue_many(
        (
            Request(
                "mention",
                f"mention:{note.pk}:{mention.user_id}",
                {**_about(note.submission, mention.user), "note": note, "by": note.by},
                user=mention.user,
            )
            for mention in mentions
        ),
        at=at,
    )


def queue_handed_over(*, submission: Submission, by: User, at: datetime) -> None:
    """Queue the letter to somebody on whose desk a colleague has laid an input."""
    if submission.handler is not None:
        person = submission.handler
        key = f"submission:{submission.pk}:handed-over:{person.pk}:{at.timestamp():.0f}"
        context = {**_about(submission, person), "by": by}
        outbox.queue_many([Request("handed-over", key, context, user=person)], at=at)


def queue_answered(
    *,
    submission: Submission,
    askers: Iterable[int | None],
    answer: str,
    is_changed: bool,
    at: datetime,
) -> None:
    """
    Queue letters to who has an input on her desk, and to who asked: its author has answered.

    ``is_changed``: she has handed in another text with the answer, or instead of one. ``askers``
    are keys of people. Nobody is told who has left, or who may not see the input any more.
    """
    keys = {key for key in (submission.handler_id, *askers) if key is not None}
    people = User.objects.in_bulk(keys) if keys else {}
    requests = []
    for _key, person in sorted(people.items()):
        if not (person.is_active and person.is_staff) or not may_read(person, submission):
            continue
        key = f"submission:{submission.pk}:answered:{at.timestamp():.6f}:{person.pk}"
        context = {
            **_about(submission, person),
            "answer": answer,
            "is_changed": is_changed,
            "desk": people.get(submission.handler_id)
            if person.pk != submission.handler_id
            else None,
        }
        requests.append(Request("answered", key, context, user=person))
    outbox.queue_many(requests, at=at, are_new=True)


def _about(submission: Submission, reader: User) -> dict[str, Any]:
    """Say which input it is; whoever reads blind gets its title without names."""
    title: Any = blind_for(reader, submission).text(submission.title) if submission.title else ""
    return {
        "submission": submission,
        "title": title or UNTITLED,
        "forum": submission.call.forum,
        "link": links.page("admin:consultation_submission_change", object_id=submission.pk),
    }

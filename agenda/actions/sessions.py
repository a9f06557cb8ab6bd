"""Verbs that make a session of an accepted request, and number it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from agenda.actions.photos import copy_photo
from agenda.choices import Consent, SessionMode
from agenda.exceptions import NotAccepted, NotOfOneForum, SessionReleased
from agenda.models import (
    Appearance,
    Release,
    Session,
    SessionCounter,
    SessionSource,
    SessionType,
    Speaker,
    SpeakerMerge,
    Track,
)
from agenda.models.session import FIRST_NUMBER
from consultation.choices import Attendance, Disposition, EventKind
from consultation.models import (
    Forum,
    ProposedSpeaker,
    Submission,
    SubmissionEvent,
)
from wsis_forum.accounts.models import User

# Sessions made of requests without a format of their own stand in this track until they are moved.
DEFAULT_TRACK = "FORUM"


@transaction.atomic
def make_session(
    *, submission_id: int, also: Sequence[int] = (), by: User, at: datetime
) -> Session:
    """
    Make a session of an accepted request, with all that the request says.

    Title, text, tags, speakers, expected people and minutes are carried over, in the language of
    the request; title, format and minutes as they were accepted. ``also`` are further requests for
    the same session: their tags and speakers are added. All keep the link. Calling it twice returns
    the first session, with the further requests. ``at`` is timezone-aware.

    :raises NotAccepted: a request was not decided to become a session
    :raises NotOfOneForum: the requests are of several Forums
    """
    sources = _locked([submission_id, *also])
    linked = Session.objects.filter(session_sources__submission=submission_id)
    made = linked.order_by("number").first()
    if made is not None:
        return _join(made, sources, by=by, at=at)
    _require_accepted(sources, sources[0].call.forum_id)
    return _join(_new_session(sources), sources, by=by, at=at)


@transaction.atomic
def add_requests(
    *, session_id: int, submission_ids: Sequence[int], by: User, at: datetime
) -> Session:
    """
    Build a session that is there already from accepted requests, too.

    Their tags and speakers are added, its own title and text stay. Those that it was built from
    before are left as they are.

    :raises NotAccepted: a request was not decided to become a session
    :raises NotOfOneForum: a request is of another Forum
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    return _join(session, _locked(submission_ids), by=by, at=at)


def _locked(keys: Sequence[int]) -> list[Submission]:
    """Read requests in the order of their keys as given, and keep them from changing."""
    rows = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("call", "decision", "workshop", "organization")
        .filter(pk__in=set(keys))
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _require_accepted(sources: Sequence[Submission], forum_id: int) -> None:
    for one in sources:
        if one.decision is None or one.decision.disposition != Disposition.BECOMES:
            raise NotAccepted(one.number)
        if one.call.forum_id != forum_id:
            raise NotOfOneForum(one.number)


def _join(session: Session, sources: Sequence[Submission], *, by: User, at: datetime) -> Session:
    """Link requests that are not linked yet to a session, with their tags and speakers."""
    there = set(session.session_sources.values_list("submission", flat=True))
    new = [one for one in sources if one.pk not in there]
    _require_accepted(new, session.forum_id)
    for one in new:
        session.action_lines.add(*one.action_lines.all())
        session.goals.add(*one.goals.all())
        SessionSource.objects.create(session=session, submission=one, linked_at=at)
        SubmissionEvent.objects.create(
            submission=one, kind=EventKind.SCHEDULED, at=at, by=by, note=str(session.number)
        )
    _carry_speakers(new, session)
    return session


@transaction.atomic
def delete_session(*, session_id: int, by: User, at: datetime) -> None:
    """
    Delete a session that no release names; its number stays used.

    :raises SessionReleased: a release names it, so it can only be cancelled
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session_id)
    if is_released(session):
        raise SessionReleased(session.number)
    session.delete()


def is_released(session: Session) -> bool:
    """Tell whether any release of the Forum, internal ones too, names the session."""
    return Release.objects.filter(
        forum=session.forum_id, programme__sessions__contains=[{"number": session.number}]
    ).exists()


def take_number(forum_id: int) -> int:
    """
    Return the next session number of a Forum; call it inside a transaction.

    Numbers start at 100 and are never used twice, even where a session was deleted: a trigger keeps
    the highest one ever written.
    """
    # Locking the Forum makes two organizers who make sessions at once take turns.
    Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    counted = SessionCounter.objects.filter(forum_id=forum_id).aggregate(highest=Max("last_number"))
    return max(counted["highest"] or 0, FIRST_NUMBER - 1) + 1


def _new_session(sources: Sequence[Submission]) -> Session:
    """Make the row; what was accepted otherwise than it was submitted counts as it was accepted."""
    submission = sources[0]
    decision = submission.decision
    if decision is None:
        raise AssertionError(submission)
    workshop = getattr(submission, "workshop", None)
    code = decision.accepted_format or (workshop.format if workshop else "")
    kind = SessionType.objects.select_related("track").filter(code=code).first()
    organization = submission.organization
    written = {
        "title": decision.accepted_title or submission.title,
        "description": _description(submission),
        "organizers": organization.name if organization else submission.organization_name,
    }
    suffix = submission.language.replace("-", "_")
    return Session.objects.create(
        forum_id=submission.call.forum_id,
        number=take_number(submission.call.forum_id),
        type=kind,
        track=kind.track if kind else Track.objects.get(code=DEFAULT_TRACK),
        original_language=submission.language,
        mode=_mode([speaker for one in sources for speaker in one.speakers.all()]),
        expected_people=workshop.expected_people if workshop else None,
        minutes=decision.accepted_minutes or (workshop.minutes if workshop else None),
        **{f"{name}_{suffix}": text for name, text in written.items()},
    )


def _description(submission: Submission) -> str:
    parts = (submission.summary.strip(), submission.text.strip())
    return "\n\n".join(part for part in parts if part)


def _mode(speakers: Iterable[ProposedSpeaker]) -> str:
    """Return how the session is attended, as far as its speakers tell."""
    kinds = {speaker.attendance for speaker in speakers}
    if not kinds:
        return ""
    if kinds == {Attendance.REMOTE}:
        return SessionMode.REMOTE
    return SessionMode.HYBRID if Attendance.REMOTE in kinds else SessionMode.ON_SITE


def _carry_speakers(sources: Sequence[Submission], session: Session) -> None:
    known = list(Speaker.objects.filter(forum_id=session.forum_id))
    # The address of one that was merged is kept free: undoing the merge takes it again.
    merged = SpeakerMerge.objects.filter(forum=session.forum_id).values_list("slug", flat=True)
    taken = {*merged, *(one.slug for one in known)}
    seen = set(session.appearances.values_list("speaker", flat=True))
    last = session.appearances.aggregate(last=Max("order"))["last"] or 0
    proposals = (
        (one.language.replace("-", "_"), proposed)
        for one in sources
        for proposed in one.speakers.select_related("photo").order_by("order")
    )
    for order, (suffix, proposed) in enumerate(proposals, start=last + 1):
        speaker = next((one for one in known if _is_same(one, proposed, suffix)), None)
        if speaker is None:
            speaker = _new_speaker(proposed, session.forum_id, suffix, taken)
            taken.add(speaker.slug)
            known.append(speaker)
        _add_what_is_missing(speaker, proposed, suffix)
        if speaker.pk in seen:
            continue
        seen.add(speaker.pk)
        Appearance.objects.create(
            session=session,
            speaker=speaker,
            is_remote=proposed.attendance == Attendance.REMOTE,
            order=order,
        )


def _is_same(speaker: Speaker, proposed: ProposedSpeaker, suffix: str) -> bool:
    """Tell whether the proposed person speaks at this Forum already: same name, same place."""
    name, place = (getattr(speaker, f"{x}_{suffix}") or "" for x in ("name", "organization"))
    return (name.strip().casefold(), place.strip().casefold()) == (
        proposed.name.strip().casefold(),
        proposed.organization.strip().casefold(),
    )


def _add_what_is_missing(speaker: Speaker, proposed: ProposedSpeaker, suffix: str) -> None:
    """
    Give a speaker the biography and the photo of a request, where she has none yet.

    Who has said herself whether she is shown has seen what stands there: what she took away does
    not come back because somebody else hands it in again.
    """
    if not proposed.biography.strip() and proposed.photo is None:
        return
    row = Speaker.objects.select_for_update(of=("self",)).get(pk=speaker.pk)
    if row.consent != Consent.NOT_ASKED:
        return
    name = f"biography_{suffix}"
    if proposed.biography.strip() and not getattr(row, name):
        setattr(row, name, proposed.biography)
        # Whoever has the speaker's form open is told, as of any other change.
        row.version += 1
        row.save(update_fields=(name, "version"))
    if proposed.photo is not None and not row.photo_name:
        copy_photo(speaker=row, attachment=proposed.photo)


def _new_speaker(proposed: ProposedSpeaker, forum_id: int, suffix: str, taken: set[str]) -> Speaker:
    written = {
        "honorific": proposed.honorific,
        "name": proposed.name,
        "function": proposed.function,
        "organization": proposed.organization,
    }
    return Speaker.objects.create(
        forum_id=forum_id,
        slug=free_slug(proposed.name, taken),
        sort_name=proposed.name,
        country=proposed.country,
        **{f"{name}_{suffix}": text for name, text in written.items()},
    )


def free_slug(name: str, taken: set[str]) -> str:
    """Return an address for a person that no other of the Forum has."""
    stem = slugify(name)[:70].strip("-") or "speaker"
    slug, count = stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    return slug

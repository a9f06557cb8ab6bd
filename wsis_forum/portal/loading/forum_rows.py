"""The rows of a Forum, its phases and its calls, as its file wants them."""

from collections.abc import Iterator, Sequence
from typing import Any

from consultation.choices import PartnerRole
from wsis_forum.portal.loading.dates import Calendar
from wsis_forum.portal.loading.fields import LANGUAGES, Cell, Texts
from wsis_forum.portal.loading.forum_file import (
    CallPart,
    ForumFile,
    ForumPart,
    Partner,
    PhasePart,
)
from wsis_forum.portal.loading.rows import Columns, Row

# Columns that only a moved calendar changes.
DATE_COLUMNS = frozenset(
    {
        "starts_at",
        "ends_at",
        "start_date",
        "end_date",
        "opens_at",
        "closes_at",
        "deadline_is_assumed",
        "final_week_start_date",
        "final_week_end_date",
        "invitation_date",
        "shift_days",
    }
)
_NO_CONTACT = {"contact_name": "", "contact_phone": "", "contact_fax": "", "contact_email": ""}


def joined(paragraphs: Sequence[Texts]) -> Texts | None:
    """Put paragraphs together into one text a language; one unverified part makes it so."""
    if not paragraphs:
        return None
    cells: dict[str, Cell] = {}
    for language, suffix in LANGUAGES.items():
        found = [part for part in paragraphs if getattr(part, language)]
        if not found:
            continue
        places = dict.fromkeys(part.provenance(suffix) for part in found)
        cells[language] = Cell(
            text="\n\n".join(getattr(part, language).text for part in found),
            source="; ".join(place for place in places if place) or None,
            unverified=any(part.is_unverified(suffix) for part in found),
        )
    return Texts.model_validate(cells)


def rows_of_forum(
    content: ForumFile, calendar: Calendar, *, shift: int | None, is_current: bool
) -> Iterator[Row]:
    """Yield the Forum, then its partners, phases and calls."""
    yield _forum_row(content, calendar, shift=shift, is_current=is_current)
    yield from _partner_rows(content.forum)
    phases = content.ocp.phases
    for phase in phases:
        yield _phase_row(phase, calendar)
    for phase in phases:
        yield from _activity_rows(phase)
    for phase in phases:
        former = calendar.former_phase(phase)
        if former:
            natural = {"phase": f"phase:{phase.order}", "former": former}
            columns = Columns().text("note", phase.change_note)
            yield Row(f"phase:{phase.order}/former", "phase-date", natural, columns.plain())
    for order, call in enumerate(content.ocp.calls, start=1):
        yield _call_row(call, calendar, content.forum.timezone, order)
    for call in content.ocp.calls:
        yield from _call_dates(call, calendar, content.forum.timezone)


def _forum_row(
    content: ForumFile, calendar: Calendar, *, shift: int | None, is_current: bool
) -> Row:
    forum, ocp = content.forum, content.ocp
    week = forum.final_week
    columns = Columns(
        year=forum.year,
        reference=forum.reference,
        start_date=calendar.day(forum.start),
        end_date=calendar.day(forum.end),
        final_week_start_date=calendar.day(week.start) if week else None,
        final_week_end_date=calendar.day(week.end) if week else None,
        timezone=forum.timezone,
        country=f"country:{forum.place.country}",
        website=forum.website,
        remote_participation=ocp.remote_participation_all_physical_meetings,
        takes_event_inputs=ocp.inputs_from_regional_and_national_events,
        statistics=content.statistics,
        is_current=is_current,
        is_demonstration=forum.is_demonstration,
        shift_days=shift,
    )
    place = forum.place
    columns.text("name", forum.name).text("theme", forum.theme)
    columns.text("consultation_title", ocp.title)
    columns.text("introduction", joined(forum.introduction))
    columns.text("city", place.city)
    columns.text("venue", place.venue_actual or place.venue or place.venue_announced)
    many = _people(forum, calendar, columns)
    return Row("forum", "forum", {"slug": forum.address}, columns.done(), many)


def _people(forum: ForumPart, calendar: Calendar, columns: Columns) -> dict[str, list[str]]:
    """Add the Chair, the contact and the invitation; return whom it was addressed to."""
    chair, contact, letter = forum.chair, forum.secretariat_contact, forum.invitation
    columns.set(
        chair_name=f"{chair.honorific} {chair.name}".strip() if chair else "",
        chair_country=f"country:{chair.country}" if chair and chair.country else None,
        invitation_date=calendar.day(letter.date) if letter else None,
        **_NO_CONTACT,
    )
    unread = chair is not None and chair.unverified_role_title
    columns.text("chair_role", chair.role if chair else None, unverified=unread)
    columns.text("invitation_title", letter.title if letter else None)
    columns.text("invitation_signed_by", letter.signed_by if letter else None)
    if contact:
        columns.set(
            contact_name=contact.name,
            contact_phone=contact.phone,
            contact_fax=contact.fax,
            contact_email=contact.email,
        )
        columns.read_at([contact.source], "contact_name")
    codes = letter.addressed_to if letter else []
    return {"addressed_to": [f"stakeholder-type:{code}" for code in codes]}


def _partner_rows(forum: ForumPart) -> Iterator[Row]:
    groups: tuple[tuple[PartnerRole, Sequence[Partner], str | None], ...] = (
        (PartnerRole.ORGANIZER, forum.organizers, None),
        (PartnerRole.COLLABORATOR, forum.collaborators, forum.collaborators_source),
    )
    for role, partners, source in groups:
        for order, partner in enumerate(partners, start=1):
            columns = Columns(role=role.value, order=order).text("name", partner)
            columns.read_at([source])
            natural = {"forum": "forum", "code": partner.code}
            yield Row(f"partner:{partner.code}", "partner", natural, columns.done())


def _phase_row(part: PhasePart, calendar: Calendar) -> Row:
    number_unread = part.unverified or part.phase_number_unverified
    columns = Columns(
        kind=part.kind,
        timezone=part.timezone,
        mode=part.mode or "",
        remote_participation=part.remote_participation,
        remote_url=part.remote_url or "",
        session_number=part.session_number,
        note=part.note or "",
        **calendar.phase(part),
    )
    columns.text("label", part.label, unverified=number_unread)
    columns.text("title", part.title, unverified=part.unverified)
    columns.text("venue", part.venue, unverified=part.unverified)
    if part.mode_unverified:
        columns.flag("mode")
    columns.read_at(part.sources)
    natural = {"forum": "forum", "order": part.order}
    return Row(f"phase:{part.order}", "phase", natural, columns.done())


def _activity_rows(part: PhasePart) -> Iterator[Row]:
    for order, text in enumerate(part.activities, start=1):
        columns = Columns().text("text", text, unverified=part.unverified)
        natural = {"phase": f"phase:{part.order}", "order": order}
        yield Row(f"phase:{part.order}/activity:{order}", "activity", natural, columns.done())


def _call_row(part: CallPart, calendar: Calendar, forum_zone: str, order: int) -> Row:
    zone = part.timezone or forum_zone
    optional: dict[str, Any] = {}
    if part.text_limit_words:
        optional["text_limit_words"] = part.text_limit_words
    columns = Columns(
        kind=part.kind,
        phase=None if part.phase is None else f"phase:{part.phase}",
        is_binding=part.binding,
        takes_drafts=part.takes_drafts,
        timezone=zone,
        order=order,
        note=part.note or "",
        **optional,
        **calendar.call(part, zone),
    )
    columns.text("title", part.title).text("description", part.description)
    if part.start is not None and part.start.moment is None:
        # Known to the day only; its first second is assumed.
        columns.flag("opens_at")
    columns.read_at([part.source])
    natural = {"forum": "forum", "slug": part.address}
    return Row(f"call:{part.address}", "call", natural, columns.done())


def _call_dates(part: CallPart, calendar: Calendar, forum_zone: str) -> Iterator[Row]:
    former = calendar.former_call(part, part.timezone or forum_zone)
    if former is None:
        return
    note = part.extension_note or Texts(en=Cell(text=f"before: {former['start']}"))
    natural = {"call": f"call:{part.address}", "former": former}
    columns = Columns().text("note", note)
    yield Row(f"call:{part.address}/former", "call-date", natural, columns.plain())

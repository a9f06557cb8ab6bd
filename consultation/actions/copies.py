"""How a Forum's rows are copied to another year: what is kept, and how dates and texts move."""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from consultation import phases
from consultation.models import Call, CallSection, Option, Phase, Question
from wsis_forum.languages import column

Row = TypeVar("Row", bound=models.Model)

# A copy was not read anywhere, is new, and nobody has saved it yet.
_FRESH: Mapping[str, Callable[[], Any]] = {"sources": dict, "version": lambda: 1}
# Half a month: a first day that moves to the last days of a month means the next one.
_HALF_A_MONTH = timedelta(days=15)


def copied(source: Row, **changes: Any) -> Row:
    """Make an unsaved copy of a row with some values changed; texts of every language are kept."""
    values: dict[str, Any] = {}
    for field in source._meta.concrete_fields:
        if field.primary_key:
            continue
        fresh = _FRESH.get(field.name)
        values[field.attname] = fresh() if fresh else getattr(source, field.attname)
    copy = type(source)(**values)
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def without(model: type[models.Model], *names: str) -> Mapping[str, Any]:
    """Return the values that clear these columns, each in every language where it has several."""
    values: dict[str, Any] = {}
    known = {field.name: field for field in model._meta.concrete_fields}
    for name in names:
        for each in (name, *(column(name, code) for code, _language in settings.LANGUAGES)):
            if each in known:
                values[each] = None if known[each].null else known[each].get_default()
    return values


@dataclass(frozen=True)
class Mover:
    """Moves a copy's dates by whole days and its titles from one year to another."""

    days: int
    years: tuple[int, int]

    def move_dates(self, row: models.Model, *names: str) -> None:
        """Move days."""
        for name in names:
            value: date | None = getattr(row, name)
            if value is not None:
                setattr(row, name, value + timedelta(days=self.days))

    def move_moments(self, row: Phase | Call, *names: str) -> None:
        """
        Move moments; the clock on the wall of the row's zone shows the same hour.

        :raises DateImpossible: on the new day the clocks skip that hour or show it twice
        """
        for name in names:
            value: datetime | None = getattr(row, name)
            if value is not None:
                setattr(row, name, self.moved(value, row.timezone))

    def moved(self, moment: datetime, zone: str) -> datetime:
        """
        Return a moment of the other year at which the clock on the wall of ``zone`` shows the same.

        :raises DateImpossible: on the new day the clocks skip that hour or show it twice
        """
        wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        return phases.local_moment(wall + timedelta(days=self.days), zone)

    def move_months(self, row: models.Model, first: str, last: str) -> None:
        """Move a range of whole months to whole months, as many as before."""
        start: date = getattr(row, first)
        end: date = getattr(row, last)
        span = (end.year - start.year) * 12 + end.month - start.month
        begin = (start + timedelta(days=self.days) + _HALF_A_MONTH).replace(day=1)
        year, month = divmod(begin.year * 12 + begin.month - 1 + span, 12)
        final = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        setattr(row, first, begin)
        setattr(row, last, final)

    def rename(self, row: models.Model, *names: str) -> None:
        """Put the new year in place of the old one, in every language of these texts."""
        old, new = (str(year) for year in self.years)
        for name in names:
            for code, _language in settings.LANGUAGES:
                text = getattr(row, column(name, code)) or ""
                setattr(row, column(name, code), text.replace(old, new) or None)


def copy_questions(source: Call, copy: Call, mover: Mover) -> None:
    """
    Give a copied call the sections, questions and options of its source.

    A question that waits for another waits for that one's copy; ``frozen_at`` moves with the call.

    :raises DateImpossible: ``frozen_at`` falls into an hour that the clocks skip or show twice
    """
    sections = {row.pk: copied(row, call=copy) for row in source.sections.all()}
    for section in sections.values():
        mover.rename(section, "title", "intro")
    CallSection.objects.bulk_create(sections.values())
    questions = {
        row.pk: copied(row, call=copy, section=sections[row.section_id], shown_if=None)
        for row in source.questions.all()
    }
    for question in questions.values():
        mover.rename(question, "label", "help")
        if question.frozen_at:
            question.frozen_at = mover.moved(question.frozen_at, source.timezone)
    Question.objects.bulk_create(questions.values())
    _tie(source, questions)
    options = [
        copied(row, question=questions[row.question_id])
        for row in Option.objects.filter(question__call=source)
    ]
    for option in options:
        mover.rename(option, "label")
    Option.objects.bulk_create(options)


def _tie(source: Call, copies: Mapping[int, Question]) -> None:
    """Let copies wait for copies, once all have ids."""
    waiting = []
    for row in source.questions.filter(shown_if__isnull=False):
        copy = copies[row.pk]
        copy.shown_if = copies[row.shown_if_id]  # type: ignore[index]
        waiting.append(copy)
    Question.objects.bulk_update(waiting, ["shown_if"])

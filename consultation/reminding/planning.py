"""
Which letters the rules cause: the one computation behind sending, calendar and the last look.

``due`` is what may be sent now, ``coming`` what will fall due if nothing changes, ``unwanted``
which queued letters are not among what is due. All three read ``_plan``, so they cannot differ.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from consultation.models import ReminderRule, ReminderStop
from consultation.reminding import subjects
from consultation.reminding.moments import LABEL, SPREAD, Counted, Due, line_up
from consultation.reminding.subjects import Occasion, Planned, Reader, Subject, Window
from wsis_forum.dates import GENEVA
from wsis_forum.letters import kinds
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request

# Letters written with one set of queries.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Named:
    """What a letter's key names."""

    occasion: str
    reader: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which letters are asked for: by their moments, and for the last look by their keys, too."""

    since: datetime
    until: datetime
    keep: Callable[[Due], bool]
    named: Collection[Named] | None = None
    kinds: Collection[str] | None = None

    def window(self, earliest: timedelta) -> Window:
        """Return which occasions can have letters; ``earliest`` is the first rule's offset."""
        keys = {one.occasion for one in self.named} if self.named is not None else None
        return Window(self.since, self.until - earliest + SPREAD, keys)

    def readers(self) -> set[str] | None:
        """Return the keys of those who are asked for; nothing: everybody."""
        return {one.reader for one in self.named} if self.named is not None else None

    def concerns(self, occasion: Occasion, rules: Sequence[Counted]) -> bool:
        """Whether a rule can fall due for anybody: whom it concerns is asked only then."""
        if occasion.ends_at <= self.since:
            return False
        moments = [occasion.at.astimezone(UTC) + rule.offset.span for rule in rules]
        return any(moment - SPREAD <= self.until for moment in moments)


def due(at: datetime) -> list[Planned]:
    """Return the letters that may be sent at ``at``, whether or not they are queued."""
    return list(_plan(_Asked(at, at, lambda one: one.moment <= at < one.until)))


def coming(after: datetime, until: datetime) -> list[Planned]:
    """Return the letters that fall due with ``after < moment <= until``, in their order."""
    found = _plan(_Asked(after, until, lambda one: after < one.moment <= until))
    return sorted(found, key=lambda one: (one.moment, one.key))


def unwanted(letters: Sequence[Letter], at: datetime) -> set[str]:
    """Return the keys of queued reminders that must not leave at ``at``: their cause is gone."""
    named = {one for letter in letters if (one := read_key(letter.key))}
    names = {letter.kind for letter in letters}
    asked = _Asked(at, at, lambda one: one.moment <= at < one.until, named, names)
    return {letter.key for letter in letters} - {one.key for one in _plan(asked)}


def read_key(key: str) -> Named | None:
    """Return what a reminder's key names; nothing if it is none of ours."""
    parts = key.rsplit(":", 3)
    # The reader's key has two parts: "person:77".
    if len(parts) != 4 or not LABEL.fullmatch(parts[3]):  # noqa: PLR2004 the four parts
        return None
    return Named(parts[0], f"{parts[1]}:{parts[2]}")


def requests(planned: Iterable[Planned], *, at: datetime) -> Iterator[Request]:
    """Write letters, subject by subject."""
    by_subject: dict[str, list[Planned]] = defaultdict(list)
    for one in planned:
        by_subject[one.subject].append(one)
    for name, rows in by_subject.items():
        for start in range(0, len(rows), BATCH):
            yield from subjects.get(name).requests(rows[start : start + BATCH], at=at)


def _plan(asked: _Asked) -> Iterator[Planned]:
    """Yield what the rules cause: the one way from rules to letters."""
    by_subject: dict[str, list[ReminderRule]] = defaultdict(list)
    for rule in ReminderRule.objects.filter(is_active=True):
        by_subject[rule.subject].append(rule)
    if not by_subject:
        return
    stops = Stops(ReminderStop.objects.all())
    for subject in subjects.every():
        rules = by_subject.get(subject.name)
        names = {audience.kind for audience in subject.audiences}
        if rules and (asked.kinds is None or names & set(asked.kinds)):
            yield from _wanted(_of_subject(subject, rules, asked), stops)


def _of_subject(
    subject: Subject, rules: Sequence[ReminderRule], asked: _Asked
) -> Iterator[Planned]:
    """Yield what the rules of one subject cause; who belongs to two audiences, for the first."""
    window = asked.window(min(rule.offset.span for rule in rules))
    occasions = [
        one for one in subject.occasions(window) if window.keys is None or one.key in window.keys
    ]
    seen: set[tuple[str, str]] = set()
    for audience in subject.audiences:
        own = [rule for rule in rules if rule.audience == audience.name]
        counted = [(one, _counted(own, one)) for one in occasions]
        wanted = [(one, some) for one, some in counted if some and asked.concerns(one, some)]
        if not wanted:
            continue
        readers = subject.readers(
            audience.name, [one for one, _some in wanted], only=asked.readers()
        )
        for occasion, some in wanted:
            new = [
                one for one in readers.get(occasion.key, ()) if (occasion.key, one.key) not in seen
            ]
            seen.update((occasion.key, one.key) for one in new)
            for reader, one in _moments(occasion, some, new, asked.keep):
                yield Planned(
                    subject.name,
                    one.rule_id,
                    audience.kind,
                    audience.name,
                    one.label,
                    occasion,
                    reader,
                    one.moment,
                    one.until,
                )


def _counted(rules: Iterable[ReminderRule], occasion: Occasion) -> list[Counted]:
    return [
        Counted(rule.pk, rule.offset, rule.since)
        for rule in rules
        if rule.forum_id in {None, occasion.forum_id}
    ]


def _moments(
    occasion: Occasion,
    rules: Sequence[Counted],
    readers: Iterable[Reader],
    keep: Callable[[Due], bool],
) -> Iterator[tuple[Reader, Due]]:
    """Yield which moments are kept for whom; each zone is computed once."""
    zones: dict[str, list[Due]] = {}
    for reader in readers:
        if reader.zone not in zones:
            lined = line_up(rules, at=occasion.at, ends_at=occasion.ends_at, zone=reader.zone)
            zones[reader.zone] = [one for one in lined if keep(one)]
        # What fell due before she was concerned is not made up for.
        yield from ((reader, one) for one in zones[reader.zone] if reader.since <= one.moment)


class Stops:
    """What the secretariat has stopped, asked by letter."""

    def __init__(self, rows: Iterable[ReminderStop]) -> None:
        self._rows = list(rows)

    def stops(self, one: Planned) -> bool:
        """Whether a letter is not to be sent."""
        return any(self._matches(row, one) for row in self._rows)

    @staticmethod
    def _matches(row: ReminderStop, one: Planned) -> bool:
        return (
            row.rule_id in {None, one.rule_id}
            and row.user_id in {None, one.reader.user_id}
            and row.address.lower() in {"", one.reader.address.lower()}
            and row.day in {None, geneva_day(one.moment)}
        )


def geneva_day(moment: datetime) -> date:
    """Return the day on which the secretariat counts a letter."""
    return moment.astimezone(ZoneInfo(GENEVA)).date()


def _wanted(found: Iterable[Planned], stops: Stops) -> Iterator[Planned]:
    """Leave out what was stopped, and whom a kind of letters was refused by (1 query per kind)."""
    left = sorted((one for one in found if not stops.stops(one)), key=lambda one: one.kind)
    for kind, group in groupby(left, key=lambda one: one.kind):
        rows = list(group)
        refusing = kinds.refusing(kind, {_who(row) for row in rows})
        yield from (row for row in rows if _who(row) not in refusing)


def _who(one: Planned) -> tuple[int | None, str]:
    return one.reader.user_id, one.reader.address


def by_rule(planned: Iterable[Planned]) -> Mapping[int, list[Planned]]:
    """Collect letters by the rule that causes them."""
    found: dict[int, list[Planned]] = defaultdict(list)
    for one in planned:
        found[one.rule_id].append(one)
    return found

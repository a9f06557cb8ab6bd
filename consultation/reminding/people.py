"""Readers who have an account: their keys, and their rows when letters are written."""

from collections.abc import Collection, Iterable
from datetime import datetime

from consultation.reminding.subjects import Planned, Reader
from wsis_forum.accounts.models import User
from wsis_forum.accounts.zones import zone_or_utc

_PERSON = "person"


def account(user_id: int, *, zone: str, language: str, since: datetime) -> Reader:
    """Return a reader with an account."""
    return Reader(f"{_PERSON}:{user_id}", since, zone_or_utc(zone), language, user_id)


def numbers_of(only: Collection[str] | None) -> set[int] | None:
    """Return the accounts that keys of readers name; ``None`` asks for everybody."""
    if only is None:
        return None
    parts = (key.partition(":") for key in only)
    return {int(number) for kind, _colon, number in parts if kind == _PERSON and number.isdigit()}


def people(planned: Iterable[Planned]) -> dict[int | None, User]:
    """Return the accounts that letters go to, by their keys (1 query)."""
    keys = {one.reader.user_id for one in planned} - {None}
    return {user.pk: user for user in User.objects.filter(pk__in=keys, is_active=True)}

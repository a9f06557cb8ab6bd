"""The words that an exporter needs in the asked language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """
    Words of one language; ``agenda.labels`` makes them, no exporter translates anything.

    ``direction`` is "ltr" or "rtl"; ``sessions_url`` the address below which each session has its
    page (``…/124/``).
    """

    language: str
    tag: str
    direction: str
    agenda_url: str
    sessions_url: str
    calendar_name: str
    columns: Mapping[str, str]
    statuses: Mapping[str, str]
    modes: Mapping[str, str]
    roles: Mapping[str, str]
    languages: Mapping[str, str]
    in_language: Mapping[str, str]
    countries: Mapping[str, str]
    goals: Mapping[int, str]
    online: str
    remotely: str
    yes: str
    no: str
    unverified: str

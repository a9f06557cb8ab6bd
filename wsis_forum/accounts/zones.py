"""Time zones: which names are taken from a browser or a form, and what people call them."""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from wsis_forum.languages import language

UTC = "UTC"


@cache
def known() -> frozenset[str]:
    """Names of all IANA time zones that this machine knows."""
    return frozenset(available_timezones())


def zone_or_utc(name: str) -> str:
    """Return the name if it is a time zone's, else UTC."""
    return name if name in known() else UTC


def listed(name: str) -> str:
    """Return the name under which a zone stands in the list: several names mean the same one."""
    zone = zone_or_utc(name)
    current: str = get_global("zone_aliases").get(zone, zone)
    return current if current in get_global("zone_territories") else zone


def choices() -> list[tuple[str, str]]:
    """Return every zone with its country and city, in the active language and its order."""
    return _choices(language().code)


@cache
def _choices(code: str) -> list[tuple[str, str]]:
    locale = language(code).locale
    named = []
    for zone, territory in get_global("zone_territories").items():
        if zone in known() and territory in locale.territories and territory.isalpha():
            city = get_timezone_location(zone, locale=locale, return_city=True)
            country = locale.territories[territory]
            named.append((country, city, zone))
    # CLDR's collation is not in Babel; code points are near enough within one script.
    rows = [(zone, f"{country} – {city}") for country, city, zone in sorted(named)]
    return [(UTC, "UTC"), *rows]

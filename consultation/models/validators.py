"""Checks of single values, with words for the person who typed them."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> frozenset[str]:
    """Names of all IANA time zones that this machine knows."""
    return frozenset(available_timezones())


def known_zone(value: str) -> None:
    """
    Check the name of a time zone.

    :raises ValidationError: there is no such zone
    """
    if value not in zone_names():
        raise ValidationError(_("“%(value)s” is not a time zone."), params={"value": value})


hex_color = RegexValidator(r"^#[0-9A-F]{6}\Z", _("A colour as #RRGGBB in capital letters."))

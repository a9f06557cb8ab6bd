"""How rules of reminding are said."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from consultation.models import ReminderRule


def offset_words(rule: "ReminderRule") -> str:
    """Say when a rule falls due: "3 days before, at 09:00 where the reader is"."""
    words = _span_words(rule) % {"count": rule.amount}
    if rule.local_hour is None:
        return words
    return _("%(span)s, at %(hour)s where the reader is") % {
        "span": words,
        "hour": f"{rule.local_hour:02d}:00",
    }


def _span_words(rule: "ReminderRule") -> str:
    count, is_before = rule.amount, rule.side == "before"
    if rule.unit == "h":
        if is_before:
            return ngettext("%(count)d hour before", "%(count)d hours before", count)
        return ngettext("%(count)d hour after", "%(count)d hours after", count)
    if count == 0:
        return _("on the same day")
    if is_before:
        return ngettext("%(count)d day before", "%(count)d days before", count)
    return ngettext("%(count)d day after", "%(count)d days after", count)

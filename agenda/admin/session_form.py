"""The form of a session: its original first, and nothing of anybody's lost."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.link_rows import LinkRowsField, rows_of
from agenda.admin.one_language import OneLanguageForm
from agenda.admin.widgets import LanguageBoxes
from agenda.choices import Equipment
from agenda.models import Session
from consultation.admin.versioned import Difference, stamp
from consultation.admin.zoned import WallClockField, in_zone
from consultation.models import Phase
from wsis_forum import dates
from wsis_forum.languages import column, further_spoken

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,5})?")


class _Languages(forms.MultipleChoiceField):
    """Any languages, the six as boxes, the others folded; stored as codes."""

    widget = LanguageBoxes

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=lambda: [*settings.LANGUAGES, *further_spoken()], required=False, **options
        )

    def valid_value(self, value: str) -> bool:
        """Take a code of the list, or one like it that a file has brought."""
        return super().valid_value(value) or bool(_TAG.fullmatch(value))


class SessionForm(OneLanguageForm):
    """A session."""

    floor_languages = _Languages(label=gettext_lazy("Languages spoken on the floor"))
    interpretation = _Languages(label=gettext_lazy("Interpretation into"))
    interpretation_passive = _Languages(label=gettext_lazy("Passive interpretation from"))

    equipment = forms.MultipleChoiceField(
        label=gettext_lazy("Needed equipment"),
        choices=Equipment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remote_from = WallClockField(
        label=gettext_lazy("The address shows from"),
        required=False,
        help_text=gettext_lazy("In the zone of the Forum. Empty: from the release on."),
    )
    documents = LinkRowsField(label=gettext_lazy("Documents"))
    links = LinkRowsField(label=gettext_lazy("Links"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shows_from = self.initial.get("remote_from")
        if isinstance(shows_from, datetime):
            zone = ZoneInfo(self._forum().timezone)
            self.initial["remote_from"] = shows_from.astimezone(zone).replace(tzinfo=None)
        for name in ("documents", "links"):
            if name in self.initial:
                self.initial[name] = rows_of(self.initial[name])
        if self.instance.pk and "remote_from" in self.fields:
            words = _("In the zone of the Forum: %(zone)s. Empty: from the release on.")
            zone_name = dates.zone_words(self._forum().timezone)
            self.fields["remote_from"].help_text = words % {"zone": zone_name}
        if self.instance.pk and "phase" in self.fields:
            phases = Phase.objects.filter(forum=self._forum()).order_by("order")
            self.fields["phase"].queryset = phases  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Meet the row as it is now, and refuse a phase of another Forum."""
        is_stale = self._is_stale()
        cleaned = super().clean() or self.cleaned_data
        if is_stale:
            self._show_the_speakers()
        phase, forum = cleaned.get("phase"), cleaned.get("forum") or self._forum()
        if phase and forum and phase.forum_id != forum.pk:
            self.add_error("phase", _("This phase belongs to another Forum."))
        if cleaned.get("remote_from") and forum:
            try:
                cleaned["remote_from"] = in_zone(cleaned["remote_from"], forum.timezone)
            except ValidationError as error:
                self.add_error("remote_from", error)
        if cleaned.get("remote_from") and not cleaned.get("remote_url"):
            self.add_error("remote_url", _("Enter the address that shows from then on."))
        return cleaned

    def require_text(self, cleaned: Mapping[str, Any]) -> None:
        """Ask for the title in the original language: every other falls back to it."""
        title = column("title", cleaned.get("original_language") or "en")
        if title in self.fields and not cleaned.get(title):
            self.add_error(title, _("Enter the title in the session’s original language."))

    def _forum(self) -> Any:
        return getattr(self.instance, "forum", None) if self.instance.pk else None

    def _is_stale(self) -> bool:
        if not self.instance.pk:
            return False
        current = Session.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        return bool(self.data.get(self.add_prefix("seen")) != stamp(current))

    def _show_the_speakers(self) -> None:
        """Refuse once even where only the table below differs: it is saved as a whole."""
        current = Session.objects.get(pk=self.instance.pk)
        people = "\n".join(
            str(one)
            for one in current.appearances.select_related("speaker").order_by("order", "pk")
        )
        self.differences.append(
            Difference(
                label=_("Speakers"),
                theirs=people,
                yours=_("as they stand in the table below"),
                anchor="appearances-group",
            )
        )
        if not self.non_field_errors():
            self.add_error(
                None,
                _(
                    "Somebody else has saved this page since you opened it. "
                    "Nothing of yours is lost: compare the texts, then save again."
                ),
            )

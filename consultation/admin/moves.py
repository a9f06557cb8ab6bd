"""Pages of one verb each: move a deadline, move a phase, copy a Forum to the next year."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

from consultation.actions.forums import PhaseDates
from consultation.admin.phase_dates import PhaseDateFields, initial_dates, typed_dates
from consultation.admin.translated import in_every_language, mark_language
from consultation.admin.zoned import FIRST_YEAR, LAST_YEAR, DayField, WallClockField, in_zone
from consultation.models import Call, DateChange, Forum, Phase
from wsis_forum import dates
from wsis_forum.languages import column, language

_NOTE_LENGTH = 300
# Said in several languages at once, so it is translated where it is used.
_EXTENDED = gettext_noop("Extended from %(day)s")


class _MoveForm(forms.Form):
    """What moving any date asks: a public note in six languages, on the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, row: Call | Phase, former_day: date | None, *args: Any, **kwargs: Any
    ) -> None:
        self.row = row
        self.former_day = former_day
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = row.version
        note = DateChange._meta.get_field("note")
        for code, _name in settings.LANGUAGES:
            field = forms.CharField(
                max_length=_NOTE_LENGTH, required=code == settings.LANGUAGE_CODE
            )
            field.initial = self.prefilled(code)
            mark_language(field, note, language(code))
            self.fields[column("note", code)] = field

    def prefilled(self, code: str) -> str:
        """Propose the note in a language; nothing where the catalogue has no words for it."""
        if self.former_day is None:
            return ""
        with override(code):
            words = _(_EXTENDED)
            if code != settings.LANGUAGE_CODE and words == _EXTENDED:
                return ""
            return words % {"day": dates.day_words(self.former_day)}

    def refuse_untrue_note(self, new_day: date) -> None:
        """
        Refuse "Extended from …" under a date that was moved to an earlier day.

        In a language in which nobody changed the proposal it is dropped; readers get the other.
        """
        if self.former_day is None or new_day >= self.former_day:
            return
        for code, _name in settings.LANGUAGES:
            name = column("note", code)
            if self.cleaned_data.get(name) != self.prefilled(code):
                continue
            if code != settings.LANGUAGE_CODE:
                self.cleaned_data[name] = ""
                continue
            self.add_error(
                name, _("The new date is earlier, so it was not extended. Change the note.")
            )

    @property
    def notes(self) -> Mapping[str, str]:
        """The typed notes by language code."""
        return {code: self.cleaned_data[column("note", code)] for code, _name in settings.LANGUAGES}

    @property
    def note_fields(self) -> list[forms.BoundField]:
        """The fields of the note, to be shown together."""
        return [self[name] for name in in_every_language("note")]

    def begin_anew(self, row: Call | Phase, message: str) -> None:
        """Keep what was typed, say what changed meanwhile, and let the next save count."""
        data: dict[str, Any] = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["version"] = row.version
        self.data = data
        self.add_error(None, message)


class MoveDeadlineForm(_MoveForm):
    """A new day and time for a call's deadline, in the call's own zone."""

    closes_at = WallClockField(label=gettext_lazy("New deadline"))
    field_order = ("closes_at",)

    def __init__(self, call: Call, at: datetime, *args: Any, **kwargs: Any) -> None:
        self.at = at
        local = call.closes_at and call.closes_at.astimezone(call.zone).replace(tzinfo=None)
        super().__init__(call, local and local.date(), *args, **kwargs)
        self.fields["closes_at"].initial = local
        self.fields["closes_at"].help_text = dates.zone_words(call.timezone)

    def clean_closes_at(self) -> datetime:
        """
        Give the typed moment the call's zone, and check that the call can close then.

        :raises ValidationError: it cannot
        """
        call: Call = self.row  # type: ignore[assignment]
        moment = in_zone(self.cleaned_data["closes_at"], call.timezone)
        if call.opens_at and moment <= call.opens_at:
            opening = dates.moment_words(call.opens_at, call.timezone)
            raise forms.ValidationError(
                _("The call opens on %(opening)s; it has to close after that.")
                % {"opening": opening}
            )
        if moment == call.closes_at:
            raise forms.ValidationError(_("The call closes at that moment already."))
        if call.takes_drafts and moment <= self.at:
            raise forms.ValidationError(_("That moment has passed. Choose one to come."))
        return moment

    def clean(self) -> dict[str, Any]:
        """Compare the note with the direction of the move."""
        cleaned = super().clean() or self.cleaned_data
        if moment := cleaned.get("closes_at"):
            self.refuse_untrue_note(moment.astimezone(self.row.zone).date())
        return cleaned


class MovePhaseForm(_MoveForm, PhaseDateFields):
    """A new date for a phase, as exactly as it is known."""

    field_order = ("precision", "starts_at", "ends_at", "start_date", "end_date")

    def __init__(self, phase: Phase, *args: Any, **kwargs: Any) -> None:
        self.dates: PhaseDates | None = None
        kwargs["initial"] = initial_dates(phase)
        super().__init__(phase, phase.first_day, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the dates in the phase's zone, and compare the note with the move."""
        cleaned = super().clean() or self.cleaned_data
        phase: Phase = self.row  # type: ignore[assignment]
        self.dates = typed_dates(self, phase.timezone)
        if self.dates and self.dates == _present_dates(phase):
            self.add_error(None, _("That is the present date of the phase."))
        elif self.dates:
            start = self.dates.starts_at
            day = start.astimezone(phase.zone).date() if start else self.dates.start_date
            if day:
                self.refuse_untrue_note(day)
        return cleaned


def _present_dates(phase: Phase) -> PhaseDates:
    return PhaseDates(
        phase.precision, phase.starts_at, phase.ends_at, phase.start_date, phase.end_date
    )


class CopyForumForm(forms.Form):
    """The next year, its address and its first day; everything else follows."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        max_length=20,
        help_text=gettext_lazy(
            "The part of the public address after /forums/; as a rule the year."
        ),
    )
    start_date = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy(
            "All dates move by as many days as lie between the two first days; hours stay."
        ),
    )

    def __init__(self, forum: Forum, *args: Any, **kwargs: Any) -> None:
        year = forum.year + 1
        kwargs["initial"] = {
            "year": year,
            "slug": str(year),
            # The same weekday, 52 weeks on.
            "start_date": forum.start_date + timedelta(weeks=52),
        }
        super().__init__(*args, **kwargs)

    def clean_slug(self) -> str:
        """
        Check that the address is free.

        :raises ValidationError: another Forum has it
        """
        slug: str = self.cleaned_data["slug"]
        if Forum.objects.filter(slug=slug).exists():
            raise forms.ValidationError(self.taken())
        return slug

    @staticmethod
    def taken() -> str:
        """Say that the address is taken."""
        return _("Another Forum has this address.")

    def clean(self) -> dict[str, Any]:
        """Check that the first day lies in the year."""
        cleaned = super().clean() or self.cleaned_data
        year, day = cleaned.get("year"), cleaned.get("start_date")
        if year and day and day.year != year:
            self.add_error(
                "start_date", _("The first day has to lie in %(year)s.") % {"year": year}
            )
        return cleaned

"""Forms of assignment: by hand on an input's page, for many inputs at once, a conflict declared."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.assign_words import reader_words
from consultation.admin.zoned import WallClockField, in_zone
from consultation.choices import AssignedBy
from wsis_forum import dates
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line

_DAYS = 14
_NOTE_LENGTH = 300
MOST_REVIEWERS = 5


class ConflictForm(forms.Form):
    """Why an input is too near, if one wants to say it."""

    note = forms.CharField(
        label=gettext_lazy("Why (optional)"),
        required=False,
        max_length=_NOTE_LENGTH,
        help_text=gettext_lazy("The secretariat reads it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_note(self) -> str:
        """Return the note as one line."""
        return clean_line(self.cleaned_data["note"])


class _DueForm(forms.Form):
    """Until when a review is asked for, in the zone of the call."""

    due_at = WallClockField(label=gettext_lazy("Review until"), end_of_day=True, required=False)

    def __init__(self, zone: str, at: datetime, *args: Any, **kwargs: Any) -> None:
        self.zone, self.at = zone, at
        super().__init__(*args, **kwargs)
        day = (at + timedelta(days=_DAYS)).astimezone(ZoneInfo(zone)).date()
        self.fields["due_at"].initial = datetime.combine(day, time(23, 59))
        self.fields["due_at"].help_text = dates.zone_words(zone)

    def clean_due_at(self) -> datetime | None:
        """
        Give the typed moment the call's zone.

        :raises ValidationError: it has passed, or the clocks skip that hour or show it twice
        """
        typed = self.cleaned_data["due_at"]
        if typed is None:
            return None
        moment = in_zone(typed, self.zone)
        if moment <= self.at:
            raise ValidationError(_("That moment has passed. Choose one to come."))
        return moment


def _people(people: Sequence[User], waiting: Mapping[int, int]) -> list[tuple[int, str]]:
    return [(one.pk, reader_words(one, waiting[one.pk])) for one in people]


class ByHandForm(_DueForm):
    """Who reviews one input, and until when."""

    reviewers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reviewers"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one reviewer.")},
    )
    field_order = ("reviewers", "due_at")

    def __init__(
        self,
        people: Sequence[User],
        waiting: Mapping[int, int],
        zone: str,
        at: datetime,
        data: Any = None,
    ) -> None:
        super().__init__(zone, at, data)
        self.fields["reviewers"].choices = _people(people, waiting)  # type: ignore[attr-defined]
        self.fields["reviewers"].help_text = _(
            "Name, how many inputs wait of how many at a time, languages read. Who must not see "
            "this input is not offered."
        )


class AssignForm(_DueForm):
    """How many inputs at once are shared."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=(
            (
                AssignedBy.BALANCE.value,
                gettext_lazy("Balanced: room, languages, conflicts"),
            ),
            (AssignedBy.RULE.value, gettext_lazy("By the rules of assignment")),
            (AssignedBy.HAND.value, gettext_lazy("Each input to every reviewer chosen below")),
        ),
        initial=AssignedBy.BALANCE.value,
        widget=forms.RadioSelect,
    )
    wanted = forms.IntegerField(
        label=gettext_lazy("Reviewers per input"),
        min_value=1,
        max_value=MOST_REVIEWERS,
        initial=2,
        help_text=gettext_lazy("When balanced. Those that an input has already are counted."),
    )
    only_readers = forms.BooleanField(
        label=gettext_lazy("Only who reads the language of the text"),
        required=False,
        help_text=gettext_lazy("When balanced. Otherwise it is avoided, and marked."),
    )
    reviewers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Reviewers"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "Name, how many inputs wait of how many at a time, languages read. Rules name their "
            "reviewers themselves."
        ),
    )
    field_order = ("how", "reviewers", "wanted", "only_readers", "due_at")

    def __init__(
        self,
        people: Sequence[User],
        waiting: Mapping[int, int],
        zone: str,
        at: datetime,
        data: Any = None,
    ) -> None:
        super().__init__(zone, at, data)
        field: Any = self.fields["reviewers"]
        field.choices = _people(people, waiting)
        field.initial = [one.pk for one in people if one.is_reviewer]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for reviewers, unless the rules name them."""
        cleaned = super().clean() or self.cleaned_data
        needs_people = cleaned.get("how") != AssignedBy.RULE and "reviewers" not in self.errors
        if needs_people and not cleaned.get("reviewers"):
            self.add_error("reviewers", _("Choose at least one reviewer."))
        return cleaned

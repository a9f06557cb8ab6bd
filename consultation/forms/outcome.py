"""The form of a decision: one for every disposition, whole without any script."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from consultation.choices import Disposition, Informs, RelationKind, TakenUpAs
from consultation.models import BasketItem, PublicReason, Submission
from consultation.outcome import EVENTS, Outcome
from wsis_forum.cleaning import clean_line, clean_text
from wsis_forum.languages import language

REASON_LENGTH = 4000
_MINUTES = (5, 600)
_SHOWN_OF_A_REASON = 110
_CHOOSE = pgettext_lazy("nothing is chosen in a list", "Choose")

# Short texts of the secretariat that others read.
_LINES = ("accepted_title", "informs_which", "deferred_to")

# What each disposition needs beside the reason; the page groups the fields by it.
NEEDS: dict[str, tuple[str, ...]] = {
    Disposition.BECOMES: ("accepted_title", "accepted_format", "accepted_minutes"),
    Disposition.TAKEN_UP: ("taken_up_as",),
    Disposition.INFORMS: ("informs", "informs_which"),
    Disposition.MERGED: ("target", "relation"),
    Disposition.DEFERRED: ("deferred_to",),
}


class _ReasonSelect(forms.Select):
    """Reasons to choose from; each says for which dispositions it is offered."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Name the dispositions, for the script that hides the others."""
        option = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        if row is not None and row.dispositions:
            option["attrs"]["data-for"] = " ".join(row.dispositions)
        return option


class _KeyedRadios(forms.RadioSelect):
    """Radios of which some have a key of the keyboard: ``keys`` is value -> key."""

    keys: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Name the key, for the page's script."""
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.keys:
            option["attrs"]["data-key"] = self.keys[value]
        return option


class _ReasonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A reason that the secretariat keeps, by its first words."""

    widget = _ReasonSelect

    def label_from_instance(self, obj: PublicReason) -> str:
        """Shorten the text; the confirm page shows it whole."""
        return Truncator(obj.text).chars(_SHOWN_OF_A_REASON)


class OutcomeForm(forms.Form):
    """
    Where an input ends, and why; ``outcome`` is what the verbs take.

    ``submission`` is the input; ``None``: the decision is for several at once, which cannot be
    accepted under one title. ``readable`` holds the inputs that may be merged into, ``formats``
    those of sessions (``queries.formats``).
    """

    disposition = forms.ChoiceField(
        label=gettext_lazy("Where it ends"),
        choices=[(one.value, one.label) for one in EVENTS],
        widget=_KeyedRadios,
        error_messages={"required": gettext_lazy("Choose where the input ends.")},
    )
    accepted_title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    accepted_format = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    accepted_minutes = forms.IntegerField(
        label=gettext_lazy("Length (minutes)"),
        required=False,
        min_value=_MINUTES[0],
        max_value=_MINUTES[1],
    )
    taken_up_as = forms.ChoiceField(
        label=gettext_lazy("Taken up as"),
        required=False,
        choices=[("", _CHOOSE), *TakenUpAs.choices],
    )
    informs = forms.ChoiceField(
        label=gettext_lazy("It informs"), required=False, choices=[("", _CHOOSE), *Informs.choices]
    )
    informs_which = forms.CharField(
        label=gettext_lazy("Which theme or session"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("The author and the public read it as you write it."),
    )
    target = forms.CharField(
        label=gettext_lazy("Number of the other input"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("What it is to the other"),
        required=False,
        choices=RelationKind.choices,
        initial=RelationKind.MERGED,
        widget=forms.RadioSelect,
    )
    deferred_to = forms.CharField(
        label=gettext_lazy("To which Forum"),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Leave blank if it is not known yet."),
    )
    chosen_reason = _ReasonField(
        label=gettext_lazy("A reason that we keep"),
        queryset=PublicReason.objects.none(),
        empty_label=_CHOOSE,
        help_text=gettext_lazy("Everybody reads it in their own language."),
        error_messages={
            "required": gettext_lazy("Choose a reason. The author and the public will read it.")
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("The author reads it in the letter, the public in the register."),
    )
    reason_language = forms.ChoiceField(
        label=gettext_lazy("Language of your words"), required=False, choices=settings.LANGUAGES
    )

    def __init__(
        self,
        submission: Submission | None,
        readable: QuerySet[Submission],
        *args: Any,
        formats: Mapping[str, Any] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.submission, self.formats, self._readable = submission, formats, readable
        self._target: Submission | None = None
        offered = PublicReason.objects.filter(is_active=True)
        self.fields["chosen_reason"].queryset = offered  # type: ignore[attr-defined]
        self.fields["reason_language"].initial = get_language()
        if submission is None:
            for name in NEEDS[Disposition.BECOMES]:
                del self.fields[name]
        else:
            spoken = language(submission.language).name
            self.fields["accepted_title"].help_text = _(
                "In the language of the input: %(name)s"
            ) % {"name": spoken}
            titles = [(code, row.title) for code, row in formats.items()]
            self.fields["accepted_format"].choices = [("", _("as submitted")), *titles]  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        """Drop what nobody can read from the reason."""
        return clean_text(self.cleaned_data["reason"]).strip()

    def clean_target(self) -> str:
        """
        Find the other input by its number, among those that the person may see.

        :raises ValidationError: there is none
        """
        number = clean_text(self.cleaned_data["target"]).strip()
        if number and self.data.get(self.add_prefix("disposition")) == Disposition.MERGED:
            self._target = self._readable.filter(number__iexact=number).first()
            if self._target is None:
                raise forms.ValidationError(_("There is no input with this number."))
            if self.submission is not None and self._target.pk == self.submission.pk:
                raise forms.ValidationError(_("This is the input itself. Give another number."))
        return number

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen disposition needs, and leave out what belongs to others."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("disposition")
        if chosen == Disposition.TAKEN_UP and not cleaned.get("taken_up_as"):
            self._miss("taken_up_as", _("Choose what it is taken up as."))
        if chosen == Disposition.INFORMS and not cleaned.get("informs"):
            self._miss("informs", _("Choose what it informs."))
        if chosen == Disposition.MERGED and not cleaned.get("target"):
            self._miss("target", _("Give the number of the input that it is merged into."))
        self._check_reason(cleaned, chosen)
        for name in _LINES:
            cleaned[name] = clean_line(cleaned.get(name) or "")
        return cleaned

    def outcome(self) -> Outcome:
        """Return the decision; only of a form that is valid."""
        given = self.cleaned_data
        chosen = Disposition(given["disposition"])
        kept = {name: given.get(name) for name in NEEDS.get(chosen, ())}
        return Outcome(
            chosen,
            taken_up_as=kept.get("taken_up_as") or "",
            informs=kept.get("informs") or "",
            detail=kept.get("informs_which") or kept.get("deferred_to") or "",
            target_id=self._target.pk if self._target is not None else None,
            relation=kept.get("relation") or RelationKind.MERGED.value,
            chosen_reason_id=given["chosen_reason"].pk,
            reason=given["reason"],
            reason_language=given["reason_language"] if given["reason"] else "",
            accepted_title=kept.get("accepted_title") or "",
            accepted_format=kept.get("accepted_format") or "",
            accepted_minutes=kept.get("accepted_minutes"),
        )

    def _check_reason(self, cleaned: dict[str, Any], chosen: str | None) -> None:
        row = cleaned.get("chosen_reason")
        if row is not None and chosen and row.dispositions and chosen not in row.dispositions:
            words = ", ".join(str(Disposition(one).label) for one in row.dispositions)
            said = _("This reason is offered for: %(dispositions)s.") % {"dispositions": words}
            self._miss("chosen_reason", said)

    def _miss(self, name: str, words: str) -> None:
        if name not in self.errors:
            self.add_error(name, words)


def initial_of(item: BasketItem) -> dict[str, Any]:
    """Return what the form shows of a decision that lies in a basket; preload ``target``."""
    is_deferred = item.disposition == Disposition.DEFERRED
    return {
        "disposition": item.disposition,
        "accepted_title": item.accepted_title,
        "accepted_format": item.accepted_format,
        "accepted_minutes": item.accepted_minutes,
        "taken_up_as": item.taken_up_as,
        "informs": item.informs,
        "informs_which": "" if is_deferred else item.detail,
        "deferred_to": item.detail if is_deferred else "",
        "target": item.target.number if item.target else "",
        "relation": item.relation or RelationKind.MERGED,
        "chosen_reason": item.chosen_reason_id,
        "reason": item.reason,
        "reason_language": item.reason_language or get_language(),
    }

"""The form of a review: a score for each criterion, a recommendation, two notes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.reviews import ReviewContent
from consultation.admin.choosing import Buttons
from consultation.admin.versioned import Difference
from consultation.choices import Recommendation
from consultation.models import Criterion, Review
from consultation.models.review import HIGHEST, LOWEST
from wsis_forum.cleaning import clean_line, clean_text

if TYPE_CHECKING:
    from consultation.models.submission import SubmissionQuerySet

_NOTE_LENGTH = 10_000
_NUMBER_LENGTH = 9
_SCORES = tuple((value, str(value)) for value in range(LOWEST, HIGHEST + 1))


def _note(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class ReviewForm(forms.Form):
    """
    A review as it is being written; everything may be missing from a draft.

    ``seen`` is the version of the review that the page was opened on, ``read`` that of the input.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    read = forms.CharField(required=False, widget=forms.HiddenInput)
    recommendation = forms.ChoiceField(
        label=gettext_lazy("Recommendation"),
        choices=Recommendation.choices,
        required=False,
        widget=Buttons,
    )
    target = forms.CharField(
        label=gettext_lazy("Which input"),
        help_text=gettext_lazy("If you recommend to merge it: type its number, or a word of it."),
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    track = forms.ChoiceField(
        label=gettext_lazy("Which track"),
        help_text=gettext_lazy("If you recommend another track: the call that it fits."),
        required=False,
    )
    note_for_colleagues = _note(
        gettext_lazy("Note for colleagues"), gettext_lazy("The author never reads it.")
    )
    note_for_author = _note(
        gettext_lazy("Note for the author"),
        gettext_lazy("She may read it with the decision, without your name."),
    )

    def __init__(
        self,
        criteria: Sequence[Criterion],
        review: Review | None,
        last_version: int,
        data: Any = None,
        *,
        tracks: Sequence[tuple[str, str]] = (),
        readable: "SubmissionQuerySet | None" = None,
    ) -> None:
        self.criteria, self.tracks, self.readable = criteria, tracks, readable
        self.differences: list[Difference] = []
        initial = _initial(review, last_version, dict(tracks))
        super().__init__(data, auto_id="review_%s", initial=initial)
        self.fields["track"].choices = [("", "–"), *tracks]  # type: ignore[attr-defined]
        for row in criteria:
            self.fields[f"score_{row.pk}"] = forms.TypedChoiceField(
                label=row.title,
                choices=_SCORES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=Buttons,
            )
        self.order_fields([f"score_{row.pk}" for row in criteria])

    def scores(self) -> Iterator[tuple[Criterion, BoundField]]:
        """Yield each criterion with its field."""
        for row in self.criteria:
            yield row, self[f"score_{row.pk}"]

    def clean_target(self) -> str:
        """Make one line of it."""
        return clean_line(self.cleaned_data["target"])

    def clean(self) -> dict[str, Any] | None:
        """
        Ask for an input that is there for the reader, once she gives her review.

        A draft may say anything.
        """
        given = super().clean() or self.cleaned_data
        wanted = given.get("target", "")
        is_merge = given.get("recommendation") == Recommendation.MERGE
        if self.data.get("action") == "give" and is_merge and wanted and self.readable is not None:
            row = self.readable.filter(number__iexact=wanted).first()
            if row is None:
                self.add_error("target", _("There is no other input with this number."))
            else:
                given["target"] = row.number
        return given

    def clean_note_for_colleagues(self) -> str:
        """Drop what nobody can read from the note."""
        return clean_text(self.cleaned_data["note_for_colleagues"])

    def clean_note_for_author(self) -> str:
        """Drop what nobody can read from the note."""
        return clean_text(self.cleaned_data["note_for_author"])

    @property
    def version(self) -> int:
        """The version of the review that the page was opened on; 0: there was none."""
        return _number(self.cleaned_data["seen"]) or 0

    @property
    def content(self) -> ReviewContent:
        """What the verbs are given; the form is valid."""
        given = self.cleaned_data
        scores = {row.pk: given.get(f"score_{row.pk}") for row in self.criteria}
        return ReviewContent(
            recommendation=given["recommendation"],
            detail=_detail(given),
            note_for_colleagues=given["note_for_colleagues"],
            note_for_author=given["note_for_author"],
            scores={key: value for key, value in scores.items() if value},
            read_version=_number(given["read"]),
        )

    def require(self, names: Iterable[str]) -> None:
        """Say at each of these fields that it is missing."""
        for name in names:
            if name == "recommendation":
                self.add_error(name, _("Choose a recommendation."))
            elif name == "detail" and self.cleaned_data["recommendation"] == Recommendation.MERGE:
                self.add_error("target", _("Say into which input it should be merged."))
            elif name == "detail":
                self.add_error("track", _("Choose the track."))
            elif name in self.fields:
                label = self.fields[name].label
                self.add_error(
                    name, _("Choose a score for “%(criterion)s”.") % {"criterion": label}
                )

    def meet(self, review: Review | None, last_version: int) -> None:
        """Show what another tab saved beside what is typed here; the next save counts."""
        theirs = ReviewForm(self.criteria, review, last_version, tracks=self.tracks)
        for bound in self.visible_fields():
            other = theirs[bound.name]
            before, now = str(other.value() or ""), str(bound.data or "").replace("\r\n", "\n")
            if before != now.strip():
                shown = (_word(other, before), _word(bound, now))
                anchor = str(bound.id_for_label)
                self.differences.append(Difference(str(bound.label), *shown, anchor))
        self.mark_seen(review)
        self.add_error(
            None,
            _(
                "You have saved this review elsewhere since you opened this page. "
                "Nothing is lost: compare the texts, then save again."
            ),
        )

    def mark_seen(self, review: Review | None) -> None:
        """Let the next save know which version of the review this page has seen."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = str(review.version if review else 0)
        self.data = data


def _word(bound: BoundField, value: str) -> str:
    choices = getattr(bound.field, "choices", ())
    return next((str(label) for key, label in choices if str(key) == value), value)


def _detail(given: dict[str, Any]) -> str:
    """Return which input or track is meant, as the recommendation says; of a draft, either."""
    of = {Recommendation.MERGE: given["target"], Recommendation.OTHER_TRACK: given["track"]}
    if not given["recommendation"]:
        return str(given["target"] or given["track"])
    return str(of.get(given["recommendation"], ""))


def _initial(review: Review | None, last_version: int, tracks: dict[str, str]) -> dict[str, Any]:
    """Return what the form begins with."""
    if review is None:
        return {"seen": 0, "read": last_version}
    scores = {f"score_{score.criterion_id}": score.value for score in review.scores.all()}
    names = ("recommendation", "note_for_colleagues", "note_for_author")
    texts = {name: getattr(review, name) for name in names}
    texts["track" if review.detail in tracks else "target"] = review.detail
    return {"seen": review.version, "read": last_version, **texts, **scores}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _NUMBER_LENGTH else None

"""The form of a question: what does not fit together is said at its field."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.question_codes import codes_of
from consultation.admin.versioned import VersionedForm
from consultation.admin.zoned import WallClockField, in_zone
from consultation.choices import FileKind, QuestionType
from consultation.models import Call, CallSection, Question
from consultation.queries.outline import in_order, misplaced
from consultation.questionnaire.known import KNOWN, RESERVED
from wsis_forum import dates

COUNTED = frozenset({QuestionType.SHORT, QuestionType.LONG, QuestionType.ORGANIZATION})
BOUNDED = frozenset({QuestionType.NUMBER, QuestionType.PEOPLE})
CHOSEN = frozenset({QuestionType.ONE, QuestionType.SEVERAL})
MOST_WORDS, MOST_CHARACTERS, MOST_PEOPLE = 20_000, 100_000, 100


class QuestionForm(VersionedForm):
    """A question of ``call``, which the admin sets on the class."""

    call: Call
    instance: Question
    word_limit = forms.IntegerField(
        label=gettext_lazy("Limit (words)"), required=False, min_value=1, max_value=MOST_WORDS
    )
    character_limit = forms.IntegerField(
        label=gettext_lazy("Limit (characters)"),
        required=False,
        min_value=1,
        max_value=MOST_CHARACTERS,
    )
    shown_if_values = SimpleArrayField(
        forms.CharField(max_length=60),
        label=gettext_lazy("If its answer is"),
        required=False,
        help_text=gettext_lazy("Codes, with commas between; without any, every answer counts."),
    )
    frozen_at = WallClockField(label=gettext_lazy("Frozen from"), required=False)
    file_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of files"),
        choices=FileKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if frozen_at := self.instance.frozen_at:
            local = frozen_at.astimezone(self.call.zone)
            self.initial["frozen_at"] = local.replace(tzinfo=None)
        if "frozen_at" in self.fields:
            self.fields["frozen_at"].help_text = format_lazy(
                "{} {}",
                gettext_lazy("From then on the answer can be read, not changed."),
                dates.zone_words(self.call.timezone),
            )
        if self.instance.key == "text" and "word_limit" in self.fields:
            self.fields["word_limit"].disabled = True
            self.fields["word_limit"].help_text = _("Of this text it is set on the call’s page.")

    def clean(self) -> dict[str, Any] | None:
        """Check the rule, the limits and the condition."""
        cleaned = super().clean() or self.cleaned_data
        self._clean_key(cleaned)
        # Which limits a question has follows from its type, so that has to be right first.
        if kind := cleaned.get("type", "" if "type" in self.fields else self.instance.type):
            self._clean_limits(cleaned, kind)
            self._clean_files(cleaned, kind)
        if wall := cleaned.get("frozen_at"):
            try:
                cleaned["frozen_at"] = in_zone(wall, self.call.timezone)
            except ValidationError as error:
                self.add_error("frozen_at", error)
        if not self.errors:
            self._clean_condition(cleaned)
        return cleaned

    def _clean_key(self, cleaned: Mapping[str, Any]) -> None:
        key, kind = cleaned.get("key", self.instance.key), cleaned.get("type", self.instance.type)
        others = Question.objects.filter(call=self.call, key=key).exclude(pk=self.instance.pk)
        if "key" in cleaned and others.exists():
            self.add_error("key", _("Another question of this call has this name."))
        if "key" in cleaned and key in RESERVED:
            self.add_error("key", _("The page uses this name itself. Choose another one."))
        if kind and KNOWN.get(key, kind) != kind:
            words = _("A question named “%(name)s” is always of the type “%(type)s”.")
            self.add_error(
                "type" if "type" in self.fields else "key",
                words % {"name": key, "type": KNOWN[key].label},
            )

    def _clean_limits(self, cleaned: Mapping[str, Any], kind: str) -> None:
        for name in ("word_limit", "character_limit"):
            if cleaned.get(name) and kind not in COUNTED:
                self.add_error(name, _("Only a text has a limit of words or characters."))
        least, most = cleaned.get("least"), cleaned.get("most")
        for name, value in (("least", least), ("most", most)):
            if value is not None and kind not in BOUNDED:
                self.add_error(name, _("Only a number or a list of people has this limit."))
            elif (
                value is not None and kind == QuestionType.PEOPLE and not 0 <= value <= MOST_PEOPLE
            ):
                words = _("Enter a number from 0 to %(most)s.")
                self.add_error(name, words % {"most": MOST_PEOPLE})
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The largest number cannot be below the smallest."))

    def _clean_files(self, cleaned: dict[str, Any], kind: str) -> None:
        if kind == QuestionType.FILE:
            if not cleaned.get("file_kinds"):
                self.add_error("file_kinds", _("Choose at least one kind of file."))
        elif "file_kinds" in self.fields:
            cleaned["file_kinds"] = []

    def _clean_condition(self, cleaned: dict[str, Any]) -> None:
        """Check that it waits for an earlier question, and for answers that one can have."""
        other: Question | None = cleaned.get("shown_if")
        if other is None:
            cleaned["shown_if_values"] = []
        elif other.pk == self.instance.pk or other.call_id != self.call.pk:
            self.add_error("shown_if", _("Choose another question of this call."))
        else:
            self._require_codes(other, cleaned["shown_if_values"])
        if self.errors:
            return
        if wrong := misplaced(self._order_to_be(cleaned["section"], other)):
            waiting, first = wrong
            words = _("“%(waiting)s” has to stand after “%(first)s”, whose answer it waits for.")
            label = cleaned.get("label_en") or waiting.label
            shown = {waiting.pk: waiting.label, first.pk: first.label, self.instance.pk: label}
            where = "shown_if" if waiting.pk == self.instance.pk else "section"
            self.add_error(where, words % {"waiting": shown[waiting.pk], "first": shown[first.pk]})

    def _require_codes(self, other: Question, typed: Collection[str]) -> None:
        if not typed:
            return
        known = codes_of(other)
        if not known:
            words = _("Answers to that question have no codes. Leave this empty.")
            self.add_error("shown_if_values", words)
        elif unknown := [code for code in typed if code not in known]:
            words = _("That question has no answer with the code %(codes)s. It has: %(known)s.")
            self.add_error(
                "shown_if_values",
                words % {"codes": ", ".join(unknown), "known": ", ".join(known)},
            )

    def _order_to_be(self, section: CallSection, other: Question | None) -> list[Question]:
        """Return the call's questions in the order that this save would give them."""
        rows = [row for row in in_order(self.call.pk) if row.pk != self.instance.pk]
        before = self.initial.get("section")
        place = (section.order, section.pk)
        draft = Question(pk=self.instance.pk, section=section, shown_if=other)
        draft.order = self.instance.order if before == section.pk else last_order(section) + 1
        sections = {row.pk: row for row in CallSection.objects.filter(call=self.call)}

        def position(row: Question) -> tuple[int, int, int, int]:
            part = sections[row.section_id]
            return part.order, part.pk, row.order, row.pk or 0

        here = (*place, draft.order, draft.pk or 0)
        return sorted([*rows, draft], key=lambda row: here if row is draft else position(row))


def last_order(section: CallSection) -> int:
    """Return the place of the last question of a section; 0 where it has none."""
    orders = section.questions.order_by("-order").values_list("order", flat=True)
    return orders.first() or 0

"""The answers that a question offers, below its form."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.question_codes import codes_of
from consultation.admin.question_form import CHOSEN
from consultation.admin.translated import TranslatedInline, in_every_language
from consultation.models import Option, Question
from consultation.queries.outline import is_chosen

if TYPE_CHECKING:
    _FormSet = forms.BaseInlineFormSet[Option, Question, "forms.ModelForm[Option]"]
    _Form = forms.ModelForm[Option]
else:
    _FormSet = forms.BaseInlineFormSet
    _Form = forms.ModelForm


class OptionForm(_Form):
    """One answer to choose."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][-A-Za-z0-9_]*\Z",
                gettext_lazy("Use Latin letters, digits, hyphens and underscores."),
            )
        ],
    )

    def clean_code(self) -> str:
        """
        Keep a code that somebody has chosen.

        :raises ValidationError: it was changed
        """
        code: str = self.cleaned_data["code"]
        before: str = self.initial.get("code", code)
        if code != before and is_chosen(self.instance.question, before):
            raise forms.ValidationError(_chosen(before))
        return code


class OptionFormSet(_FormSet):
    """All answers of one question: what others count on cannot go."""

    def clean(self) -> None:
        """
        Check that a choice has answers, and nothing else has.

        :raises ValidationError: it has not, or a removed answer is needed
        """
        super().clean()
        if any(self.errors):
            return
        gone = [form for form in self.forms if form in self.deleted_forms]
        kept = [
            form.cleaned_data["code"]
            for form in self.forms
            if form not in gone and form.cleaned_data.get("code")
        ]
        question: Question = self.instance
        if question.type in CHOSEN and not kept:
            raise forms.ValidationError(_("A choice needs answers. Add them here."))
        if question.type not in CHOSEN and kept:
            raise forms.ValidationError(_("Only a choice has answers. Remove these."))
        self._require_seen(question)
        self._require_chosen(question, gone)
        self._require_waited_for(question, tuple(kept))

    def _require_seen(self, question: Question) -> None:
        """Show once what somebody else saved since; the form says so by its own version."""
        if not question.pk or not self.has_changed():
            return
        current = Question.objects.values_list("version", flat=True).get(pk=question.pk)
        if self.data.get("seen") != str(current):
            saved = [f"{row.code}: {row.label}" for row in question.options.order_by("order", "pk")]
            raise forms.ValidationError(
                [
                    _("Somebody else has saved this page since. The saved answers are:"),
                    *saved,
                    _("Yours stand below. Check them, then save again."),
                ]
            )

    def _require_chosen(self, question: Question, gone: list[Any]) -> None:
        for form in gone:
            code = form.initial.get("code", "")
            if code and is_chosen(question, code):
                raise forms.ValidationError(_chosen(code))

    def _require_waited_for(self, question: Question, kept: tuple[str, ...]) -> None:
        if not question.pk:
            return
        known = codes_of(question, kept)
        for waiting in question.follow_ups.all():
            for code in waiting.shown_if_values:
                if code not in known:
                    raise forms.ValidationError(
                        _("“%(question)s” is asked only after the answer %(code)s, so it stays.")
                        % {"question": waiting.label, "code": code}
                    )


def _chosen(code: str) -> str:
    return _(
        "Somebody has chosen the answer %(code)s, so its code stays. Its words can be changed."
    ) % {"code": code}


class OptionInline(TranslatedInline):
    """Codes and words in six languages."""

    model = Option
    form = OptionForm
    formset = OptionFormSet
    extra = 0
    fields = (("code", "order"), in_every_language("label"))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Let whoever may change a question remove its answers."""
        return self.has_change_permission(request, obj)

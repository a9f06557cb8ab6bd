"""What speakers say of themselves behind their personal link."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.invitations import Reply
from agenda.admin.link_rows import LinkRowsField, rows_of
from agenda.choices import Answer, Consent
from agenda.forms.windows import WindowForm, WindowFormSet
from agenda.models import Appearance, Speaker, SpeakerWindow
from consultation.admin.versioned import VersionedForm
from consultation.admin.zoned import zone_choices
from wsis_forum.languages import column, language

_TEXTS = ("honorific", "name", "function", "organization", "biography")


class OwnDataForm(VersionedForm):
    """A speaker's own words in the language of the page, country, links, zone and consent."""

    links = LinkRowsField(label=gettext_lazy("Links"))
    timezone = forms.ChoiceField(
        label=gettext_lazy("Where you are during the Forum (time zone)"),
        required=False,
        choices=lambda: [("", gettext_lazy("that of the Forum")), *zone_choices()],
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("May the public programme show your name, photo and biography?"),
        choices=[
            (Consent.NOT_ASKED, gettext_lazy("I have not decided yet")),
            (Consent.YES, gettext_lazy("Yes, show them")),
            (Consent.NO, gettext_lazy("No, do not show them")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "links" in self.initial:
            self.initial["links"] = rows_of(self.initial["links"])
        spoken = language()
        for name in _TEXTS:
            field = self.fields[column(name, spoken.code)]
            original: Any = Speaker._meta.get_field(name)
            field.label = capfirst(str(original.verbose_name))
            field.required = False
            field.widget.attrs |= {"lang": spoken.tag, "dir": spoken.direction}

    def clean(self) -> dict[str, Any] | None:
        """Keep a name in at least one language."""
        cleaned = super().clean() or self.cleaned_data
        here = column("name", language().code)
        others = (
            column("name", code)
            for code, _name in settings.LANGUAGES
            if column("name", code) != here
        )
        if not cleaned.get(here) and not any(getattr(self.instance, one) for one in others):
            self.add_error(here, _("Enter your name."))
        return cleaned


def own_data_form(speaker: Speaker, data: Any = None) -> Any:
    """Make the form of a speaker's data in the page's language."""
    texts = [column(name, language().code) for name in _TEXTS]
    own = ("sort_name", "country", "links", "timezone", "consent")
    made = forms.modelform_factory(Speaker, form=OwnDataForm, fields=[*texts, *own])
    return made(data, instance=speaker)


def windows_form(speaker: Speaker, data: Any = None) -> Any:
    """Make the rows of times at which a speaker can speak."""
    made = forms.inlineformset_factory(
        Speaker,
        SpeakerWindow,
        form=WindowForm,
        formset=WindowFormSet,
        extra=2,
        max_num=30,
        can_delete_extra=False,
    )
    return made(data, instance=speaker, prefix="windows")


class ReplyForm(forms.Form):
    """Whether somebody comes to one session, and how."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (Answer.NONE, gettext_lazy("I do not know yet")),
            (Answer.CONFIRMED, gettext_lazy("I take part")),
            (Answer.DECLINED, gettext_lazy("I do not take part")),
        ],
    )
    is_remote = forms.BooleanField(label=gettext_lazy("I take part remotely"), required=False)

    def reply(self) -> Reply:
        """Return the answer."""
        return Reply(self.cleaned_data["answer"], self.cleaned_data["is_remote"])


def reply_forms(
    appearances: Sequence[Appearance], data: Any = None
) -> list[tuple[Appearance, ReplyForm]]:
    """Make a form for each appearance."""
    return [
        (
            one,
            ReplyForm(
                data,
                prefix=f"appearance-{one.pk}",
                initial={"answer": one.answer, "is_remote": one.is_remote},
            ),
        )
        for one in appearances
    ]

"""What a session's contact fills in: a text, a list of people, a file; each on its own."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda.choices import FollowUpKind
from agenda.forms.clean_fields import Line, Lines
from agenda.handing_in import Said

MOST_PANELLISTS = 40
# Rows below those that are filled in.
EMPTY_ROWS = 8


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Language of the text"), choices=settings.LANGUAGES, required=False
    )


class Part(forms.Form):
    """One kind; a page handed in with several of them takes each for itself."""

    kind: FollowUpKind

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, prefix=self.kind.value, **options)
        self.refused = self.taken = False
        for name, field in self.fields.items():
            # What somebody else changes meanwhile does not count as changed here.
            if not isinstance(field, forms.FileField) and name != "is_final":
                field.show_hidden_initial = True

    @property
    def is_filled(self) -> bool:
        """Whether anything is to be handed in."""
        return self.has_changed()

    def said(self) -> Said:
        """Return what is handed in."""
        data = self.cleaned_data
        return Said(
            language=data.get("language") or self.initial["language"],
            text=data.get("text", ""),
            upload=data.get("file"),
        )


class DescriptionForm(Part):
    """The description as the programme will show it."""

    kind = FollowUpKind.DESCRIPTION
    text = Lines(label=gettext_lazy("Description"))
    language = _language()
    is_final = forms.BooleanField(
        label=gettext_lazy("This text is final as it stands"), required=False
    )

    def clean_text(self) -> str:
        """Ask for words."""
        text: str = self.cleaned_data["text"]
        if self.is_filled and not text:
            raise forms.ValidationError(_("Enter the description."))
        return text


class OutcomeForm(Part):
    """What came of the session: in words, as a document, or both."""

    kind = FollowUpKind.OUTCOME
    text = Lines(label=gettext_lazy("Outcome in words"))
    language = _language()
    file = forms.FileField(
        label=gettext_lazy("Outcome as a document"), required=False, allow_empty_file=True
    )

    @property
    def is_filled(self) -> bool:
        """Whether there is a text or a file; a language alone says nothing."""
        return bool({"text", "file"} & set(self.changed_data))

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_filled and not self.errors and not (cleaned["text"] or cleaned["file"]):
            self.add_error("text", _("Enter the outcome, or choose a document."))
        return cleaned


class LogoForm(Part):
    """A picture."""

    kind = FollowUpKind.LOGO
    file = forms.FileField(
        label=pgettext_lazy("what organizers owe", "Logo"), required=False, allow_empty_file=True
    )


class PresentationForm(Part):
    """Slides."""

    kind = FollowUpKind.PRESENTATION
    file = forms.FileField(
        label=pgettext_lazy("what organizers owe", "Presentation"),
        required=False,
        allow_empty_file=True,
    )


class PanellistForm(forms.Form):
    """One person on the list."""

    honorific = Line(label=gettext_lazy("Honorific"), longest=60)
    name = Line(label=gettext_lazy("Name"), longest=200)
    function = Line(label=gettext_lazy("Function"), longest=250)
    organization = Line(label=gettext_lazy("Organization"), longest=250)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    is_remote = forms.BooleanField(label=gettext_lazy("Takes part remotely"), required=False)
    gone = forms.BooleanField(label=gettext_lazy("Take off the list"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "gone"

    @property
    def is_filled(self) -> bool:
        """Whether it says anything of anybody."""
        data = getattr(self, "cleaned_data", {})
        words = (data.get(n) for n in ("honorific", "name", "function", "organization", "email"))
        return any(words) and not data.get("gone")

    def clean(self) -> dict[str, Any]:
        """Ask for the name of whoever is on the list."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_filled and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter the name."))
        return cleaned

    def person(self) -> dict[str, Any]:
        """Return the person."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "gone"}


Panellists = forms.formset_factory(
    PanellistForm,
    extra=EMPTY_ROWS,
    max_num=MOST_PANELLISTS,
    absolute_max=MOST_PANELLISTS,
    validate_max=True,
)


class ListForm(Part):
    """The list of panellists as a whole."""

    kind = FollowUpKind.PANELLISTS
    language = forms.ChoiceField(
        label=gettext_lazy("Language of names and functions"),
        choices=settings.LANGUAGES,
        required=False,
    )
    is_final = forms.BooleanField(
        label=gettext_lazy("This list is complete as it stands"), required=False
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, people: Sequence[Any], **options: Any
    ) -> None:
        super().__init__(data, files, **options)
        rows = [dict(one) for one in people][:MOST_PANELLISTS]
        self.people = Panellists(data, initial=rows, prefix="people")
        used = [place for place, row in enumerate(self.people) if row.has_changed()] if data else []
        # What is beyond is empty, and folded.
        self.shown = max(len(rows) + 2, *(place + 1 for place in used), 0)

    @property
    def is_filled(self) -> bool:
        """Whether anybody was put on the list, taken off it or changed."""
        return self.has_changed() or self.people.has_changed()

    def clean(self) -> dict[str, Any]:
        """Look at every row; a complete list has somebody on it."""
        cleaned = super().clean() or self.cleaned_data
        self.refused = not self.people.is_valid()
        if self.is_filled and not self.refused and not self._on_the_list():
            self.add_error("is_final", _("Enter at least one panellist."))
        return cleaned

    def said(self) -> Said:
        """Return who is on the list."""
        language = self.cleaned_data.get("language") or self.initial["language"]
        return Said(language=language, panellists=self._on_the_list())

    def is_valid(self) -> bool:
        """Whether list and rows can be taken."""
        return super().is_valid() and not self.refused

    def _on_the_list(self) -> list[dict[str, Any]]:
        return [row.person() for row in self.people if row.is_filled]

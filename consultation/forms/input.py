"""The form of the input itself: language, title, summary, text."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultation import sections
from consultation.forms.base import SectionForm
from consultation.forms.fields import NOT_IN_THE_LIST, LineField, TextField, counted
from consultation.sections import LABELS


class InputForm(SectionForm):
    """A title, a summary and a text; too long ones are kept, and refused at hand-in only."""

    section = "input"

    language = forms.ChoiceField(
        label=LABELS["language"],
        choices=settings.LANGUAGES,
        help_text=_("It is read in the language in which you write it."),
        error_messages={"required": NOT_IN_THE_LIST, "invalid_choice": NOT_IN_THE_LIST},
    )
    title = LineField(label=LABELS["title"], max_length=1000, attrs={"autocomplete": "off"})
    summary = TextField(label=LABELS["summary"], rows=5)
    text = TextField(label=LABELS["text"], rows=14)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = self.submission.call.text_limit_words
        self.fields["title"].help_text = ngettext(
            "At most %(limit)d character.",
            "At most %(limit)d characters.",
            sections.TITLE_CHARACTERS,
        ) % {"limit": sections.TITLE_CHARACTERS}
        self.fields["summary"].help_text = ngettext(
            "What you propose, in at most %(limit)d word.",
            "What you propose, in at most %(limit)d words.",
            sections.SUMMARY_WORDS,
        ) % {"limit": sections.SUMMARY_WORDS}
        self.fields["text"].help_text = ngettext(
            "Why, how and with whom, in at most %(limit)d word.",
            "Why, how and with whom, in at most %(limit)d words.",
            limit,
        ) % {"limit": limit}
        counted(self.fields["title"], unit="characters", limit=sections.TITLE_CHARACTERS)
        counted(self.fields["summary"], unit="words", limit=sections.SUMMARY_WORDS)
        counted(self.fields["text"], unit="words", limit=limit)

"""Forms of sign-in, profile and erasure."""

from collections.abc import Collection, Sequence
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wsis_forum.accounts import zones
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line

NAME_LIMIT = 200


def plain_helper() -> FormHelper:
    """Return a helper that renders the fields only; the template owns form tag, token, buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.field_template = "account/field.html"
    return helper


class AddressForm(forms.Form):
    """Asks for the address to which the code goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a code to this address. No password is needed."),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an address like name@example.org."),
        },
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = plain_helper()

    def clean_email(self) -> str:
        """Return the address in lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()


class CodeForm(forms.Form):
    """Asks for the code; the hidden field is filled by the browser where it runs scripts."""

    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=40,
        help_text=_("Eight digits, with or without the line between them."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "dir": "ltr",
                "class": "code-field",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter the code from the letter.")},
    )
    timezone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-reader-zone-field": ""})
    )

    use_required_attribute = False

    def __init__(self, *args: Any, expected: str, tries_left: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.expected = expected
        self.tries_left = tries_left
        self.helper = plain_helper()

    def clean_code(self) -> str:
        """Check the code, in whatever digits it was typed."""
        typed = "".join(_western(character) for character in self.cleaned_data["code"])
        if not compare_user_code(actual=typed, expected=self.expected):
            left = self.tries_left - 1
            message = ngettext(
                "This is not the code in the letter. %(count)d try is left.",
                "This is not the code in the letter. %(count)d tries are left.",
                left,
            )
            raise forms.ValidationError(message, code="wrong", params={"count": left})
        return typed

    def clean_timezone(self) -> str:
        """Return the browser's zone; what is no zone is UTC, for nobody typed it."""
        return zones.zone_or_utc(self.cleaned_data["timezone"])


class NamesForm(forms.ModelForm):  # type: ignore[type-arg]
    """Cleans the names that stand in other people's letters."""

    def clean_name(self) -> str:
        """Return the name as one line."""
        return clean_line(self.cleaned_data["name"])

    def clean_organization_name(self) -> str:
        """Return the organization as one line."""
        return clean_line(self.cleaned_data["organization_name"])


class ProfileForm(NamesForm):
    """
    What a person says about herself.

    ``kinds`` are the letters that she may refuse (name, words), ``wanted`` those she gets.
    """

    class Meta:
        model = User
        fields = ("name", "organization_name", "language", "reads", "timezone")
        labels = {"organization_name": _("Organization")}
        help_texts = {
            "name": _("As it should stand on your submissions and in your letters."),
            "organization_name": _("New drafts begin with it; you can change it in each."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "organization_name": forms.TextInput(
                attrs={"autocomplete": "organization", "dir": "auto"}
            ),
        }

    language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, widget=forms.Select
    )
    reads = forms.MultipleChoiceField(
        label=_("Languages that you read"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Deadlines in your letters are also given in this zone.")
    )
    letters = forms.MultipleChoiceField(
        label=_("Letters that you want"),
        help_text=_(
            "Codes for signing in, receipts and answers to your inputs are sent in any case."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        wanted: Collection[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.initial["timezone"] = zones.listed(self.instance.timezone)
        self.initial["letters"] = list(wanted)
        self.fields["timezone"].choices = zones.choices()  # type: ignore[attr-defined]
        self.fields["letters"].choices = kinds  # type: ignore[attr-defined]
        self.helper = plain_helper()


class ErasureForm(forms.Form):
    """The one box that stands before an erasure."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick the box if you want to be erased.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = plain_helper()


def _western(character: str) -> str:
    """Turn a digit of any script into one of 0 to 9."""
    return str(int(character)) if character.isdecimal() else character

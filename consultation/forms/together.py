"""Forms of writing together: an invitation, and a request to join an input."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from wsis_forum.accounts.forms import plain_helper
from wsis_forum.cleaning import clean_text

MESSAGE_LIMIT = 2000


class _PlainForm(forms.Form):
    """A form whose page owns form tag, token and buttons."""

    use_required_attribute = False

    @property
    def helper(self) -> FormHelper:
        """The layout for crispy-forms."""
        return plain_helper()


class InvitationForm(_PlainForm):
    """Asks whom to invite."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send an invitation with a personal link to this address."),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false", "maxlength": None}
        ),
        error_messages={
            "required": _("Enter the address of whom you want to invite."),
            "invalid": _("Enter an address like name@example.org."),
            "max_length": _("Enter an address like name@example.org."),
        },
    )

    def clean_email(self) -> str:
        """Return the address in lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()


class _MessageField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""))


class JoinForm(_PlainForm):
    """Asks what to write to the author of another input."""

    message = _MessageField(
        label=_("Your message to the author"),
        help_text=_("Who you are, and what you would add. 2,000 characters at most."),
        max_length=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": None, "dir": "auto"}),
        error_messages={
            "required": _("Write a message, so that the author knows what you want."),
            "max_length": _("Shorten the message to 2,000 characters."),
        },
    )
    shows_address = forms.BooleanField(
        label=_("Show the author my e-mail address"),
        help_text=_(
            "Without it the author cannot answer or invite you. The author's own address is not"
            " shown to you."
        ),
        required=False,
    )

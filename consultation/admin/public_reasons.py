"""The reasons that the secretariat keeps, in the admin: six languages, offered for dispositions."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.desk import DeskAdmin
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.admin.versioned import VersionedAdmin, VersionedForm
from consultation.choices import Disposition
from consultation.models import BasketItem, Decision, PublicReason
from consultation.outcome import EVENTS
from wsis_forum.languages import column, languages

_SHOWN = 120


class PublicReasonForm(VersionedForm):
    """A reason in six languages; one that is not offered yet may be written bit by bit."""

    dispositions = forms.MultipleChoiceField(
        label=gettext_lazy("Offered for"),
        choices=[(one.value, one.label) for one in EVENTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None: for every disposition."),
    )

    class Meta:
        model = PublicReason
        exclude = ()

    def clean(self) -> dict[str, Any] | None:
        """Ask for the English text, and for all six of a reason that is offered."""
        cleaned = super().clean() or self.cleaned_data
        for each in languages():
            name = column("text", each.code)
            if (cleaned.get(name) or "").strip() or name in self.errors:
                continue
            if each.code == settings.LANGUAGE_CODE:
                self.add_error(name, _("Enter the English text: the others fall back to it."))
            elif cleaned.get("is_active"):
                self.add_error(name, _("Enter the text: a reason is offered in all six languages."))
        return cleaned


@admin.register(PublicReason)
class PublicReasonAdmin(VersionedAdmin, DeskAdmin, TranslatedAdmin):
    """What decisions may say; a decision keeps the words as they were when it was made."""

    form = PublicReasonForm
    list_display = ("shown_text", "offered_for", "written_in", "is_active", "order")
    list_filter = ("is_active",)
    search_fields = tuple(column("text", each.code) for each in languages())
    fieldsets = [
        (None, {"fields": ("dispositions", "is_active", "order")}),
        *by_language("text"),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: PublicReason | None = None) -> bool:
        """Keep what was used: it is offered no more instead."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not is_used(obj))

    @admin.display(description=gettext_lazy("text"), ordering="order")
    def shown_text(self, reason: PublicReason) -> str:
        """Write its first words."""
        return Truncator(reason.text).chars(_SHOWN)

    @admin.display(description=gettext_lazy("offered for"))
    def offered_for(self, reason: PublicReason) -> str:
        """Name the dispositions."""
        labels = [str(Disposition(code).label) for code in reason.dispositions]
        return ", ".join(labels) or _("every disposition")

    @admin.display(description=gettext_lazy("languages"))
    def written_in(self, reason: PublicReason) -> str:
        """Name the languages that it is written in."""
        there = [each for each in languages() if getattr(reason, column("text", each.code))]
        return ", ".join(each.name for each in there)


def is_used(reason: PublicReason) -> bool:
    """Tell whether a decision gives it in these words, or one in a basket would (2 queries)."""
    said = Q(pk__in=())
    for code, text in reason.texts.items():
        said |= Q(reason_texts__contains={code: text})
    waits = BasketItem.objects.filter(chosen_reason=reason).exists()
    return waits or Decision.objects.filter(said).exists()

"""The rules of reminding in the admin: about what, when, to whom."""

from collections.abc import Sequence
from typing import Any

import rules
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.reminder_stops import save_rule
from consultation.admin import reminder_calendar, reminder_preview
from consultation.admin.desk import DeskAdmin, Verb
from consultation.admin.versioned import VersionedAdmin, VersionedForm
from consultation.models import ReminderRule
from consultation.models.reminder import Side
from consultation.reminding import subjects
from consultation.reminding.words import offset_words
from wsis_forum import clock

_LAST_HOUR = 23
# A rule whose moment is another one begins anew.
_MOMENT = ("subject", "audience", "amount", "unit", "side", "forum", "is_active")


def _targets() -> list[tuple[str, str]]:
    return [
        (f"{subject.name}:{one.name}", f"{subject.title} – {one.title}")
        for subject in subjects.every()
        for one in subject.audiences
    ]


class RuleForm(VersionedForm):
    """A rule: what it is about and to whom are one choice."""

    instance: ReminderRule

    target = forms.ChoiceField(label=gettext_lazy("About what, to whom"), choices=_targets)
    local_hour = forms.TypedChoiceField(
        label=gettext_lazy("At the reader’s hour"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("at the same time of day as the date itself")),
            *((hour, f"{hour:02d}:00") for hour in range(_LAST_HOUR + 1)),
        ],
        help_text=gettext_lazy("For rules in days: at this hour where each reader is."),
    )

    class Meta:
        model = ReminderRule
        fields = ("target", "amount", "unit", "side", "local_hour", "forum", "is_active")

    field_order = ("target", "amount", "unit", "side", "local_hour", "forum", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["target"] = f"{self.instance.subject}:{self.instance.audience}"

    def clean(self) -> dict[str, Any] | None:
        """Ask for what fits together, and for no second rule of one moment."""
        cleaned = super().clean() or self.cleaned_data
        name, _colon, audience = cleaned.get("target", "").partition(":")
        if not name:
            return cleaned
        self.instance.subject, self.instance.audience = name, audience
        subject = subjects.get(name)
        if cleaned.get("side") == Side.BEFORE and not subject.is_before:
            self.add_error("side", _("Of this, people can only be reminded afterwards."))
        if cleaned.get("side") == Side.AFTER and not subject.is_after:
            self.add_error("side", _("Of this, nobody can be reminded afterwards."))
        if cleaned.get("unit") == "h" and cleaned.get("local_hour") is not None:
            self.add_error("local_hour", _("A rule in hours has no hour of the reader’s day."))
        if not self.errors and self._is_there(cleaned):
            self.add_error("amount", _("There is a rule for this moment already."))
        return cleaned

    def _is_there(self, cleaned: dict[str, Any]) -> bool:
        same = ReminderRule.objects.filter(
            subject=self.instance.subject,
            audience=self.instance.audience,
            amount=cleaned["amount"],
            unit=cleaned["unit"],
            side=cleaned["side"],
            forum=cleaned["forum"],
        )
        return same.exclude(pk=self.instance.pk).exists()


@admin.register(ReminderRule)
class ReminderRuleAdmin(VersionedAdmin, DeskAdmin):
    """The rules, their calendar of the next 90 days, and each one's letter before it is sent."""

    form = RuleForm
    list_display = ("when_words", "subject_words", "audience_words", "forum", "is_active")
    list_display_links = ("when_words",)
    list_select_related = ("forum",)
    list_filter = ("is_active", "forum")
    fields = RuleForm.field_order
    change_list_template = "admin/consultation/reminderrule/list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the calendar and the preview."""
        return [
            *reminder_calendar.urls(self),
            *reminder_preview.urls(self),
            *super().get_urls(),
        ]

    def verbs(self, request: HttpRequest, row: Any) -> Sequence[Verb]:
        """Offer the letter as somebody gets it, and the rule's days."""
        if not rules.has_perm("consultation.manage_reminders", request.user):
            return ()
        calendar = reverse("admin:consultation_reminderrule_calendar")
        preview = reverse("admin:consultation_reminderrule_preview", args=[row.pk])
        return (
            Verb(gettext_lazy("See its letter"), preview),
            Verb(gettext_lazy("See its days"), f"{calendar}?rule={row.pk}"),
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Let a moved rule count from now on."""
        if change:
            obj.version += 1
        before = ReminderRule.objects.filter(pk=obj.pk).values_list(*_attributes()).first()
        after = tuple(getattr(obj, name) for name in _attributes())
        is_off = before is not None and not obj.is_active
        save_rule(rule=obj, is_new_moment=before != after and not is_off, at=clock.now())

    @admin.display(description=gettext_lazy("when"), ordering="amount")
    def when_words(self, rule: ReminderRule) -> str:
        """Say how long before or after."""
        return offset_words(rule)

    @admin.display(description=gettext_lazy("about"), ordering="subject")
    def subject_words(self, rule: ReminderRule) -> str:
        """Say about what."""
        return str(subjects.get(rule.subject).title)

    @admin.display(description=gettext_lazy("to whom"))
    def audience_words(self, rule: ReminderRule) -> str:
        """Say to whom."""
        return reminder_calendar.audience_words(rule)


def _attributes() -> tuple[str, ...]:
    return tuple("forum_id" if name == "forum" else name for name in _MOMENT)

"""The page that says who owes the follow-ups of one session, and until when they are due there."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings as project
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda.actions.follow_up_settings import Other, set_contact, set_exceptions
from agenda.admin.follow_up_dates import typed
from agenda.choices import FollowUpKind
from agenda.models import FollowUpContact, FollowUpException, Session
from agenda.owed_words import due_words
from agenda.queries.follow_ups import owed_by_session
from consultation.admin.desk import require, verb_page
from consultation.admin.versioned import shown
from consultation.admin.zoned import WallClockField, in_zone
from wsis_forum import clock, dates

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin

_USUAL, _OTHER, _NEVER = "usual", "other", "never"
_RULES = [
    (_USUAL, gettext_lazy("as for the whole Forum")),
    (_OTHER, gettext_lazy("another date")),
    (_NEVER, pgettext_lazy("follow-up", "not asked")),
]


class SettingsForm(forms.Form):
    """Contact, and for each kind what holds for this session."""

    note_fields = ()

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name of the contact"), max_length=200, required=False
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the contact"),
        required=False,
        help_text=gettext_lazy(
            "Empty: who handed in the input that the session was made of. Another address makes "
            "the links sent so far invalid."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of letters"), choices=project.LANGUAGES
    )

    def __init__(self, session: Session, data: Any = None) -> None:
        self.session = session
        self.zone = session.forum.timezone
        initial = self._initial()
        stamp = hashlib.sha256(repr(sorted(initial.items())).encode()).hexdigest()[:16]
        super().__init__(data, initial={**initial, "seen": stamp})
        zone = dates.zone_words(self.zone)
        words = _("In the zone of the Forum: %(zone)s. Without a time: until 23:59:59.")
        for owed in owed_by_session(session):
            kind, label = owed.kind.value, capfirst(str(owed.kind.label))
            self.fields[f"{kind}_rule"] = forms.ChoiceField(
                label=label, choices=_RULES, help_text=due_words(owed)
            )
            self.fields[f"{kind}_at"] = WallClockField(
                label=_("%(what)s: other date") % {"what": label},
                required=False,
                end_of_day=True,
                help_text=words % {"zone": zone},
            )

    def clean(self) -> dict[str, Any]:
        """Give the typed moments their zone; another date has to be one."""
        cleaned = super().clean() or self.cleaned_data
        for kind in FollowUpKind:
            rule, name = cleaned.get(f"{kind.value}_rule"), f"{kind.value}_at"
            wall = cleaned.get(name)
            if rule == _OTHER and isinstance(wall, datetime):
                try:
                    cleaned[name] = in_zone(wall, self.zone)
                except ValidationError as error:
                    self.add_error(name, error)
            elif rule == _OTHER and name not in self.errors:
                self.add_error(name, _("Enter the other date."))
        self._meet_others(cleaned)
        if cleaned.get("name") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter the address of this person."))
        return cleaned

    def _meet_others(self, cleaned: dict[str, Any]) -> None:
        """Refuse once what somebody else has saved meanwhile; the next save counts."""
        if cleaned.get("seen") == self.initial["seen"]:
            return
        for name, bound in ((name, self[name]) for name in self.fields if name != "seen"):
            theirs = self.initial.get(name)
            if name in cleaned and bound._has_changed():  # type: ignore[attr-defined]  # noqa: SLF001 Django's own question
                words = _(
                    "Somebody else has saved this meanwhile: %(value)s. Save again to change it."
                )
                self.add_error(name, words % {"value": shown(bound, theirs) or "–"})
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = self.initial["seen"]
        self.data = data

    def exceptions(self) -> dict[FollowUpKind, Other]:
        """Return the kinds that are not as usual."""
        data = self.cleaned_data
        return {
            kind: Other(data[f"{kind.value}_at"] if rule == _OTHER else None)
            for kind in FollowUpKind
            if (rule := data[f"{kind.value}_rule"]) != _USUAL
        }

    def _initial(self) -> dict[str, Any]:
        contact = FollowUpContact.objects.filter(session=self.session).first()
        found: dict[str, Any] = {"language": self.session.original_language}
        if contact is not None:
            found = {n: getattr(contact, n) for n in ("name", "email", "language")}
        for kind in FollowUpKind:
            found[f"{kind.value}_rule"] = _USUAL
        for one in FollowUpException.objects.filter(session=self.session):
            found[f"{one.kind}_rule"] = _OTHER if one.is_asked else _NEVER
            if one.due_at is not None:
                found[f"{one.kind}_at"] = typed(one.due_at, self.zone)
        return found


def settings(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Change who owes and until when, for one session."""
    require("agenda.edit_programme", request)
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None:
        raise Http404
    form = SettingsForm(session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"session_id": pk, "by": request.user, "at": clock.now()}
        contact = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
        with transaction.atomic():
            set_contact(**contact, **who)
            set_exceptions(exceptions=form.exceptions(), **who)
        model_admin.log_change(request, session, "Contact and dates of follow-ups")
        messages.success(request, _("Contact and dates are saved."))
        return HttpResponseRedirect(reverse("admin:agenda_session_follow_up", args=(pk,)))
    words = {
        "title": _("Contact and dates"),
        "submit": _("Save"),
        "subtitle": str(session),
        "intro": _("Who owes the follow-ups of this session, and until when."),
        "facts": [],
    }
    return verb_page(model_admin, request, session, form, words)

"""Phases in the admin: made here, and their dates moved by the verb only."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.forums import move_phase
from consultation.admin.desk import DeskAdmin, Verb, require, verb_page
from consultation.admin.history import DateChangeInline
from consultation.admin.moves import MovePhaseForm
from consultation.admin.phase_dates import NAMES, PhaseDateFields, typed_dates
from consultation.admin.sourced import SourcedAdmin, SourcedForm
from consultation.admin.translated import (
    TranslatedAdmin,
    TranslatedInline,
    by_language,
    in_every_language,
)
from consultation.admin.zoned import ZoneSelect
from consultation.choices import DatePrecision
from consultation.exceptions import StaleVersion
from consultation.models import Phase, PhaseActivity
from wsis_forum import clock, dates


class PhaseForm(SourcedForm):
    """A phase; the date of a new one is typed as exactly as it is known."""

    timezone = ZoneSelect(initial="Europe/Zurich")
    precision = PhaseDateFields.base_fields["precision"]
    starts_at = PhaseDateFields.base_fields["starts_at"]
    ends_at = PhaseDateFields.base_fields["ends_at"]
    start_date = PhaseDateFields.base_fields["start_date"]
    end_date = PhaseDateFields.base_fields["end_date"]

    def clean(self) -> dict[str, Any] | None:
        """Read the dates of a new phase in its own zone."""
        cleaned = super().clean() or self.cleaned_data
        if "precision" in self.fields and "timezone" in cleaned:
            typed = typed_dates(self, cleaned["timezone"])
            for name in NAMES:
                if typed is not None and name not in self.errors:
                    cleaned[name] = getattr(typed, name)
        return cleaned


class ActivityInline(TranslatedInline):
    """The lines of what a phase contains."""

    model = PhaseActivity
    extra = 0
    fields = ("order", *in_every_language("text"))


@admin.register(Phase)
class PhaseAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """Phases of a Forum's consultation."""

    form = PhaseForm
    list_display = ("name", "forum", "kind", "dated", "mode", "session_number")
    list_display_links = ("name",)
    list_filter = ("forum", "kind", "precision")
    list_select_related = ("forum",)
    search_fields = ("title_en", "label_en", "forum__name_en")
    search_help_text = gettext_lazy("Title, label, Forum")
    inlines = (ActivityInline, DateChangeInline)
    fieldsets = [
        (None, {"fields": ("forum", "order", "kind", "timezone", "date")}),
        (gettext_lazy("Date"), {"fields": NAMES}),
        (
            gettext_lazy("Where and how"),
            {
                "fields": (
                    "mode",
                    "remote_participation",
                    "remote_url",
                    "session_number",
                    "note",
                )
            },
        ),
        *by_language("label", "title", "venue"),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Phase | None = None) -> Any:
        """Show the date as inputs for a new phase only, afterwards as text with its verb."""
        unwanted = {"date"} if obj is None else set(NAMES)
        sets = [
            (name, {**options, "fields": [f for f in options["fields"] if f not in unwanted]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        return [(name, options) for name, options in sets if options["fields"]]

    def get_inlines(self, request: HttpRequest, obj: Phase | None) -> Any:
        """Show moved dates where there can be some."""
        return self.inlines if obj and obj.date_changes.exists() else (ActivityInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Phase | None = None) -> Any:
        """Keep the Forum, the zone and the date of a published phase."""
        fixed = ("forum", "timezone", *NAMES) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed, "date")

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Say that an address for remote participation may lack its scheme."""
        if db_field.name == "remote_url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the verb."""
        page = self.admin_site.admin_view(self.move)
        own = path("<path:object_id>/move/", page, name="consultation_phase_move")
        return [own, *super().get_urls()]

    def move(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for a new date and a public note, and move the phase."""
        phase = self.get_object(request, unquote(object_id))
        if phase is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        require("consultation.manage_forums", request)
        form = MovePhaseForm(phase, request.POST or None)
        if request.method == "POST" and form.is_valid() and form.dates:
            try:
                phase = move_phase(
                    phase_id=phase.pk,
                    by=request.user,  # type: ignore[arg-type]
                    dates=form.dates,
                    notes=form.notes,
                    version=form.cleaned_data["version"],
                    at=clock.now(),
                )
            except StaleVersion:
                form.begin_anew(phase, _moved_meanwhile(phase))
            else:
                return self._moved(request, phase)
        return verb_page(self, request, phase, form, _move_words(phase))

    def _moved(self, request: HttpRequest, phase: Phase) -> HttpResponseRedirect:
        words = dates.dated_words(phase)
        self.log_change(request, phase, f"Moved to {words}")
        messages.success(
            request, _("The phase is moved. Its date is now: %(date)s.") % {"date": words}
        )
        return HttpResponseRedirect(
            reverse("admin:consultation_phase_change", args=(quote(phase.pk),))
        )

    @admin.display(description=gettext_lazy("phase"), ordering="order")
    def name(self, phase: Phase) -> str:
        """Write the label and the title."""
        return str(phase)

    @admin.display(description=gettext_lazy("date"))
    def dated(self, phase: Phase) -> str:
        """Write the date as exactly as it is known."""
        return dates.dated_words(phase)

    @admin.display(description=gettext_lazy("date"))
    def date(self, phase: Phase) -> str:
        """Write the date; a verb moves it."""
        return dates.dated_words(phase)

    def verbs(self, request: HttpRequest, row: Phase) -> tuple[Verb, ...]:
        """Offer to move the date."""
        return (Verb(_("Move the date"), reverse("admin:consultation_phase_move", args=(row.pk,))),)


def _move_words(phase: Phase) -> dict[str, Any]:
    """Word the page that moves a phase."""
    return {
        "title": _("Move the date"),
        "subtitle": str(phase),
        "submit": _("Move the date"),
        "intro": _("The public page shows the new date with your note and the former one."),
        "facts": (
            (_("Date now"), dates.dated_words(phase)),
            (_("How exactly it is known"), DatePrecision(phase.precision).label),
            (_("Time zone"), dates.zone_words(phase.timezone)),
        ),
    }


def _moved_meanwhile(phase: Phase) -> str:
    return _(
        "Somebody else has changed this phase since you opened the page; its date is now: "
        "%(date)s. What you typed is kept: check it, then save again."
    ) % {"date": dates.dated_words(phase)}

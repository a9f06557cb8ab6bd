"""Planned releases in the admin: planned, changed and cancelled before their moment."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from agenda.actions.planned import cancel_plan, change_plan, plan_release
from agenda.admin.release_forms import TAKES_ON, TAKES_ON_HELP
from agenda.exceptions import PlanIsOver
from agenda.models import PlannedRelease
from consultation.admin.desk import DeskAdmin, Verb, require
from consultation.admin.zoned import WallClockField, in_zone
from consultation.models import Forum
from wsis_forum import clock, dates

if TYPE_CHECKING:
    _Form = forms.ModelForm[PlannedRelease]
else:
    _Form = forms.ModelForm


class PlanForm(_Form):
    """A release to come; its moment is typed in the Forum's time zone."""

    due_at = WallClockField(
        label=gettext_lazy("To be issued at"),
        help_text=gettext_lazy("In the Forum's time zone; a worker looks once a minute."),
    )

    class Meta:
        model = PlannedRelease
        fields = ("forum", "is_public", "name", "remark", "due_at", "takes_on")
        labels = {"is_public": gettext_lazy("Public release"), "takes_on": TAKES_ON}
        help_texts = {
            "is_public": gettext_lazy(
                "It replaces the public agenda at once. Unticked: an internal draft (v0.…)."
            ),
            "takes_on": TAKES_ON_HELP,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.due_at is not None:
            zone = ZoneInfo(self.instance.forum.timezone)
            self.initial["due_at"] = self.instance.due_at.astimezone(zone).replace(tzinfo=None)

    def clean(self) -> dict[str, Any]:
        """Give the moment the Forum's zone; it has to be one to come."""
        cleaned = super().clean() or self.cleaned_data
        forum, wall = cleaned.get("forum"), cleaned.get("due_at")
        if forum is not None and wall is not None:
            try:
                moment = in_zone(wall, forum.timezone)
            except ValidationError as error:
                self.add_error("due_at", error)
                return cleaned
            if moment <= clock.now():
                self.add_error("due_at", _("Enter a moment to come."))
            cleaned["due_at"] = moment
        return cleaned


@admin.register(PlannedRelease)
class PlannedReleaseAdmin(DeskAdmin):
    """What a worker issues when its moment comes."""

    form = PlanForm
    list_display = ("forum", "kind", "name", "due", "state", "planned_by")
    list_filter = ("forum", "is_public")
    list_select_related = ("forum", "planned_by", "release")
    ordering = ("-due_at", "-pk")

    def get_fields(self, request: HttpRequest, obj: PlannedRelease | None = None) -> Any:
        """Show what became of it above what was planned."""
        fields = ("forum", "is_public", "name", "remark", "due_at", "takes_on")
        if obj is None:
            return fields
        if obj.is_waiting:
            return ("state", "planned_by", *fields)
        over = ("forum", "kind", "name", "remark", "due", "takes_on")
        return ("state", "refusal", "release", "planned_by", *over)

    def get_readonly_fields(self, request: HttpRequest, obj: PlannedRelease | None = None) -> Any:
        """Keep what the verbs write."""
        return ("state", "kind", "due", "planned_by", "refusal", "release")

    def has_change_permission(
        self, request: HttpRequest, obj: PlannedRelease | None = None
    ) -> bool:
        """Refuse once it is over."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_waiting)

    def has_delete_permission(
        self, request: HttpRequest, obj: PlannedRelease | None = None
    ) -> bool:
        """Refuse: it is cancelled, and stays."""
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the Forum of the address, or the current one."""
        slug = request.GET.get("forum")
        forums = Forum.objects.filter(slug=slug) if slug else Forum.objects.current()
        return {"forum": forums.first()}

    def save_model(
        self,
        request: HttpRequest,
        obj: PlannedRelease,
        form: Any,
        change: bool,  # noqa: FBT001 Django's signature
    ) -> None:
        """Call the verb."""
        verb = change_plan if change else plan_release
        try:
            verb(plan=obj, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except PlanIsOver:
            messages.error(request, _over())

    def get_urls(self) -> list[URLPattern]:
        """Add the verb."""
        wrap = self.admin_site.admin_view
        cancel = path("<int:pk>/cancel/", wrap(self.cancel), name="agenda_plannedrelease_cancel")
        return [cancel, *super().get_urls()]

    def verbs(self, request: HttpRequest, row: PlannedRelease) -> tuple[Verb, ...]:
        """Offer to cancel it."""
        url = reverse("admin:agenda_plannedrelease_cancel", args=(row.pk,))
        return (Verb(_("Cancel this planned release"), url, is_post=True),)

    @method_decorator(require_POST)
    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel it before its moment."""
        require("agenda.issue_release", request)
        row = get_object_or_404(PlannedRelease, pk=pk)
        try:
            cancel_plan(plan_id=pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except PlanIsOver:
            messages.error(request, _over())
        else:
            self.log_change(request, row, "Cancelled")
            messages.success(request, _("The planned release is cancelled."))
        return HttpResponseRedirect(reverse("admin:agenda_plannedrelease_change", args=(pk,)))

    @admin.display(description=gettext_lazy("for whom"), ordering="is_public")
    def kind(self, row: PlannedRelease) -> str:
        """Say who will read it."""
        return _("public") if row.is_public else _("internal")

    @admin.display(description=gettext_lazy("to be issued at"), ordering="due_at")
    def due(self, row: PlannedRelease) -> str:
        """Write the moment in the Forum's zone."""
        return dates.moment_words(row.due_at, row.forum.timezone)

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: PlannedRelease) -> str:
        """Say what became of it."""
        if row.release is not None:
            return _("issued as %(version)s") % {"version": row.release.version}
        if row.refused_at is not None:
            return pgettext("state of a planned release", "refused")
        if row.cancelled_at is not None:
            return pgettext("state of a planned release", "cancelled")
        return pgettext("state of a planned release", "waits")


def _over() -> str:
    return _("This release was issued, refused or cancelled already.")

"""Calls in the admin: made here, and their deadlines moved by the verb only."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.actions.criteria import give_standard_criteria
from consultation.actions.forums import move_deadline
from consultation.actions.questions import give_standard_questions
from consultation.admin import (
    call_pages,
    call_people,
    call_reviews,
    criteria,
    ledger,
    outline,
    preview,
)
from consultation.admin.desk import DeskAdmin, Verb, require, verb_page
from consultation.admin.history import DateChangeInline
from consultation.admin.moves import MoveDeadlineForm
from consultation.admin.sourced import SourcedAdmin, SourcedForm
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.admin.zoned import WallClockField, ZonedForm, ZoneSelect
from consultation.choices import PhaseKind, Status
from consultation.exceptions import StaleVersion
from consultation.models import Call, Phase, Question
from consultation.queries.access import readable
from wsis_forum import clock, dates
from wsis_forum.accounts import roles

_QUESTIONS_OF_A_CALL = (
    Question.objects.filter(call=OuterRef("pk"))
    .order_by()
    .values("call")
    .annotate(count=Count("pk"))
    .values("count")
)


class CallForm(ZonedForm, SourcedForm):
    """A call; its opening and its first deadline are typed in its own time zone."""

    wall_clocks = ("opens_at", "closes_at")
    timezone = ZoneSelect(initial="Europe/Zurich")
    opens_at = WallClockField(label=gettext_lazy("Opens at"), required=False)
    closes_at = WallClockField(
        label=gettext_lazy("Closes at"),
        required=False,
        end_of_day=True,
        help_text=gettext_lazy(
            "In the time zone above. Without a time it closes at 23:59:59 and the time is marked "
            "as assumed. Once the call is saved, its deadline moves by “Move the deadline” only."
        ),
    )

    def clean(self) -> dict[str, Any] | None:
        """Check that the call closes after it opens, and that one taken here has its dates."""
        cleaned = super().clean() or self.cleaned_data
        opens_at = cleaned.get("opens_at")
        closes_at = cleaned.get("closes_at", self.instance.closes_at)
        if opens_at and closes_at and closes_at <= opens_at and not self.errors:
            name = "closes_at" if "closes_at" in self.fields else "opens_at"
            self.add_error(name, _("A call has to close after it opens."))
        if cleaned.get("takes_drafts") and not self.errors:
            for name, value in (("opens_at", opens_at), ("closes_at", closes_at)):
                if value is None:
                    where = name if name in self.fields else "takes_drafts"
                    self.add_error(where, _("A call that this portal takes needs this date."))
        phase: Phase | None = cleaned.get("phase")
        forum = cleaned.get("forum", self.instance.forum if self.instance.pk else None)
        if phase and forum and phase.forum_id != forum.pk:
            self.add_error("phase", _("This phase belongs to another Forum."))
        return cleaned


@admin.register(Call)
class CallAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """Openings of a Forum."""

    form = CallForm
    list_display = (
        "title",
        "forum",
        "kind",
        "opens",
        "closes",
        "state",
        "questions",
        "handed_in",
        "reviews",
        "drafts",
    )
    list_display_links = ("title",)
    list_filter = ("forum", "kind", "takes_drafts")
    list_select_related = ("forum",)
    search_fields = ("title_en", "slug", "forum__name_en")
    search_help_text = gettext_lazy("Title, address, Forum")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (DateChangeInline,)
    fieldsets = [
        (None, {"fields": ("forum", "slug", "kind", "phase", "order")}),
        (
            gettext_lazy("When it is open"),
            {"fields": ("timezone", "opens_at", "closes_at", "deadline", "takes_drafts")},
        ),
        (
            gettext_lazy("Rules"),
            {
                "fields": (
                    "is_binding",
                    "publication_rule",
                    "grace_minutes",
                    "text_limit_words",
                    "note",
                )
            },
        ),
        (gettext_lazy("How it is reviewed"), {"fields": ("reviews_shown", "is_blind")}),
        *by_language("title", "description"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        """Count what was handed in and what is still a draft, in the list's own query."""
        draft = Q(submissions__status=Status.DRAFT)
        calls: QuerySet[Call] = super().get_queryset(request)
        seen = readable(request.user).filter(call=OuterRef("pk")).order_by().values("call")
        return calls.annotate(
            # Of what was handed in, what the person may see.
            handed_in_count=Coalesce(Subquery(seen.annotate(count=Count("pk")).values("count")), 0),
            draft_count=Count("submissions", filter=draft),
            # Counted apart: joined, every question would count every submission.
            question_count=Coalesce(Subquery(_QUESTIONS_OF_A_CALL), 0),
        )

    def get_fieldsets(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """Show the deadline as an input for a new call only, afterwards as text with its verb."""
        unwanted = "deadline" if obj is None else "closes_at"
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f != unwanted]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_inlines(self, request: HttpRequest, obj: Call | None) -> Any:
        """Show moved dates where there can be some."""
        return self.inlines if obj and obj.date_changes.exists() else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """Keep the Forum, the address, the zone and the deadline of a published call."""
        fixed = ("forum", "slug", "timezone", "closes_at") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed, "deadline")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """Propose an address for a new call only."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the phases of the call's own Forum, where it is known."""
        if db_field.name == "phase":
            kwargs["queryset"] = Phase.objects.select_related("forum").filter(**_own_forum(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Call, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Mark the deadline of a new call as assumed where only its day was typed."""
        if not change and obj.closes_at:
            obj.deadline_is_assumed = not form.data.get("closes_at_1")
        super().save_model(request, obj, form, change)
        if not change:
            give_standard_questions(call_id=obj.pk)
            give_standard_criteria(call_id=obj.pk)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Leave out the links to the questions and to the load for who may not read them."""
        hidden = {
            "questions": not outline.may_read(request),
            "reviews": not roles.has_role(request.user, roles.SECRETARIAT),  # type: ignore[arg-type]
        }
        shown = super().get_list_display(request)
        return tuple(name for name in shown if not hidden.get(name))

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the verbs, the questions and the preview."""
        page = self.admin_site.admin_view(self.move_deadline)
        own = path("<path:object_id>/move-deadline/", page, name="consultation_call_move_deadline")
        parts = (call_pages, call_people, outline, preview, criteria, call_reviews, ledger)
        pages = [page for part in parts for page in part.urls(self)]
        return [own, *pages, *super().get_urls()]

    def move_deadline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for a new deadline and a public note, and move it."""
        call = self.get_object(request, unquote(object_id))
        if call is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        require("consultation.manage_forums", request)
        at = clock.now()
        form = MoveDeadlineForm(call, at, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                call = move_deadline(
                    call_id=call.pk,
                    by=request.user,  # type: ignore[arg-type]
                    closes_at=form.cleaned_data["closes_at"],
                    notes=form.notes,
                    version=form.cleaned_data["version"],
                    at=at,
                )
            except StaleVersion:
                form.begin_anew(call, _moved_meanwhile(call))
            else:
                return self._moved(request, call)
        return verb_page(self, request, call, form, _deadline_words(call))

    def _moved(self, request: HttpRequest, call: Call) -> HttpResponseRedirect:
        """Say when the call closes now, and that its phase may say something else."""
        words = dates.moment_words(call.closes_at, call.timezone)  # type: ignore[arg-type]
        self.log_change(request, call, f"Moved the deadline to {words}")
        messages.success(
            request,
            _("The deadline is moved: the call closes on %(moment)s. Reminders are counted anew.")
            % {"moment": words},
        )
        if _phase_says_otherwise(call):
            messages.warning(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    _("The phase “%(phase)s” still shows another day.") % {"phase": call.phase},
                    reverse("admin:consultation_phase_move", args=(call.phase_id,)),
                    _("Move the phase"),
                ),
            )
        return HttpResponseRedirect(
            reverse("admin:consultation_call_change", args=(quote(call.pk),))
        )

    def verbs(self, request: HttpRequest, row: Call) -> tuple[Verb, ...]:
        """Offer its questions, its preview and what can be done with it."""
        questions = f"{_('Questions')} ({row.questions.count()})"
        offered = (
            (questions, "questions"),
            (_("Preview"), "preview"),
            (_("Criteria"), "criteria"),
            (_("Reviews"), "reviews"),
            (_("People"), "people"),
            (_("Move the deadline"), "move_deadline"),
            (_("Late codes"), "late_codes"),
            (_("Copy to another Forum"), "copy"),
        )
        assign = reverse("admin:consultation_submission_assign_many")
        undecided = f"{reverse('admin:consultation_call_undecided')}?call={row.pk}"
        return (
            *(
                Verb(label, reverse(f"admin:consultation_call_{name}", args=(row.pk,)))
                for label, name in offered
            ),
            Verb(_("Assign reviewers"), f"{assign}?call={row.pk}"),
            Verb(_("Without a disposition"), undecided),
        )

    @admin.display(description=gettext_lazy("closes at"))
    def deadline(self, call: Call) -> str:
        """Write the deadline; a verb moves it."""
        return deadline_text(call)

    @admin.display(description=gettext_lazy("opens"), ordering="opens_at")
    def opens(self, call: Call) -> str:
        """Write the day of the opening."""
        return dates.moment_words(call.opens_at, call.timezone) if call.opens_at else "–"

    @admin.display(description=gettext_lazy("closes"), ordering="closes_at")
    def closes(self, call: Call) -> str:
        """Write the deadline in the call's zone."""
        return dates.moment_words(call.closes_at, call.timezone) if call.closes_at else "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, call: Call) -> SafeString | str:
        """Say whether the call is open, and how long still."""
        return call_state(call)

    @admin.display(description=gettext_lazy("questions"), ordering="question_count")
    def questions(self, call: Any) -> SafeString | str:
        """Count the questions, with a link to them."""
        return format_html('<a href="{}">{}</a>', outline.outline_url(call), call.question_count)

    @admin.display(description=gettext_lazy("handed in"), ordering="handed_in_count")
    def handed_in(self, call: Any) -> SafeString | str:
        """Count what was handed in, with a link to it."""
        url = reverse("admin:consultation_submission_changelist")
        return format_html('<a href="{}?call={}">{}</a>', url, call.pk, call.handed_in_count)

    @admin.display(description=gettext_lazy("reviews"))
    def reviews(self, call: Call) -> SafeString:
        """Lead to the load and the agreement of its reviewers."""
        url = reverse("admin:consultation_call_reviews", args=(call.pk,))
        return format_html('<a href="{}">{}</a>', url, _("Load"))

    @admin.display(description=gettext_lazy("drafts"), ordering="draft_count")
    def drafts(self, call: Any) -> int:
        """Count the drafts; their texts are their authors' own."""
        return int(call.draft_count)


def call_state(call: Call) -> SafeString | str:
    """Write a badge: open and how long still, not yet open, closed, for the record only."""
    at = clock.now()
    if not call.takes_drafts:
        return format_html('<span class="tag tag-quiet">{}</span>', _("for the record"))
    if call.is_open(at) and call.closes_at:
        left = dates.left_words(call.closes_at - at)
        return format_html('<span class="tag tag-open">{}</span> {}', _("open"), left)
    if call.opens_at and call.opens_at > at:
        return format_html('<span class="tag tag-next">{}</span>', _("not yet open"))
    return format_html('<span class="tag tag-quiet">{}</span>', _("closed"))


def _own_forum(request: HttpRequest) -> dict[str, Any]:
    """Read from the address which Forum a call belongs to."""
    match = request.resolver_match
    object_id = match.kwargs.get("object_id") if match else None
    if object_id and object_id.isdigit():
        return {"forum__calls": int(object_id)}
    wanted = request.GET.get("forum", "")
    return {"forum": int(wanted)} if wanted.isdigit() else {}


def deadline_text(call: Call) -> str:
    """Write when a call closes, and whether its time is assumed."""
    if call.closes_at is None:
        return _("No deadline")
    words = dates.moment_words(call.closes_at, call.timezone)
    if call.deadline_is_assumed:
        return _("%(moment)s; only the day is known, the time is assumed") % {"moment": words}
    return words


def _deadline_words(call: Call) -> dict[str, Any]:
    """Word the page that moves a deadline."""
    drafts = call.submissions.drafts().count()
    return {
        "title": _("Move the deadline"),
        "subtitle": str(call),
        "submit": _("Move the deadline"),
        "intro": _(
            "The public page shows the new deadline with your note and the former date. Everybody "
            "with an unfinished draft is reminded of the new deadline."
        ),
        "facts": (
            (_("Closes now"), deadline_text(call)),
            (
                _("Unfinished drafts"),
                ngettext("%(count)d draft", "%(count)d drafts", drafts) % {"count": drafts},
            ),
        ),
    }


def _moved_meanwhile(call: Call) -> str:
    return _(
        "Somebody else has changed this call since you opened the page; it closes on %(moment)s "
        "now. What you typed is kept: check it, then save again."
    ) % {"moment": deadline_text(call)}


def _phase_says_otherwise(call: Call) -> bool:
    phase = call.phase
    if phase is None or phase.kind != PhaseKind.DEADLINE or call.closes_at is None:
        return False
    return phase.last_day != call.closes_at.astimezone(call.zone).date()

"""Sessions in the admin: made, worded, placed."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.sessions import delete_session, is_released, take_number
from agenda.admin import follow_ups, session_pages, timetable
from agenda.admin.appearances import AppearanceInline
from agenda.admin.conflict_words import explained
from agenda.admin.place_words import place_words, slot_words
from agenda.admin.placing import PlaceForm
from agenda.admin.session_form import SessionForm
from agenda.admin.widgets import without_side_doors
from agenda.choices import Answer
from agenda.models import Session, Slot
from agenda.queries.conflicts import conflicts_of
from agenda.queries.items import outline
from agenda.queries.speakers import over_the_limit
from agenda.queries.steps import revision_of
from consultation.admin.desk import DeskAdmin, Verb
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.blind_reading import Blind
from consultation.dispositions import accepted_as
from consultation.models import Submission
from consultation.queries.access import readable
from consultation.queries.blind import blinds_for
from consultation.queries.formats import session_formats
from wsis_forum import clock
from wsis_forum.languages import languages


class PlacedFilter(admin.SimpleListFilter):
    """Sessions with and without a time."""

    title = gettext_lazy("place and time")
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        """Offer the two halves."""
        return (("no", gettext_lazy("not placed yet")), ("yes", gettext_lazy("placed")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """Keep the chosen half, without repeating a session of several slots."""
        placed = Exists(Slot.objects.filter(session=OuterRef("pk")))
        if self.value() == "yes":
            return queryset.filter(placed)
        return queryset.filter(~placed) if self.value() == "no" else queryset


class _OriginalFirst(TranslatedAdmin):
    """Fields of a session, in groups by language."""

    def get_fieldsets(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """Put the original language first and open it; the others are folded."""
        original = obj.original_language if obj else "en"
        groups = list(zip(languages(), by_language(*_TEXTS), strict=True))
        groups.sort(key=lambda group: group[0].code != original)
        texts = [
            (title, {**options, "classes": () if position == 0 else ("collapse",)})
            for position, (_language, (title, options)) in enumerate(groups)
        ]
        remarks = [_REMARKS] if obj and obj.data_quality else []
        return [(None, {"fields": _facts(obj)}), *texts, *_MORE, *remarks]


@admin.register(Session)
class SessionAdmin(SourcedAdmin, DeskAdmin, _OriginalFirst):
    """The sessions of a Forum."""

    form = SessionForm
    change_form_template = "admin/agenda/session/change_form.html"
    change_list_template = "admin/agenda/session/change_list.html"
    list_display = ("number", "title", "type_or_track", "status", "where")
    list_display_links = ("number", "title")
    list_filter = ("forum", "track", "type", "status", PlacedFilter)
    list_select_related = ("forum", "track", "type")
    search_fields = (
        "=number",
        *(f"title_{each.code.replace('-', '_')}" for each in languages()),
        "appearances__speaker__sort_name",
    )
    search_help_text = gettext_lazy("Number, title, speaker")
    inlines = (AppearanceInline,)
    formfield_overrides = {
        **DeskAdmin.formfield_overrides,
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        """Read the slots along."""
        rows: QuerySet[Session] = super().get_queryset(request)
        slots = Slot.objects.select_related("room").order_by("period", "pk")
        return rows.prefetch_related(Prefetch("slots", slots))

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> Any:
        """Keep number and Forum: they are given once."""
        fixed = ("forum", "number", "built_from", "remarks") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_inlines(self, request: HttpRequest, obj: Session | None) -> Any:
        """Ask for speakers once the session has its number."""
        return self.inlines if obj else ()

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Leave out the buttons that change tracks, types and tags from here."""
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_side_doors(field)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the verbs."""
        ours = (session_pages, timetable, follow_ups)
        return [*(page for one in ours for page in one.urls(self)), *super().get_urls()]

    def verbs(self, request: HttpRequest, row: Session) -> Sequence[Verb]:
        """Offer to write to its speakers, and to take a placed session out of its room."""
        found = [
            Verb(
                _("What organizers owe"), reverse("admin:agenda_session_follow_up", args=(row.pk,))
            )
        ]
        if row.appearances.filter(answer=Answer.NONE).exists():
            url = reverse("admin:agenda_session_invite", args=(row.pk,))
            found.append(Verb(_("Invite the speakers without an answer"), url, is_post=True))
        if row.slots.all():
            url = reverse("admin:agenda_session_unplace", args=(row.pk,))
            # What somebody else has changed since is not taken out unseen.
            seen = f"{url}?revision={revision_of(row.forum_id)}"
            found.append(Verb(_("Take out of its room"), seen, is_post=True))
        return found

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the place of the session and its agenda above its form."""
        session: Session | None = kwargs.get("obj")
        if session is not None:
            session.shown_to = request.user  # type: ignore[attr-defined]
            context.update(_place(session))
            context["outline"] = outline(session.pk)
            context["too_often"] = over_the_limit(session.pk)
            if self.has_change_permission(request, session):
                context["may_edit_agenda"] = True
                context["place_form"] = PlaceForm(session)
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Link the accepted requests that wait for a session."""
        extra = {"unmade_url": reverse("admin:agenda_session_unmade"), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def save_model(self, request: HttpRequest, obj: Session, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Give a new session the next number of its Forum."""
        if not change:
            obj.number = take_number(obj.forum_id)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        """Keep what a release names: it can be cancelled."""
        return super().has_delete_permission(request, obj) and (obj is None or not is_released(obj))

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        """Delete through the verb, which asks again under the lock."""
        delete_session(session_id=obj.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]

    @admin.display(description=gettext_lazy("type"), ordering="type__title")
    def type_or_track(self, session: Session) -> str:
        """Name the type, or the track where there is none."""
        return str(session.type or session.track)

    @admin.display(description=gettext_lazy("place and time"))
    def where(self, session: Session) -> str:
        """Write room and time of every slot."""
        return place_words(session)

    @admin.display(description=gettext_lazy("made of"))
    def built_from(self, session: Session) -> SafeString | str:
        """Link the inputs that the session was made of, those that the reader may see."""
        sources = session.session_sources.filter(submission__in=readable(session.shown_to))  # type: ignore[attr-defined]
        rows = sources.select_related(
            "submission__call", "submission__decision", "submission__workshop"
        ).order_by("submission__number")
        blinds = blinds_for(session.shown_to, (one.submission for one in rows))  # type: ignore[attr-defined]
        links = [
            (
                reverse("admin:consultation_submission_change", args=(quote(one.submission_id),)),
                blinds[one.submission_id].text(one.submission),
                _accepted_otherwise(one.submission, blinds[one.submission_id]),
            )
            for one in rows
        ]
        return format_html_join(", ", '<a href="{}"><bdi>{}</bdi></a>{}', links) or "–"

    @admin.display(description=gettext_lazy("notes on the source"))
    def remarks(self, session: Session) -> SafeString | str:
        """List the notes on the source."""
        return format_html_join(
            "", '<p lang="en" dir="ltr">{}</p>', ((note,) for note in session.data_quality)
        )

    def say_placed(self, request: HttpRequest, session: Session) -> HttpResponseRedirect:
        """Tell where a session is now, and go back to its page."""
        words = _("“%(session)s” is placed: %(place)s.")
        said = {"session": session, "place": place_words(session)}
        self.log_change(request, session, "Placed")
        messages.success(request, words % said)
        return HttpResponseRedirect(reverse("admin:agenda_session_change", args=(session.pk,)))


def _place(session: Session) -> dict[str, Any]:
    """Say where a session takes place, and what is wrong with that."""
    slots = list(session.slots.all())
    said: dict[str, Any] = {"place": place_words(session)}
    first = next(iter(slots), None)
    if len(slots) > 1:
        said["place_times"] = [(slot.pk, slot_words(slot)) for slot in slots]
    if first is not None:
        said["is_placed"] = True
        found, facts = conflicts_of(session.forum_id)
        mine = [one for one in found if one.concerns(session.pk)]
        said["place_conflicts"] = explained(mine, facts)
        said["place_day"] = first.period.lower.astimezone(ZoneInfo(session.forum.timezone)).date()
    return said


_TEXTS = ("title", "description", "organizers", "outcome")


def _facts(session: Session | None) -> tuple[Any, ...]:
    first = (("number", "forum"), "built_from") if session else ("forum",)
    return (
        *first,
        "status",
        ("track", "type"),
        "phase",
        "original_language",
        "mode",
        ("minutes", "expected_people"),
    )


_REMARKS = (gettext_lazy("Remarks"), {"fields": ("remarks",), "classes": ("collapse",)})
_MORE = [
    (
        gettext_lazy("Languages and captions"),
        {
            "fields": (
                "floor_languages",
                "interpretation",
                "interpretation_passive",
                ("captioning", "sign_language"),
            )
        },
    ),
    (gettext_lazy("Needs"), {"fields": ("equipment", "needs"), "classes": ("collapse",)}),
    (
        gettext_lazy("Remote participation and recording"),
        {"fields": ("remote_url", "remote_from", "recording_url"), "classes": ("collapse",)},
    ),
    (
        gettext_lazy("Documents and links"),
        {"fields": ("documents", "links"), "classes": ("collapse",)},
    ),
    (gettext_lazy("Action Lines"), {"fields": ("action_lines",), "classes": ("collapse",)}),
    (gettext_lazy("Goals"), {"fields": ("goals",), "classes": ("collapse",)}),
]


def _accepted_otherwise(submission: Submission, blind: Blind) -> SafeString | str:
    """Say what of an input was accepted otherwise than it was submitted."""
    decision = submission.decision
    if decision is None:
        return ""
    formats = session_formats() if decision.accepted_format else {}
    words = _("%(what)s: submitted as %(before)s, accepted as %(after)s.")
    said = (
        words
        % {
            "what": each.label,
            "before": f"“{blind.text(each.submitted)}”",
            "after": f"“{each.accepted}”",
        }
        for each in accepted_as(decision, submission, formats)
    )
    return format_html_join("", "<br><bdi>{}</bdi>", ((one,) for one in said))

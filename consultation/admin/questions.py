"""Questions and sections of a call in the admin; their list is the outline of the call."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.desk import DeskAdmin
from consultation.admin.outline import drafts_warning, may_read, outline_url
from consultation.admin.question_form import QuestionForm, last_order
from consultation.admin.question_options import OptionInline
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.admin.versioned import VersionedAdmin, VersionedForm
from consultation.choices import QuestionType
from consultation.models import Call, CallSection, Question
from consultation.queries.outline import is_answered


class _OutlinedAdmin(VersionedAdmin, DeskAdmin, TranslatedAdmin):
    """Rows of a call's outline: reached from there, and back there once saved."""

    change_form_template = "admin/consultation/question/change_form.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Keep out of the list of tables: a question is found through its call."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the secretariat and organizers read; reviewers work with answers only."""
        return super().has_view_permission(request, obj) and may_read(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever may change a row delete it, as far as nothing hangs on it."""
        return self.has_change_permission(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the calls: each leads to its questions."""
        return HttpResponseRedirect(reverse("admin:consultation_call_changelist"))

    def call_of(self, request: HttpRequest) -> Call | None:
        """Return the call whose row is shown, or to which one is added."""
        match = request.resolver_match
        object_id = match.kwargs.get("object_id", "") if match else ""
        related = f"{'questions' if self.model is Question else 'sections'}__pk"
        if _is_key(object_id):
            where = {related: int(object_id)}
        elif _is_key(request.GET.get("section", "")):
            where = {"sections__pk": int(request.GET["section"])}
        elif _is_key(request.GET.get("call", "")):
            where = {"pk": int(request.GET["call"])}
        else:
            return None
        return Call.objects.select_related("forum").filter(**where).first()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add a row to the call that the address names; without one, choose a call first."""
        if self.call_of(request) is None:
            messages.info(request, _("Choose a call; its questions are changed from its page."))
            return HttpResponseRedirect(reverse("admin:consultation_call_changelist"))
        return super().add_view(request, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete what nothing hangs on; otherwise say what does."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and (reason := self.kept_because(row)):
            messages.error(request, reason)
            name = f"admin:consultation_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=(row.pk,)))
        return super().delete_view(request, object_id, extra_context)

    def kept_because(self, row: Any) -> str:
        """Say why a row cannot be deleted; nothing where it can."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name the call, and warn where people are answering already."""
        call = self.call_of(request)
        if call is not None:
            context |= {
                "call": call,
                "outline_url": outline_url(call),
                "drafts_warning": drafts_warning(call),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Go back to the outline."""
        return HttpResponseRedirect(f"{outline_url(obj.call)}#{self.opts.model_name}-{obj.pk}")

    response_post_save_change = response_post_save_add

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Go back to the outline."""
        messages.success(request, _("“%(name)s” is deleted.") % {"name": obj_display})
        call = Call.objects.filter(pk=request.GET.get("call") or 0).first()
        return HttpResponseRedirect(
            outline_url(call) if call else reverse("admin:consultation_call_changelist")
        )


@admin.register(Question)
class QuestionAdmin(_OutlinedAdmin):
    """One question of a call."""

    form = QuestionForm
    inlines = (OptionInline,)
    fieldsets = [
        (None, {"fields": ("section", "key", "type", "requirement", "is_public")}),
        *by_language("label", "help"),
        (
            gettext_lazy("Asked only if"),
            {"fields": ("shown_if", "shown_if_values")},
        ),
        (
            gettext_lazy("Limits"),
            {
                "fields": (
                    ("word_limit", "character_limit"),
                    ("least", "most"),
                    "frozen_at",
                )
            },
        ),
        (
            gettext_lazy("Files"),
            {
                "fields": ("file_kinds", ("max_files", "max_megabytes")),
                "classes": ("collapse",),
                "description": gettext_lazy("For questions of the type “file” only."),
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """Unfold what a question for files needs."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.type != QuestionType.FILE:
            return fieldsets
        *others, (name, options) = fieldsets
        return [*others, (name, {**options, "classes": ()})]

    def get_form(
        self,
        request: HttpRequest,
        obj: Question | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 Django's signature
        **kwargs: Any,
    ) -> Any:
        """Tell the form whose question it is."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.call = self.call_of(request)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """Keep name and type of a question that somebody has answered."""
        fixed = ("key", "type") if obj and is_answered(obj) else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin in the section that one came from."""
        return {"section": request.GET.get("section", "")}

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Offer sections and questions of this call, without links to make more of them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in {"section", "shown_if"}:
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                field.widget = field.widget.widget
            field.queryset = field.queryset.filter(call=self.call_of(request))  # type: ignore[attr-defined]
        if field is not None and db_field.name == "shown_if":
            field.label_from_instance = _label_and_key  # type: ignore[attr-defined]
        return field

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Put a new question, or one that changed its section, at the section's end."""
        obj.call = obj.section.call
        if not change or "section" in form.changed_data:
            obj.order = last_order(obj.section) + 1
        super().save_model(request, obj, form, change)

    def kept_because(self, row: Question) -> str:
        """Say why a question cannot be deleted; nothing where it can."""
        waiting = row.follow_ups.first()
        if waiting is not None:
            return _("“%(question)s” is asked only after this question, so it stays.") % {
                "question": waiting.label
            }
        if is_answered(row):
            return _(
                "This question has answers, so it stays. Make it optional, or freeze it: then its "
                "answers can be read, but no longer be changed."
            )
        return ""


class SectionForm(VersionedForm):
    """A section; its address is its own within the call."""

    call: Call

    def clean_slug(self) -> str:
        """
        Check that the address is free.

        :raises ValidationError: another section of the call has it
        """
        slug: str = self.cleaned_data["slug"]
        others = CallSection.objects.filter(call=self.call, slug=slug)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another section of this call has this address."))
        return slug


@admin.register(CallSection)
class SectionAdmin(_OutlinedAdmin):
    """A page of questions."""

    form = SectionForm
    fieldsets = [(None, {"fields": ("slug",)}), *by_language("title", "intro")]

    def get_form(
        self,
        request: HttpRequest,
        obj: CallSection | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 Django's signature
        **kwargs: Any,
    ) -> Any:
        """Tell the form whose section it is."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.call = self.call_of(request)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: CallSection | None = None) -> Any:
        """Keep the address of a section: links in letters lead to it."""
        fixed = ("slug",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def save_model(self, request: HttpRequest, obj: CallSection, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Put a new section at the end of its call."""
        if not change:
            obj.call = form.call
            last = obj.call.sections.order_by("-order").values_list("order", flat=True).first()
            obj.order = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def kept_because(self, row: CallSection) -> str:
        """Say why a section cannot be deleted; nothing where it can."""
        if row.questions.exists():
            return _("This section has questions. Move or delete them first.")
        return ""


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < len("9" * 19)


def _label_and_key(question: Question) -> str:
    return f"{question.label} ({question.key})"

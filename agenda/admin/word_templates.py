"""Word templates in the admin: uploaded, tried, chosen."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agenda.actions.word_templates import BrokenTemplate, add_template, use_template
from agenda.exports.word import BUILT_IN
from agenda.models import WordTemplate
from consultation.admin.desk import DeskAdmin
from wsis_forum import clock
from wsis_forum.uploads.errors import BadUpload
from wsis_forum.uploads.intake import receive
from wsis_forum.uploads.kinds import FORMATS, Rule
from wsis_forum.uploads.storing import path_of

_RULE = Rule(kinds=("word",), megabytes=5)
_TYPE = FORMATS["docx"].media_type


class TemplateForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=gettext_lazy("Word template"),
        help_text=gettext_lazy("A DOCX file of at most 5 MB, without macros."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def save(self, request: HttpRequest) -> WordTemplate | None:
        """Call the verb; a refusal is said at the field, and ``None`` returned."""
        try:
            received = receive(self.cleaned_data["file"], _RULE)
            with transaction.atomic():
                return add_template(received=received, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except BadUpload as error:
            self.add_error("file", error.message)
        except BrokenTemplate as error:
            words = _("This template cannot be filled: %(reason)s.")
            self.add_error("file", words % {"reason": error.reason.rstrip(".")})
            if error.place:
                place = _("The fault is in the paragraph “%(place)s”.")
                self.add_error("file", place % {"place": error.place})
        return None


@admin.register(WordTemplate)
class WordTemplateAdmin(DeskAdmin):
    """The templates; a row is added by its file alone, and never changed."""

    list_display = ("name", "in_use", "uploaded_by", "uploaded_at")
    list_select_related = ("uploaded_by",)
    change_list_template = "admin/agenda/wordtemplate/change_list.html"
    list_display_links = None
    fields = readonly_fields = ("name", "size", "sha256", "is_active", "uploaded_by", "uploaded_at")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the verbs."""
        wrap, name = self.admin_site.admin_view, "agenda_wordtemplate"
        return [
            path("use/", wrap(require_POST(self.use)), name=f"{name}_use"),
            path("<int:pk>/file/", wrap(require_safe(self.file)), name=f"{name}_file"),
            path("built-in/", wrap(require_safe(self.built_in)), name=f"{name}_built_in"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Take a file, try it, and use it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TemplateForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            row = form.save(request)
            if row is not None:
                self.log_addition(request, row, "Uploaded")
                messages.success(request, _("Documents are made from this template from now on."))
                return HttpResponseRedirect(reverse("admin:agenda_wordtemplate_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Add a Word template"),
            "form": form,
            "submit": _("Try it and use it"),
        }
        return TemplateResponse(request, "admin/agenda/wordtemplate/add.html", context)

    def use(self, request: HttpRequest) -> HttpResponse:
        """Use a template, or the portal's own, from now on."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        use_template(template_id=_key(request.POST.get("template")))
        messages.success(request, _("Documents are made from this template from now on."))
        return HttpResponseRedirect(reverse("admin:agenda_wordtemplate_changelist"))

    def file(self, request: HttpRequest, pk: int) -> FileResponse:
        """Give a template back, to go on with it in Word."""
        row = WordTemplate.objects.filter(pk=pk).first()
        if row is None or not self.has_view_permission(request):
            raise Http404
        return FileResponse(
            path_of(row.stored_name).open("rb"),
            as_attachment=True,
            filename=row.name,
            content_type=_TYPE,
        )

    def built_in(self, request: HttpRequest) -> FileResponse:
        """Give the portal's own template, to begin with."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return FileResponse(
            BUILT_IN.open("rb"), as_attachment=True, filename=BUILT_IN.name, content_type=_TYPE
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer what can be used."""
        rows = WordTemplate.objects.all()
        may_choose = self.has_change_permission(request)
        return super().changelist_view(
            request, {"templates": rows, "may_choose": may_choose, **(extra_context or {})}
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what made documents."""
        return False

    @admin.display(description=gettext_lazy("in use"), boolean=True)
    def in_use(self, row: WordTemplate) -> bool:
        """Say whether documents are made from it."""
        return row.is_active


def _key(text: Any) -> int | None:
    is_key = isinstance(text, str) and text.isdecimal() and len(text) < len("9" * 19)
    return int(text) if is_key else None

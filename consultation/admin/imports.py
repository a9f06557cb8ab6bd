"""Pages that take over earlier years: the file, its columns, its words, every row's fate."""

import time
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultation.actions import imports
from consultation.admin.desk import DeskAdmin, require
from consultation.admin.import_forms import ColumnsForm, UploadForm, WordsForm, unknown_words
from consultation.admin.import_rows import refused, shown
from consultation.exceptions import ImportNotReady
from consultation.importing.mapping import Mapping
from consultation.models import Fate, ImportRun, ImportState
from wsis_forum import clock

# More rows are a worker's; these take a second or two.
AT_ONCE = 200
_SECONDS = 8.0
_MANAGE = "consultation.manage_forums"


@admin.register(ImportRun)
class ImportRunAdmin(DeskAdmin):
    """
    Files of earlier years.

    The rows of a file are shown to whoever brought it, for they name people and organizations whose
    inputs others may not see; the same file brought by somebody else finds its inputs again.
    """

    list_display = ("file_name", "call", "forum", "state", "made_by", "made_at", "landed_at")
    list_filter = ("state",)
    list_select_related = ("call__forum", "made_by")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask the rule."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the rule."""
        return _may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Ask the rule."""
        return _may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: verbs move an import on."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a run says where inputs come from."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the steps."""
        wrap = self.admin_site.admin_view
        steps = (
            ("columns", self.columns_view),
            ("words", self.words_view),
            ("land", require_POST(self.land_view)),
            ("refused.csv", self.refused_view),
        )
        own = [
            path(
                f"<int:pk>/{route}" + ("" if "." in route else "/"),
                wrap(view),
                name=f"consultation_importrun_{route.partition('.')[0]}",
            )
            for route, view in steps
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file."""
        require(_MANAGE, request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and form.table is not None:
            run = imports.begin_import(
                call_id=form.cleaned_data["call"].pk,
                file_name=form.cleaned_data["file"].name,
                sha256=form.digest,
                table=form.table,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
            return HttpResponseRedirect(_url("columns", run))
        words = {
            "title": _("Import an earlier year"),
            "submit": _("Read the file"),
            "intro": _("Nothing is taken over before you have seen what becomes of every row."),
        }
        return self._page(request, "form", None, form=form, is_multipart=True, **words)

    def columns_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what the columns are; then for words that are not ours, or check the rows."""
        run = _own(request, pk)
        form = ColumnsForm(run, request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._assign(request, run, form.chosen(), asks_words=True)
        words = {
            "title": _("What the columns are"),
            "submit": _("Check all rows"),
            "intro": _("Guessed from the header. Choose what the guess has missed."),
        }
        return self._page(request, "columns", run, form=form, **words)

    def words_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what the words mean that are not ours."""
        run = _own(request, pk)
        if not run.mapping:
            return HttpResponseRedirect(_url("columns", run))
        form = WordsForm(run, request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._assign(request, run, form.chosen())
        words = {
            "title": _("What the words mean"),
            "submit": _("Check all rows"),
            "intro": _("These words of the file are none of ours in any of the six languages."),
        }
        return self._page(request, "form", run, form=form, is_multipart=False, **words)

    def land_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the good rows over."""
        run = _own(request, pk)
        try:
            imports.land(run_id=pk)
        except ImportNotReady:
            messages.error(request, _not_ready())
        else:
            self.log_change(request, run, "Taken over")
            _work_now(run)
        return HttpResponseRedirect(_url("change", run))

    def refused_view(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """Answer with the refused rows as CSV, each with its reasons."""
        run = _own(request, pk)
        response = StreamingHttpResponse(refused(run), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="refused-{run.pk}.csv"'
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how far an import is, and what becomes of every row."""
        require(_MANAGE, request)
        wanted = object_id if object_id.isdecimal() and object_id.isascii() else "0"
        run = get_object_or_404(_runs(), pk=min(int(wanted), 2**62))
        counts = dict(run.rows.order_by().values_list("fate").annotate(count=Count("pk")))
        context = {
            "title": str(run),
            "counts": [(fate, counts.get(fate, 0)) for fate in Fate],
            "total": sum(counts.values()),
            "taken": counts.get(Fate.NEW, 0) + counts.get(Fate.CHANGED, 0),
            "done": run.rows.filter(landed_at__isnull=False).count(),
            "is_own": run.made_by_id == request.user.pk,
            "States": ImportState,
        }
        return self._page(request, "page", run, **context, **shown(request, run))

    def _assign(
        self, request: HttpRequest, run: ImportRun, mapping: Mapping, *, asks_words: bool = False
    ) -> HttpResponse:
        try:
            imports.assign(run_id=run.pk, mapping=mapping)
        except ImportNotReady:
            messages.error(request, _not_ready())
            return HttpResponseRedirect(_url("change", run))
        if asks_words and unknown_words(run, mapping):
            return HttpResponseRedirect(_url("words", run))
        _work_now(run)
        return HttpResponseRedirect(_url("change", run))

    def _page(
        self, request: HttpRequest, name: str, run: ImportRun | None, **context: Any
    ) -> TemplateResponse:
        return TemplateResponse(
            request,
            f"admin/consultation/importrun/{name}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "run": run,
                "media": self.media,
                "error_title": _("There is a problem"),
                **context,
            },
        )

    @admin.display(description=gettext_lazy("Forum"))
    def forum(self, run: ImportRun) -> str:
        """Name the Forum."""
        return str(run.call.forum)


def _may(request: HttpRequest) -> bool:
    try:
        require(_MANAGE, request)
    except PermissionDenied:
        return False
    return True


def _runs() -> QuerySet[ImportRun]:
    return ImportRun.objects.select_related("call__forum", "made_by")


def _own(request: HttpRequest, pk: int) -> ImportRun:
    """
    Return a run that the person herself began.

    :raises PermissionDenied: she may not import, or somebody else began it
    """
    require(_MANAGE, request)
    run = get_object_or_404(_runs(), pk=pk)
    if run.made_by_id != request.user.pk:
        raise PermissionDenied
    return run


def _url(name: str, run: ImportRun) -> str:
    return reverse(f"admin:consultation_importrun_{name}", args=(run.pk,))


def _not_ready() -> str:
    return _("This import is at another step meanwhile. Look at how far it is.")


def _work_now(run: ImportRun) -> None:
    """Do a small file's work at once; a worker goes on with whatever is left."""
    if run.rows.count() > AT_ONCE:
        return
    end = time.monotonic() + _SECONDS
    while imports.work(run_id=run.pk, at=clock.now()):
        if time.monotonic() > end:
            return

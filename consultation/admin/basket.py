"""The basket in the admin: the page that confirms decisions, and lets them land together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from consultation.actions import basket
from consultation.admin.basket_page import (
    counts_of,
    letters_about,
    letters_of,
    notes_on_calls,
    rows_of,
)
from consultation.admin.desk import DeskAdmin
from consultation.admin.one_input import is_key
from consultation.admin.words import merge_words, reason_words, refusal_words
from consultation.dispositions import reasons
from consultation.exceptions import (
    BasketChanged,
    ConsultationError,
    MergeImpossible,
    NotLanded,
    ReasonMissing,
    WrongStatus,
)
from consultation.exports.page_table import PageTable
from consultation.models import BasketItem
from consultation.queries.basket import basket_of, others_baskets
from consultation.queries.blind import mark_titles
from consultation.queries.decisions import decides_in
from wsis_forum import clock

_STAMP = "stamp-"


@admin.register(BasketItem)
class BasketItemAdmin(DeskAdmin):
    """One's own basket; a decision is changed on the page of its input."""

    list_display = ("submission", "disposition", "chosen_reason", "reason", "put_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[BasketItem]:
        """Keep one's own."""
        return basket_of(request.user)  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let the secretariat in, for all calls or for one."""
        return decides_in(request.user) != frozenset()  # type: ignore[arg-type]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to those who may open it."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: decisions are put there on the page of their input."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the same."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: decisions are taken out by their button."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Name the pages; none of Django's own is left."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="consultation_basketitem_changelist"),
            path("land/", wrap(require_POST(self.land)), name="consultation_basketitem_land"),
            path(
                "take-out/",
                wrap(require_POST(self.take_out)),
                name="consultation_basketitem_take_out",
            ),
            path(
                "letter/<int:pk>/",
                wrap(require_GET(self.letter)),
                name="consultation_basketitem_letter",
            ),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what would land; ``?only=`` shows one decision of it."""
        self._require(request)
        only = request.GET.get("only", "")
        return self._page(request, [int(only)] if is_key(only) else None, {})

    def land(self, request: HttpRequest) -> HttpResponse:
        """Let what the page showed land, or say why nothing did."""
        self._require(request)
        stamps = _stamps(request.POST)
        user: Any = request.user
        allowed = set(basket_of(user).filter(pk__in=stamps).values_list("pk", flat=True))
        try:
            if set(stamps) - allowed:
                raise BasketChanged(set(stamps) - allowed)  # noqa: TRY301 said as the verb says it
            landed = basket.land(by=user, stamps=stamps, at=clock.now())
        except BasketChanged:
            words = _(
                "Nothing has landed: something changed since you opened this page. Look again."
            )
            messages.error(request, words)
            return self._page(request, list(stamps), stamps)
        except NotLanded as error:
            messages.error(request, _not_landed(error))
            return self._page(request, list(stamps), {})
        messages.success(request, _landed(landed))
        if len(landed.decisions) == 1:
            pk = landed.decisions[0].submission_id
            return HttpResponseRedirect(reverse("admin:consultation_submission_change", args=(pk,)))
        return HttpResponseRedirect(reverse("admin:consultation_basketitem_changelist"))

    def take_out(self, request: HttpRequest) -> HttpResponse:
        """Take one decision out; ``back`` is the key of the input whose page one came from."""
        self._require(request)
        user: Any = request.user
        items = [int(key) for key in request.POST.getlist("item") if is_key(key)]
        if basket.take_out(item_ids=items, by=user):
            messages.success(request, _("It is taken out of the basket; nothing was decided."))
        pk = request.POST.get("back", "")
        if is_key(pk):
            url = reverse("admin:consultation_submission_change", args=(int(pk),))
        else:
            url = reverse("admin:consultation_basketitem_changelist")
        return HttpResponseRedirect(url)

    def letter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the letters of one input's decision as they would be sent."""
        self._require(request)
        user: Any = request.user
        item = basket_of(user).filter(submission=pk).first() if is_key(str(pk)) else None
        if item is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Letters about %(number)s") % {"number": item.submission.number},
            "item": item,
            "letters": letters_about(item, user, clock.now()),
        }
        return TemplateResponse(request, "admin/consultation/basketitem/letter.html", context)

    def _require(self, request: HttpRequest) -> None:
        """Ask for the permission, as every page of the admin does."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, only: list[int] | None, shown: Mapping[int, str]
    ) -> TemplateResponse:
        """Show the basket, or the part of it that is asked for."""
        user: Any = request.user
        at = clock.now()
        every = list(basket_of(user))
        mark_titles(user, (item.target for item in every if item.target is not None))
        items = every if only is None else [item for item in every if item.pk in only]
        rows = rows_of(items, user, at, shown)
        letters = letters_of(rows, at)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Your basket"),
            "rows": rows,
            "tables": {"basket": _table(rows)},
            "left": len(every) - len(items),
            "counts": counts_of(rows),
            "letters": letters,
            "letter_count": sum(len(each.requests) for each in letters),
            "without_letter": [row for row in rows if row.item.submission.author is None],
            "call_notes": notes_on_calls(items, at),
            "is_blocked": any(row.blocks for row in rows),
            "others": list(others_baskets(user)),
            "undecided_url": reverse("admin:consultation_call_undecided"),
        }
        return TemplateResponse(request, "admin/consultation/basketitem/basket.html", context)


def _table(rows: Sequence[Any]) -> PageTable:
    """Say what the basket says of each decision, in the active language."""
    heads = [
        *(_("Number"), _("Title"), _("Where it ends")),
        *(_("Public reason"), _("Public"), pgettext("notes on a decision", "Notes")),
    ]

    def cells() -> Iterator[list[str]]:
        for row in rows:
            submission = row.item.submission
            why = "\n".join(each.text for each in reasons(row.decision))
            notes = "\n".join(str(one) for one in (*row.blocks, *row.warnings))
            words = (str(row.words), why, str(row.public), notes)
            yield [submission.number, submission.title, *words]

    return PageTable(_("Your basket"), heads, cells)


def _stamps(data: Any) -> dict[int, str]:
    """Read the stamps that the page carried; a key that is none is left out."""
    sent = {name.removeprefix(_STAMP): data[name] for name in data if name.startswith(_STAMP)}
    return {int(key): stamp for key, stamp in sent.items() if is_key(key)}


def _landed(landed: basket.Landed) -> str:
    """Say how many decisions landed, and how many letters are on their way."""
    count = len(landed.decisions)
    words = ngettext("%(count)d decision has landed.", "%(count)d decisions have landed.", count)
    letters = ngettext(
        "%(count)d letter is queued.", "%(count)d letters are queued.", landed.letters
    )
    said = (words % {"count": count}, letters % {"count": landed.letters})
    return " ".join(said)


def _not_landed(error: NotLanded) -> str:
    """Say which decision kept the basket from landing, and why."""
    submission: Any = error.submission
    cause: ConsultationError = error.cause
    if isinstance(cause, MergeImpossible):
        why = merge_words(cause)
    elif isinstance(cause, WrongStatus):
        submission.refresh_from_db()
        why = refusal_words(submission, cause)
    elif isinstance(cause, ReasonMissing):
        why = reason_words()
    else:
        why = _("The decision is not complete. Open the input and decide again.")
    return _("Nothing has landed, because of %(number)s. %(why)s") % {
        "number": submission.number,
        "why": why,
    }

"""The pages of the outbox: a letter as it will look, its verbs, and which kinds wait for a look."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from csp.decorators import csp
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wsis_forum import clock
from wsis_forum.letters import desk, kinds, queue
from wsis_forum.letters.models import KindSetting, Letter, LetterState
from wsis_forum.letters.policy import LETTER_POLICY

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django_stubs_ext import StrOrPromise

    _Admin = ModelAdmin[Any]

_LIST = "admin:letters_letter_changelist"


class Verb(NamedTuple):
    """A button above a letter."""

    label: "StrOrPromise"
    url: str
    is_post: bool


class EditForm(forms.Form):
    """Subject and plain text of a letter, and which words of it were read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vLargeTextField"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 24}),
        help_text=gettext_lazy(
            "Where •••1••• stands, the letter holds a code or a personal link: leave it where it "
            "is. The HTML text is made from this one."
        ),
    )


def may_act(request: HttpRequest) -> bool:
    """Tell whether somebody may hold letters back, release, edit and cancel them."""
    return request.user.has_perm("letters.change_letter")


def urls(model_admin: "_Admin") -> list[URLPattern]:
    """Return the addresses of one letter's pages."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("health/", health_page, "health"),
        ("<int:pk>/look/", look, "look"),
        ("<int:pk>/edit/", edit, "edit"),
        *((f"<int:pk>/{name}/", partial(do, verb=name), _route(name)) for name in _WORDS),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"letters_letter_{name}")
        for route, view, name in pages
    ]


def _route(verb: str) -> str:
    return verb.replace("-", "_")


def counts(letters: QuerySet[Letter]) -> list[tuple[str, str, int]]:
    """Count letters by state, all states in their order (1 query)."""
    rows = letters.order_by().values_list("state").annotate(count=Count("pk"))
    found: dict[str, int] = dict(rows)
    return [(state.value, str(state.label), found.get(state.value, 0)) for state in LetterState]


def verbs(request: HttpRequest, letter: Letter) -> Sequence[Verb]:
    """Return what can be done with a letter."""
    look = Verb(_("See it as its reader does"), _url("look", letter), is_post=False)
    if not may_act(request) or letter.state not in {*_AT_HAND, LetterState.BOUNCED}:
        return (look,)
    if letter.state == LetterState.BOUNCED:
        again = Verb(_WORDS["try-again"].label, _url("try_again", letter), is_post=True)
        return (look, again)
    names = ("release" if letter.state == LetterState.HELD else "hold", "send-now", "cancel")
    return (
        look,
        Verb(_("Edit"), _url("edit", letter), is_post=False),
        *(Verb(_WORDS[name].label, _url(_route(name), letter), is_post=True) for name in names),
    )


def _url(page: str, letter: Letter) -> str:
    return reverse(f"admin:letters_letter_{page}", args=[letter.pk])


_AT_HAND = (LetterState.PLANNED, LetterState.HELD, LetterState.DEFERRED)


class _Words(NamedTuple):
    label: "StrOrPromise"
    noted: str
    done: Callable[[int], str]


_WORDS: Mapping[str, _Words] = {
    "hold": _Words(
        gettext_lazy("Hold back"),
        "held back",
        lambda n: ngettext("%(n)d letter is held back.", "%(n)d letters are held back.", n),
    ),
    "release": _Words(
        pgettext_lazy("verb on a letter", "Release"),
        "released",
        lambda n: ngettext("%(n)d letter is released.", "%(n)d letters are released.", n),
    ),
    "send-now": _Words(
        gettext_lazy("Send now"),
        "sent now",
        lambda n: ngettext("%(n)d letter leaves now.", "%(n)d letters leave now.", n),
    ),
    "try-again": _Words(
        gettext_lazy("Try again"),
        "tried again",
        lambda n: ngettext("%(n)d letter is tried again.", "%(n)d letters are tried again.", n),
    ),
    "cancel": _Words(
        gettext_lazy("Cancel for good"),
        "cancelled",
        lambda n: ngettext("%(n)d letter is cancelled.", "%(n)d letters are cancelled.", n),
    ),
}


def act(model_admin: "_Admin", request: HttpRequest, name: str, letters: QuerySet[Letter]) -> None:
    """
    Do a verb to letters, note who did it, and say how many it reached.

    :raises PermissionDenied: the person may not
    """
    if not may_act(request):
        raise PermissionDenied
    rows = list(letters.select_related(None).only("pk", "subject", "secrets", "address"))
    count = _done(name, [row.pk for row in rows])
    LogEntry.objects.log_actions(
        str(request.user.pk), rows, CHANGE, change_message=_WORDS[name].noted
    )
    messages.success(request, _WORDS[name].done(count) % {"n": count})
    if count < len(rows):
        left = len(rows) - count
        words = ngettext(
            "%(n)d letter could not be reached any more, or was so already.",
            "%(n)d letters could not be reached any more, or were so already.",
            left,
        )
        messages.warning(request, words % {"n": left})


def _done(name: str, keys: Sequence[int]) -> int:
    at = clock.now()
    if name == "hold":
        return desk.hold(letter_ids=keys)
    if name == "release":
        return desk.release(letter_ids=keys, at=at)
    if name == "send-now":
        return desk.send_now(letter_ids=keys, at=at)
    if name == "try-again":
        return desk.try_again(letter_ids=keys, at=at)
    return desk.cancel(letter_ids=keys)


@require_POST
def do(request: HttpRequest, pk: int, *, verb: str, model_admin: "_Admin") -> HttpResponse:
    """Do one verb to one letter."""
    letter = _letter(model_admin, request, pk)
    act(model_admin, request, verb, Letter.objects.filter(pk=letter.pk))
    return HttpResponseRedirect(_url("change", letter))


@csp(LETTER_POLICY)  # type: ignore[arg-type]  # views with arguments are fine
@require_safe
def look(request: HttpRequest, pk: int, *, model_admin: "_Admin") -> HttpResponse:
    """Show one letter's HTML text alone, as a mail program does, without its secrets."""
    letter = _letter(model_admin, request, pk)
    return HttpResponse(letter.masked(letter.html))


def edit(request: HttpRequest, pk: int, *, model_admin: "_Admin") -> HttpResponse:
    """Change what a letter that has not left says."""
    if not may_act(request):
        raise PermissionDenied
    letter = _letter(model_admin, request, pk)
    subject, text = desk.editable(letter)
    now = {"subject": subject, "text": text, "seen": desk.stamp(letter)}
    form = EditForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        said = {name: value.replace("\r\n", "\n") for name, value in form.cleaned_data.items()}
        try:
            desk.edit(letter_id=pk, at=clock.now(), **said)
        except desk.SecretsMoved:
            form.add_error("text", _("Leave each hidden part (•••1•••) in the text, and once."))
        except desk.TextChanged:
            _show_both(form, now)
        except desk.NotAtHand:
            messages.error(request, _("This letter has left, or a worker holds it just now."))
            return HttpResponseRedirect(_url("change", letter))
        else:
            model_admin.log_change(request, letter, "edited")
            messages.success(request, _("The letter is changed."))
            return HttpResponseRedirect(_url("change", letter))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": letter,
        "form": form,
        "media": model_admin.media + form.media,
        "error_title": _("There is a problem"),
        "title": _("Edit the letter"),
        "subtitle": letter.address,
        "intro": _("Saving does not send it: it leaves when it is due, or when it is released."),
        "submit": _("Change the letter"),
    }
    return TemplateResponse(request, "admin/consultation/verb.html", context)


def _show_both(form: EditForm, now: Mapping[str, str]) -> None:
    """Say what the letter says by now, and let the next save count: nothing typed is lost."""
    words = _("Somebody else has changed this letter since. It says now: %(subject)s – %(text)s")
    form.add_error("text", words % {"subject": now["subject"], "text": now["text"]})
    data: dict[str, Any] = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data["seen"] = now["seen"]
    form.data = data


def _letter(model_admin: "_Admin", request: HttpRequest, pk: int) -> Letter:
    """
    Return a letter that the person may read.

    :raises PermissionDenied: the person reads no letters
    :raises Http404: there is none
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    letter: Letter | None = model_admin.get_queryset(request).filter(pk=pk).first()
    if letter is None:
        raise Http404
    return letter


def kinds_page(model_admin: "_Admin", request: HttpRequest) -> HttpResponse:
    """
    Show all kinds of letters, and take which of them wait for a look.

    :raises PermissionDenied: the person may not
    """
    if not may_act(request):
        raise PermissionDenied
    # A code for signing in that waits for somebody's look is none.
    offered = [kind for kind in kinds.every() if not kind.urgent]
    if request.method == "POST":
        chosen = set(request.POST.getlist("waits"))
        for kind in offered:
            desk.set_kind(kind=kind.name, waits_for_look=kind.name in chosen)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    waiting = set(KindSetting.objects.filter(waits_for_look=True).values_list("kind", flat=True))
    held = dict(
        Letter.objects.filter(state=LetterState.HELD)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    rows = sorted(
        (kinds.title_of(one.name), one.name, one.optional, one.name in waiting, held.get(one.name))
        for one in offered
    )
    context = {
        **admin.site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Kinds of letters"),
        "rows": rows,
        "letters_url": reverse(_LIST),
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/letters/kinds.html", context)


@require_safe
def health_page(request: HttpRequest, *, model_admin: "_Admin") -> HttpResponse:
    """
    Say how the queue stands: what waits since when, whom the server lets wait, who is alive.

    :raises PermissionDenied: the person reads no letters
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    at = clock.now()
    found = queue.health(at)
    states = found.by_state()
    context = {
        **admin.site.each_context(request),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "title": _("Health of the queue"),
        "health": found,
        "is_late": found.oldest_due_seconds > _LATE.total_seconds(),
        "states": [(state.value, state.label, states.get(state.value, 0)) for state in LetterState],
        "kinds": [
            (kinds.title_of(kind), LetterState(state).label, count)
            for state, kind, count in found.counts
            if state in {*_AT_HAND, LetterState.SENDING}
        ],
        "beats": [
            (words, found.beats.get(name), _is_silent(found.beats.get(name), at))
            for name, words in _BEATS.items()
        ],
        "letters_url": reverse(_LIST),
    }
    return TemplateResponse(request, "admin/letters/health.html", context)


def _is_silent(beaten_at: datetime | None, at: datetime) -> bool:
    return beaten_at is None or at - beaten_at > _SILENT


# As ``wsis_forum.health`` counts, and as long as letters may take once a fault has ended.
_SILENT, _LATE = timedelta(minutes=3), timedelta(minutes=5)
_BEATS = {
    "worker": gettext_lazy("the worker"),
    "beat": gettext_lazy("what calls it every minute (beat)"),
    "reminders": gettext_lazy("the sweep of reminders"),
    "letters": gettext_lazy("the sweep of letters"),
}

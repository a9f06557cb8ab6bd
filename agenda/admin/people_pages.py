"""Pages of the verbs on speakers: photo, merge with a preview, and taking a merge back."""

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from agenda.actions.invitations import end_links
from agenda.actions.merging import fills, merge_speakers, undo_merge
from agenda.actions.photos import PHOTO, remove_photo, set_photo
from agenda.exceptions import MergeImpossible, SpeakerChanged, UndoImpossible
from agenda.models import Speaker, SpeakerMerge
from agenda.queries.speakers import most_appearances, twins_of
from agenda.queries.speaking import spoken_sessions
from consultation.admin.desk import require, verb_page
from consultation.admin.sourced import column_label
from wsis_forum import clock, uploads

if TYPE_CHECKING:
    from agenda.admin.people import SpeakerAdmin

_MOST_DIGITS = 18


def urls(model_admin: "SpeakerAdmin") -> list[URLPattern]:
    """Return the addresses of the pages."""
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/photo/", photo_page, "photo"),
        ("<int:pk>/photo/file/", photo_file, "photo_file"),
        ("<int:pk>/merge/", merge_page, "merge"),
        ("<int:pk>/undo-merge/", undo, "undo_merge"),
        ("<int:pk>/end-links/", end_links_page, "end_links"),
    )
    wrap = model_admin.admin_site.admin_view
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"agenda_speaker_{name}")
        for route, view, name in pages
    ]


def notes(speaker: Speaker) -> dict[str, Any]:
    """Return what a speaker's page says above its form: twins, limit, photo, merges."""
    keys = twins_of({speaker.forum_id}).get(speaker.pk, set())
    sessions = {one.session for one in speaker.appearances.select_related("session")}
    spoken = len(spoken_sessions([speaker.forum_id]).get(speaker.pk, ()))
    most = most_appearances(speaker.forum_id)
    return {
        "twins": Speaker.objects.filter(pk__in=keys).order_by("sort_name"),
        "sessions": sorted(sessions, key=lambda one: one.number),
        "spoken": spoken,
        "most": most if most is not None and spoken > most else None,
        "merges": SpeakerMerge.objects.filter(kept=speaker, undone_at__isnull=True).select_related(
            "merged_by"
        ),
    }


class PhotoForm(forms.Form):
    """A new photo, or none."""

    note_fields = ()

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PHOTO.accept}),
    )
    remove = forms.BooleanField(label=gettext_lazy("Take the photo away"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("photo") and not cleaned.get("remove") and not self.errors:
            self.add_error("photo", _("Choose a picture."))
        return cleaned


def photo_page(request: HttpRequest, pk: int, *, model_admin: "SpeakerAdmin") -> HttpResponse:
    """Give a speaker a photo, or take it away."""
    require("agenda.edit_programme", request)
    speaker = _speaker(pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        who: Any = {"speaker_id": pk, "by": request.user, "at": clock.now()}
        try:
            if form.cleaned_data["photo"]:
                set_photo(upload=form.cleaned_data["photo"], **who)
            else:
                remove_photo(**who)
        except uploads.BadUpload as error:
            form.add_error("photo", error.message)
        else:
            model_admin.log_change(request, speaker, "Photo")
            messages.success(request, _("The photo is saved."))
            return _to(speaker)
    words = {
        "title": _("Photo"),
        "submit": _("Save"),
        "subtitle": str(speaker),
        "intro": _("JPG, PNG or WEBP. It is written anew, without what the camera noted."),
        "facts": [],
    }
    return verb_page(model_admin, request, speaker, form, words)


def photo_file(request: HttpRequest, pk: int, *, model_admin: "SpeakerAdmin") -> HttpResponseBase:
    """Send the photo to whoever may see the speaker."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    speaker = _speaker(pk)
    if not speaker.photo_name:
        raise Http404
    return uploads.answer_with(
        speaker.photo_name,
        name=f"{speaker.slug}.{speaker.photo_type.rpartition('/')[2]}",
        media_type=speaker.photo_type,
        is_shown=True,
    )


class Side(NamedTuple):
    """One column of both speakers, and what stays."""

    label: str
    kept: str
    gone: str
    is_filled: bool


def merge_page(request: HttpRequest, pk: int, *, model_admin: "SpeakerAdmin") -> HttpResponse:
    """Choose the other, look at what becomes of both, and merge."""
    require("agenda.edit_programme", request)
    kept = _speaker(pk)
    others = Speaker.objects.filter(forum=kept.forum_id).exclude(pk=pk)
    gone = others.filter(pk=_key(request.GET.get("with", ""))).first()
    if request.method == "POST" and gone is not None:
        answer = _merge(request, kept, gone, model_admin)
        if answer is not None:
            return answer
        kept, gone = _speaker(pk), others.filter(pk=gone.pk).first()
    twins = twins_of({kept.forum_id}).get(pk, set())
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Merge two speakers"),
        "subtitle": str(kept),
        "original": kept,
        "kept": kept,
        "gone": gone,
        "twins": others.filter(pk__in=twins).order_by("sort_name"),
        "others": others.order_by("sort_name").only("pk", "sort_name", "name"),
    }
    if gone is not None:
        context |= _preview(kept, gone)
    return TemplateResponse(request, "admin/agenda/speaker/merge.html", context)


def _preview(kept: Speaker, gone: Speaker) -> dict[str, Any]:
    filled = fills(kept, gone)
    there = set(kept.appearances.values_list("session_id", "role"))
    appearances = list(gone.appearances.select_related("session").order_by("session__number"))
    return {
        "sides": [
            Side(
                column_label(Speaker, field.name),
                _shown(kept, field.name),
                _shown(gone, field.name),
                field.attname in filled,
            )
            for field in Speaker._meta.concrete_fields
            if field.name not in _UNSEEN
            and not hasattr(getattr(Speaker, field.name, None), "fields")
            and (_shown(kept, field.name) or _shown(gone, field.name))
        ],
        "moved": [one for one in appearances if (one.session_id, one.role) not in there],
        "twice": [one for one in appearances if (one.session_id, one.role) in there],
        "lines": gone.items.select_related("session").order_by("session__number", "order"),
        "own": kept.appearances.select_related("session").order_by("session__number"),
    }


_TRANSLATED = ("honorific", "name", "function", "organization", "biography")
_UNSEEN = frozenset(
    {
        "link_serial",
        "id",
        "forum",
        "version",
        "unverified",
        "sources",
        "photo_type",
        "consent_at",
        *_TRANSLATED,
    }
)


def _shown(speaker: Speaker, name: str) -> str:
    display = getattr(speaker, f"get_{name}_display", None)
    value = display() if display else getattr(speaker, name)
    if name == "links":
        return " ".join(str(one) for one in value)
    if name == "photo_name":
        return _("a photo") if value else ""
    return str(value or "")


def _merge(
    request: HttpRequest, kept: Speaker, gone: Speaker, model_admin: "SpeakerAdmin"
) -> HttpResponse | None:
    """Merge; or say why not, and return nothing."""
    name = str(gone)
    seen = tuple(_key(request.POST.get(each, "")) for each in ("seen_kept", "seen_gone"))
    try:
        merge_speakers(
            kept_id=kept.pk,
            gone_id=gone.pk,
            seen=(seen[0], seen[1]),
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except SpeakerChanged:
        messages.warning(
            request,
            _("Somebody else has changed one of the two since you opened the page. Look again."),
        )
        return None
    except MergeImpossible:
        messages.error(request, _("These two cannot be merged."))
        return _to(kept)
    model_admin.log_change(request, kept, f"Merged with {name}")
    words = _("“%(gone)s” is merged into this speaker. It can be undone below.")
    messages.success(request, words % {"gone": name})
    return _to(kept)


@require_POST
def undo(request: HttpRequest, pk: int, *, model_admin: "SpeakerAdmin") -> HttpResponse:
    """Take the merge back that the button names."""
    require("agenda.edit_programme", request)
    speaker = _speaker(pk)
    merge = SpeakerMerge.objects.filter(pk=_key(request.POST.get("merge", "")), kept=pk).first()
    try:
        if merge is not None:
            undo_merge(merge_id=merge.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
            model_admin.log_change(request, speaker, f"Merge undone: {merge.name}")
            words = _("The merge is undone: “%(gone)s” is a speaker of its own again.")
            messages.success(request, words % {"gone": merge.name})
    except UndoImpossible:
        messages.error(
            request,
            _("This merge cannot be undone: it was already, or its address was given anew."),
        )
    return _to(speaker)


@require_POST
def end_links_page(request: HttpRequest, pk: int, *, model_admin: "SpeakerAdmin") -> HttpResponse:
    """Make the personal links that the speaker has got so far invalid."""
    require("agenda.edit_programme", request)
    speaker = _speaker(pk)
    end_links(speaker_id=pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    model_admin.log_change(request, speaker, "Personal links made invalid")
    messages.success(request, _("The links sent so far are invalid now."))
    return _to(speaker)


def _to(speaker: Speaker) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:agenda_speaker_change", args=(speaker.pk,)))


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _speaker(pk: int) -> Speaker:
    speaker = Speaker.objects.select_related("forum", "country").filter(pk=pk).first()
    if speaker is None:
        raise Http404
    return speaker

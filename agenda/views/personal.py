"""The page behind a speaker's personal link: answers, own data, photo; no account is needed."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agenda.actions.invitations import answer_invitations
from agenda.actions.photos import PHOTO, remove_photo, set_photo
from agenda.choices import SessionStatus
from agenda.forms.personal import own_data_form, reply_forms, windows_form
from agenda.models import Appearance, Speaker
from agenda.personal import speaker_of
from wsis_forum import clock, uploads


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speaker(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked of one speaker, and take it; the token is the permission."""
    at = clock.now()
    person = speaker_of(token, at=at)
    if person is None:
        raise Http404
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "photo":
        response = _photo(request, token, person)
    elif request.method == "POST":
        response = _answers(request, token, person)
    else:
        response = _page(request, person, _forms(person, None))
    # The address is the permission, so it must not travel on to other sites. Not "no-referrer": the
    # form's request would then come from the origin "null", and be refused.
    response["Referrer-Policy"] = "same-origin"
    return response


def _forms(person: Speaker, data: Any) -> dict[str, Any]:
    rows = Appearance.objects.filter(speaker=person).select_related("session__forum")
    appearances = list(rows.prefetch_related("session__slots__room").order_by("session__number"))
    cancelled = [one for one in appearances if one.session.status == SessionStatus.CANCELLED]
    held = [one for one in appearances if one not in cancelled]
    return {
        "form": own_data_form(person, data),
        "windows": windows_form(person, data),
        "replies": reply_forms(held, data),
        "cancelled": cancelled,
    }


def _answers(request: HttpRequest, token: str, person: Speaker) -> HttpResponse:
    """Save everything on the page, or say what stands in the way; nothing typed is lost."""
    at = clock.now()
    with transaction.atomic():
        forms = _forms(person, request.POST)
        checked = [
            forms["form"].is_valid(),
            forms["windows"].is_valid(),
            *(form.is_valid() for _row, form in forms["replies"]),
        ]
        if all(checked):
            changed = forms["form"].save(commit=False)
            if "consent" in forms["form"].changed_data:
                changed.consent_at = None if changed.consent == "unknown" else at
            changed.version += 1
            changed.save()
            forms["windows"].save()
            replies = {row.pk: form.reply() for row, form in forms["replies"]}
            answer_invitations(speaker_id=person.pk, replies=replies, at=at)
    if all(checked):
        messages.success(request, _("Thank you: your answers and your data are saved."))
        return _again(token)
    return _page(request, person, forms, status=200)


def _photo(request: HttpRequest, token: str, person: Speaker) -> HttpResponse:
    """Take a photo, or take it away."""
    upload = request.FILES.get("photo")
    if request.POST.get("remove"):
        remove_photo(speaker_id=person.pk, by=None, at=clock.now())
        messages.success(request, _("Your photo is taken away."))
        return _again(token)
    message = _("Choose a picture.")
    if upload is not None:
        try:
            set_photo(speaker_id=person.pk, upload=upload, by=None, at=clock.now())
        except uploads.BadUpload as error:
            message = error.message
        else:
            messages.success(request, _("The photo is saved."))
            return _again(token)
    return _page(request, person, {**_forms(person, None), "photo_problem": message})


def _again(token: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("agenda:speaker_link", args=(token,)))


def _page(
    request: HttpRequest, person: Speaker, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    problems = [
        {"id": bound.id_for_label or bound.auto_id, "message": message}
        for form in (*(form for _row, form in context["replies"]), *context["windows"].forms)
        for bound in form
        for message in bound.errors
    ]
    if "photo_problem" in context:
        problems.append({"id": "id_photo", "message": context["photo_problem"]})
    context |= {
        "speaker": person,
        "forum": person.forum,
        "problems": problems,
        "accept": PHOTO.accept,
    }
    return render(request, "agenda/speaker_link.html", context, status=status)

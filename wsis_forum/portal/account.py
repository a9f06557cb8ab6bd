"""Pages of the own account: the profile, my data as a ZIP, erasure."""

import time
from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wsis_forum import clock
from wsis_forum.accounts import actions
from wsis_forum.accounts.forms import ErasureForm, ProfileForm
from wsis_forum.accounts.models import User
from wsis_forum.accounts.sign_in import SignIn
from wsis_forum.accounts.views import may_send, too_many_letters
from wsis_forum.letters import kinds, preferences
from wsis_forum.portal import erasure, my_data

# Long enough to read the page; short enough that a forgotten browser erases nobody.
RECENT = timedelta(minutes=15)


@login_required
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what a person says about herself, and which letters she wants."""
    user = _own(request)
    offered = [(kind.name, str(kind.label)) for kind in kinds.optional()]
    wanted = preferences.wanted(user.pk)
    form = ProfileForm(request.POST or None, instance=user, kinds=offered, wanted=wanted)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        with transaction.atomic():
            chosen = given.pop("letters")
            actions.save_profile(user_id=user.pk, **given)
            preferences.choose(user_id=user.pk, wanted=chosen, at=clock.now())
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "account/profile.html", {"form": form})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def data(request: HttpRequest) -> FileResponse:
    """Give a person everything that the portal keeps about her."""
    file = my_data.archive(_own(request), at=clock.now())
    return FileResponse(file, as_attachment=True, filename="my-data.zip")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what an erasure does, and do it for whom has just proved who she is."""
    user = _own(request)
    if request.POST.get("action") == "code":
        return _ask_for_code(request, user)
    is_recent = has_signed_in_recently(request, user)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and is_recent and not user.is_staff and form.is_valid():
        erasure.erase_person(user_id=user.pk)
        logout(request)
        messages.success(request, _("Your account and your personal data are erased."))
        return redirect("home")
    context = {"form": form, "is_recent": is_recent, "contact": settings.REPLY_TO_EMAIL}
    return render(request, "account/erase.html", context)


def has_signed_in_recently(request: HttpRequest, user: User) -> bool:
    """Tell whether the person has entered a code in this browser just now."""
    records = get_authentication_records(request, user)
    newest = max((float(record["at"]) for record in records), default=0.0)
    return time.time() - newest < RECENT.total_seconds()


def _ask_for_code(request: HttpRequest, user: User) -> HttpResponse:
    """Sign her out and send a code that leads back here."""
    here = reverse("accounts:erase")
    if not may_send(request, user.email):
        messages.error(request, too_many_letters())
        return redirect(here)
    logout(request)
    SignIn.begin(request, user.email)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': here})}")


def _own(request: HttpRequest) -> User:
    """Read the signed-in person anew: a form must not change the request's."""
    return User.objects.get(pk=request.user.pk or 0)

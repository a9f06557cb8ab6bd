"""Who writes in a submission: the author, contributors, open invitations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rules
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions import contributors
from consultation.editing import can_write
from consultation.exceptions import InvitationRefused, Why
from consultation.forms.together import InvitationForm
from consultation.letters_together import invitee_address
from consultation.models import Contributor, Submission
from consultation.queries import submissions as queries
from consultation.views.own import own_or_404
from wsis_forum import clock

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from wsis_forum.accounts.models import User

# What an author reads of an invitation that was not sent.
_REFUSALS: Mapping[Why, "Promise"] = {
    Why.OWN_ADDRESS: gettext_lazy("This is the author's own address."),
    Why.TOO_MANY: gettext_lazy("Twenty people are the most. Remove somebody first."),
    Why.SENT_JUST_NOW: gettext_lazy(
        "This invitation was sent less than an hour ago. Ask her to look among unwanted letters, or"
        " send it again later."
    ),
    Why.ACCEPTED: gettext_lazy("This person writes with you already."),
    Why.NOT_VALID: gettext_lazy("This invitation was taken back. Send a new one."),
    Why.CLOSED: gettext_lazy("Nothing can be changed in this input now, so nobody can be invited."),
}


@dataclass(frozen=True)
class Row:
    """Somebody in the list; ``may_remove``: by the reader; ``is_reader``: it is she."""

    contributor: Contributor
    is_reader: bool
    may_remove: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, ref: str) -> HttpResponse:
    """List who writes with the author, and let her invite others."""
    own = own_or_404(request, queries.own().select_related("author"), ref)
    may_invite = rules.has_perm("consultation.invite", request.user, own)
    if request.method != "POST":
        address = invitee_address(own, request.GET.get("invitee", "")) if may_invite else ""
        return _shown(request, own, InvitationForm(initial={"email": address}))
    if not may_invite:
        raise PermissionDenied
    form = InvitationForm(request.POST)
    if form.is_valid() and _invited(request, own, form):
        return redirect("consultation:people", own.reference)
    return _shown(request, own, form)


@login_required
@require_POST
def resend(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Send an open invitation again."""
    own = own_or_404(request, queries.own(), ref)
    contributor = _contributor_or_404(own, pk)
    if not rules.has_perm("consultation.invite", request.user, own):
        raise PermissionDenied
    if not ratelimit.consume(request, action="invitation"):
        messages.error(request, _too_many())
        return redirect("consultation:people", own.reference)
    try:
        contributors.resend(contributor_id=contributor.pk, at=clock.now())
    except InvitationRefused as refusal:
        messages.error(request, str(_REFUSALS[refusal.why]))
    else:
        messages.success(request, _("The invitation was sent again."))
    return redirect("consultation:people", own.reference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Ask, then take an invitation back or end somebody's part; a contributor may end her own."""
    own = own_or_404(request, queries.own(), ref)
    contributor = _contributor_or_404(own, pk)
    is_reader = contributor.user_id == request.user.pk
    if not is_reader and not rules.has_perm("consultation.invite", request.user, own):
        raise PermissionDenied
    if request.method == "POST":
        contributors.remove(contributor_id=contributor.pk, at=clock.now())
        if is_reader:
            messages.success(request, _("You no longer write in this input."))
            return redirect("consultation:mine")
        messages.success(request, _("Removed. What was written stays."))
        return redirect("consultation:people", own.reference)
    context = {"submission": own, "contributor": contributor, "is_reader": is_reader}
    return render(request, "consultation/people_remove.html", context)


def _invited(request: HttpRequest, own: Submission, form: InvitationForm) -> bool:
    """Invite, and say so; or say at the field what is in the way."""
    if not ratelimit.consume(request, action="invitation"):
        form.add_error("email", _too_many())
        return False
    by: User = request.user  # type: ignore[assignment]
    email = form.cleaned_data["email"]
    try:
        contributors.invite(submission_id=own.pk, by=by, email=email, at=clock.now())
    except InvitationRefused as refusal:
        form.add_error("email", str(_REFUSALS[refusal.why]))
        return False
    messages.success(request, _("The invitation was sent to %(address)s.") % {"address": email})
    return True


def _shown(request: HttpRequest, own: Submission, form: InvitationForm) -> HttpResponse:
    is_author = own.author_id == request.user.pk
    present = own.contributors.filter(removed_at__isnull=True).select_related("user")
    rows = [
        Row(one, one.user_id == request.user.pk, is_author or one.user_id == request.user.pk)
        for one in present
    ]
    context = {
        "submission": own,
        "form": form,
        "writing": [row for row in rows if row.contributor.accepted_at],
        # Whom an author has asked is between the two of them.
        "invited": [row for row in rows if not row.contributor.accepted_at] if is_author else [],
        "is_author": is_author,
        "can_invite": is_author and can_write(own, clock.now()),
    }
    return render(request, "consultation/people.html", context)


def _contributor_or_404(own: Submission, pk: int) -> Contributor:
    found = own.contributors.filter(pk=pk, removed_at__isnull=True).select_related("user").first()
    if found is None:
        raise Http404
    return found


def _too_many() -> str:
    return _("You have sent many invitations today. Please send more tomorrow.")

"""Asking the author of a public input to work together on it."""

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.actions.joining import ask_to_join, takes_requests
from consultation.exceptions import JoinRefused
from consultation.forms.together import JoinForm
from consultation.letters_together import was_asked
from consultation.models import Submission
from consultation.queries import submissions as queries
from consultation.queries.public import public_at
from consultation.queries.similar import names_organization
from consultation.views.own import own_or_404
from wsis_forum import clock

if TYPE_CHECKING:
    from wsis_forum.accounts.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, ref: str, number: str) -> HttpResponse:
    """Show the form of a message to the author of another input, or send it."""
    own = own_or_404(request, queries.own(), ref)
    user: User = request.user  # type: ignore[assignment]
    public = public_at(clock.now()).select_related("call__forum", "author")
    asked = public.filter(number=number).exclude(pk=own.pk).first()
    if asked is None:
        raise Http404
    can_ask = takes_requests(asked, user) and not was_asked(asked, user)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and can_ask and form.is_valid():
        return _asked(request, own, asked, form)
    context = {
        "submission": own,
        "asked": asked,
        "organization": asked.organization_name if names_organization(asked) else "",
        "form": form,
        "can_ask": can_ask,
        "is_own": asked.author_id == user.pk,
        "was_asked": was_asked(asked, user),
    }
    return render(request, "consultation/join.html", context)


def _asked(
    request: HttpRequest, own: Submission, asked: Submission, form: JoinForm
) -> HttpResponse:
    """Send the letter, and go back to the draft."""
    if not ratelimit.consume(request, action="join_request"):
        messages.error(request, _("You have written to many authors today. Please go on tomorrow."))
        return redirect(own)
    try:
        ask_to_join(
            number=str(asked.number),
            by=request.user,  # type: ignore[arg-type]
            message=form.cleaned_data["message"],
            shows_address=form.cleaned_data["shows_address"],
            at=clock.now(),
        )
    except JoinRefused:
        messages.error(request, _("The author of this input cannot be asked any more."))
        return redirect(own)
    messages.success(
        request,
        _("Your message goes to the author of %(number)s. Your draft stays as it is.")
        % {"number": asked.number},
    )
    return redirect(own)

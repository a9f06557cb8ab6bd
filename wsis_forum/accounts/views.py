"""Pages of sign-in by code."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.mixins import NextRedirectMixin, RedirectAuthenticatedUserMixin
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from wsis_forum.accounts.forms import AddressForm, CodeForm
from wsis_forum.accounts.sign_in import SignIn, minutes_valid


class AskForCode(RedirectAuthenticatedUserMixin, NextRedirectMixin, FormView):  # type: ignore[misc, type-arg]
    """Asks for an address and sends a code to it, whether it has an account or not."""

    form_class = AddressForm
    template_name = "account/login.html"

    def form_valid(self, form: AddressForm) -> HttpResponse:
        """Send the code, unless too many were asked for."""
        email = form.cleaned_data["email"]
        if not may_send(self.request, email):
            form.add_error("email", too_many_letters())
            return self.form_invalid(form)
        SignIn.begin(self.request, email)
        return HttpResponseRedirect(
            self.passthrough_next_url(reverse("account_confirm_login_code"))
        )

    def _redirect_to_pending_stage(
        self, request: HttpRequest, stage: Any
    ) -> HttpResponseBase | None:
        """Go on with a code that was sent already; a second click sends no second one."""
        if not stage.urlname:
            return None
        return HttpResponseRedirect(self.passthrough_next_url(reverse(stage.urlname)))


@method_decorator([never_cache, login_not_required], name="dispatch")
class EnterCode(NextRedirectMixin, FormView):  # type: ignore[misc, type-arg]
    """Takes the code and signs in; from here the code can also be sent again or elsewhere."""

    form_class = CodeForm
    template_name = "account/confirm_login_code.html"
    process: SignIn

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in only whom a valid code was sent to."""
        if request.user.is_authenticated:
            return redirect(self.get_next_url() or "consultation:mine")
        process = SignIn.find(request)
        if process is None:
            return self._back(_("No code waits for this browser. Ask for one; cookies must be on."))
        if not process.is_valid():
            process.abort()
            return self._back(_("The code has expired. Ask for a new one."))
        self.process = process
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says."""
        match request.POST.get("action"):
            case "resend":
                return self._resend()
            case "change":
                self.process.abort()
                return self._back()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which code is the right one."""
        expected = {"expected": self.process.code, "tries_left": self.process.tries_left}
        return {**super().get_form_kwargs(), **expected}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Sign in."""
        return self.process.complete(
            redirect_url=self.get_next_url(),
            language=get_language() or "en",
            timezone=form.cleaned_data["timezone"],
        )

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Say what is wrong; after the last try the code is void. An empty field is no try."""
        wrong = form.has_error("code", "wrong")
        if wrong and not self.process.record_invalid_attempt():
            return self._back(
                _("Too many wrong codes: this one is no longer valid. Ask for a new one.")
            )
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where the code was sent and what can be done if it does not come."""
        context = {"email": self.process.email, "minutes": minutes_valid()}
        return super().get_context_data(**context, can_resend=self.process.can_resend, **kwargs)

    def _resend(self) -> HttpResponse:
        if not self.process.can_resend or not may_send(self.request, self.process.email):
            messages.error(self.request, too_many_letters())
        else:
            self.process.resend()
            messages.success(self.request, _("The code was sent again."))
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))

    def _back(self, reason: str = "") -> HttpResponseRedirect:
        if reason:
            messages.error(self.request, reason)
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_login")))


def may_send(request: HttpRequest, email: str) -> bool:
    """Count one more code against the limits of the address and of the network it is asked from."""
    return bool(ratelimit.consume(request, action="request_login_code", key=email))


def too_many_letters() -> str:
    """Say why no code was sent."""
    return _("Too many codes were asked for. Wait some minutes, then try again.")

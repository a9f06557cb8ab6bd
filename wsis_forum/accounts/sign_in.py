"""Sign-in by a code: allauth's machinery, open to addresses that have no account yet."""

import time

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest, HttpResponse

from wsis_forum import clock
from wsis_forum.accounts.actions import open_account

LETTER = "account/email/login_code"


class SignIn(LoginCodeVerificationProcess):  # type: ignore[misc]
    """
    One try to sign in, kept in the visitor's session.

    Whether the address has an account is not looked up before the code was entered, so that
    known and unknown addresses cannot be told apart.
    """

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> "SignIn":
        """Make a code and send it."""
        login = Login(email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=email), initiated_by_user=True)
        process = cls(stage)
        process.generate_code()
        process.send()
        process.persist()
        return process

    @classmethod
    def find(cls, request: HttpRequest) -> "SignIn | None":
        """Return the try that this browser has begun, be its code still valid or not."""
        stage = LoginStageController.enter(request, LoginByCodeStage.key)
        return cls(stage) if stage and stage.state.get("code") else None

    @property
    def email(self) -> str:
        """The address to which the code was sent."""
        return str(self.state["email"])

    @property
    def tries_left(self) -> int:
        """How many wrong codes may still be entered."""
        return max(0, int(self.max_attempts - self.state["failed_attempts"]))

    def send(self, skip_enumeration_mails: bool = False) -> None:  # noqa: FBT001, FBT002 - as in allauth
        """Send the code, to every address alike."""
        context = {"request": self.request, "code": self.code}
        get_adapter().send_mail(LETTER, self.email, context)

    def resend(self) -> None:
        """Send the same code again, valid from now: the first letter may only be slow."""
        self.state["at"] = self.stage.login.initiated_at = time.time()
        self.send()
        self.record_resend()
        self.persist()

    def complete(self, *, redirect_url: str | None, language: str, timezone: str) -> HttpResponse:
        """Sign in the owner of the address, whose account is made now if there is none."""
        user = open_account(email=self.email, language=language, timezone=timezone, at=clock.now())
        record_authentication(self.request, user, method="code", email=self.email)
        login = Login(user=user, email=self.email, redirect_url=redirect_url)
        response: HttpResponse = perform_login(self.request, login)
        return response


def minutes_valid() -> int:
    """Return for how many minutes a code is valid."""
    return int(app_settings.LOGIN_BY_CODE_TIMEOUT // 60)

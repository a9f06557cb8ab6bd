"""allauth's door to the outbox: its one mail, the sign-in code, is a letter like any other."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language

from wsis_forum import clock
from wsis_forum.accounts import sign_in
from wsis_forum.letters import outbox


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sends what allauth wants to send through the outbox."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """
        Queue the sign-in code, in the language of the page where it was asked for.

        :raises NotImplementedError: allauth was configured to send something else
        """
        if template_prefix != sign_in.LETTER:
            raise NotImplementedError(template_prefix)
        code = context["code"]
        outbox.queue(
            kind="code",
            key=f"sign-in:{uuid4()}",
            address=email,
            language=get_language() or "",
            context={"code": code, "minutes": sign_in.minutes_valid()},
            secrets=(code,),
            at=clock.now(),
        )

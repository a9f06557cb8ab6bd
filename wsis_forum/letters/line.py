"""The line to the mail server: opened once for many letters, its refusals sorted."""

from __future__ import annotations

import logging
import smtplib
from typing import TYPE_CHECKING, Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from wsis_forum.letters.attached import Attached

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from wsis_forum.letters.models import Letter

logger = logging.getLogger(__name__)

# RFC 5321, 4.2.1: the first digit says whether trying again can help.
PERMANENT = range(500, 600)
CLOSING = 421


class ServerDown(Exception):
    """No letter can leave now, whoever it is to."""


class LineLost(Exception):
    """The connection broke in the middle of a letter; whether it was taken is not known."""


class NotTaken(Exception):
    """This one letter was refused, for good or for now."""

    def __init__(self, said: str, *, permanent: bool) -> None:
        super().__init__(said)
        self.said = said
        self.permanent = permanent


class Line:
    """One connection to the mail server, made when the first letter needs it."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> Self:
        """Return the line; it is opened later."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hang up."""
        self.close()

    def open(self) -> None:
        """
        Connect, if the line is not open.

        :raises ServerDown: there is no answer, or none that helps
        """
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerDown(_words(error)) from error

    def close(self) -> None:
        """Hang up; a line that broke has nothing to say."""
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            logger.debug("the line to the mail server was broken already")

    def send(self, letter: Letter) -> str:
        """
        Send one letter, and return what the server said.

        :raises NotTaken: the server refuses this letter, or it cannot be written
        :raises LineLost: the connection broke in the middle
        :raises ServerDown: the server refuses everything
        """
        try:
            message = _message(letter)
            message.message()
        except Exception as error:
            raise NotTaken(f"not written: {_words(error)}", permanent=False) from error
        try:
            self._backend.send_messages([message])
        except SoftTimeLimitExceeded:
            raise
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refusal(code, said) from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPResponseException as error:
            # Who we are is refused, not what we send.
            raise ServerDown(_words(error)) from error
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise LineLost(_words(error)) from error
        except Exception as error:
            raise NotTaken(f"not sent: {_words(error)}", permanent=False) from error
        return str(getattr(self._backend, "answer", ""))


class _Mail(EmailMultiAlternatives):
    """A letter as mail, written once: that it can be written is tried before it is sent."""

    _written: Any = None

    def message(self, **options: Any) -> Any:
        """Return what is sent."""
        if self._written is None:
            self._written = super().message(**options)
        return self._written


def _message(letter: Letter) -> _Mail:
    """Write the letter as mail; only its Date differs when it is sent again."""
    headers = {"Message-ID": letter.message_id, "Content-Language": letter.language}
    message = _Mail(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.address],
        reply_to=[settings.REPLY_TO_EMAIL],
        headers={**headers, **letter.headers},
    )
    message.attach_alternative(letter.html, "text/html")
    for row in letter.attachments:
        message.attach(Attached.of(row).as_part())
    return message


def _refusal(code: int, said: bytes | str) -> NotTaken | ServerDown:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    if code == CLOSING:
        return ServerDown(f"{code} {words}")
    return NotTaken(f"{code} {words}", permanent=code in PERMANENT)


def _words(error: BaseException) -> str:
    """Describe an error for the operator; what the server said is kept, addresses are its own."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {words}"
    return type(error).__name__

"""Django's SMTP backend, which also keeps what the server answered to a letter."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class _Recorder:
    """The part of an SMTP connection that remembers the answer to a letter's text."""

    answer = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text, and keep the answer: it often holds the server's number of the letter."""
        code, said = super().data(msg)  # type: ignore[misc]
        self.answer = f"{code} {said.decode(errors='replace')}"
        return code, said


class _Plain(_Recorder, smtplib.SMTP):
    """A connection in the clear, or turned to TLS by STARTTLS."""


class _Encrypted(_Recorder, smtplib.SMTP_SSL):
    """A connection encrypted from its first byte."""


class EmailBackend(smtp.EmailBackend):
    """Sends over connections that remember."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of connection that Django opens."""
        return _Encrypted if self.use_ssl else _Plain

    @property
    def answer(self) -> str:
        """What the server said to the letter sent last."""
        return str(getattr(self.connection, "answer", ""))

"""A mail server on this machine that does what a test tells it, and counts."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

if TYPE_CHECKING:
    from email.message import Message


class Mail:
    """Takes letters, or answers as it is told."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.connections = 0
        self.answer_rcpt: Callable[[str], str] = lambda address: "250 OK"
        self.answer_data: Callable[[Message], str] = lambda message: "250 taken as 4711"

    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = self.answer_rcpt(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content)
        answer = self.answer_data(message)
        if answer.startswith("250"):
            self.messages.append(message)
        elif answer == "hang up":
            assert server.transport is not None
            server.transport.close()
            return "421 gone"
        return answer

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


@contextmanager
def mail_server(mail: Mail, port: int = 0) -> Iterator[int]:
    """Run the server, and lend its port."""
    controller = Controller(mail, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

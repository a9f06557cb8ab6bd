"""A mail server that takes everything and keeps nothing, in a process of its own: the bare line."""

import asyncio
import sys

_GREETING = b"220 sink\r\n"
_OK = b"250 OK\r\n"
_GO_ON = b"354 go on\r\n"
_BYE = b"221 bye\r\n"
_END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection: commands by the line, a letter up to its dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._waiting, self._is_letter = b"", False
        self._transport.write(_GREETING)

    def data_received(self, data: bytes) -> None:
        """Answer whatever has come whole."""
        self._waiting += data
        while True:
            end = _END if self._is_letter else b"\r\n"
            whole, found, rest = self._waiting.partition(end)
            if not found:
                return
            self._waiting = rest
            self._answer(whole)

    def _answer(self, line: bytes) -> None:
        if self._is_letter:
            self._is_letter = False
            self._transport.write(_OK)
            return
        word = line[:4].upper()
        self._is_letter = word == b"DATA"
        self._transport.write(_GO_ON if self._is_letter else _BYE if word == b"QUIT" else _OK)
        if word == b"QUIT":
            self._transport.close()


async def main() -> None:
    """Listen on a free port, print it, and stay."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)

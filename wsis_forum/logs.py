"""What the processes say, on standard error: no e-mail address, no name and no token is in it."""

import logging
import re
from typing import Any

_HIDDEN = (
    # Personal links, and the references of inputs: who knows one of a draft can read the draft.
    (re.compile(r"(/l/|/submissions/)[^/\s?\"']+"), r"\1…"),
    (re.compile(r"(?<=[/\w…])\?[^\s\"']+"), ""),
    (re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), "…@…"),
    # Of the database's errors: they hold values, and whole rows.
    (
        re.compile(
            r"^(?:DETAIL|CONTEXT|LINE \d+):.*?(?=^\nThe above exception|^\nDuring handling|\Z)",
            re.MULTILINE | re.DOTALL,
        ),
        "",
    ),
)


class Discreet(logging.Filter):
    """Takes out of a record, traceback included, what only its reader may know."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record for every handler; none is dropped."""
        record.msg, record.args = discreet(record.getMessage()), ()
        if record.exc_info and record.exc_info[0]:
            # Formatters take it from here.
            record.exc_text = discreet(logging.Formatter().formatException(record.exc_info))
        return True


def discreet(words: str) -> str:
    """Hide personal links, references, query strings, addresses, and rows of the database."""
    for pattern, instead in _HIDDEN:
        words = pattern.sub(instead, words)
    return words.rstrip("\n")


def to_standard_error(level: str) -> dict[str, Any]:
    """
    Return Django's setting ``LOGGING``, from a level on.

    The handler is the root's, so Celery uses it, too. Gunicorn has its own (see ``wsgi``).
    """
    name = level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": Discreet}},
        "formatters": {
            "line": {
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["discreet"],
                "formatter": "line",
            }
        },
        "root": {"handlers": ["stderr"], "level": name},
        # No mail about a fault: it would hold the request. Finer words hold templates' contexts.
        "loggers": {"django": {"handlers": [], "level": "INFO" if name == "DEBUG" else name}},
    }

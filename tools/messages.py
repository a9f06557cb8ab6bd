"""
Compares the message catalogues with the sources, without a system gettext.

    python -m tools.messages            what is missing, stale, fuzzy or has lost a placeholder
    python -m tools.messages --update   write new messages into the catalogues, drop old ones
"""

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("wsis_forum", "consultation", "agenda")
KEYWORDS: dict[str, Any] = {
    "_": None,
    **{f"gettext{end}": None for end in ("", "_lazy", "_noop")},
    **{f"ngettext{end}": (1, 2) for end in ("", "_lazy")},
    **{f"pgettext{end}": ((1, "c"), 2) for end in ("", "_lazy")},
    **{f"npgettext{end}": ((1, "c"), 2, 3) for end in ("", "_lazy")},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
Key = tuple[str | None, str | tuple[str, ...]]


def sources() -> Iterator[Path]:
    """Yield every file that may hold marked texts."""
    for package in PACKAGES:
        for path in sorted((PROJECT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
        yield from sorted((PROJECT / package).rglob("templates/**/*.*"))
    yield from sorted(path for path in (PROJECT / "templates").rglob("*") if path.is_file())


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[Any, ...]]:
    """Extract from a Django template, turned into calls by Django's own ``templatize``."""
    code = templatize(file.read().decode())
    # What surrounds the calls is no Python: its indentation must not matter.
    lines = "\n".join(line.lstrip() for line in code.split("\n"))
    yield from extract_python(BytesIO(lines.encode()), keywords, comment_tags, options)


def template() -> Catalog:
    """Return all marked texts of the sources."""
    catalogue = Catalog(charset="utf-8")
    for path in sources():
        method: Any = extract_python if path.suffix == ".py" else extract_template
        name = str(path.relative_to(PROJECT))
        with path.open("rb") as file:
            found = extract(method, file, KEYWORDS, ["Translators"], {"encoding": "utf-8"})
            for line, message, comments, context in found:
                catalogue.add(
                    message, None, [(name, line)], auto_comments=comments, context=context
                )
    return catalogue


def catalogue_paths() -> dict[str, Path]:
    """Return the catalogue of every language but the one that the sources are written in."""
    return {
        to_locale(code): PROJECT / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"
        for code, _ in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
    }


def key(message: Message) -> Key:
    """Return what gettext finds a message by."""
    return (message.context, message.id if isinstance(message.id, str) else tuple(message.id))


def faults(expected: Catalog, found: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue, one line each."""
    wanted = {key(message): message for message in expected if message.id}
    present = {key(message): message for message in found if message.id}
    yield from (f"missing: {name[1]!r}" for name in wanted if name not in present)
    yield from (f"no longer in the sources: {name[1]!r}" for name in present if name not in wanted)
    for name, message in present.items():
        if message.fuzzy:
            yield f"fuzzy: {name[1]!r}"
        yield from wrong_texts(message)


def wrong_texts(message: Message) -> Iterator[str]:
    """Yield the empty translations, and those whose placeholders differ."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    known = {mark for original in originals for mark in PLACEHOLDER.findall(original)}
    for number, text in enumerate(texts):
        marks = set(PLACEHOLDER.findall(text))
        # "One letter", "two letters": a form for an exact number may leave the number out,
        # the last form, for any number, may not.
        exact = len(originals) > 1 and number < len(texts) - 1
        if not text.strip():
            yield f"not translated: {originals[0]!r}"
        elif marks - known or (not exact and known - marks):
            yield f"placeholders differ: {originals[0]!r} -> {text!r}"


def read(path: Path, locale: str) -> Catalog:
    """Return a catalogue, an empty one if there is no file yet."""
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(expected: Catalog, path: Path, locale: str) -> None:
    """Bring a catalogue in step with the sources; nothing is guessed."""
    catalogue = read(path, locale)
    catalogue.update(expected, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)


def main(words: list[str]) -> int:
    """Compare or update; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")
    django.setup()
    expected = template()
    count = 0
    for locale, path in catalogue_paths().items():
        if words == ["--update"]:
            update(expected, path, locale)
        for fault in faults(expected, read(path, locale)):
            count += 1
            print(f"{path.relative_to(PROJECT)}: {fault}")  # noqa: T201
    print(f"{len(expected)} messages, {count} faults in {len(catalogue_paths())} catalogues")  # noqa: T201
    return 1 if count and words != ["--update"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Reads a JSON file, checks it against a schema, and knows on which line each field stands."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from wsis_forum.portal.loading.faults import BrokenFile, Fault, Path, dotted

Schema = TypeVar("Schema", bound=BaseModel)

# Pydantic speaks to programmers; these are the words of the two faults people make most.
_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this file",
}


@dataclass(frozen=True)
class Source:
    """A file that was read: its text, its data, and its lines once somebody asks for them."""

    name: str
    text: str
    data: Any
    _lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Return the line of a field, or of the nearest thing around it that exists."""
        if not self._lines:
            self._lines.update(_line_numbers(self.text))
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def refuse(self, faults: Iterable[Fault]) -> NoReturn:
        """
        Give up, with one line for each fault in the order of the file.

        :raises BrokenFile: always
        """
        found = {(self.line(fault.path), dotted(fault.path), fault.message) for fault in faults}
        raise BrokenFile(
            [
                f"{self.name}:{line}: {path}: {message}"
                if path
                else f"{self.name}:{line}: {message}"
                for line, path, message in sorted(found)
            ]
        )

    def check(self, schema: type[Schema]) -> Schema:
        """
        Return the data as the schema's object.

        :raises BrokenFile: a field is missing, unknown or wrong
        """
        faults = list(_impossible_texts(self.data))
        if faults:
            self.refuse(faults)
        try:
            return schema.model_validate(self.data, strict=True)
        except ValidationError as error:
            self.refuse(
                Fault(item["loc"], _WORDS.get(item["type"]) or _plain(item["msg"]))
                for item in error.errors()
            )


def read(path: FilePath) -> Source:
    """
    Read a file as JSON.

    :raises BrokenFile: there is no such file, it is not UTF-8, not JSON, or a key stands twice
    """
    name = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BrokenFile([f"{path}: cannot be read: {error.strerror}"]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise BrokenFile([f"{name}:{line}: byte {column} of the line is not UTF-8"]) from error
    repeated: list[str] = []
    try:
        data = json.loads(
            text,
            parse_constant=_refuse_constant,
            object_pairs_hook=lambda pairs: _object(pairs, repeated),
        )
    except json.JSONDecodeError as error:
        raise BrokenFile([f"{name}:{error.lineno}: not JSON: {error.msg}"]) from error
    except (ValueError, RecursionError) as error:
        raise BrokenFile([f"{name}: not JSON that can be read: {_plain(str(error))}"]) from error
    source = Source(name=name, text=text, data=data)
    if repeated:
        paths = _repeated_keys(text) or [(key,) for key in repeated]
        source.refuse(Fault(path, "stands twice") for path in paths)
    return source


def _object(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    """Build an object and note the keys that JSON itself would silently let win."""
    built = dict(pairs)
    if len(built) < len(pairs):
        names = [key for key, _value in pairs]
        repeated += sorted({key for key in names if names.count(key) > 1})
    return built


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a value of JSON")


def _plain(message: str) -> str:
    """Return pydantic's words on one line, without its prefix."""
    return " ".join(message.removeprefix("Value error, ").split())


def _tree(text: str) -> yaml.Node | None:
    """Compose the text as YAML, of which JSON is a part: its nodes know their lines."""
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None


def _walk(node: yaml.Node | None, path: Path = ()) -> Iterable[tuple[Path, int]]:
    """Yield every field of a composed file with its line; a key that stands twice comes twice."""
    if node is None:
        return
    if not path:
        yield (), node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            yield here, key.start_mark.line + 1
            yield from _walk(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*path, position), value.start_mark.line + 1
            yield from _walk(value, (*path, position))


def _line_numbers(text: str) -> dict[Path, int]:
    return dict(_walk(_tree(text)))


def _repeated_keys(text: str) -> list[Path]:
    seen: set[Path] = set()
    repeated = []
    for path, _line in _walk(_tree(text)):
        if path in seen and isinstance(path[-1], str):
            repeated.append(path)
        seen.add(path)
    return repeated


def _impossible_texts(value: Any, path: Path = ()) -> Iterable[Fault]:
    """Find the characters that no database column can hold."""
    if isinstance(value, str):
        if "\0" in value:
            yield Fault(path, "holds a NUL character")
        elif any("\ud800" <= character <= "\udfff" for character in value):
            yield Fault(path, "holds half a character (a lone surrogate)")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _impossible_texts(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _impossible_texts(item, (*path, position))

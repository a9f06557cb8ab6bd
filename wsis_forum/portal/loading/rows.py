"""Rows as a data file wants them, before anybody looks at the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from wsis_forum.portal.loading.fields import LANGUAGES, Texts


@dataclass(frozen=True)
class Row:
    """
    One wanted row, in values that JSON can hold.

    ``key`` names it within its file (``phase:2/activity:1``), ``natural`` are the columns by which
    it is found again. A column that points to another row holds that row's key (``country:CHE``).
    """

    key: str
    kind: str
    natural: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    many: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of the row after it was loaded."""
        return {
            "key": self.key,
            "kind": self.kind,
            "natural": dict(self.natural),
            "values": dict(self.values),
            "many": {name: list(keys) for name, keys in self.many.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the row that ``as_json`` wrote."""
        return cls(**data)


class Columns:
    """Collects the columns of one row, with what is unverified and where texts were read."""

    def __init__(self, **values: Any) -> None:
        self._values: dict[str, Any] = values
        self._unverified: set[str] = set()
        self._sources: dict[str, str] = {}

    def set(self, **values: Any) -> Self:
        """Add plain columns."""
        self._values.update(values)
        return self

    def text(self, column: str, texts: Texts | None, *, unverified: bool = False) -> Self:
        """Add a text in every language; a language without a text becomes empty."""
        for suffix in LANGUAGES.values():
            self._values[f"{column}_{suffix}"] = None
        if texts is None:
            return self
        for suffix, cell in texts.cells():
            name = f"{column}_{suffix}"
            self._values[name] = cell.text
            if unverified or texts.is_unverified(suffix):
                self._unverified.add(name)
            if provenance := texts.provenance(suffix):
                self._sources[name] = provenance
        return self

    def flag(self, *columns: str) -> Self:
        """Mark columns as unverified."""
        self._unverified.update(columns)
        return self

    def read_at(self, places: Iterable[str | None], column: str = "row") -> Self:
        """Say where a column, or the row as a whole, was read."""
        known = [place for place in places if place]
        if known:
            self._sources[column] = "; ".join(known)
        return self

    def done(self) -> dict[str, Any]:
        """Return the columns, with ``unverified`` and ``sources`` among them."""
        return {
            **self._values,
            "unverified": sorted(self._unverified),
            "sources": self._sources,
        }

    def plain(self) -> dict[str, Any]:
        """Return the columns of a model that keeps no sources."""
        return dict(self._values)

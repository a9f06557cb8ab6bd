"""Brings the tables from what a file said before to what it says now, and touches nothing else."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError

from wsis_forum.portal.loading.kinds import KINDS, REFERENCE
from wsis_forum.portal.loading.rows import Row


@dataclass
class Outcome:
    """How many rows of each kind were made, changed, removed or left; remarks for the operator."""

    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """Whether no row was touched."""
        return not (self.created or self.changed or self.removed)

    def touched(self, *kinds: str) -> bool:
        """Whether a row of one of these kinds was made, changed or removed."""
        return any(
            kind in done for kind in kinds for done in (self.created, self.changed, self.removed)
        )

    def summary(self) -> str:
        """Return the counts in one line."""
        if self.is_unchanged:
            return "unchanged"
        words = []
        for verb in ("created", "changed", "removed"):
            counter: Counter[str] = getattr(self, verb)
            if counter:
                parts = ", ".join(f"{count} {kind}" for kind, count in counter.items())
                words.append(f"{verb}: {parts}")
        return "; ".join([*words, f"unchanged: {self.unchanged}"])


class Application:
    """One run over one file's rows, inside a transaction of the caller's."""

    def __init__(self, rows: Sequence[Row], before: Sequence[Row], forum: Model | None) -> None:
        self.rows = {row.key: row for row in rows}
        self.before = {row.key: row for row in before}
        self.forum = forum
        self.outcome = Outcome()
        self._known: dict[str, Any] = {}
        self._tables: dict[str, dict[tuple[Any, ...], Model]] = {}
        self._waiting: list[tuple[Row, Model]] = []
        self._cleared: set[str] = set()
        self._new_keys: set[str] = set()

    def run(self) -> Outcome:
        """Create, change and remove what differs between the file as it was and as it is."""
        self._clear_replaced()
        for row in self.rows.values():
            earlier = self.before.get(row.key)
            if self._is_as_before(row, earlier):
                self.outcome.unchanged += 1
                continue
            if self._waiting and self._waiting[0][0].kind != row.kind:
                self._create_waiting()
            found = self._find(row)
            if found is None:
                self._waiting.append((row, self._new(row)))
                self._new_keys.add(row.key)
            else:
                self._change(row, found, earlier)
        self._create_waiting()
        for row in reversed([row for key, row in self.before.items() if key not in self.rows]):
            self._remove(row)
        return self.outcome

    def _is_as_before(self, row: Row, earlier: Row | None) -> bool:
        """Whether the file says the same of a row, and of the row that it hangs on."""
        if earlier is None or earlier.as_json() != row.as_json():
            return False
        parents = (value for value in row.natural.values() if isinstance(value, str))
        return not self._new_keys.intersection(parents)

    # --- Finding ---------------------------------------------------------------------

    def _find(self, row: Row) -> Model | None:
        """Return the row of the table, matched by its natural columns."""
        # Sorted, because JSON of the database gives keys back in an order of its own.
        natural = dict(sorted(self._resolved(row, row.natural).items()))
        return self._table(row.kind, tuple(natural)).get(_hashable(natural.values()))

    def _table(self, kind: str, columns: tuple[str, ...]) -> dict[tuple[Any, ...], Model]:
        """Read all rows of a kind once: those of this Forum, or the whole reference table."""
        if kind not in self._tables:
            model, scope = KINDS[kind].model, KINDS[kind].scope
            objects = model._default_manager.order_by("-pk")
            if scope:
                forum = self._known.get("forum", self.forum and self.forum.pk)
                objects = objects.filter(**{scope: forum}) if forum else objects.none()
            self._tables[kind] = {
                _hashable(getattr(row, column) for column in columns): row for row in objects
            }
        return self._tables[kind]

    def _resolved(self, row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the model's own values: ids for keys of rows, moments and days for their text."""
        model = KINDS[row.kind].model
        resolved = {}
        for name, value in KINDS[row.kind].columns(values).items():
            column: Any = model._meta.get_field(name)
            if column.is_relation:
                resolved[column.attname] = None if value is None else self._id(value)
            else:
                resolved[name] = column.to_python(value) if isinstance(value, str) else value
        return resolved

    def _id(self, key: str) -> Any:
        """Return the id of the row that a key names."""
        if key not in self._known and key in self.rows:
            self._create_waiting()
        if key not in self._known:
            row = self.rows.get(key) or self.before.get(key)
            found = self._find(row) if row else None
            if found is not None:
                self._known[key] = found.pk
            elif key in self.rows:
                # Deleted here since, but a row below it changed in the file: it comes back.
                self._waiting.append((self.rows[key], self._new(self.rows[key])))
                self._create_waiting()
            else:
                self._read_codes(key.partition(":")[0])
        return self._known[key]

    def _read_codes(self, kind: str) -> None:
        """Learn the ids of a reference table's codes."""
        model, column = REFERENCE[kind]
        for code, pk in model._default_manager.values_list(column, "pk"):
            self._known[f"{kind}:{code}"] = pk

    # --- Writing ---------------------------------------------------------------------

    def _clear_replaced(self) -> None:
        """Delete the rows that will be replaced, so that none is in another's way."""
        for row in self.before.values():
            now = self.rows.get(row.key)
            if not KINDS[row.kind].replaced or (now is not None and not row.values):
                continue
            if now is not None and now.as_json() == row.as_json():
                continue
            if (found := self._find(row)) is not None:
                found.delete()
                if now is None:
                    self.outcome.removed[row.kind] += 1
                else:
                    self._cleared.add(row.key)
        self._tables.clear()

    def _new(self, row: Row) -> Model:
        columns = {**self._resolved(row, row.natural), **self._resolved(row, row.values)}
        return KINDS[row.kind].model(**columns)

    def _create_waiting(self) -> None:
        """Write the rows collected so far, all of one kind."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        kind = waiting[0][0].kind
        KINDS[kind].model._default_manager.bulk_create([made for _row, made in waiting])
        for row, made in waiting:
            self._known[row.key] = made.pk
            self._set_many(row, made)
            done = self.outcome.changed if row.key in self._cleared else self.outcome.created
            done[kind] += 1

    def _change(self, row: Row, found: Model, earlier: Row | None) -> None:
        """Set the columns whose value in the file changed and differs from the row's."""
        self._known[row.key] = found.pk
        former = dict(earlier.values) if earlier else {}
        fresh = {
            name: value
            for name, value in row.values.items()
            if earlier is None or name not in former or former[name] != value
        }
        if fresh and KINDS[row.kind].replaced:
            fresh = dict(row.values)
        wanted = self._resolved(row, fresh)
        differing = {name: value for name, value in wanted.items() if getattr(found, name) != value}
        many_changed = self._set_many(row, found, earlier)
        if not differing and not many_changed:
            self.outcome.unchanged += 1
            return
        names = set(differing)
        if "closes_at" in differing and getattr(found, "closes_at", None) is not None:
            # Reminders are counted by this, so a moved deadline reminds anew.
            differing["closes_revision"] = found.closes_revision + 1  # type: ignore[attr-defined]
        if hasattr(found, "version"):
            # Whoever has the row open in the admin is told.
            differing["version"] = found.version + 1
        for name, value in differing.items():
            setattr(found, name, value)
        found.save(update_fields=_columns_to_save(found, {*differing, *names}))
        self.outcome.changed[row.kind] += 1

    def _set_many(self, row: Row, found: Model, earlier: Row | None = None) -> bool:
        """Point a row to others, where the file's list changed; tell whether anything did."""
        changed = False
        for name, keys in row.many.items():
            if earlier is not None and list(earlier.many.get(name, ())) == list(keys):
                continue
            wanted = [self._id(key) for key in keys]
            manager = getattr(found, name)
            if set(wanted) != set(manager.values_list("pk", flat=True)):
                manager.set(wanted)
                changed = True
        return changed

    def _remove(self, row: Row) -> None:
        """Delete a row that the file no longer has, unless something of value hangs on it."""
        try:
            found = self._find(row)
        except KeyError:  # The row above it is gone already, and this one with it.
            return
        if found is None:
            return
        if KINDS[row.kind].is_kept(found):
            self.outcome.remarks.append(f"kept {row.key}: inputs belong to it")
            return
        try:
            with transaction.atomic():
                found.delete()
        except ProtectedError:
            self.outcome.remarks.append(f"kept {row.key}: other rows need it")
            return
        self.outcome.removed[row.kind] += 1


def _hashable(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(
        json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value
        for value in values
    )


def _columns_to_save(row: Model, names: Iterable[str]) -> list[str]:
    """Add the columns that django-modeltranslation keeps beside the translated ones."""
    columns = {field.attname: field.name for field in row._meta.concrete_fields}
    saved = set()
    for name in names:
        saved.add(columns[name])
        base = getattr(row._meta.get_field(columns[name]), "translated_field", None)
        if base is not None:
            saved.add(base.name)
    return sorted(saved)

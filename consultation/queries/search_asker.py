"""Who searches among the staff, and what is read for it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model

from consultation.models import Call, CallRole
from consultation.queries.whole_rows import whole_rows
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

Named = Mapping[str, list[Any]]


class Asker:
    """Who searches, when, and the rows that were read for it; each table once."""

    def __init__(self, user: User, at: datetime) -> None:
        self.user = user
        self.at = at
        self._rows: dict[type[Model], list[Any]] = {}
        self._named: dict[type[Model], dict[str, list[Any]]] = {}

    def rows(self, model: type[Model]) -> list[Any]:
        """Return the rows of a small table."""
        if model not in self._rows:
            self._rows[model] = list(model._default_manager.all())
        return self._rows[model]

    def read(self, *models: type[Model]) -> None:
        """Read several small tables that will be asked for, in one query."""
        missing = [model._default_manager.all() for model in models if model not in self._rows]
        read = whole_rows(missing)
        self._rows |= {model: read.get(model, []) for model in models if model not in self._rows}

    def named(self, model: type[Model], names: Callable[[Any], Iterable[str]]) -> Named:
        """Return the rows of a small table by their names; ``names`` is one function per table."""
        if model not in self._named:
            found: dict[str, list[Any]] = {}
            for row in self.rows(model):
                for name in {*names(row)}:
                    found.setdefault(name, []).append(row)
            self._named[model] = found
        return self._named[model]

    @cached_property
    def is_secretary(self) -> bool:
        """Whether she belongs to the secretariat, for all calls."""
        return roles.has_role(self.user, roles.SECRETARIAT)

    @cached_property
    def blind_calls(self) -> frozenset[int]:
        """The calls whose inputs she reads without names: not those of which she is a secretary."""
        if self.is_secretary:
            return frozenset()
        own = CallRole.objects.filter(user=self.user.pk, role=roles.SECRETARIAT)
        blind = Call.objects.filter(is_blind=True).exclude(pk__in=own.values("call"))
        return frozenset(blind.values_list("pk", flat=True))

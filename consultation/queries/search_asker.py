"""Who searches among the staff, and what is read for it."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model

from consultation.models import Call, CallRole
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User


class Asker:
    """Who searches, when, and the rows that were read for it; each table once."""

    def __init__(self, user: User, at: datetime) -> None:
        self.user = user
        self.at = at
        self._rows: dict[type[Model], list[Any]] = {}

    def rows(self, model: type[Model]) -> list[Any]:
        """Return the rows of a small table."""
        if model not in self._rows:
            self._rows[model] = list(model._default_manager.all())
        return self._rows[model]

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

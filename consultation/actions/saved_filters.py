"""Verbs of saved filters: a name for a query of the list, for oneself or for the whole team."""

from datetime import datetime

from django.db import IntegrityError, transaction

from consultation.exceptions import FilterNameTaken
from consultation.models import SavedFilter
from wsis_forum.accounts.models import User


@transaction.atomic
def save_filter(*, by: User, name: str, query: str, is_shared: bool, at: datetime) -> SavedFilter:
    """
    Keep a query of the list under a name; ``query`` is clean already (``admin.list_query``).

    :raises FilterNameTaken: the person has a filter of that name
    """
    saved = SavedFilter(owner=by, name=name, query=query, is_shared=is_shared, made_at=at)
    _write(saved)
    return saved


@transaction.atomic
def change_filter(*, filter_id: int, by: User, name: str, is_shared: bool) -> SavedFilter:
    """
    Give one's own filter another name, share it or keep it to oneself again.

    :raises SavedFilter.DoesNotExist: it is not hers
    :raises FilterNameTaken: the person has another filter of that name
    """
    saved = SavedFilter.objects.select_for_update().get(pk=filter_id, owner=by)
    saved.name, saved.is_shared = name, is_shared
    _write(saved)
    return saved


@transaction.atomic
def delete_filter(*, filter_id: int, by: User) -> str:
    """
    Delete one's own filter; return its name.

    :raises SavedFilter.DoesNotExist: it is not hers, or it is gone already
    """
    saved = SavedFilter.objects.select_for_update().get(pk=filter_id, owner=by)
    saved.delete()
    return saved.name


def _write(saved: SavedFilter) -> None:
    """
    Write the row; the database says whether the name is free.

    :raises FilterNameTaken: it is not
    """
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise FilterNameTaken from error

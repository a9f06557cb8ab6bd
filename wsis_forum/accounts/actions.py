"""The verbs of accounts: one is opened by its first sign-in, and its owner changes her profile."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from wsis_forum.accounts.models import User
from wsis_forum.accounts.zones import zone_or_utc


@transaction.atomic
def open_account(*, email: str, language: str, timezone: str, at: datetime) -> User:
    """
    Return the account of an address that has proved itself, made now if it is the first time.

    ``language`` (of letters) and ``timezone`` count for a new account only; an unknown zone is UTC.
    """
    address = email.strip().lower()
    known = _at(address).first()
    if known:
        return known
    fresh = User(email=address, language=language, timezone=zone_or_utc(timezone), joined_at=at)
    fresh.set_unusable_password()
    # Two browsers may enter the first code at once; the address is unique.
    User.objects.bulk_create([fresh], ignore_conflicts=True)
    return _at(address).get()


@transaction.atomic
def save_profile(
    *,
    user_id: int,
    name: str,
    organization_name: str,
    language: str,
    reads: Sequence[str],
    timezone: str,
) -> User:
    """Change what a person says about herself; letters and new drafts follow it from now on."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.name, user.organization_name, user.timezone = name, organization_name, timezone
    user.language, user.reads = language, list(reads)
    user.save(update_fields=["name", "organization_name", "language", "reads", "timezone"])
    return user


def _at(address: str) -> QuerySet[User]:
    """Look an address up by the index that makes it unique."""
    return User.objects.alias(lower_email=Lower("email")).filter(lower_email=address)

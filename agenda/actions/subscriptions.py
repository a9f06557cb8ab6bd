"""Verbs by which a person asks to hear of the public releases of a Forum, or not any more."""

from datetime import datetime

from django.db import transaction

from agenda.letters_of_releases import RELEASE
from agenda.models import ReleaseSubscription
from wsis_forum.accounts.models import User
from wsis_forum.letters import preferences


@transaction.atomic
def subscribe(*, forum_id: int, by: User, at: datetime) -> None:
    """Send the person a letter on each public release; asking twice is asking once."""
    ReleaseSubscription.objects.get_or_create(user=by, forum_id=forum_id, defaults={"asked_at": at})
    # Who had turned this kind of letter off wants it now.
    preferences.allow(user_id=by.pk, kind=RELEASE)


@transaction.atomic
def unsubscribe(*, forum_id: int, by: User) -> None:
    """Send the person no more of these letters."""
    ReleaseSubscription.objects.filter(user=by, forum_id=forum_id).delete()

"""Generous limits on what scripts ask while somebody types."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest


def may_ask(request: HttpRequest, action: str, *, a_minute: int, at: datetime) -> bool:
    """
    Count one more question of this reader, and tell whether it is within the limit.

    A reader is who has signed in, or a network. Each process counts for itself: a question at every
    key must not write to the database, and a limit that is some times higher still ends a flood.
    """
    user = request.user
    who = f"user:{user.pk}" if user.is_authenticated else get_adapter().get_client_ip(request)
    counters = caches["process"]
    key = f"{action}:{who}:{int(at.timestamp()) // 60}"
    counters.add(key, 0, timeout=60)
    try:
        return counters.incr(key) <= a_minute
    except ValueError:  # thrown out in this very moment, to make room
        return True

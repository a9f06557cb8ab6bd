"""What every page knows: the current Forum, and whether this is a demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from consultation.models import Forum


def portal(request: HttpRequest) -> dict[str, Any]:
    """Add ``current_forum`` (read only where a page shows it) and ``embedded``."""
    return {
        "current_forum": SimpleLazyObject(Forum.objects.current().first),
        "embedded": settings.EMBEDDED,
    }

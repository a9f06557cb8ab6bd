"""What an operator is told when an embedded server or its data folder is unusable."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured


class EmbeddedError(ImproperlyConfigured):
    """An embedded server cannot be used; the message is one line for the operator."""


@contextmanager
def explained(what: str) -> Iterator[None]:
    """
    Turn the system's refusal into one line that begins with ``what``.

    :raises EmbeddedError: the block raised an ``OSError``
    """
    try:
        yield
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise EmbeddedError(f"{what}: {error.strerror or error}{place}") from error

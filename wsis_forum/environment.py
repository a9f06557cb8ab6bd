"""Reads the environment, and names the variable at fault when its value is wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

HIGHEST_PORT = 65_535
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
TRUTH_VALUES = {"true", "yes", "on", "1", "false", "no", "off", "0"}


class Environment(environ.Env):  # type: ignore[misc]
    """django-environ, whose own errors do not say which variable they are about."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """
        Return the value of a variable in its type.

        :raises ImproperlyConfigured: it is missing, or its value has another type
        """
        return _explained(var, lambda: super(Environment, self).get_value(var, *args, **kwargs))

    @classmethod
    def parse_value(cls, value: Any, cast: Any) -> Any:
        """Return the value in its type; a misspelt truth value is no silent ``False``."""
        if cast is bool and str(value).lower() not in TRUTH_VALUES:
            raise ValueError(f"{value!r} is neither true nor false")
        if cast is int and not str(value).strip().lstrip("-").isdecimal():
            raise ValueError(f"{value!r} is not a whole number")
        return super().parse_value(value, cast)

    def email_url(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return Django's settings of a mail server."""
        try:
            return super().email_url(var, *args, **kwargs)
        except (ImproperlyConfigured, KeyError, ValueError) as error:
            raise ImproperlyConfigured(
                f"{var} must read smtp+tls://user:password@host:port: {error}"
            ) from error

    def port(self, var: str, default: int) -> int:
        """Return a TCP port."""
        return self.count(var, default, most=HIGHEST_PORT)

    def count(self, var: str, default: int, *, least: int = 1, most: int = 10**9) -> int:
        """Return a whole number within its bounds."""
        number = int(self.int(var, default=default))
        if not least <= number <= most:
            raise ImproperlyConfigured(f"{var} must lie between {least} and {most}: {number}")
        return number

    def log_level(self, var: str, default: str = "warning") -> str:
        """Return the name of a level of the log, in lower case."""
        level = str(self.str(var, default="") or default).lower()
        if level not in LOG_LEVELS:
            raise ImproperlyConfigured(f"{var} must be one of {', '.join(LOG_LEVELS)}: {level}")
        return level

    def postgresql(self, var: str) -> dict[str, Any]:
        """Return Django's settings of a PostgreSQL database; no other kind will do."""
        wrong = f"{var} must read postgres://user:password@host:port/name"
        address = urlsplit(self.str(var))
        if address.scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured(wrong)
        try:
            settings: dict[str, Any] = self.db(var)
            int(settings.get("PORT") or 0)
        except (ImproperlyConfigured, ValueError) as error:
            raise ImproperlyConfigured(wrong) from error
        if not settings["NAME"]:
            raise ImproperlyConfigured(wrong)
        return settings

    def broker(self, var: str) -> str:
        """Return the address of a Redis or Valkey server."""
        address: str = self.str(var)
        parts = _explained(var, lambda: urlsplit(address))
        if parts.scheme not in {"redis", "rediss", "redis+socket"}:
            raise ImproperlyConfigured(f"{var} must read redis://:password@host:port/0")
        _explained(var, lambda: parts.port)
        return address


def read(env_file: Path) -> Environment:
    """Return the environment, completed by the file where it is silent."""
    _explained(str(env_file), lambda: environ.Env.read_env(env_file) if env_file.exists() else None)
    return Environment()


def _explained(what: str, job: Callable[[], Any]) -> Any:
    try:
        return job()
    except ImproperlyConfigured:
        raise
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise ImproperlyConfigured(f"{what} has a wrong value: {error}") from error

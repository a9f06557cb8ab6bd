"""The embedded run's own secret key."""

import os
import secrets
import tempfile
from pathlib import Path

from wsis_forum.embedded import paths
from wsis_forum.embedded.errors import EmbeddedError, explained


def secret_key() -> str:
    """
    Return the random key kept in the data folder, made at its first use.

    :raises EmbeddedError: the data folder is unusable or the key in it is damaged
    """
    path = paths.data_dir() / "secret_key"
    if not path.exists():
        _make(path)
    with explained("The secret key cannot be read"):
        key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < 50:  # noqa: PLR2004 - what Django itself asks of a key
        raise EmbeddedError(f"The secret key in {path} is too short; remove the file.")
    return key


def _make(path: Path) -> None:
    """Put a whole key in place at once; of several processes the first one's key stays."""
    paths.make_folder(path.parent)
    with explained("The secret key cannot be written"):
        descriptor, name = tempfile.mkstemp(prefix="secret_key.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(64) + "\n")
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()

"""Why a file is not taken: a code for programs, a sentence for the person who sent it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_SENTENCES = {
    "empty": _("This file is empty."),
    "kind": _("A file of this kind cannot be taken. Possible here: %(possible)s."),
    "content": _("The content of this file is not what its name says."),
    "size": _("This file is too large: at most %(most)s MB."),
    "pixels": _("This picture is too large: at most %(most)s million pixels."),
    "unpacked": _("This file becomes far too large when it is unpacked."),
    "macros": _("This file holds macros or scripts. Save it without them and try again."),
    "locked": _("This file is locked with a password. Save it without one and try again."),
    "damaged": _("This file is damaged or was cut off. Please try again."),
}


class BadUpload(Exception):
    """A file was not taken; nothing of it was kept. ``message`` is for its sender."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = str(_SENTENCES[code]) % details

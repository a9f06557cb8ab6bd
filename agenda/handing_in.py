"""What may be handed in as a follow-up: files by kind, how often, and what one hand-in says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from agenda.choices import FollowUpKind
from wsis_forum import uploads

# What may be sent for each kind; who only writes sends nothing.
FILES: Mapping[str, uploads.Rule] = {
    FollowUpKind.LOGO: uploads.Rule(("picture",), 10),
    FollowUpKind.PRESENTATION: uploads.Rule(("slides",), 50),
    FollowUpKind.OUTCOME: uploads.Rule(("document",), 20),
}
# Enough for anybody who corrects herself; a stolen link fills no disk.
MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is handed in: a text in a language, a list of people, a file."""

    language: str
    text: str = ""
    panellists: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    upload: UploadedFile | None = None

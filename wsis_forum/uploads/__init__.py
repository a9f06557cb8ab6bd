"""
Files that strangers send: checked by name and by content, kept outside the web root, served safely.

``receive`` checks and stores one upload, or raises ``BadUpload`` with a sentence for its sender.
"""

from wsis_forum.uploads.errors import BadUpload
from wsis_forum.uploads.intake import Received, receive
from wsis_forum.uploads.kinds import Rule
from wsis_forum.uploads.serving import answer_with

__all__ = ["BadUpload", "Received", "Rule", "answer_with", "receive"]

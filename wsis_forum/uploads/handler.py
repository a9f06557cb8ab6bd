"""Takes uploads off the line: no more of a file reaches the disk than any question could take."""

from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from wsis_forum.uploads.kinds import MEGABYTE

# Beyond the most that a question can allow (50 MB).
MOST_FILE = 51 * MEGABYTE
# A form of several files. Beyond this, nobody waits for the end.
MOST_REQUEST = 250 * MEGABYTE


class CappedUploadHandler(TemporaryFileUploadHandler):
    """
    Writes large uploads to temporary files, each up to ``MOST_FILE``.

    What comes after that is counted and thrown away, and ``UploadedFile.size`` says what was sent:
    the rest of the form is still read, so the text beside a film that is too large is not lost.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """
        Refuse a request that is beyond all measure.

        :raises RequestDataTooBig: it is
        """
        if content_length > MOST_REQUEST:
            raise RequestDataTooBig("The request is larger than any form with files may be.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what still fits."""
        kept = raw_data[: max(MOST_FILE - self.written, 0)]
        self.written += len(kept)
        if kept:
            super().receive_data_chunk(kept, start)

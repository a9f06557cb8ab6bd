"""Answers with a stored file, in a way that no browser runs it."""

from django.http import FileResponse, Http404

from wsis_forum.uploads.storing import path_of

_INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})


def answer_with(
    stored_name: str, *, name: str, media_type: str, is_shown: bool = False
) -> FileResponse:
    """
    Send a stored file under its owner's name, to be saved; ``is_shown``: a picture in a page.

    The caller has asked whether the reader may have it.

    :raises Http404: the file is not there
    """
    try:
        file = path_of(stored_name).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    inline = is_shown and media_type in _INLINE
    response = FileResponse(file, as_attachment=not inline, filename=name, content_type=media_type)
    # The type is ours, checked at the door; guessing it anew is how browsers come to run files.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # A browser that several people use asks again whether this one may have it.
    response.headers["Cache-Control"] = "private, no-cache"
    return response

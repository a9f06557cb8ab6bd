"""When a form was opened: signed into the form, because it decides about the grace at the end."""

from datetime import datetime, timedelta

from django.core import signing
from django.http import HttpRequest

from consultation.editing import takes_hand_in
from consultation.models import Submission

_SALT = "consultation.form-opened"
_SESSION_KEY = "form_opened"
# From here on a page's opening is also kept in the session, so that who goes from the check page to
# a section and back does not lose the grace on the way.
_NEAR = timedelta(hours=1)


def sign(submission: Submission, at: datetime) -> str:
    """Return a token that says that a form of this submission was opened at ``at``."""
    return signing.dumps([submission.reference, at.isoformat()], salt=_SALT)


def read(submission: Submission, token: str) -> datetime | None:
    """Return the moment in a token; ``None`` where it is not ours or another submission's."""
    try:
        reference, moment = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return datetime.fromisoformat(moment) if reference == submission.reference else None


def for_page(request: HttpRequest, submission: Submission, at: datetime) -> str:
    """Return the token for a form shown now: the one sent with it or kept, else a new one."""
    kept = request.session.get(_SESSION_KEY, {}).get(submission.reference, "")
    for token in (request.POST.get("opened", ""), kept):
        opened_at = read(submission, token)
        if opened_at and takes_hand_in(submission.call, at=at, opened_at=opened_at):
            return token
    return sign(submission, at)


def keep(request: HttpRequest, submission: Submission, token: str, at: datetime) -> None:
    """Keep the token in the session while the deadline is near or the grace runs."""
    closes_at = submission.call.closes_at
    if closes_at is None or at < closes_at - _NEAR:
        return
    if takes_hand_in(submission.call, at=at, opened_at=read(submission, token)):
        request.session[_SESSION_KEY] = {submission.reference: token}

"""Whose a submission is: its author's, a contributor's, or this browser's until a sign-in."""

import rules
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from consultation.actions.drafts import adopt_drafts
from consultation.models import Submission

_SESSION_KEY = "drafts"
# More begun and left unfinished in one browser are not remembered.
_MOST = 20


def remember(request: HttpRequest, draft: Submission) -> None:
    """Keep in the session that this browser began a draft that is nobody's yet."""
    if draft.author_id is None:
        others = [ref for ref in references(request) if ref != draft.reference]
        request.session[_SESSION_KEY] = [*others, draft.reference][-_MOST:]


def references(request: HttpRequest) -> list[str]:
    """Return the references of the drafts that this browser began without an account."""
    return list(request.session.get(_SESSION_KEY, ()))


def is_stranger(request: HttpRequest, reference: str) -> bool:
    """Whether nobody has signed in here, and this browser did not begin that draft."""
    return not request.user.is_authenticated and reference not in references(request)


def adopt(request: HttpRequest) -> None:
    """Make the browser's drafts those of the person who has signed in since."""
    if request.user.is_authenticated and _SESSION_KEY in request.session:
        adopt_drafts(references=references(request), by=request.user)
        del request.session[_SESSION_KEY]


def is_own(request: HttpRequest, submission: Submission) -> bool:
    """Whether the person, or an unknown one's browser, may see and write this submission."""
    if submission.author_id is None and submission.is_draft:
        return submission.reference in references(request)
    return bool(rules.has_perm("consultation.view_own_submission", request.user, submission))


def own_or_404(
    request: HttpRequest, submissions: QuerySet[Submission], reference: str
) -> Submission:
    """
    Return the submission with that reference, if it is the person's own to write.

    :raises Http404: there is none, or it is somebody else's; both look the same
    """
    adopt(request)
    submission = submissions.filter(reference=reference).first()
    if submission is None or not is_own(request, submission):
        raise Http404
    return submission

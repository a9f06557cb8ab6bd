"""What beat and releases ask of a worker; every task may run twice."""

import logging
from contextlib import suppress

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings

from agenda.actions import telling
from agenda.actions.documents import document_of
from agenda.actions.planned import issue_planned
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS
from agenda.models import Release
from agenda.queries.releases import planned_until, untold
from wsis_forum import clock

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def issue_planned_releases() -> None:
    """Issue the planned releases that are due; one that fails stops no other."""
    at = clock.now()
    for plan_id in planned_until(at):
        try:
            issue_planned(plan_id=plan_id, at=at)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            logger.exception("The planned release %d is not issued", plan_id)


@shared_task(ignore_result=True)
def tell_of_release(*, release_id: int) -> None:
    """Queue the letters about one public release."""
    telling.tell_of_release(release_id=release_id, at=clock.now())


@shared_task(ignore_result=True)
def sweep_releases() -> None:
    """Queue the letters that no worker was told of."""
    for release_id in untold():
        telling.tell_of_release(release_id=release_id, at=clock.now())


@shared_task(ignore_result=True)
def make_documents(*, release_id: int) -> None:
    """Ask for every document of a release, each as a task of its own."""
    for extension in FORMATS:
        for code, _name in settings.LANGUAGES:
            make_document.delay(release_id=release_id, extension=extension, language=code)


@shared_task(ignore_result=True)
def make_document(*, release_id: int, extension: str, language: str) -> None:
    """Make one document of a release, unless it is there; what cannot be made is noted there."""
    release = Release.objects.defer("programme").get(pk=release_id)
    with suppress(DocumentFailed):
        document_of(release=release, extension=extension, language=language, at=clock.now())

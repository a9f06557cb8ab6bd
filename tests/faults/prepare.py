"""Run in a portal's own process: makes people with complete drafts, and signs them in."""

import json
import sys
from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from consultation.choices import CallKind
from consultation.models import Submission
from tests.factories import CallFactory, CountryFactory, StakeholderTypeFactory, UserFactory
from wsis_forum import clock


def main(count: int) -> None:
    """Print one line for each person: session key and reference of her draft."""
    now = clock.now()
    call = CallFactory(
        kind=CallKind.THEMATIC, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1)
    )
    answers = {
        "language": "fr",
        "summary": "Ce que nous proposons.",
        "text": "Pourquoi et comment.",
        "organization_name": "Réseau",
        "stakeholder_type": StakeholderTypeFactory().code,
        "country": CountryFactory().pk,
    }
    for number in range(count):
        user = UserFactory()
        title = f"Contribution {number}"
        draft = Submission.objects.create(
            call=call,
            author=user,
            language="fr",
            title=title,
            answers={**answers, "title": title},
        )
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "wsis_forum.accounts.backends.PermissionsBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        sys.stdout.write(f"{json.dumps([session.session_key, draft.reference])}\n")

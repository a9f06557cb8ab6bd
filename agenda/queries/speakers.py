"""Who is likely the same person, and who speaks too often."""

from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from agenda import twins
from agenda.models import (
    AgendaItem,
    Appearance,
    ProgrammeSettings,
    Session,
    Speaker,
    SpeakerMerge,
    SpeakerWindow,
)
from agenda.queries.speaking import spoken_sessions
from consultation import history
from consultation.models import Forum
from wsis_forum.languages import column

NAMES = tuple(column("name", code) for code, _name in settings.LANGUAGES)


def twins_of(forums: Collection[int]) -> dict[int, set[int]]:
    """Return by speaker the others of the same Forum who are likely the same person (1 query)."""
    by_forum: dict[int, dict[int, tuple[list[str], str]]] = {}
    rows = Speaker.objects.filter(forum__in=forums).values_list(
        "pk", "forum_id", "email", "sort_name", *NAMES
    )
    for pk, forum_id, email, *names in rows:
        by_forum.setdefault(forum_id, {})[pk] = ([name for name in names if name], email)
    return {pk: same for group in by_forum.values() for pk, same in twins.groups(group).items()}


def most_appearances(forum_id: int) -> int | None:
    """Return in how many sessions one person may speak; ``None`` where there is no limit."""
    rows = ProgrammeSettings.objects.filter(forum=forum_id)
    return rows.values_list("most_appearances", flat=True).first()


def over_the_limit(session_id: int) -> list[tuple[Speaker, int, int]]:
    """Return who of a session speaks too often: the person, in how many sessions, the limit."""
    forum_id = Session.objects.values_list("forum", flat=True).get(pk=session_id)
    most = most_appearances(forum_id)
    if most is None:
        return []
    counts = {key: len(found) for key, found in spoken_sessions([forum_id]).items()}
    often = [key for key, count in counts.items() if count > most]
    here = Appearance.objects.filter(session=session_id, speaker__in=often).values("speaker")
    points = AgendaItem.objects.filter(session=session_id, speakers__in=often).values("speakers")
    people = Speaker.objects.filter(Q(pk__in=here) | Q(pk__in=points)).order_by("sort_name")
    return [(one, counts[one.pk], most) for one in people]


def that_can_reach_speakers(forums: QuerySet[Forum]) -> QuerySet[Forum]:
    """Keep the Forums of whose speakers an address, a time zone or a time to speak is kept."""
    (changes,) = history.KEPT[Speaker]
    here: dict[str, Any] = {"forum": OuterRef("pk")}
    said = Q(email__gt="") | Q(timezone__gt="")
    copied = (
        Q(gone__contains=[{"model": SpeakerWindow._meta.model_name}])
        | Q(filled__has_any_keys=["email", "timezone"])
        | ~Q(gone__0__row__email="")
        | ~Q(gone__0__row__timezone="")
    )
    return forums.filter(
        Exists(Speaker.objects.filter(said, **here))
        | Exists(SpeakerWindow.objects.filter(speaker__forum=OuterRef("pk")))
        | Exists(SpeakerMerge.objects.filter(copied, **here))
        | Exists(changes._default_manager.filter(said, **here))
    )


def likely_among(forum_id: int, people: Sequence[tuple[str, str]]) -> list[list[Speaker]]:
    """Return for each person (name, e-mail) the speakers who are likely the same (1 query)."""
    speakers = {one.pk: one for one in Speaker.objects.filter(forum=forum_id).order_by("sort_name")}
    rows = {
        pk: ([one.sort_name, *(getattr(one, name) or "" for name in NAMES)], one.email)
        for pk, one in speakers.items()
    }
    # Beside the keys of rows, which are never negative.
    asked = {-1 - place: ([name], email) for place, (name, email) in enumerate(people)}
    found = twins.groups(rows | asked)
    return [[speakers[pk] for pk in sorted(found.get(key, ())) if pk in speakers] for key in asked]

"""Known organizations, found by the beginnings of the words of their names."""

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Length, Lower, StrIndex

from consultation.choices import Publication, Status
from consultation.models import Organization, Submission
from consultation.models.organization import FOLDED, WORDS, folded
from consultation.queries.search import Matches
from wsis_forum.cleaning import clean_line

MOST = 8
LEAST_CHARACTERS = 3


def found_by(typed: str) -> list[Organization]:
    """
    Return up to eight organizations, those first whose acronym or name begins so (1 query).

    Known are those that the secretariat has entered, and those of inputs whose authors agreed that
    the name is published. The case and the accents of what is typed do not matter.
    """
    text = clean_line(typed)
    if len(text) < LEAST_CHARACTERS and (text.isascii() or len(text) < LEAST_CHARACTERS - 1):
        return []
    query = Func(Value(text), function="consultation_beginnings", output_field=SearchQueryField())
    of_it = Submission.objects.filter(organization=OuterRef("pk"))
    named = of_it.filter(publication=Publication.FULL).exclude(
        status__in=(Status.DRAFT, Status.WITHDRAWN)
    )
    place = Case(
        When(acronym__iexact=text, then=Value(0)),
        When(Q(at=1), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = (
        Organization.objects.filter(Matches(WORDS, query))
        .filter(Exists(named) | ~Exists(of_it))
        .select_related("stakeholder_type", "country")
        .alias(at=StrIndex(FOLDED, folded(text)))
        .annotate(place=place)
        .order_by("place", Length("name"), F("name"))
    )
    return list(rows[:MOST])


def named(name: str, country: str) -> Organization | None:
    """Return the known organization of that name in that country, in any case (1 query)."""
    lowered = Organization.objects.alias(lowered=Lower("name"))
    return lowered.filter(lowered=Lower(Value(name)), country=country).first()

"""Which questions of a call are new or changed since the last Forum."""

from collections.abc import Mapping

from django.db.models import Case, Exists, OuterRef, Value, When

from consultation.models import Call, Question
from consultation.queries.questions import of_calls
from consultation.questionnaire.changes import Mark, compare


def marks(call: Call) -> Mapping[str, Mark]:
    """
    Return what is new or changed in a call, by the questions' keys.

    Compared with the call of the same kind of the latest Forum before that asked anything; nothing
    is marked where there is none. Three queries at most; preload ``forum``.
    """
    former = former_call(call)
    if former is None:
        return {}
    asked = of_calls([call, former])
    return compare(asked[call.pk], asked[former.pk], years=(call.forum.year, former.forum.year))


def former_call(call: Call) -> Call | None:
    """Return the call of the last Forum to compare with: at the same address, else the first."""
    return (
        Call.objects.filter(
            Exists(Question.objects.filter(call=OuterRef("pk"))),
            kind=call.kind,
            forum__start_date__lt=call.forum.start_date,
        )
        .annotate(_elsewhere=Case(When(slug=call.slug, then=Value(0)), default=Value(1)))
        .select_related("forum")
        .order_by("-forum__start_date", "_elsewhere", "order", "pk")
        .first()
    )

"""What the confirm page of a basket shows: decisions, letters, what will be public, warnings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.admin.words import merge_words, reason_words
from consultation.choices import REFUSALS, Disposition, Status
from consultation.dispositions import AcceptedAs, disposition_words, submitted_and_accepted
from consultation.exceptions import MergeImpossible, WhyNot
from consultation.letters_of_decisions import requests_of
from consultation.models import BasketItem, Call, Decision
from consultation.queries.basket import (
    as_decision,
    changed_since,
    merge_circles,
    stamp_of,
    stamps_differ,
)
from consultation.queries.decisions import public_from
from consultation.queries.formats import formats_for
from wsis_forum import dates
from wsis_forum.accounts.models import User
from wsis_forum.languages import Language, language
from wsis_forum.letters.models import Letter
from wsis_forum.letters.rendering import Request, render

# What may have changed of an input or of a decision, by the names of ``queries.basket_facts``.
_CHANGES = {
    "status": gettext_lazy("its status"),
    "texts": gettext_lazy("its text: a newer version was handed in"),
    "reviews": gettext_lazy("the reviews"),
    "notes": gettext_lazy("the thread among colleagues"),
    "questions": gettext_lazy("the questions to the author"),
    "answers": gettext_lazy("the author’s answers"),
    "decision": gettext_lazy("the decision in the basket"),
    "reason": gettext_lazy("the wording of the chosen reason"),
    "target": gettext_lazy("the input it is merged into"),
    "letter": gettext_lazy("who gets the letter, or in which language"),
    "input": gettext_lazy("its title, or the format and length that it asks for"),
    "public": gettext_lazy("whether or when it is public"),
    "call": gettext_lazy("its call or its Forum"),
    "note": gettext_lazy("what reviewers want the author to read"),
    "sources": gettext_lazy("what is merged into it"),
    "formats": gettext_lazy("the name of a format"),
}


# What a binding call's author is held to.
_ACCEPTED = frozenset({Disposition.BECOMES, Disposition.TAKEN_UP, Disposition.INFORMS})


@dataclass
class Row:
    """One decision of the basket as the page shows it."""

    item: BasketItem
    decision: Decision
    words: str
    stamp: str
    public: str
    otherwise: list[AcceptedAs]
    changed: list[str]
    changed_just_now: list[str]
    warnings: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


@dataclass
class LettersIn:
    """The letters of one language: an example, and the inputs of all of them."""

    language: Language
    example: Letter
    requests: list[Request]

    @property
    def items(self) -> list[tuple[int, str, str]]:
        """Key of the input, its number and the reader, of every letter."""
        return [
            (each.context["submission"].pk, each.context["submission"].number, str(each.user))
            for each in self.requests
        ]


def rows_of(
    items: Sequence[BasketItem], by: User, at: datetime, shown: Mapping[int, str]
) -> list[Row]:
    """Return the decisions; ``shown`` holds the stamps of the page that was refused, if any."""
    circles = {item.pk for circle in merge_circles(list(items)) for item in circle}
    here = {item.submission_id: item for item in items}
    rows = []
    decided = [as_decision(item, by, at) for item in items]
    formats = formats_for(decided)
    for item, decision in zip(items, decided, strict=True):
        stamp = stamp_of(item, at)
        differs = stamps_differ(shown[item.pk], stamp) if item.pk in shown else []
        row = Row(
            item=item,
            decision=decision,
            words=disposition_words(decision),
            stamp=stamp,
            public=_public_words(item, at),
            otherwise=submitted_and_accepted(decision, item.submission, formats),
            changed=[str(_CHANGES[name]) for name in changed_since(item, at)],
            changed_just_now=[str(_CHANGES[name]) for name in differs],
        )
        _warn(row, here, at)
        _block(row, is_in_circle=item.pk in circles)
        rows.append(row)
    return rows


def counts_of(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """Count the decisions by disposition, in the order of the list of dispositions."""
    counted = Counter(row.item.disposition for row in rows)
    return [(str(one.label), counted[one.value]) for one in Disposition if counted[one.value]]


def letters_of(rows: Sequence[Row], at: datetime) -> list[LettersIn]:
    """Return the letters by language, the most first; one of each language is rendered."""
    by_code: dict[str, list[Request]] = {}
    for request in requests_of([row.decision for row in rows], at=at):
        code = language(request.user.language if request.user else None).code
        by_code.setdefault(code, []).append(request)
    return [
        LettersIn(language(code), render(requests[0], at=at), requests)
        for code, requests in sorted(by_code.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def letters_about(item: BasketItem, by: User, at: datetime) -> list[Letter]:
    """Render every letter of one decision, unsaved."""
    return [render(each, at=at) for each in requests_of([as_decision(item, by, at)], at=at)]


def notes_on_calls(items: Iterable[BasketItem], at: datetime) -> list[str]:
    """Return what is to be known of the calls: still open, binding."""
    calls: dict[int, Call] = {}
    counted: Counter[int] = Counter()
    accepting = set()
    for item in items:
        call = item.submission.call
        accepting |= {call.pk} if item.disposition in _ACCEPTED else set()
        calls[call.pk] = call
        counted[call.pk] += 1
    found = []
    for pk, call in calls.items():
        named = {"call": str(call), "count": counted[pk]}
        if call.is_open(at):
            words = ngettext(
                "“%(call)s” is still open: %(count)d decision comes before its deadline.",
                "“%(call)s” is still open: %(count)d decisions come before its deadline.",
                counted[pk],
            )
            found.append(words % named)
        if call.is_binding and pk in accepting:
            found.append(_("“%(call)s” is binding: what is accepted is agreed.") % named)
    return found


def _public_words(item: BasketItem, at: datetime) -> str:
    since = public_from(item.submission, at)
    if since is None:
        return _("Not public: the author or the call said no.")
    if since <= at:
        return _("Public at once")
    moment = dates.moment_words(since, item.submission.call.timezone)
    return _("Public from %(moment)s") % {"moment": moment}


def _warn(row: Row, here: Mapping[int, BasketItem], at: datetime) -> None:
    """Say what is possible but may not be meant."""
    item = row.item
    if item.submission.author is None:
        row.warnings.append(_("The author’s account was erased: she gets no letter."))
    if item.holds_others and item.disposition in (*REFUSALS, Disposition.MERGED):  # type: ignore[attr-defined]
        row.warnings.append(_("Other inputs are merged into this one; they end where it ends."))
    target = item.target
    if target is None:
        return
    waiting, decided = here.get(target.pk), target.decision
    end = waiting.disposition if waiting else decided.disposition if decided else ""
    if end and end in (*REFUSALS, Disposition.MERGED):
        words = _("The input it is merged into ends itself as: %(disposition)s.")
        row.warnings.append(words % {"disposition": Disposition(end).label})


def _block(row: Row, *, is_in_circle: bool) -> None:
    """Say what keeps the basket from landing."""
    status, target = row.item.submission.status, row.item.target
    if status == Status.RETURNED:
        row.blocks.append(_("It waits for its author’s answer. Take it out, or take it up again."))
    elif status not in (Status.SUBMITTED, Status.UNDER_REVIEW):
        row.blocks.append(_("It has ended meanwhile. Take it out of the basket."))
    reason = row.item.chosen_reason
    if reason is None or not reason.is_whole:
        row.blocks.append(reason_words())
    if target is not None and target.status == Status.WITHDRAWN:
        row.blocks.append(merge_words(MergeImpossible(WhyNot.WITHDRAWN)))
    if is_in_circle:
        row.blocks.append(
            _("This basket would merge inputs in a circle. Change or take out one of them.")
        )

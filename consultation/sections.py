"""Which sections an input has, and what each must hold at hand-in: the one place of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from consultation.choices import CallKind
from consultation.counting import count_characters, count_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from consultation.models import Call, Submission

TITLE_CHARACTERS = 200
SUMMARY_WORDS = 150
SPEAKERS = 12
MINUTES = (15, 240)
EXPECTED_PEOPLE = (1, 10_000)

# The answers to one section, by field; see ``answers``.
Answers = Mapping[str, Any]

LABELS: Mapping[str, "_StrPromise"] = {
    "language": gettext_lazy("Language of your text"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "text": pgettext_lazy("the main part of an input", "Text"),
    "organization_name": gettext_lazy("Organization"),
    "stakeholder_type": gettext_lazy("Stakeholder type"),
    "country": gettext_lazy("Country"),
    "action_lines": gettext_lazy("WSIS Action Lines"),
    "goals": gettext_lazy("Sustainable Development Goals"),
    "format": gettext_lazy("Format"),
    "minutes": gettext_lazy("Length in minutes"),
    "expected_people": gettext_lazy("Number of people you expect"),
    "speakers": gettext_lazy("Speakers"),
}

# Answered by ticking: the first box is what a link from an error goes to.
TICKED = frozenset({"stakeholder_type", "action_lines", "goals", "format"})


@dataclass(frozen=True)
class Section:
    """One page of an input. ``asks`` says on the call's page what it will ask."""

    slug: str
    title: "_StrPromise"
    asks: "_StrPromise"
    fields: tuple[str, ...]


SECTIONS: Mapping[str, Section] = {
    section.slug: section
    for section in (
        Section(
            "input",
            gettext_lazy("Your input"),
            gettext_lazy("A title, a short summary and the text itself, in any of six languages."),
            ("language", "title", "summary", "text"),
        ),
        Section(
            "organization",
            gettext_lazy("Your organization"),
            gettext_lazy("Its name, its stakeholder type and its country."),
            ("organization_name", "stakeholder_type", "country"),
        ),
        Section(
            "workshop",
            gettext_lazy("The workshop"),
            gettext_lazy("Its format, its length and how many people you expect."),
            ("format", "minutes", "expected_people"),
        ),
        Section(
            "speakers",
            gettext_lazy("Proposed speakers"),
            gettext_lazy("Who should speak, as far as you know by now."),
            ("speakers",),
        ),
        Section(
            "tags",
            gettext_lazy("Action Lines and Goals"),
            gettext_lazy("Which WSIS Action Lines and Sustainable Development Goals it concerns."),
            ("action_lines", "goals"),
        ),
    )
}

_USUAL = ("input", "organization", "tags")
_OF_KIND: Mapping[str, tuple[str, ...]] = {
    CallKind.WORKSHOP: ("input", "organization", "workshop", "speakers", "tags"),
}
# A thematic input may concern the format only, so tags are asked of workshops alone.
_OPTIONAL: Mapping[str, frozenset[str]] = {CallKind.WORKSHOP: frozenset({"speakers"})}
_USUALLY_OPTIONAL = frozenset({"tags"})


class State(models.TextChoices):
    """How far a section is."""

    NOT_STARTED = "not-started", pgettext_lazy("state of a section", "Not started")
    IN_PROGRESS = "in-progress", pgettext_lazy("state of a section", "In progress")
    COMPLETE = "complete", pgettext_lazy("state of a section", "Complete")
    OPTIONAL = "optional", pgettext_lazy("state of a section", "Optional")


@dataclass(frozen=True)
class Problem:
    """Why an input cannot be handed in yet; ``field`` is its form's name for it."""

    section: str
    field: str
    message: str
    is_missing: bool = True

    @property
    def anchor(self) -> str:
        """The id of the field in the section's page."""
        return f"id_{self.field}_0" if self.field in TICKED else f"id_{self.field}"


def of_kind(kind: str) -> tuple[Section, ...]:
    """Return the sections of a kind of call, in the order in which they are offered."""
    return tuple(SECTIONS[slug] for slug in _OF_KIND.get(kind, _USUAL))


def answers(submission: "Submission", slug: str) -> dict[str, Any]:
    """
    Return what a section holds: strings, codes and numbers, as its form gives and takes them.

    Reads ``action_lines``, ``goals``, ``speakers`` and ``workshop``; preload them for many rows.
    """
    return _READERS[slug](submission)


def problems(submission: "Submission") -> tuple[Problem, ...]:
    """Return all that keeps a draft from being handed in, section by section."""
    return tuple(
        problem
        for section in of_kind(submission.call.kind)
        for problem in section_problems(
            section.slug, answers(submission, section.slug), submission.call
        )
    )


def section_problems(slug: str, given: Answers, call: "Call") -> tuple[Problem, ...]:
    """Return what is missing in these answers to a section of ``call``, or too long."""
    optional = _OPTIONAL.get(call.kind, _USUALLY_OPTIONAL)
    return tuple(_CHECKS[slug](given, call, slug not in optional))


def state(slug: str, given: Answers, call: "Call") -> State:
    """Say how far a section is."""
    if any(value for name, value in given.items() if name != "language"):
        return State.IN_PROGRESS if section_problems(slug, given, call) else State.COMPLETE
    is_optional = slug in _OPTIONAL.get(call.kind, _USUALLY_OPTIONAL)
    return State.OPTIONAL if is_optional else State.NOT_STARTED


# --- What each section holds ---------------------------------------------------------


def _read_columns(submission: "Submission") -> dict[str, Any]:
    return {name: getattr(submission, name) for name in SECTIONS["input"].fields}


def _read_organization(submission: "Submission") -> dict[str, Any]:
    kind = submission.stakeholder_type
    return {
        "organization_name": submission.organization_name,
        "stakeholder_type": kind.code if kind else "",
        "country": submission.country_id or "",
    }


def _read_tags(submission: "Submission") -> dict[str, Any]:
    return {
        "action_lines": [line.code for line in submission.action_lines.all()],
        "goals": [goal.number for goal in submission.goals.all()],
    }


def _read_workshop(submission: "Submission") -> dict[str, Any]:
    details = getattr(submission, "workshop", None)
    return {
        "format": details.format if details else "",
        "minutes": details.minutes if details else None,
        "expected_people": details.expected_people if details else None,
    }


def _read_speakers(submission: "Submission") -> dict[str, Any]:
    return {
        "speakers": [
            {
                "honorific": speaker.honorific,
                "name": speaker.name,
                "function": speaker.function,
                "organization": speaker.organization,
                "country": speaker.country_id or "",
                "attendance": speaker.attendance,
            }
            for speaker in submission.speakers.all()
        ]
    }


_READERS: Mapping[str, Callable[["Submission"], dict[str, Any]]] = {
    "input": _read_columns,
    "organization": _read_organization,
    "tags": _read_tags,
    "workshop": _read_workshop,
    "speakers": _read_speakers,
}


# --- What each section must hold -----------------------------------------------------


def _missing(slug: str, given: Answers, required: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    for field, message in required:
        if not given[field]:
            yield Problem(slug, field, message)


def _check_input(given: Answers, call: "Call", is_required: bool) -> Iterator[Problem]:  # noqa: FBT001 one shape for all checks
    required = (
        ("title", _("Enter a title.")),
        ("summary", _("Enter a summary.")),
        ("text", _("Enter the text of your input.")),
    )
    yield from _missing("input", given, required)
    for field, count, limit, message in (
        ("title", count_characters(given["title"]), TITLE_CHARACTERS, _too_long_title),
        ("summary", count_words(given["summary"]), SUMMARY_WORDS, _too_long_summary),
        ("text", count_words(given["text"]), call.text_limit_words, _too_long_text),
    ):
        if count > limit:
            yield Problem("input", field, message(count, limit), is_missing=False)


def _too_long_title(count: int, limit: int) -> str:
    return ngettext(
        "The title has %(count)d character. Shorten it to %(limit)d.",
        "The title has %(count)d characters. Shorten it to %(limit)d.",
        count,
    ) % {"count": count, "limit": limit}


def _too_long_summary(count: int, limit: int) -> str:
    return ngettext(
        "The summary has %(count)d word. Shorten it to %(limit)d.",
        "The summary has %(count)d words. Shorten it to %(limit)d.",
        count,
    ) % {"count": count, "limit": limit}


def _too_long_text(count: int, limit: int) -> str:
    return ngettext(
        "The text has %(count)d word. Shorten it to %(limit)d.",
        "The text has %(count)d words. Shorten it to %(limit)d.",
        count,
    ) % {"count": count, "limit": limit}


def _check_organization(given: Answers, call: "Call", is_required: bool) -> Iterator[Problem]:  # noqa: FBT001
    required = (
        ("organization_name", _("Enter the name of your organization.")),
        ("stakeholder_type", _("Choose the stakeholder type.")),
        ("country", _("Choose a country, or “Global / not tied to a country”.")),
    )
    yield from _missing("organization", given, required)


def _check_tags(given: Answers, call: "Call", is_required: bool) -> Iterator[Problem]:  # noqa: FBT001
    required = (
        ("action_lines", _("Choose at least one Action Line.")),
        ("goals", _("Choose at least one Goal.")),
    )
    yield from _missing("tags", given, required if is_required else ())


def _check_workshop(given: Answers, call: "Call", is_required: bool) -> Iterator[Problem]:  # noqa: FBT001
    required = (
        ("format", _("Choose the format of the workshop.")),
        ("minutes", _("Enter the length of the workshop in minutes.")),
        ("expected_people", _("Enter how many people you expect; an estimate is enough.")),
    )
    yield from _missing("workshop", given, required)


def _check_speakers(given: Answers, call: "Call", is_required: bool) -> Iterator[Problem]:  # noqa: FBT001
    for index, speaker in enumerate(given["speakers"]):
        if not speaker["name"]:
            message = _("Enter the name of speaker %(number)d, or remove this speaker.")
            yield Problem("speakers", f"speakers-{index}-name", message % {"number": index + 1})


_CHECKS: Mapping[str, Callable[[Answers, "Call", bool], Iterator[Problem]]] = {
    "input": _check_input,
    "organization": _check_organization,
    "tags": _check_tags,
    "workshop": _check_workshop,
    "speakers": _check_speakers,
}

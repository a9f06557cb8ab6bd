"""The sections of an input as a list of tasks, each with how far it is."""

from dataclasses import dataclass

from django.urls import reverse

from consultation.models import Submission
from consultation.questionnaire import Questionnaire
from consultation.questionnaire.problems import Problem, State, state
from consultation.questionnaire.visibility import only, visible

_TONES = {
    State.NOT_STARTED: "neutral",
    State.IN_PROGRESS: "waiting",
    State.COMPLETE: "good",
    State.OPTIONAL: "past",
}


@dataclass(frozen=True)
class Task:
    """A section in the list (see ``components/task_list.html``)."""

    title: str
    url: str
    state: str
    tone: str
    hint: str = ""


@dataclass(frozen=True)
class Lacking:
    """What is missing or too long, linked to its field."""

    message: str
    url: str


def tasks(submission: Submission, questionnaire: Questionnaire) -> list[Task]:
    """Return the sections that ask something, given the answers."""
    shown = visible(questionnaire, submission.answers)
    found = []
    for part in questionnaire.parts:
        if only(part.questions, shown):
            how_far = state(questionnaire, part, submission.answers)
            url = reverse("consultation:edit", args=(submission.reference, part.slug))
            found.append(Task(part.title, url, str(how_far.label), _TONES[how_far]))
    return found


def lacking(submission: Submission, problems: tuple[Problem, ...]) -> list[Lacking]:
    """Return where to put right what is missing or too long."""
    addresses = {
        problem.section: reverse("consultation:edit", args=(submission.reference, problem.section))
        for problem in problems
    }
    return [
        Lacking(problem.message, f"{addresses[problem.section]}#{problem.anchor}")
        for problem in problems
    ]

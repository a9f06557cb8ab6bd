"""
Who sees which input where: role × conflict × status × place, tried whole over HTTP.

A world holds one input for each conflict and status, and for a second call; the title of each has a
word of its own. Each place is asked once for one person; the words on it are what she sees there.
"""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from consultation.choices import CallKind, Disposition, Role, Status
from consultation.models import (
    Call,
    CallRole,
    Clarification,
    Conflict,
    Contributor,
    Organization,
    Submission,
    SubmissionVersion,
)
from tests.consultation.conftest import Now
from tests.factories import (
    NOW,
    AttachmentFactory,
    CallFactory,
    OrganizationFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User
from wsis_forum.uploads.storing import path_of

pytestmark = pytest.mark.django_db

HANDED_IN = tuple(status for status in Status if status != Status.DRAFT)

# --- The table ------------------------------------------------------------------------------------

# Role -> the calls whose inputs she sees: all, the first one, or none.
SEES: Mapping[str, str] = {
    "secretariat": "all",
    "reviewer": "all",
    "organizer": "all",
    "observer": "all",
    "superuser": "all",
    "secretariat of the call": "first",
    "reviewer of the call": "first",
    "reviewer of the other call": "second",
    "staff without a role": "none",
    "stakeholder": "none",
    "anonymous": "none",
}
# Conflict -> whether it hides the input from the person, whatever her role.
HIDES: Mapping[str, bool] = {
    "none": False,
    "declared": True,
    "ended": False,
    "organization": True,
    "contributor": True,
    "invited": True,
    "speaker": True,
    "author": True,
}
# Place -> the statuses that it shows; a draft is shown nowhere.
PLACES: Mapping[str, tuple[Status, ...]] = {
    "list": HANDED_IN,
    "search": HANDED_IN,
    "page": HANDED_IN,
    "other inputs on a page": HANDED_IN,
    "history": HANDED_IN,
    "file": HANDED_IN,
    "export as CSV": HANDED_IN,
    "export as XLSX": HANDED_IN,
    "count of the list": HANDED_IN,
    "count of the call": HANDED_IN,
    "dashboard": HANDED_IN,
    "autocomplete": (),
    "requests without a session": (Status.DECIDED,),
    "what an input can be merged into": tuple(
        status for status in HANDED_IN if status != Status.WITHDRAWN
    ),
}
_FOR_ALL_CALLS = frozenset({"secretariat", "reviewer", "organizer", "observer", "superuser"})
# Places that only some roles have: these see there all that they may see, others nothing.
ONLY_FOR: Mapping[str, frozenset[str]] = {
    "requests without a session": _FOR_ALL_CALLS,
    "count of the call": _FOR_ALL_CALLS,
    "what an input can be merged into": frozenset(
        {
            *("secretariat", "superuser", "reviewer"),
            *("secretariat of the call", "reviewer of the call"),
        }
    ),
}
# What stands there is the first few of what may be seen.
FIRST_FEW = frozenset({"other inputs on a page", "dashboard"})


class Marked(NamedTuple):
    """An input and the word by which it is found."""

    word: str
    conflict: str
    status: Status
    call: str
    submission: Submission
    file_id: int


class World(NamedTuple):
    """All inputs around one person."""

    person: User
    inputs: list[Marked]
    # Read once for all that is looked for in them: a page costs more than all else here.
    pages: dict[int, str]

    def words(self, *, sees: str, statuses: tuple[Status, ...]) -> set[str]:
        """Return the words that the table lets the person see."""
        return {
            one.word
            for one in self.inputs
            if one.status in statuses and not HIDES[one.conflict] and sees in {"all", one.call}
        }

    def found(self, text: str) -> set[str]:
        """Return the words that stand in a text."""
        lowered = text.lower()
        return {one.word for one in self.inputs if one.word in lowered}


# --- The world ------------------------------------------------------------------------------------


def word_for(number: int) -> str:
    """Return a word of letters only, so that every search finds it."""
    return "zebra" + "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}") + "q"


def the_person(role: str, calls: Mapping[str, Call]) -> User:
    person: User = UserFactory(
        email="nora@example.org",
        name="Nora Quist",
        organization_name="Institute of Marshes",
        is_staff=role not in {"stakeholder", "anonymous"},
        is_superuser=role == "superuser",
    )
    if role in roles.ROLES:
        person.groups.add(Group.objects.get(name=role))
    of_call = {
        "secretariat of the call": (Role.SECRETARIAT, "first"),
        "reviewer of the call": (Role.REVIEWER, "first"),
        "reviewer of the other call": (Role.REVIEWER, "second"),
    }
    if role in of_call:
        what, which = of_call[role]
        CallRole.objects.create(call=calls[which], user=person, role=what)
    return person


def put_near(submission: Submission, conflict: str, person: User) -> None:
    """Make an input as near to the person as the conflict says."""
    if conflict in {"declared", "ended"}:
        ended = NOW if conflict == "ended" else None
        Conflict.objects.create(submission=submission, user=person, declared_at=NOW, ended_at=ended)
    if conflict in {"contributor", "invited"}:
        Contributor.objects.create(
            submission=submission,
            email=person.email if conflict == "contributor" else person.email.upper(),
            user=person if conflict == "contributor" else None,
            invited_at=NOW,
            accepted_at=NOW if conflict == "contributor" else None,
        )


def marked(
    number: int, case: tuple[str, Status, str], call: Call, office: Organization, person: User
) -> Marked:
    conflict, status, which = case
    word = word_for(number)
    answers: dict[str, Any] = {}
    given: dict[str, Any] = {"author": person if conflict == "author" else UserFactory()}
    if conflict == "organization":
        given["organization_name"] = "INSTITUTE of marshes"
        given["organization"] = None
    if conflict == "speaker":
        answers["speakers"] = [{"name": "nora quist", "organization": ""}]
    if status == Status.DECIDED:
        given["decision"] = {"disposition": Disposition.BECOMES}
    is_draft = status == Status.DRAFT
    submission = SubmissionFactory(
        call=call,
        title=f"Title {word}",
        status=Status.SUBMITTED if is_draft else status,
        answers=answers,
        **({"organization": office} | given),
    )
    file = AttachmentFactory(submission=submission, name=f"{word}.pdf")
    path = path_of(file.stored_name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(word.encode())
    SubmissionVersion.objects.filter(submission=submission).update(
        answers={**submission.answers, "files": [file.pk]}
    )
    if status == Status.RETURNED:
        until = NOW + timedelta(days=9)
        Clarification.objects.create(
            submission=submission, asked_at=NOW, question="Why?", until=until
        )
    if is_draft:
        submission.versions.all().delete()
        Submission.objects.filter(pk=submission.pk).update(
            status=Status.DRAFT, number=None, submitted_at=None
        )
    # Once there and gone again, so that only the history knows it.
    for said in (f"on behalf of {word}", ""):
        Submission.objects.filter(pk=submission.pk).update(on_behalf_of=said)
    put_near(submission, conflict, person)
    return Marked(word, conflict, status, which, submission, file.pk)


@pytest.fixture
def world(request: Any, _roles: None, now: Now) -> World:
    calls = {which: CallFactory(kind=CallKind.WORKSHOP) for which in ("first", "second")}
    person = the_person(request.param, calls)
    office = OrganizationFactory(name="Office of Rivers")
    cases = [(conflict, status, "first") for conflict in HIDES for status in Status]
    cases += [("none", status, "second") for status in Status]
    inputs = [
        marked(number, (conflict, status, which), calls[which], office, person)
        for number, (conflict, status, which) in enumerate(cases)
    ]
    return World(person, inputs, {})


# --- The places -----------------------------------------------------------------------------------

LIST = "/admin/consultation/submission/"


def read(response: Any) -> str:
    """Return all the text of an answer that lets somebody in; nothing of any other."""
    if response.status_code != 200:
        return ""
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return str(response.content.decode("utf-8", "replace"))


def everything(client: Client, url: str) -> str:
    """Read a list page by page."""
    texts = [read(client.get(url, {"p": page})) for page in (1, 2)]
    return "".join(texts)


def on_the_list(client: Client, world: World) -> set[str]:
    return world.found(everything(client, LIST))


def on_the_search(client: Client, world: World) -> set[str]:
    """Search for the first word of all titles; one by one would be slow."""
    found: set[str] = set()
    for page in (1, 2):
        text = read(client.get(LIST, {"q": "title", "p": page}))
        found |= world.found(text)
    return found


def on_the_pages(client: Client, world: World) -> set[str]:
    return {one.word for one in world.inputs if one.word in page_text(client, world, one).lower()}


def page_text(client: Client, world: World, one: Marked) -> str:
    key = one.submission.pk
    if key not in world.pages:
        world.pages[key] = read(client.get(page_of(one)))
    return world.pages[key]


def page_of(one: Marked) -> str:
    return reverse("admin:consultation_submission_change", args=(one.submission.pk,))


def beside_others(client: Client, world: World) -> set[str]:
    """Look at the earlier inputs of the organization, similar ones, next and previous."""
    found: set[str] = set()
    for one in world.inputs:
        if one.conflict == "none":
            found |= world.found(page_text(client, world, one)) - {one.word}
    return found


def on_the_histories(client: Client, world: World) -> set[str]:
    """Go where the address of Django's history leads, and read what was there before a change."""
    found = set()
    for one in world.inputs:
        url = reverse("admin:consultation_submission_history", args=(one.submission.pk,))
        if client.get(url).get("Location") == f"{page_of(one)}#history":
            told = page_text(client, world, one).partition('id="history"')[2]
            found |= {one.word} if f"on behalf of {one.word}" in told else set()
    return found


def in_the_files(client: Client, world: World) -> set[str]:
    """Fetch each file by its address; those that she has as its writer are not the matter here."""
    found: set[str] = set()
    for one in world.inputs:
        if one.conflict not in {"author", "contributor"}:
            url = reverse("consultation:file", args=(one.submission.reference, one.file_id))
            found |= world.found(read(client.get(url)))
    return found


def in_the_csv(client: Client, world: World) -> set[str]:
    text = read(client.get(f"{LIST}export.csv"))
    rows = list(csv.reader(io.StringIO(text)))
    return {word for row in rows for cell in row for word in world.found(cell)}


def in_the_xlsx(client: Client, world: World) -> set[str]:
    response: Any = client.get(f"{LIST}export.xlsx")
    if response.status_code != 200:
        return set()
    content = b"".join(response.streaming_content) if response.streaming else response.content
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    return {word for cell in cells for word in world.found(cell)}


def by_the_lists_count(client: Client, world: World) -> int:
    response = client.get(LIST)
    return response.context["cl"].result_count if response.status_code == 200 else 0


def by_the_calls_count(client: Client, world: World) -> int:
    response = client.get(reverse("admin:consultation_call_changelist"))
    if response.status_code != 200:
        return 0
    return sum(call.handed_in_count for call in response.context["cl"].result_list)


def on_the_dashboard(client: Client, world: World) -> set[str]:
    return world.found(read(client.get("/admin/")))


def by_autocomplete(client: Client, world: World) -> set[str]:
    found: set[str] = set()
    for app, model, field in (
        ("agenda", "session", "submission"),
        ("agenda", "session", "submissions"),
        ("consultation", "assignment", "submission"),
        ("consultation", "conflict", "submission"),
    ):
        where = {"app_label": app, "model_name": model, "field_name": field, "term": "zebra"}
        found |= world.found(read(client.get("/admin/autocomplete/", where)))
    return found


def among_the_unmade(client: Client, world: World) -> set[str]:
    return world.found(read(client.get(reverse("admin:agenda_session_unmade"))))


def as_targets(client: Client, world: World) -> set[str]:
    found: set[str] = set()
    first = next(one for one in world.inputs if one.conflict == "none")
    for one in world.inputs:
        if one.conflict == "none" and one.status == Status.UNDER_REVIEW and one.call == "first":
            first = one
    url = reverse("admin:consultation_submission_lookup", args=(first.submission.pk,))
    # It answers with ten: no more have a number that begins so.
    tens = sorted({str(one.submission.number)[:-1] for one in world.inputs})
    for words in ("title", "zebra", *tens):
        found |= world.found(read(client.get(url, {"q": words})))
    # The input itself is none to merge into; she sees it, or would find nothing here.
    return found | {first.word} if found else found


LOOKS: Mapping[str, Callable[[Client, World], Any]] = {
    "list": on_the_list,
    "search": on_the_search,
    "page": on_the_pages,
    "other inputs on a page": beside_others,
    "history": on_the_histories,
    "file": in_the_files,
    "export as CSV": in_the_csv,
    "export as XLSX": in_the_xlsx,
    "count of the list": by_the_lists_count,
    "count of the call": by_the_calls_count,
    "dashboard": on_the_dashboard,
    "autocomplete": by_autocomplete,
    "requests without a session": among_the_unmade,
    "what an input can be merged into": as_targets,
}


@pytest.mark.parametrize(
    ("world", "role"), [(role, role) for role in SEES], ids=list(SEES), indirect=["world"]
)
def test_everybody_sees_what_the_table_says_and_nothing_else(
    world: World, role: str, client: Client
):
    if role != "anonymous":
        client.force_login(world.person)
    wrong: dict[str, Any] = {}
    for place, statuses in PLACES.items():
        seen = LOOKS[place](client, world)
        allowed = world.words(sees=SEES[role], statuses=statuses)
        if role not in ONLY_FOR.get(place, SEES):
            allowed = set()
        if isinstance(seen, int):
            wrong |= {} if seen == len(allowed) else {place: (seen, len(allowed))}
        elif place in FIRST_FEW:
            is_wrong = seen - allowed or (allowed and not seen)
            wrong |= {place: words_of(world, seen - allowed)} if is_wrong else {}
        elif seen != allowed:
            wrong[place] = words_of(world, seen ^ allowed)
    assert wrong == {}


def words_of(world: World, words: set[str]) -> list[tuple[str, str, str]]:
    """Name the cases whose words these are."""
    return [(one.conflict, one.status, one.call) for one in world.inputs if one.word in words]


def test_the_table_names_every_place_and_every_role():
    assert LOOKS.keys() == PLACES.keys()
    assert set(roles.ROLES) <= set(SEES)
    assert set(SEES.values()) == {"all", "first", "second", "none"}

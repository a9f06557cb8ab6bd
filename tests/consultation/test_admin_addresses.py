"""Every address of the workbench has a row here: who comes in by GET, and who by POST."""

from collections.abc import Iterator, Mapping
from datetime import time
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from agenda.models import (
    AgendaItem,
    FollowUp,
    FollowUpDate,
    PlannedRelease,
    ProgrammeDay,
    ProgrammeSettings,
    Release,
    Session,
    Slot,
    WordTemplate,
)
from agenda.programme import to_data
from consultation.actions import basket
from consultation.choices import AssignedBy, Disposition, Role
from consultation.models import (
    Assignment,
    AssignmentRule,
    Call,
    CallRole,
    CallSection,
    Conflict,
    Country,
    Criterion,
    ImportRun,
    Question,
    Region,
    ReminderRule,
    ReviewerCapacity,
    SavedFilter,
    ScreeningCriterion,
    Submission,
)
from tests.agenda.programmes import small_programme
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    GoalFactory,
    OrganizationFactory,
    OutcomeFactory,
    PhaseFactory,
    PublicReasonFactory,
    RoomFactory,
    SessionFactory,
    SessionTypeFactory,
    SpeakerFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import KindSetting, Letter
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db

# Letter -> role. The last two hold theirs for the call of the inputs only.
ROLES: Mapping[str, str] = {
    "S": roles.SECRETARIAT,
    "R": roles.REVIEWER,
    "O": roles.ORGANIZER,
    "B": roles.OBSERVER,
    "U": "superuser",
    "N": "staff without a role",
    "s": "secretariat of the call",
    "r": "reviewer of the call",
}


class Row(NamedTuple):
    """Who comes in; "" is nobody."""

    get: str
    post: str


class Model(NamedTuple):
    """Who comes into the usual pages of a table: reads, adds, changes, deletes."""

    reads: str
    adds: str
    changes: str
    deletes: str


# Pages of Django for everybody of the staff, and those whose rows are asked for elsewhere: what the
# index, a table and an autocomplete show is in ``test_permission_matrix``.
OF_DJANGO = frozenset(
    {
        "app_list",
        "autocomplete",
        "export_page",
        "index",
        "jsi18n",
        "login",
        "logout",
        "password_change",
        "password_change_done",
        "view_on_site",
    }
)
# Table -> who reads, adds, changes and deletes rows, on the pages that Django makes of it.
TABLES: Mapping[str, Model] = {
    "accounts_user": Model("SU", "U", "U", "U"),
    "agenda_agendaitem": Model("SOU", "", "SOU", "OU"),
    "agenda_followupdate": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_plannedrelease": Model("SOU", "SOU", "SOU", ""),
    "agenda_programmeday": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_programmesettings": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_release": Model("SOU", "SOU", "", ""),
    "agenda_room": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_session": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_sessiontype": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_slot": Model("SROBU", "", "", ""),
    "agenda_speaker": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_track": Model("SROBU", "SOU", "SOU", "OU"),
    "agenda_wordtemplate": Model("SOU", "SOU", "SOU", ""),
    "auth_group": Model("U", "U", "U", "U"),
    "consultation_actionline": Model("SROBU", "SU", "SU", "U"),
    "consultation_assignmentrule": Model("SROBU", "SU", "SU", "U"),
    "consultation_basketitem": Model("SsU", "", "", ""),
    "consultation_call": Model("SROBU", "SU", "SU", "U"),
    "consultation_callsection": Model("SOU", "SU", "SU", "SU"),
    "consultation_country": Model("SROBU", "SU", "SU", "U"),
    "consultation_criterion": Model("SROBU", "SU", "SU", "SU"),
    "consultation_forum": Model("SROBU", "SU", "SU", "U"),
    "consultation_goal": Model("SROBU", "SU", "SU", "U"),
    "consultation_importrun": Model("SU", "SU", "", ""),
    "consultation_organization": Model("SROBU", "SU", "SU", "U"),
    "consultation_phase": Model("SROBU", "SU", "SU", "U"),
    "consultation_publicreason": Model("SROBU", "SU", "SU", "U"),
    "consultation_question": Model("SOU", "SU", "SU", "SU"),
    "consultation_region": Model("SROBU", "SU", "SU", "U"),
    "consultation_reviewercapacity": Model("SU", "", "", ""),
    "consultation_screeningcriterion": Model("SROBU", "SU", "SU", "SU"),
    "consultation_stakeholdertype": Model("SROBU", "SU", "SU", "U"),
    "consultation_submission": Model("SROBsrU", "", "", ""),
    "consultation_reminderrule": Model("SROBU", "SU", "SU", "U"),
    "letters_kindsetting": Model("SU", "", "", ""),
    "letters_letter": Model("SU", "", "", ""),
    "mfa_authenticator": Model("U", "U", "U", "U"),
}
# Every other address -> who comes in by GET, and by POST with nothing in it but the row it names.
ADDRESSES: Mapping[str, Row] = {
    "agenda_session_agenda": Row("SOU", "SOU"),
    "agenda_session_follow_up": Row("SOU", ""),
    "agenda_session_follow_up_adopt": Row("SOU", "SOU"),
    "agenda_session_follow_up_ask": Row("", "SOU"),
    "agenda_session_follow_up_end_links": Row("", "SOU"),
    "agenda_session_follow_up_file": Row("SOU", ""),
    "agenda_session_follow_up_letters": Row("SOU", "SOU"),
    "agenda_session_follow_up_settings": Row("SOU", "SOU"),
    "agenda_session_follow_ups": Row("SROBU", ""),
    "agenda_session_invite": Row("", "SOU"),
    "agenda_plannedrelease_cancel": Row("", "SOU"),
    "agenda_release_again": Row("SOU", "SOU"),
    "agenda_release_documents": Row("", "SOU"),
    "agenda_session_conflicts": Row("SROBU", ""),
    "agenda_session_make": Row("", "SOU"),
    "agenda_session_make_chosen": Row("", "SOU"),
    "agenda_session_move": Row("", "SOU"),
    "agenda_session_place": Row("SOU", "SOU"),
    "agenda_session_timetable": Row("SROBU", ""),
    "agenda_session_timetable_redo": Row("", "SOU"),
    "agenda_session_timetable_undo": Row("", "SOU"),
    "agenda_session_unmade": Row("SROBU", "SROBU"),
    "agenda_session_unplace": Row("", "SOU"),
    "agenda_wordtemplate_built_in": Row("SOU", ""),
    "agenda_wordtemplate_file": Row("SOU", ""),
    "agenda_wordtemplate_use": Row("", "SOU"),
    "agenda_speaker_end_links": Row("", "SOU"),
    "agenda_speaker_merge": Row("SOU", "SOU"),
    "agenda_speaker_photo": Row("SOU", "SOU"),
    "agenda_speaker_photo_file": Row("", ""),
    "agenda_speaker_undo_merge": Row("", "SOU"),
    "consultation_basketitem_land": Row("", "SsU"),
    "consultation_basketitem_letter": Row("SsU", ""),
    "consultation_basketitem_take_out": Row("", "SsU"),
    "consultation_call_copy": Row("SU", "SU"),
    "consultation_call_criteria": Row("SROBU", "SROBU"),
    "consultation_call_late_codes": Row("SU", "SU"),
    "consultation_call_mark_decided": Row("", "SsU"),
    "consultation_call_move_deadline": Row("SU", "SU"),
    "consultation_call_move_question": Row("", "SU"),
    "consultation_call_people": Row("SU", "SU"),
    "consultation_call_preview": Row("SOU", ""),
    "consultation_call_questions": Row("SOU", "SOU"),
    "consultation_call_review_letters": Row("SsU", "SsU"),
    "consultation_call_reviews": Row("SsU", "SsU"),
    "consultation_call_take_role": Row("", "SU"),
    "consultation_call_undecided": Row("SROBsrU", "SROBsrU"),
    "consultation_call_usual_criteria": Row("", "SU"),
    "consultation_call_usual_questions": Row("", "SU"),
    "consultation_forum_copy": Row("SU", "SU"),
    "consultation_forum_make_current": Row("", "SU"),
    "consultation_importrun_columns": Row("S", "S"),
    "consultation_importrun_land": Row("", "S"),
    "consultation_importrun_refused": Row("S", "S"),
    "consultation_importrun_words": Row("S", "S"),
    "consultation_phase_move": Row("SU", "SU"),
    "consultation_reviewercapacity_describe": Row("SU", "SU"),
    "consultation_submission_ask_back": Row("SsU", "SsU"),
    "consultation_submission_assign": Row("SsU", "SsU"),
    "consultation_submission_assign_many": Row("SsU", "SsU"),
    "consultation_submission_basket_many": Row("", "SsU"),
    "consultation_submission_conflict": Row("SROBsrU", "SROBsrU"),
    "consultation_submission_decide": Row("", "SsU"),
    "consultation_submission_filter_change": Row("", "SROBsrU"),
    "consultation_submission_filter_delete": Row("", "SROBsrU"),
    "consultation_submission_filter_save": Row("", "SROBsrU"),
    "consultation_submission_filters": Row("SROBsrU", "SROBsrU"),
    "consultation_submission_hand_over": Row("", "SsU"),
    "consultation_submission_keys": Row("SROBsrU", "SROBsrU"),
    "consultation_submission_lift": Row("", "SsU"),
    "consultation_submission_lookup": Row("SRsrU", ""),
    "consultation_submission_note": Row("", "SROsrU"),
    "consultation_submission_reopen": Row("SsU", "SsU"),
    "consultation_submission_reopen_review": Row("", "SRsrU"),
    "consultation_submission_review": Row("SRsrU", "SRsrU"),
    "consultation_submission_screening": Row("SsU", "SsU"),
    "consultation_submission_search_help": Row("SROBsrU", "SROBsrU"),
    "consultation_submission_take_back": Row("", "SsU"),
    "consultation_submission_take_up": Row("", "SsU"),
    "consultation_reminderrule_calendar": Row("SU", ""),
    "consultation_reminderrule_go_on": Row("", "SU"),
    "consultation_reminderrule_names": Row("SU", ""),
    "consultation_reminderrule_preview": Row("SU", ""),
    "consultation_reminderrule_preview_html": Row("SU", ""),
    "consultation_reminderrule_stop": Row("", "SU"),
    "letters_letter_cancel": Row("", "SU"),
    "letters_letter_edit": Row("SU", "SU"),
    "letters_letter_health": Row("SU", ""),
    "letters_letter_hold": Row("", "SU"),
    "letters_letter_look": Row("SU", ""),
    "letters_letter_release": Row("", "SU"),
    "letters_letter_send_now": Row("", "SU"),
    "letters_letter_try_again": Row("", "SU"),
    # Of the inputs; that of every other table is asked for below.
    "export": Row("SROBsrU", ""),
}


def admin_addresses() -> Iterator[str]:
    """Name every address below ``/admin/``."""

    def walk(patterns: list[Any], prefix: str) -> Iterator[str]:
        for one in patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            # One without a name only sends on to the page of its row.
            elif isinstance(one, URLPattern) and route.startswith("admin/") and one.name:
                yield one.name

    return walk(get_resolver().url_patterns, "")


class World(NamedTuple):
    """
    One row of each table, so that every address leads somewhere.

    ``named`` are the rows that a form names, by the address; ``baskets`` the inputs that lie in the
    baskets of those who have one.
    """

    people: Mapping[str, User]
    keys: Mapping[str, Any]
    named: Mapping[str, int]
    baskets: Mapping[str, int]

    def keys_for(self, letter: str) -> Mapping[str, Any]:
        """Return the keys; a basket is each person's own."""
        lying = self.baskets.get(letter, self.baskets["S"])
        return {**self.keys, "consultation_basketitem": lying}

    def sent(self, name: str) -> dict[str, int]:
        """Return what is sent to an address."""
        return {"row": self.named[name]} if name in self.named else {}


@pytest.fixture
def world(_roles: None) -> World:
    call = CallFactory()
    people = {letter: _person(letter, call) for letter in ROLES}
    session = SessionFactory(forum=call.forum)
    room = RoomFactory(forum=call.forum)
    user = UserFactory()
    person = people["R"]
    made: dict[str, Any] = {
        "auth_group": Group.objects.first(),
        "mfa_authenticator": Authenticator.objects.create(user=user, type="totp", data={}),
        "accounts_user": user,
        "letters_letter": Letter.objects.create(
            key="x:1", message_id="<x>", kind="code", address="x@example.org", language="en"
        ),
        "letters_kindsetting": KindSetting.objects.create(kind="decision"),
        "consultation_reminderrule": ReminderRule.objects.create(
            subject="call-closes", audience="writers", amount=99
        ),
        "consultation_criterion": Criterion.objects.create(call=call, title="Clear"),
        "consultation_screeningcriterion": ScreeningCriterion.objects.create(call=call, title="In"),
        "consultation_call": call,
        "consultation_forum": call.forum,
        "consultation_importrun": ImportRun.objects.create(
            call=call, file_name="a.csv", sha256="0" * 64, made_by=people["S"], made_at=NOW
        ),
        "consultation_phase": PhaseFactory(forum=call.forum),
        "consultation_publicreason": PublicReasonFactory(),
        "consultation_question": Question.objects.filter(call=call).first(),
        "consultation_callsection": CallSection.objects.filter(call=call).first(),
        "consultation_actionline": ActionLineFactory(),
        "consultation_goal": GoalFactory(),
        "consultation_stakeholdertype": StakeholderTypeFactory(),
        "consultation_region": Region.objects.create(scheme="itu", code="A", title="Region A"),
        "consultation_country": Country.objects.first(),
        "consultation_organization": OrganizationFactory(),
        "consultation_reviewercapacity": ReviewerCapacity.objects.create(user=person, inputs=5),
        "consultation_assignmentrule": AssignmentRule.objects.create(
            reviewer=person, language="fr"
        ),
        "consultation_submission": SubmissionFactory(call=call),
        "consultation_submission_filter": SavedFilter.objects.create(
            owner=person, name="Mine", made_at=NOW
        ),
        "agenda_agendaitem": AgendaItem.objects.create(session=session, order=1, title="One"),
        "agenda_speaker": SpeakerFactory(forum=call.forum),
        "agenda_track": session.track,
        "agenda_sessiontype": SessionTypeFactory(track=session.track),
        "agenda_release": Release.objects.create(
            forum=call.forum,
            major=0,
            minor=1,
            is_public=False,
            programme=to_data(small_programme()),
            checksum="0" * 64,
            session_count=0,
            released_at=NOW,
        ),
        "agenda_plannedrelease": PlannedRelease.objects.create(
            forum=call.forum, is_public=False, due_at=NOW, planned_by=person, planned_at=NOW
        ),
        "agenda_programmeday": ProgrammeDay.objects.create(
            forum=call.forum, date=NOW.date(), starts_at=time(9), ends_at=time(18)
        ),
        "agenda_followupdate": FollowUpDate.objects.create(
            forum=call.forum, kind="logo", due_at=NOW
        ),
        "agenda_programmesettings": ProgrammeSettings.objects.create(forum=call.forum),
        "agenda_room": room,
        "agenda_wordtemplate": _template(person),
        "agenda_slot": Slot.objects.create(
            session=session, room=room, period=(NOW, NOW.replace(hour=13))
        ),
        "agenda_session": session,
    }
    keys = {name: row.pk for name, row in made.items()}
    # What was handed in for a session has pages of its own.
    keys["agenda_session_follow_up_adopt"] = keys["agenda_session_follow_up_file"] = _logo(session)
    # A session is made of an input.
    keys["agenda_session_make"] = keys["consultation_submission"]
    keys["consultation_reviewercapacity_describe"] = person.pk
    return World(
        people, keys, _named(call, made["consultation_submission"]), _baskets(call, people)
    )


def _named(call: Call, submission: Submission) -> dict[str, int]:
    """Make the rows that forms name."""
    colleague = UserFactory(is_staff=True)
    role = CallRole.objects.create(call=call, user=colleague, role=Role.REVIEWER)
    assignment = Assignment.objects.create(
        submission=submission, reviewer=colleague, how=AssignedBy.HAND, made_at=NOW
    )
    conflict = Conflict.objects.create(submission=submission, user=UserFactory(), declared_at=NOW)
    return {
        "consultation_call_take_role": role.pk,
        "consultation_submission_take_back": assignment.pk,
        "consultation_submission_lift": conflict.pk,
    }


def _baskets(call: Call, people: Mapping[str, User]) -> dict[str, int]:
    """Put a decision into the basket of everybody who decides."""
    lying = {letter: SubmissionFactory(call=call).pk for letter in "SsU"}
    for letter, pk in lying.items():
        outcome = OutcomeFactory(disposition=Disposition.DECLINED)
        basket.put(submission_id=pk, by=people[letter], outcome=outcome, at=NOW)
    return lying


def _logo(session: Session) -> int:
    stored_name, size, digest = _stored(b"a picture")
    row = FollowUp.objects.create(
        session=session,
        kind="logo",
        number=1,
        language="en",
        file_name="logo.png",
        stored_name=stored_name,
        media_type="image/png",
        size=size,
        sha256=digest,
        handed_in_at=NOW,
    )
    return int(row.pk)


def _stored(content: bytes) -> tuple[str, int, str]:
    source = storing.incoming()
    source.write_bytes(content)
    return storing.keep(source)


def _template(person: User) -> WordTemplate:
    stored_name, size, digest = _stored(b"a template")
    return WordTemplate.objects.create(
        name="ours.docx",
        stored_name=stored_name,
        size=size,
        sha256=digest,
        uploaded_by=person,
        uploaded_at=NOW,
    )


def _person(letter: str, call: Call) -> User:
    name = ROLES[letter]
    person = UserFactory(email=f"{letter}{ord(letter)}@example.org", name="", is_staff=True)
    if letter == "U":
        person.is_superuser = True
        person.save()
    elif letter in "sr":
        role = Role.SECRETARIAT if letter == "s" else Role.REVIEWER
        CallRole.objects.create(call=call, user=person, role=role)
    elif letter != "N":
        person.groups.add(Group.objects.get(name=name))
    return person


def url_of(name: str, keys: Mapping[str, Any]) -> str | None:
    """Return the address of a name with the row that fits; ``None`` where it needs no test."""
    table = max(
        (one for one in keys if name.startswith(f"{one}_") or name == one), key=len, default=""
    )
    if name == "export":
        return reverse("admin:export", args=("consultation", "submission", "csv"))
    for arguments in ((), (keys.get(name, keys.get(table)),)):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    return None


def comes_in(
    client: Client, url: str, method: str, sent: Mapping[str, Any] = MappingProxyType({})
) -> bool:
    """Tell whether an address lets somebody in; whatever was done is undone."""
    with transaction.atomic():
        response = client.post(url, sent) if method == "post" else client.get(url)
        transaction.set_rollback(True)
    # Django sends to the index who asks for a row that is not there for her.
    is_away = response.status_code == 302 and response["Location"] in {"/admin/", "/"}
    return response.status_code < 400 and not is_away


PAGES = ("changelist", "add", "history", "change", "delete")


def is_of_a_table(name: str) -> bool:
    """Tell whether Django makes the page and asks the table's own permissions."""
    table, _underscore, page = name.rpartition("_")
    return page in PAGES and table in tables_there()


def tables_there() -> dict[str, ModelAdmin[Any]]:
    return {
        f"{model._meta.app_label}_{model._meta.model_name}": model_admin
        for model, model_admin in admin.site._registry.items()
    }


def rights(model_admin: ModelAdmin[Any], user: User, rf: Any) -> tuple[bool, bool, bool, bool]:
    """Return whether somebody reads, adds, changes and deletes rows of a table."""
    request = rf.get("/admin/")
    request.user = user
    return (
        bool(model_admin.has_view_or_change_permission(request)),
        bool(model_admin.has_add_permission(request)),
        bool(model_admin.has_change_permission(request)),
        bool(model_admin.has_delete_permission(request)),
    )


def test_every_table_has_a_row_and_every_row_a_table():
    assert sorted(TABLES.keys() ^ tables_there().keys()) == []


def test_every_address_has_a_row_and_every_row_an_address():
    """``pytest -k every_address_has_a_row`` lists what is missing, and what is there no more."""
    there = {name for name in admin_addresses() if not is_of_a_table(name)} - OF_DJANGO
    assert sorted(there ^ ADDRESSES.keys()) == []


@pytest.mark.parametrize("letter", ROLES)
def test_who_works_with_a_table_is_said_by_its_row(world: World, letter: str, rf: Any):
    user = User.objects.get(pk=world.people[letter].pk)
    found = {name: rights(each, user, rf) for name, each in tables_there().items()}
    wanted = {name: tuple(letter in part for part in row) for name, row in TABLES.items()}
    assert {name: has for name, has in found.items() if has != wanted.get(name)} == {}


@pytest.mark.parametrize("letter", ROLES)
def test_who_comes_in_is_said_by_the_table(world: World, letter: str):
    client = Client()
    client.force_login(world.people[letter])
    wrong = {}
    for name, row in ADDRESSES.items():
        url = url_of(name, world.keys_for(letter))
        assert url is not None, f"{name}: how is it addressed? See url_of"
        wanted = letter in row.get, letter in row.post
        found = comes_in(client, url, "get"), comes_in(client, url, "post", world.sent(name))
        if found != wanted:
            wrong[name] = {"came in": found, "should": wanted}
    assert wrong == {}


@pytest.mark.parametrize("letter", ROLES)
def test_who_reads_a_table_has_it_as_a_file(world: World, letter: str):
    client = Client()
    client.force_login(world.people[letter])
    wrong = {}
    for name, row in TABLES.items():
        url = reverse("admin:export", args=(*name.split("_"), "csv"))
        response = client.get(url)
        # Where no list can be a file, there is none for anybody.
        if response.status_code != 404 and (response.status_code == 200) != (letter in row.reads):
            wrong[name] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize("who", ["stakeholder", "anonymous"])
def test_nobody_else_comes_in_anywhere(world: World, client: Client, who: str):
    if who == "stakeholder":
        client.force_login(UserFactory())
    pages = {name for name in admin_addresses() if is_of_a_table(name)}
    for name in sorted(pages | ADDRESSES.keys()):
        url = url_of(name, world.keys_for("S"))
        assert url is not None, name
        for response in (client.get(url), client.post(url)):
            # Away from here to the sign-in, or refused.
            is_away = response.status_code == 302 and "/login/" in response["Location"]
            assert is_away or response.status_code in {403, 405}, (name, response.status_code)

"""The staff's search: six languages, every answer, people and numbers, and its keys."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.choices import Disposition, RelationKind, Role, Status
from consultation.models import (
    Assignment,
    CallRole,
    Clarification,
    Conflict,
    Contributor,
    Review,
    Screening,
    ScreeningCriterion,
    SearchWords,
    Submission,
    SubmissionVersion,
    TeamNote,
)
from consultation.queries import access, staff_search
from consultation.queries.screened import state_of
from consultation.queries.search import matching
from tests.factories import (
    NOW,
    ActionLineFactory,
    AttachmentFactory,
    CallFactory,
    CountryFactory,
    DraftFactory,
    ForumFactory,
    GoalFactory,
    OrganizationFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
    UserFactory,
)
from wsis_forum.accounts import roles

pytestmark = pytest.mark.django_db


def outcome(text, user):
    return staff_search.search(access.readable(user), text, user, at=NOW)


def found(text, user):
    result = outcome(text, user)
    assert result.problems == ()
    return sorted(one.title for one in result.queryset)


@pytest.fixture
def _six(db):
    titles = {
        "en": "Teaching digital skills to rural schools",
        "fr": "«Égalité» d’accès aux compétences numériques…",
        "es": "¿Quién enseña habilidades digitales?",
        "ru": "Цифровые навыки, доступные всем",
        "ar": "المهارات الرقمية، للجميع؟",
        "zh-hans": "农村学校的数字技能培训。",
    }
    for language, title in titles.items():
        SubmissionFactory(language=language, title=title, organization_name="", author=None)


@pytest.mark.usefixtures("_six")
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("school teaches skill", "Teaching digital skills to rural schools"),
        ('"digital skill"', "Teaching digital skills to rural schools"),
        ('"skills digital"', None),
        ('"skills for rural"', "Teaching digital skills to rural schools"),
        ("teach the skills", "Teaching digital skills to rural schools"),
        ("teach*", "Teaching digital skills to rural schools"),
        ("ÉGALITÉ COMPÉTENCE", "«Égalité» d’accès aux compétences numériques…"),
        ('"compétence numérique"', "«Égalité» d’accès aux compétences numériques…"),
        ("habilidad digital", "¿Quién enseña habilidades digitales?"),
        ("цифровых навыков", "Цифровые навыки, доступные всем"),
        ('"цифровыми навыками"', "Цифровые навыки, доступные всем"),
        ("مهارات رقمية", "المهارات الرقمية، للجميع؟"),
        ('"مهارة رقمية"', "المهارات الرقمية، للجميع؟"),
        ("数字技能", "农村学校的数字技能培训。"),
        ("学校 培训", "农村学校的数字技能培训。"),
        ("学校培训", None),
        ("“数字技能培训”", "农村学校的数字技能培训。"),
        ("“技能数字”", None),
        ("校", "农村学校的数字技能培训。"),
        ("校学", None),
        ("skills -rural", None),
    ],
)
def test_words_and_phrases_are_found_in_each_language(typed, title, secretary):
    assert found(typed, secretary) == ([title] if title else [])


@pytest.mark.parametrize(
    "typed",
    ["", " ", "the", "«»", "' | !", "a & b:*", "\\", "\0", "\ud800", "x" * 3000, '"', '"" -""', "-",
     ":", "status:", "is:,", "number:999999999999", "before:0000-99-99", "after:9999", "--a", "*",
     "goal:17,99", "country:xx", "-the -«»", "org:%", "desk:nobody@example.org", "a" * 40 + "*"],
)  # fmt: skip
def test_whatever_is_typed_is_no_error(typed, secretary):
    SubmissionFactory()
    result = outcome(typed, secretary)
    list(result.queryset)
    list(result.ranked())


@pytest.fixture
def rich(secretary):
    """Return an input with answers, people, organization and a contributor."""
    organization = OrganizationFactory(name="Réseau Numérique", acronym="WHO")
    one = SubmissionFactory(
        title="Broadband",
        number="WSIS-2027-0042",
        organization=organization,
        organization_name="Réseau numérique du Sahel",
        author=UserFactory(name="Amélie Diallo", email="amelie@sahel.example"),
        answers={
            "outcomes": "Measurable lighthouses",
            "format": "COUNTRY_WS",
            "speakers": [
                {
                    "name": "王小明",
                    "function": "Chief Beekeeper",
                    "organization": "Apiary Ltd",
                    "biography": "Climbed mountains",
                    "gender": "woman",
                    "attendance": "on-site",
                    "photo": None,
                }
            ],
        },
    )
    Contributor.objects.create(
        submission=one,
        email="ngozi@example.net",
        user=UserFactory(name="Ngozi Okafor", email="ngozi.okafor@example.net"),
        invited_at=NOW,
        accepted_at=NOW,
    )
    return one


@pytest.mark.parametrize(
    "typed",
    ["lighthouse", "beekeeper", '"chief beekeepers"', "apiary", "mountain", "王小明", "王",
     "reseau", "who", "sahel", "amelie diallo", "Amélie", '"amelie diallo"', "amelie@sahel.example",
     "ngozi@example.net", "okafor", "WSIS-2027-0042", "2027-42", "42", "number:42",
     "number:2027-42", "org:WHO", 'org:"réseau num"', "author:ngozi", "author:amelie@", "diall*"],
)  # fmt: skip
def test_every_answer_name_address_and_number_finds_an_input(typed, rich, secretary):
    SubmissionFactory(title="Something else", number="WSIS-2027-0007")
    assert found(typed, secretary) == ["Broadband"]


@pytest.mark.parametrize("typed", ["woman", "site", "country", "ws", "che"])
def test_codes_of_choices_find_nothing(typed, rich, secretary):
    assert found(typed, secretary) == []


def test_what_the_public_searches_stays_as_it_was(rich):
    words = SearchWords.objects.get(pk=rich.pk)
    assert words.vector == "'broadband':1A 'propos':4B,9C"
    for text in ("lighthouse", "beekeeper", "amelie", "okafor", "0042", "WHO"):
        assert not matching(Submission.objects.all(), text).exists()


def test_words_follow_every_source(rich, secretary):
    author, organization = rich.author, rich.organization
    contributor = rich.contributors.get()
    type(author).objects.filter(pk=author.pk).update(name="Zeynep", email="zeynep@x.example")
    assert (found("diallo", secretary), found("zeynep", secretary)) == ([], ["Broadband"])
    contributor.user.name = "Olga"
    contributor.user.save()
    assert (found("okafor", secretary), found("olga", secretary)) == (["Broadband"], ["Broadband"])
    Contributor.objects.filter(pk=contributor.pk).update(removed_at=NOW)
    assert (found("okafor", secretary), found("olga", secretary)) == ([], [])
    type(organization).objects.filter(pk=organization.pk).update(name="Unión")
    assert found("union", secretary) == ["Broadband"]
    type(organization).objects.filter(pk=organization.pk).update(acronym="U9")
    assert (found("who", secretary), found("U9", secretary)) == ([], ["Broadband"])
    rich.versions.create(number=2, answers={"outcomes": "Windmills"}, at=NOW)
    assert (found("lighthouse", secretary), found("windmill", secretary)) == ([], ["Broadband"])
    Submission.objects.filter(pk=rich.pk).update(number="WSIS-2027-0077", author=None)
    assert (found("2027-77", secretary), found("zeynep", secretary)) == (["Broadband"], [])
    rich.versions.filter(number=2).delete()
    assert found("lighthouse", secretary) == ["Broadband"]


def test_drafts_have_no_words(secretary):
    draft = DraftFactory(title="Broadband")
    type(draft.author).objects.update(name="Somebody else")
    assert not SearchWords.objects.exists()
    assert found("broadband", secretary) == []


def test_the_example_of_the_brief(secretary):
    line = ActionLineFactory(code="C7-EHEA", parent=ActionLineFactory(code="C7", title="ICTs"))
    kind = StakeholderTypeFactory(code="CS", title="Civil society", title_en="Civil society")
    one = SubmissionFactory(
        title="Yes", text="Digital skills.", status=Status.RETURNED, stakeholder_type=kind
    )
    one.action_lines.add(line)
    for title, values in {
        "other status": {"status": Status.SUBMITTED},
        "other words": {"text": "Skills that are digital."},
        "other type": {"stakeholder_type": StakeholderTypeFactory(code="GOV", title="Governments")},
    }.items():
        usual = {"text": "Digital skills", "status": Status.RETURNED, "stakeholder_type": kind}
        SubmissionFactory(title=title, **{**usual, **values}).action_lines.add(line)
    text = 'status:returned line:C7-EHEA type:civil-society "digital skills"'
    assert found(text, secretary) == ["Yes"]
    assert found(text.replace("C7-EHEA", "c7"), secretary) == ["Yes"]


def test_keys_of_what_it_is(secretary, load_reference_tables):
    call = CallFactory(kind="thematic", slug="themes", forum=ForumFactory(slug="2028", year=2028))
    one = SubmissionFactory(
        title="One",
        call=call,
        language="zh-hans",
        country=CountryFactory(alpha3="KEN"),
        number="WSIS-2028-0001",
        submitted_at=NOW - timedelta(days=30),
    )
    one.goals.add(GoalFactory(number=4))
    SubmissionFactory(title="Two", country=None)
    for text in (
        "call:themes", "kind:thematic", "forum:2028", "year:2028", "goal:4", "goal:sdg4", "lang:zh",
        "lang:zh-hans", "country:ken", "country:Kenya", "region:africa", "number:2028-1",
        "before:2026-11-01", "-after:2026-11", "goal:4,5", "-year:2027", "-lang:en",
    ):  # fmt: skip
        assert found(text, secretary) == ["One"], text
    assert found("after:2026-11-20", secretary) == ["Two"]
    assert found("-country:KEN -goal:4 -region:africa -line:C1", secretary) == ["Two"]


def test_keys_of_where_it_stands(secretary, reviewer):
    names = ["desk", "assigned", "reviewed", "asked", "late", "declined", "merged", "file", "note"]
    rows = {name: SubmissionFactory(title=name) for name in names if name != "declined"}
    rows["declined"] = SubmissionFactory(
        title="declined", status=Status.DECIDED, decision={"disposition": Disposition.DECLINED}
    )
    Submission.objects.filter(pk=rows["desk"].pk).update(handler=secretary)
    for name in ("assigned", "reviewed"):
        Assignment.objects.create(
            submission=rows[name], reviewer=reviewer, how="hand", due_at=NOW, made_at=NOW
        )
    Review.objects.create(
        submission=rows["reviewed"], reviewer=reviewer, version_number=1,
        recommendation="accept", saved_at=NOW, submitted_at=NOW,
    )  # fmt: skip
    Clarification.objects.create(submission=rows["asked"], asked_at=NOW, question="?", until=NOW)
    Submission.objects.filter(pk=rows["late"].pk).update(submitted_at=NOW + timedelta(days=40))
    AttachmentFactory(submission=rows["file"])
    TeamNote.objects.create(submission=rows["note"], by=secretary, at=NOW, text="Look")
    target = SubmissionFactory(title="target")
    decision = rows["merged"].decisions.create(
        disposition=Disposition.MERGED, reason="Same.", decided_at=NOW
    )
    rows["merged"].merged_into.create(
        target=target, decision=decision, kind=RelationKind.DUPLICATE, made_at=NOW
    )
    Submission.objects.filter(pk=rows["merged"].pk).update(status=Status.DECIDED, decision=decision)
    expected = {
        "desk:me": ["desk"],
        f"desk:{secretary.email}": ["desk"],
        "is:mine": ["desk"],
        f"reviewer:{reviewer.email}": ["assigned", "reviewed"],
        "is:assigned": ["assigned", "reviewed"],
        "is:overdue": ["asked", "assigned"],
        "has:question": ["asked"],
        "is:late": ["late"],
        "disposition:declined": ["declined"],
        "status:decided": ["declined", "merged"],
        "is:duplicate": ["merged"],
        "has:files": ["file"],
        "has:notes": ["note"],
        "has:reviews": ["reviewed"],
        "has:session,basket,contributors,conflict": [],
        "is:unassigned desk:none status:decided": ["declined", "merged"],
    }
    for text, titles in expected.items():
        assert found(text, secretary) == titles, text
    assert found("reviewer:me", reviewer) == ["assigned", "reviewed"]
    assert len(found("reviewer:none", secretary)) == len(found("is:unassigned", secretary)) == 8


def test_an_unknown_key_or_value_is_told_and_the_rest_is_used(secretary):
    SubmissionFactory(title="Yes", text="skills")
    SubmissionFactory(title="No")
    result = outcome("colour:red status:lost,submitted kind:poem skills", secretary)
    assert [one.title for one in result.queryset] == ["Yes"]
    key, status, kind = result.problems
    assert key.startswith("The search knows no “colour:”. It knows: status, call,")
    assert status.startswith("“status:” knows no “lost”; this was left out. It knows: waiting, sub")
    assert kind.startswith("“kind:” knows no “poem”")


# --- Who finds what ----------------------------------------------------------------------------


def test_nothing_is_found_that_one_may_not_see(secretary, reviewer):
    one = SubmissionFactory(title="Broadband")
    texts = ("broadband", one.number, "status:submitted", "-nothing", "is:unassigned", "")
    assert all(found(text, reviewer) == ["Broadband"] for text in texts)
    Conflict.objects.create(submission=one, user=reviewer, declared_at=NOW)
    assert not any(found(text, reviewer) for text in texts)
    assert found("has:conflict", secretary) == ["Broadband"]
    assert found("broadband", UserFactory(is_staff=True)) == []


@pytest.fixture
def blind(rich):
    """Return the rich input, in a call that is read blind."""
    type(rich.call).objects.filter(pk=rich.call_id).update(is_blind=True)
    rich.refresh_from_db()
    return rich


@pytest.mark.parametrize(
    "typed",
    ["apiary", "王小明", "王", "reseau", "who", "sahel", "amelie diallo", '"amelie diallo"',
     "amelie@sahel.example", "okafor", "ngozi@example.net", "org:WHO", "author:amelie", "diall*"],
)  # fmt: skip
def test_no_name_finds_what_is_read_blind_or_keeps_it_out(typed, blind, reviewer, secretary):
    assert found(typed, secretary) == ["Broadband"]
    assert found(typed, reviewer) == []
    assert found(f"-{typed.split()[0]}", reviewer) == ["Broadband"]
    assert found(f"broadband -{typed.split()[0]}", reviewer) == ["Broadband"]


@pytest.mark.parametrize("typed", ["broadband", "lighthouses", "42", "mountain", "-org:WHO"])
def test_what_names_nobody_is_found_blind(typed, blind, reviewer):
    assert found(typed, reviewer) == ["Broadband"]


def test_names_of_earlier_versions_and_employers_are_not_found_blind(blind, reviewer, secretary):
    blind.versions.create(number=2, answers={"outcomes": "As 王小明 said at Apiary"}, at=NOW)
    people = type(blind.author).objects.filter(pk=blind.author_id)
    people.update(organization_name="Lantern Works")
    Submission.objects.filter(pk=blind.pk).update(text="By Lantern Works")
    for typed in ("王小明", "apiary", "lantern"):
        assert found(typed, secretary) == ["Broadband"], typed
        assert found(typed, reviewer) == [], typed


def test_a_secretary_of_the_blind_call_finds_names_there(blind):
    user = UserFactory(is_staff=True)
    CallRole.objects.create(call=blind.call, user=user, role=Role.REVIEWER)
    assert found("diallo", user) == []
    CallRole.objects.create(call=blind.call, user=user, role=Role.SECRETARIAT)
    assert found("diallo", user) == ["Broadband"]


# --- Order and speed ---------------------------------------------------------------------------


def test_the_best_come_first_and_too_many_stay_in_their_order(secretary, monkeypatch):
    SubmissionFactory(title="Some other thing", text="About gender")
    SubmissionFactory(title="Gender", text="Nothing")
    ranked = [one.title for one in outcome("gender", secretary).ranked()]
    assert ranked == ["Gender", "Some other thing"]
    monkeypatch.setattr(staff_search, "MOST_RANKED", 1)
    kept = outcome("gender", secretary).ranked().order_by("pk")
    assert [one.title for one in kept] == ["Some other thing", "Gender"]
    assert "rank" not in kept.query.annotations


def test_a_search_costs_the_same_however_many_there_are(secretary):
    text = 'status:submitted line:C4 type:CS desk:none "digital skills" -boats'
    ActionLineFactory()
    assert roles.has_role(secretary, roles.SECRETARIAT)
    # What is known of her is read once, and the query of the words made once.
    outcome(text, secretary)
    counts = []
    for number in (1, 30):
        SubmissionFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            assert list(outcome(text, secretary).ranked()) == []
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_the_index_serves_open_and_blind_readers(secretary, reviewer, blind):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    for user in (secretary, reviewer):
        rows = Submission.objects.order_by()
        asked = staff_search.search(rows, "skills -boats", user, at=NOW)
        assert "words_for_the_staff" in asked.queryset.explain()


def test_screening_is_found_filtered_and_shown(desk, secretary):
    call = CallFactory()
    ScreeningCriterion.objects.create(call=call, title="In time")
    rows = {
        title: SubmissionFactory(title=title, call=call)
        for title in ("new", "met", "failed", "older", "twice")
    }
    SubmissionFactory(title="without a minimum")

    def screened(title, number=1, **given):
        submission = rows[title]
        Screening.objects.create(
            submission=submission, version_number=number, by=secretary, **{"at": NOW, **given}
        )

    screened("met", is_met=True)
    screened("failed", is_met=False)
    screened("older", is_met=True)
    screened("twice", is_met=False)
    screened("twice", is_met=True, at=NOW + timedelta(days=1))
    SubmissionVersion.objects.create(submission=rows["older"], number=2, answers={}, at=NOW)
    expected = {"none": ["new"], "met": ["met", "twice"], "failed": ["failed"], "older": ["older"]}
    for value, titles in expected.items():
        assert found(f"screening:{value}", secretary) == titles, value
        page = desk.get("/admin/consultation/submission/", {"screening": value})
        assert sorted(row.title for row in page.context["cl"].result_list) == titles
        states = {state_of(row).value for row in page.context["cl"].result_list}
        assert states == {value}
    assert "met by an older version" in page.text


def test_what_was_chosen_is_offered_where_its_name_is_typed(desk, secretary):
    # A process keeps for a minute what can be chosen.
    caches["process"].clear()
    ActionLineFactory(code="C7-EHEA", title_en="E-health")
    country = CountryFactory(alpha3="SSD", alpha2="SS", name_in_file="South Sudan")
    SubmissionFactory(title="Hospitals", country=country)
    assert outcome("c7-ehea hospitals", secretary).hints == ("line:c7-ehea",)
    assert outcome("e-health", secretary).hints == ("line:e-health",)
    assert outcome("south sudan", secretary).hints == ("country:south-sudan",)
    assert outcome("hospitals", secretary).hints == ()
    text = desk.get("/admin/consultation/submission/", {"q": "South Sudan"}).text
    assert 'href="?q=country%3Asouth-sudan"' in text
    assert found("country:south-sudan", secretary) == ["Hospitals"]


def test_colleagues_are_found_by_a_part_of_their_names(secretary, reviewer):
    reviewer.name = "Nora Quist"
    reviewer.save()
    submission = SubmissionFactory(title="hers", handler=reviewer)
    SubmissionFactory(title="other")
    Assignment.objects.create(submission=submission, reviewer=reviewer, how="hand", made_at=NOW)
    assert found("reviewer:quist", secretary) == found("desk:quist", secretary) == ["hers"]
    (problem,) = outcome("reviewer:nobodyatall", secretary).problems
    assert "knows no “nobodyatall”" in problem

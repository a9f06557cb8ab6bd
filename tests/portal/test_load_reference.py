"""The reference tables: what is loaded, and that a second run changes nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import SessionType, Track
from consultation.models import (
    ActionLine,
    Country,
    Goal,
    MatrixLink,
    PublicReason,
    Region,
    StakeholderType,
)
from consultation.outcome import EVENTS
from tests.factories import NOW
from tests.portal.snapshots import snapshot, writes
from wsis_forum.languages import column, languages
from wsis_forum.portal.loading import reference
from wsis_forum.portal.loading.faults import BrokenFile

LINES = [
    *(f"C{n}" for n in range(1, 7)),
    *(f"C7-{part}" for part in ("EGOV", "EBUS", "ELEA", "EHEA", "EEMP", "EENV", "EAGR", "ESCI")),
    *(f"C{n}" for n in range(8, 12)),
]


@pytest.fixture
def own_files(tmp_path: Path) -> Path:
    """Return a copy of the portal's own files, to be broken or changed."""
    for app in ("consultation", "agenda"):
        (tmp_path / app / "data").mkdir(parents=True)
        for file in (settings.BASE_DIR / app / "data").glob("*.json"):
            shutil.copy(file, tmp_path / app / "data")
    return tmp_path


def edit(path: Path, change: Any) -> None:
    """Change a JSON file, laid out one field a line."""
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def titles(code: str, language: str) -> str:
    """Return a line's title in one language."""
    return str(getattr(ActionLine.objects.get(code=code), f"title_{language}"))


def test_eighteen_lines_can_be_chosen_and_c7_is_a_heading(load_reference_tables):
    assert [line.code for line in ActionLine.objects.selectable()] == LINES
    heading = ActionLine.objects.get(code="C7")
    assert not heading.is_selectable
    assert [line.code for line in heading.children.all()] == LINES[6:14]
    # The heading stands before its parts in the list of all.
    assert [line.code for line in ActionLine.objects.all()] == [*LINES[:6], "C7", *LINES[6:]]


def test_every_line_has_a_title_in_six_languages(load_reference_tables):
    for line in ActionLine.objects.all():
        assert all(
            getattr(line, f"title_{suffix}") for suffix in ("en", "fr", "es", "ar", "zh_hans", "ru")
        ), line.code


def test_c9_is_media_in_chinese_and_not_half(load_reference_tables):
    media = ActionLine.objects.get(code="C9")
    assert media.title_zh_hans == "媒体"
    assert media.title_en == "Media"
    assert media.is_unverified("title_zh_hans")
    assert not media.is_unverified("title_en")
    assert media.sources["title_en"].startswith("https://")
    assert media.sources["title_zh_hans"] == 'Correction of the page, which shows "半" (half).'


def test_goals_have_their_numbers_colours_and_long_titles(load_reference_tables):
    goals = list(Goal.objects.all())
    assert [goal.number for goal in goals] == list(range(1, 18))
    assert len({goal.color for goal in goals}) == 17
    fourth = goals[3]
    assert (fourth.color, fourth.title_en, fourth.title_zh_hans) == (
        "#C5192D",
        "Quality education",
        "优质教育",
    )
    assert goals[14].long_title_fr.startswith("Préserver et restaurer les écosystèmes terrestres")


def test_the_matrix_leaves_doubtful_links_out(load_reference_tables):
    pairs = set(MatrixLink.objects.values_list("action_line__code", "goal__number"))
    assert len(pairs) == 122
    assert not pairs & {("C8", 9), ("C7-EENV", 16), ("C3", 4)}
    assert {number for code, number in pairs if code == "C7-EENV"} == {9, 11, 13, 14, 15}
    link = MatrixLink.objects.get(action_line__code="C2", goal__number=9)
    assert (link.whole_goal, link.targets) == (False, ["9.1", "9.a", "9.c"])


def test_the_five_official_types_add_up_and_nobody_is_left_without_an_entry(load_reference_tables):
    official = StakeholderType.objects.official()
    assert [row.code for row in official] == ["GOV", "PRIV", "CS", "ACAD_TECH", "IO"]
    choosable = [row.code for row in StakeholderType.objects.choosable()]
    assert choosable == ["GOV", "PRIV", "CS", "ACAD", "TECH", "IO", "UN"]
    parents = StakeholderType.objects.filter(parent__isnull=False)
    assert dict(parents.values_list("code", "parent__code")) == {
        "ACAD": "ACAD_TECH",
        "TECH": "ACAD_TECH",
        "UN": "IO",
    }


def test_countries_have_both_regions_and_global_is_among_them(load_reference_tables):
    assert Country.objects.count() == 250
    assert Region.objects.filter(scheme="itu").count() == 6
    assert Region.objects.filter(scheme="itu-d").count() == 6
    switzerland = Country.objects.get(alpha3="CHE")
    assert (switzerland.region.code, switzerland.development_region.code) == ("B", "EUR")
    assert switzerland.region_is_unverified
    worldwide = Country.objects.get(alpha3=Country.GLOBAL)
    assert (worldwide.alpha2, worldwide.region.code) == (None, "GLOBAL")
    assert worldwide.development_region is None


def test_tracks_and_session_types(load_reference_tables):
    assert Track.objects.count() == 5
    assert SessionType.objects.count() == 29
    workshop = SessionType.objects.get(code="THEMATIC_WS")
    assert (workshop.track.code, workshop.title_en, workshop.title_zh_hans) == (
        "FORUM",
        "Thematic Workshop",
        "主题研讨会",
    )
    assert workshop.unverified == ["title_ar", "title_es", "title_fr", "title_ru"]


def test_a_second_run_writes_nothing(load_reference_tables, capsys):
    before = snapshot()
    with CaptureQueriesContext(connection) as queries:
        call_command("load_reference")
    assert capsys.readouterr().out == "Reference tables: unchanged\n"
    # Roles are synchronised by comparison too.
    assert writes(queries) == []
    assert snapshot() == before


def test_a_changed_title_changes_one_row_and_leaves_what_staff_corrected(own_files, db, at):
    reference.load_reference(reference.read_files(own_files), at=at)
    ActionLine.objects.filter(code="C2").update(title_fr="Corrigé ici", unverified=[])
    path = own_files / "consultation" / "data" / "action_lines.json"

    def correct(data: Any) -> None:
        data["action_lines"][3]["title"]["es"] = "Capacidades"

    edit(path, correct)
    outcome = reference.load_reference(reference.read_files(own_files), at=at)
    assert outcome.summary().startswith("changed: 1 action-line; unchanged:")
    line = ActionLine.objects.get(code="C4")
    assert line.title_es == "Capacidades"
    assert not line.is_unverified("title_es")
    assert titles("C2", "fr") == "Corrigé ici"


def test_restore_puts_back_what_was_changed_in_the_admin(load_reference_tables, at):
    ActionLine.objects.filter(code="C2").update(title_en="Something else")
    content = reference.read_files()
    assert reference.load_reference(content, at=at).is_unchanged
    outcome = reference.load_reference(content, at=at, restore=True)
    assert dict(outcome.changed) == {"action-line": 1}
    assert titles("C2", "en").startswith("Information and communication")


def test_a_link_that_becomes_doubtful_is_removed(own_files, db, at):
    reference.load_reference(reference.read_files(own_files), at=at)

    def doubt(data: Any) -> None:
        data["matrix"][1]["doubtful_sdgs"] = [8]

    edit(own_files / "consultation" / "data" / "wsis_sdg_matrix.json", doubt)
    outcome = reference.load_reference(reference.read_files(own_files), at=at)
    assert dict(outcome.removed) == {"matrix-link": 1}
    assert not MatrixLink.objects.filter(action_line__code="C2", goal__number=8).exists()


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "consultation/data/sdgs.json",
            lambda data: data["sdgs"][2].update(color="green"),
            "sdgs[2].color: “green” is not a colour such as #C5192D",
        ),
        (
            "consultation/data/sdgs.json",
            lambda data: data["sdgs"][2].update(number=2),
            "sdgs[2].number: “2” stands twice",
        ),
        (
            "consultation/data/action_lines.json",
            lambda data: data["action_lines"][8].update(parent="C70"),
            "action_lines[8].parent: “C70” is not a code of this file",
        ),
        (
            "consultation/data/wsis_sdg_matrix.json",
            lambda data: data["matrix"][0].update(action_line="C12"),
            "matrix[0].action_line: “C12” is not a code of this file",
        ),
        (
            "consultation/data/stakeholder_types.json",
            lambda data: data["optional_sub_types"][0].update(parent="XX"),
            "optional_sub_types[0].parent: “XX” is not a code of this file",
        ),
        (
            "consultation/data/regions.json",
            lambda data: data["countries"][0].update(itu_admin_region="Z"),
            "countries[0].itu_admin_region: “Z” is not a code of this file",
        ),
        (
            "agenda/data/session_types.json",
            lambda data: data["session_types"][0].update(track="NOWHERE"),
            "session_types[0].track: “NOWHERE” is not a code of this file",
        ),
        (
            "agenda/data/session_types.json",
            lambda data: (
                data["tracks"][0]["title"].pop("en") and data["tracks"][0].update(title={})
            ),
            "tracks[0].title: has no text in any language",
        ),
    ],
)
def test_a_broken_file_names_line_and_field(own_files, file, change, message):
    path = own_files / file
    edit(path, change)
    field = message.split(": ")[0].rsplit(".", 1)[-1]
    with pytest.raises(BrokenFile) as caught:
        reference.read_files(own_files)
    (line,) = caught.value.lines
    name, number, words = line.split(":", 2)
    assert (name, words.strip()) == (path.name, message)
    assert f'"{field}"' in path.read_text(encoding="utf-8").splitlines()[int(number) - 1]


def test_faults_of_all_files_come_together_and_nothing_is_loaded(own_files, db, monkeypatch):
    edit(own_files / "consultation/data/sdgs.json", lambda data: data["sdgs"][0].pop("color"))
    (own_files / "agenda/data/session_types.json").unlink()
    monkeypatch.setattr(settings, "BASE_DIR", own_files)
    with pytest.raises(CommandError) as caught:
        call_command("load_reference", verbosity=0)
    missing_color, missing_file = str(caught.value).splitlines()
    assert missing_color.endswith("sdgs[0].color: is missing")
    assert missing_file.endswith("session_types.json: cannot be read: No such file or directory")
    assert not Goal.objects.exists()


@pytest.mark.django_db
def test_public_reasons_come_in_six_languages_and_keep_what_the_secretariat_wrote(own_files: Path):
    content = reference.read_files(own_files)
    reference.load_reference(content, at=NOW)
    rows = list(PublicReason.objects.all())
    for row in rows:
        assert all(getattr(row, column("text", each.code)) for each in languages())
    for disposition in EVENTS:
        assert 2 <= sum(disposition in row.dispositions for row in rows) <= 4
    first = rows[0]
    PublicReason.objects.filter(pk=first.pk).update(text_fr="Autrement dit.")
    rows[-1].delete()
    assert reference.load_reference(content, at=NOW).is_unchanged
    path = own_files / "consultation/data/reasons.json"
    edit(path, lambda data: data["reasons"][0]["text"].update(es="Dicho de otra manera."))
    reference.load_reference(reference.read_files(own_files), at=NOW)
    first = PublicReason.objects.get(pk=first.pk)
    assert _texts(first, "fr", "es") == ("Autrement dit.", "Dicho de otra manera.")
    assert PublicReason.objects.count() == len(rows) - 1


def test_two_reasons_of_one_code_are_refused(own_files: Path):
    path = own_files / "consultation/data/reasons.json"
    edit(path, lambda data: data["reasons"].append(data["reasons"][0]))
    with pytest.raises(BrokenFile):
        reference.read_files(own_files)


@pytest.mark.django_db
def test_reasons_are_found_again_wherever_the_secretariat_put_them(own_files: Path):
    reference.load_reference(reference.read_files(own_files), at=NOW)
    first, second, *rest = PublicReason.objects.all()
    PublicReason.objects.filter(pk=first.pk).update(order=second.order)
    PublicReason.objects.filter(pk=second.pk).update(order=first.order, text_en="In our words.")
    path = own_files / "consultation/data/reasons.json"
    edit(path, lambda data: data["reasons"][0]["text"].update(es="Dicho de otra manera."))
    reference.load_reference(reference.read_files(own_files), at=NOW)
    again = list(PublicReason.objects.all())
    assert [row.pk for row in again] == [second.pk, first.pk, *(row.pk for row in rest)]
    assert _texts(again[0], "en", "es") == ("In our words.", *_texts(second, "es"))
    assert _texts(again[1], "es") == ("Dicho de otra manera.",)


def _texts(row: PublicReason, *codes: str) -> tuple[str, ...]:
    return tuple(getattr(row, f"text_{code}") for code in codes)

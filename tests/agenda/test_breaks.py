"""Breaks of a day: named in six languages, frozen in a release, told on pages and in documents."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime, time
from importlib import import_module
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunSQL
from django.urls import reverse
from django.utils import translation
from docx import Document

from agenda import programme as frozen
from agenda.actions.releases import release
from agenda.choices import BlockedKind
from agenda.exports import FORMATS
from agenda.labels import labels_for
from agenda.models import BlockedTime, ProgrammeDay, Release, Slot
from agenda.programme import ProgrammeBreak, from_data, to_data
from agenda.queries.releases import programme_of
from agenda.queries.timetable import timetable_of
from tests.agenda.programmes import small_programme
from tests.agenda.test_import_agenda import _import, _small
from tests.agenda.test_pdf import _read, _words
from tests.factories import (
    NOW,
    CountryFactory,
    ForumFactory,
    RoomFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 8)
LUNCH = {"en": "Lunch", "fr": "Déjeuner", "ar": "الغداء"}


@pytest.fixture
def published(organizer) -> Release:
    """Issue a release: lunch for all, coffee in a room, and a time that only organizers know."""
    forum = ForumFactory(timezone="Europe/Zurich", start_date=DAY, end_date=DAY)
    room = RoomFactory(forum=forum, name="Room A")
    start = datetime(2027, 2, 8, 9, tzinfo=UTC)
    Slot.objects.create(
        session=SessionFactory(forum=forum, title="Engines"),
        room=room,
        period=(start, start.replace(hour=10)),
        timezone="Europe/Zurich",
    )
    day = ProgrammeDay.objects.create(forum=forum, date=DAY, starts_at=time(9), ends_at=time(18))
    names = {f"title_{code}": text for code, text in LUNCH.items()}
    hours: Any = {"day": day, "starts_at": time(12), "ends_at": time(13)}
    BlockedTime.objects.create(**hours, **names)
    BlockedTime.objects.create(day=day, starts_at=time(10), ends_at=time(10, 15), room=room)
    BlockedTime.objects.create(**hours, kind=BlockedKind.BLOCKED, title_en="Cleaning")
    return release(forum_id=forum.pk, public=True, remark="", by=organizer, at=NOW)


def _made(published: Release, extension: str, code: str) -> bytes:
    programme = programme_of(published)
    return FORMATS[extension].write(programme, labels_for(programme, code))


def test_a_release_freezes_the_breaks_and_not_what_is_blocked(published) -> None:
    assert programme_of(published).breaks == (
        ProgrammeBreak(
            room="Room A",
            starts_at=datetime(2027, 2, 8, 9, tzinfo=UTC),
            ends_at=datetime(2027, 2, 8, 9, 15, tzinfo=UTC),
        ),
        ProgrammeBreak(
            title=LUNCH,
            starts_at=datetime(2027, 2, 8, 11, tzinfo=UTC),
            ends_at=datetime(2027, 2, 8, 12, tzinfo=UTC),
        ),
    )
    assert "Cleaning" not in json.dumps(published.programme)


def test_a_release_from_before_breaks_is_still_read() -> None:
    data = to_data(small_programme())
    del data["breaks"]
    assert from_data(data) == small_programme()
    assert frozen.checksum(data) != frozen.checksum(to_data(small_programme()))


SAID = [
    ("en", "Breaks", "Break", "Lunch", ""),
    ("fr", "Pauses", "Pause", "Déjeuner", ""),
    ("es", "Pausas", "Pausa", "Lunch", "en inglés"),
    ("ar", "فترات الاستراحة", "استراحة", "الغداء", ""),
    ("zh-hans", "休息时间", "休息", "Lunch", "英文"),
    ("ru", "Перерывы", "Перерыв", "Lunch", "на английском языке"),
]


def _plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _line(text: str, heading: str) -> str:
    return text[text.index(f"{heading}:") :][:200]


@pytest.mark.parametrize(("code", "heading", "unnamed", "lunch", "note"), SAID)
def test_page_zip_word_and_pdf_name_them_in_the_asked_language(
    client, published, code, heading, unnamed, lunch, note
) -> None:
    page = client.get(f"/{code}/forums/{published.forum.slug}/agenda/").content.decode()
    with zipfile.ZipFile(io.BytesIO(_made(published, "zip", code))) as archive:
        index = next(name for name in archive.namelist() if name.endswith("index.html"))
        site = archive.read(index).decode()
    word = Document(io.BytesIO(_made(published, "docx", code)))
    found = {
        "page": _plain(page),
        "zip": _plain(site),
        "docx": "\n".join(one.text for one in word.paragraphs),
    }
    for name, text in found.items():
        # Without the marks that keep the start of a range left of its end.
        line = _line(text, heading).replace("\u200e", "")
        for part in (unnamed, "Room A", lunch, note, "10:00–10:15", "12:00–13:00"):
            assert part in line, (name, part)
        assert "Cleaning" not in text
    if note:
        assert re.search(r'<span lang="en" dir="ltr">Lunch</span>', site)
    pdf = _words(_read(_made(published, "pdf", code)))
    assert lunch in pdf or code == "ar"
    assert "12:00" in pdf


def test_a_time_zone_moves_them_along(client, published) -> None:
    page = client.get(
        f"/en/forums/{published.forum.slug}/agenda/", {"zone": "Asia/Tokyo"}
    ).content.decode()
    assert "20:00–21:00 Lunch" in _plain(page)


def test_a_break_is_named_in_six_languages_in_the_admin(client, organizer, published) -> None:
    client.force_login(organizer)
    day = ProgrammeDay.objects.get()
    url = reverse("admin:agenda_programmeday_change", args=(day.pk,))
    context = client.get(url).context
    formset = context["inline_admin_formsets"][0].formset
    lunch = next(form for form in formset.forms if form.initial.get("title_en") == "Lunch")
    assert [name for name in lunch.fields if name.startswith("title")] == [
        f"title_{code}" for code in ("en", "fr", "es", "ar", "zh_hans", "ru")
    ]
    assert lunch.fields["title_ar"].widget.attrs["dir"] == "rtl"
    data = {
        "date": "2027-02-08",
        "starts_at": "09:00",
        "ends_at": "18:00",
        "seen": context["adminform"].form["seen"].value(),
        **{bound.html_name: bound.value() for bound in formset.management_form},
        **{
            bound.html_name: bound.value()
            for form in formset.forms
            for bound in form
            if bound.value() not in (None, "")
        },
        f"{lunch.prefix}-title_ru": "Обед",
    }
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    row: Any = BlockedTime.objects.get(title_en="Lunch")
    assert (row.title_fr, row.title_ru) == ("Déjeuner", "Обед")


@pytest.mark.parametrize(
    ("code", "lunch"), [("fr", "Déjeuner"), ("ru", "Lunch (на английском языке)")]
)
def test_the_timetable_of_organizers_names_them_in_their_language(published, code, lunch) -> None:
    with translation.override(code):
        titles = [one.title for one in timetable_of(published.forum_id).blocked]
    assert lunch in titles


# --- In and out ------------------------------------------------------------------------


def _with_breaks(*rows: dict[str, Any]) -> Any:
    CountryFactory()
    data = _small()
    data["breaks"] = [
        {"title": {}, "room": "", "starts_at": "2023-01-27T11:00:00Z",
         "ends_at": "2023-01-27T12:00:00Z"} | row
        for row in rows
    ]  # fmt: skip
    return data


def test_breaks_come_in_with_their_days_and_go_out_the_same(tmp_path) -> None:
    data = _with_breaks({"title": LUNCH}, {"room": "Room A"})
    _import(data, tmp_path)
    day = ProgrammeDay.objects.get()
    # The session from 14 to 15 o'clock makes the day as long as that.
    assert (day.date, day.starts_at, day.ends_at) == (date(2023, 1, 27), time(12), time(15))
    assert day.blocked.count() == 2
    target = tmp_path / "again.json"
    call_command(
        "export_agenda", "2023", format="json", language="ar", output=str(target),
        stdout=io.StringIO(),
    )  # fmt: skip
    assert json.loads(target.read_text())["breaks"] == data["breaks"]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"ends_at": "2023-01-28T01:00:00Z"}, "breaks[0]"),
        ({"ends_at": "2023-01-27T11:00:00Z"}, "breaks[0]"),
        ({"room": "Room Z"}, "breaks[0].room"),
        ({"title": {"en": "x" * 121}}, "breaks[0].title_en"),
    ],
)
def test_a_break_that_no_portal_writes_is_refused(tmp_path, row, place) -> None:
    with pytest.raises(Exception, match=re.escape(place)):
        _import(_with_breaks(row), tmp_path)
    assert not ProgrammeDay.objects.exists()


def test_what_was_written_before_counts_as_english(published) -> None:
    rows = BlockedTime.objects.rewrite(False)
    rows.filter(kind="blocked").update(title="Ménage", title_en=None)
    module = import_module("agenda.migrations.0020_breaks_in_six_languages")
    (step,) = (one for one in module.Migration.operations if isinstance(one, RunSQL))
    with connection.cursor() as cursor:
        cursor.execute(str(step.sql))
    blocked: Any = BlockedTime.objects.get(kind="blocked")
    unnamed: Any = BlockedTime.objects.get(room__isnull=False)
    assert (blocked.title_en, unnamed.title_en) == ("Ménage", None)

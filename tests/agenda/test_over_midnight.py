"""What ends on another day than it begins says on which; ranges of times in Arabic."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from docx import Document

from agenda.actions.releases import release
from agenda.exports import FORMATS
from agenda.labels import labels_for
from agenda.models import Release, Slot
from agenda.presentation import last_day
from agenda.queries.releases import programme_of
from tests.agenda.test_pdf import _read, _words
from tests.factories import NOW, ForumFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 8)
# Nine in the evening in Geneva.
EVENING = datetime(2027, 2, 8, 20, tzinfo=UTC)
ENDS = {
    "en": "Tue 9 Feb",
    "fr": "mar. 9 févr.",
    "es": "mar, 9 feb",
    "ar": "الثلاثاء، 9 فبراير",
    "zh-hans": "2月9日周二",
    "ru": "вт, 9 февр.",
}


@pytest.fixture
def issued(organizer: Any, request: pytest.FixtureRequest) -> Release:
    """Issue a release with a reception that takes so many hours."""
    forum = ForumFactory(timezone="Europe/Zurich", start_date=DAY, end_date=DAY)
    period = (EVENING, EVENING + timedelta(hours=request.param))
    Slot.objects.create(
        session=SessionFactory(forum=forum, title="Reception"),
        period=period,
        timezone="Europe/Zurich",
    )
    return release(forum_id=forum.pk, public=True, remark="", by=organizer, at=NOW)


def _shown(client: Any, issued: Release, code: str) -> dict[str, str]:
    """Return what each list says, as plain text."""
    programme = programme_of(issued)
    made = {
        ext: FORMATS[ext].write(programme, labels_for(programme, code))
        for ext in ("zip", "docx", "pdf")
    }
    with zipfile.ZipFile(io.BytesIO(made["zip"])) as archive:
        index = next(name for name in archive.namelist() if name.endswith("index.html"))
        site = archive.read(index).decode()
    page = client.get(f"/{code}/forums/{issued.forum.slug}/agenda/").content.decode()
    word = Document(io.BytesIO(made["docx"]))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return {
        "page": _plain(page),
        "zip": _plain(site),
        "docx": " ".join([*(one.text for one in word.paragraphs), *cells]),
        "pdf": _words(_read(made["pdf"])),
    }


def _plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("issued", [4], indirect=True)
@pytest.mark.parametrize(("code", "day"), ENDS.items())
def test_every_list_names_the_second_day(client, issued: Release, code: str, day: str) -> None:
    for name, text in _shown(client, issued, code).items():
        # Read from a page, Arabic comes in the order in which it is drawn.
        wanted = "21:00–01:00" if (name, code) == ("pdf", "ar") else f"21:00–01:00({day})"
        plain = re.sub(r"[\u200e\u200f\s]+", "", text)
        assert wanted.replace(" ", "") in plain, name


@pytest.mark.parametrize("issued", [2, 3], indirect=True)
def test_what_ends_on_its_day_names_none(client, issued: Release) -> None:
    for text in _shown(client, issued, "en").values():
        assert "Tue" not in text


@pytest.mark.parametrize("issued", [2], indirect=True)
def test_the_start_stands_left_of_the_end_in_arabic(client, issued: Release) -> None:
    slug = issued.forum.slug
    page = client.get(f"/ar/forums/{slug}/agenda/").content.decode()
    assert '<bdi dir="ltr">21:00–23:00</bdi>' in page
    assert "21:00\u200e–\u200e23:00" in _shown(client, issued, "ar")["docx"]
    assert "21:00–23:00" in _shown(client, issued, "fr")["docx"]


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        (datetime(2027, 2, 8, 23), None),
        (datetime(2027, 2, 9), None),
        (datetime(2027, 2, 9, 0, 1), date(2027, 2, 9)),
        (datetime(2027, 2, 10), date(2027, 2, 9)),
        (datetime(2027, 3, 1, 12), date(2027, 3, 1)),
    ],
)
def test_midnight_ends_its_day(end: datetime, wanted: date | None) -> None:
    assert last_day(datetime(2027, 2, 8, 21), end) == wanted

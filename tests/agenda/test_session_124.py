"""Session 124 of 2023: everything that the document of that session holds, on page and in files."""

import csv
import io
import json
import re
import zipfile
from datetime import datetime
from html import unescape
from pathlib import Path

import lxml.html
import pypdf
import pytest
import vobject
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from lxml import etree
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR) / "agenda" / "data" / "forums" / "2023.json"
POINTS = {
    "zh-hans": [
        "1. 开幕致辞(WSIS 论坛协办方)",
        "国际电联:Tomas Lamanauskas 先生,副秘书长",
        "教科文组织:Marielza Oliveira 博士,伙伴关系和业务计划监测通信和信息主任",
        "联合国开发计划署:罗伯特·奥普,首席数字官",
        "贸发会议:Scarlett Fondeur Gil,经济事务官员",
        "2. 2022 年 WSIS 论坛主席致开幕词",
        "3. WSIS 论坛 2023 更新",
        "WSIS 论坛 2023 开放磋商流程",
        "主题重点和活动形式",
        "高级别轨道(高级别政策会议、高级别轨道协调人、高级别对话、部长级圆桌会议)",
        (
            "论坛轨道(专题和国家研讨会、WSIS 行动方面促进会议、UNGIS、"
            "衡量 ICT 促进发展的伙伴关系、展览)"
        ),
        "2023 年 WSIS 奖和 2023 年 WSIS 盘点",
        "其他活动",
        "黑客马拉松——Digital GovHack:利用新兴技术推进数字经济",
        "2023 年 WSIS 论坛特别专题和特别倡议",
        "2023 年 WSIS 论坛特别奖",
        "4. 与 WSIS 利益攸关方的讨论",
    ],
    "en": [
        "1. Opening remarks (WSIS Forum co-organizers)",
        "ITU: Mr Tomas Lamanauskas, Deputy Secretary-General",
        "UNDP: Robert Opp, Chief Digital Officer",
        "UNCTAD: Scarlett Fondeur Gil, Economic Affairs Officer",
        "2. Opening address by the Chair of the WSIS Forum 2022",
        "3. WSIS Forum 2023 updates",
        "Thematic focus and format of the event",
        "WSIS Prizes 2023 and WSIS Stocktaking 2023",
        "WSIS Forum 2023 Special Tracks and Special Initiatives",
        "WSIS Forum 2023 Special Prizes",
        "4. Discussion with WSIS stakeholders",
    ],
}
SPEAKERS = {
    "zh-hans": [
        "Tomas Lamanauskas 先生",
        "Marielza Oliveira 博士",
        "罗伯特·奥普",
        "Scarlett Fondeur Gil",
        "Isa Ali Ibrahim (Pantami) 教授阁下",
        "Gitanjali Sah 女士",
        "战略和政策协调员",
        "尼日利亚联邦通信和数字经济部部长",
        # The biographies that there are.
        "他获得了 150 多个奖项,包括多次获得最佳部长奖",
        "Lamanauskas 先生旨在建立以影响力为导向的伙伴关系",
        "她拥有哲学硕士学位",
    ],
    "en": [
        "Mr Tomas Lamanauskas",
        "Dr Marielza Oliveira",
        "Robert Opp",
        "Scarlett Fondeur Gil",
        "H.E. Prof. Isa Ali Ibrahim (Pantami)",
        "Ms Gitanjali Sah",
        "Strategy and Policy Coordinator",
        "United Nations Development Programme",
        "Tomas Lamanauskas took office as ITU's Deputy Secretary-General on 1 January 2023.",
    ],
}
DESCRIPTION = {
    "zh-hans": [
        "旨在确保论坛的参与性和包容性精神",
        "WSIS 论坛是世界上最大的“ICT 促进发展”社区年度聚会",
        "提供自 2005 年以来 WSIS 行动方面实施情况的信息和分析",
        "计划于 2023 年 3 月 13 日至 17 日在日内瓦国际电联总部举行",
        "本次会议是公开磋商进程阶段(第三阶段)的一部分",
    ],
    "en": [
        "keeps the Forum participatory and inclusive",
        "the largest yearly gathering of the community that works on ICT for development",
        "since 2005",
        "from 13 to 17 March 2023 at the ITU Headquarters premises in Geneva",
        "This session is part of the Open Consultation Process (Phase III).",
    ],
}
TITLES = {
    "zh-hans": "WSIS 论坛 2023 年公开磋商进程第二次会议和 WSIS 论坛 2022 年特别主席会议",
    "en": (
        "Second Meeting of the WSIS Forum 2023 Open Consultation Process"
        " and Special WSIS Forum 2022 Chair Session"
    ),
}
CODES = (
    "C1 C2 C3 C4 C5 C6 C7-EGOV C7-EBUS C7-ELEA C7-EHEA C7-EEMP C7-EENV C7-EAGR C7-ESCI"
    " C8 C9 C10 C11"
)

GOALS = {
    "zh-hans": [f"目标 {number}" for number in range(1, 18)],
    "en": [f"Goal {number}: " for number in range(1, 18)],
}


@pytest.fixture
def forum_2023(load_reference_tables: None) -> None:
    """Load the Forum of 2023 from the project's file."""
    call_command("load_forum", str(FILE), verbosity=0, stdout=io.StringIO())


def _page(client: Client, language: str) -> str:
    response = client.get(f"/{language}/forums/2023/agenda/sessions/124/")
    assert response.status_code == 200
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"(<[^>]*>|\s)+", " ", unescape(main)).replace(" †", "")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_everything(forum_2023, client: Client, language: str) -> None:
    text = _page(client, language)
    wanted = [
        TITLES[language],
        "Popov Room, ITU Tower Building",
        "14:00–15:00",
        "UTC+01:00",
        *DESCRIPTION[language],
        *POINTS[language],
        *SPEAKERS[language],
        *(f" {code} " for code in CODES.split()),
    ]
    assert [words for words in wanted if words not in text] == []


def test_c9_is_media_and_its_misreading_only_a_remark(forum_2023, client: Client) -> None:
    text = _page(client, "zh-hans")
    assert " C9 媒体 " in text
    assert text.count("半") == text.count('C9 shown as "半"') == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_all_goals_stand_on_the_page_once(forum_2023, client: Client, language: str) -> None:
    page = client.get(f"/{language}/forums/2023/agenda/sessions/124/").content.decode()
    found = re.findall(r'class="goal-square goal-(\d+)"', page)
    assert [int(number) for number in found] == list(range(1, 18))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_calendar_holds_every_point_speaker_and_tag(forum_2023, client, language) -> None:
    data = client.get(f"/{language}/forums/2023/agenda/export/agenda.ics").getvalue().decode()
    vars(vobject.icalendar)["__tzidMap"].clear()
    events = {e.summary.value.split(" ")[0]: e for e in vobject.readOne(data).vevent_list}
    event = events["124"]
    assert event.summary.value == f"124 · {TITLES[language]}"
    assert event.dtstart.value.isoformat() == "2023-01-27T14:00:00+01:00"
    text = event.description.value
    wanted = [*DESCRIPTION[language], *POINTS[language], *CODES.split()]
    assert [words for words in wanted if words not in text] == []
    names = ["Lamanauskas", "Oliveira", "Fondeur Gil", "Pantami", "Sah"]
    assert [name for name in names if name not in text] == []


def _fetched(client: Client, language: str, file: str) -> bytes:
    response = client.get(f"/{language}/forums/2023/agenda/export/{file}")
    assert response.status_code == 200
    return response.getvalue()


def _missing(text: str, language: str, *, biographies: bool = False) -> list[str]:
    """Return what the text lacks of all that the document says of the session."""
    people = SPEAKERS[language] if biographies else SPEAKERS[language][:8]
    wanted = [TITLES[language], *DESCRIPTION[language], *POINTS[language], *people]
    lines = [f"{line} " for line in CODES.split()]
    return [words for words in (*wanted, *lines, *GOALS[language]) if words not in text]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_table_holds_every_point_speaker_and_tag(forum_2023, client, language) -> None:
    text = _fetched(client, language, "agenda.csv").decode("utf-8-sig")
    row = next(row for row in csv.reader(io.StringIO(text, newline="")) if row[0] == "124")
    assert _missing("\n".join(row), language) == []
    assert "2023-01-27" in row
    assert "Europe/Zurich" in row


def _printed(client: Client, language: str, name: str) -> str:
    """Return the text of a PDF without its spaces: a line may end between any two signs."""
    data = client.get(f"/{language}/forums/2023/agenda/export/{name}.pdf").getvalue()
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return _close("".join(page.extract_text() for page in pages))


def _close(text: str) -> str:
    return re.sub(r"[\s\u200b\u2066-\u2069]", "", text)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pdf_of_the_agenda_holds_every_point_speaker_and_tag(
    forum_2023, client: Client, language: str
) -> None:
    text = _printed(client, language, "agenda")
    names = ["Lamanauskas", "Oliveira", "Fondeur Gil", "Pantami", "Sah"]
    wanted = [TITLES[language], *DESCRIPTION[language], *POINTS[language], *names, *CODES.split()]
    assert [words for words in wanted if _close(words) not in text] == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pdf_of_the_session_holds_the_biographies_too(
    forum_2023, client: Client, language: str
) -> None:
    text = _printed(client, language, "session-124")
    wanted = [TITLES[language], *DESCRIPTION[language], *POINTS[language], *SPEAKERS[language]]
    wanted += ["Popov Room, ITU Tower Building", "14:00", *CODES.split()]
    assert [words for words in wanted if _close(words) not in text] == []
    goals = re.findall(r"(?:Goal|目标)(\d+)", text)
    assert [int(number) for number in goals if int(number) < 18][:17] == list(range(1, 18))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_workbook_holds_every_point_speaker_and_tag(forum_2023, client, language) -> None:
    book = load_workbook(io.BytesIO(_fetched(client, language, "agenda.xlsx")))
    day, people = book["2023-01-27"], book.worksheets[-1]
    (row,) = day.iter_rows(min_row=2, values_only=True)
    assert row[0] == 124
    assert datetime(2023, 1, 27, 14) in row
    cells = [*row, *(cell for line in people.iter_rows(values_only=True) for cell in line)]
    assert _missing("\n".join(str(cell) for cell in cells), language, biographies=True) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_schedule_xml_holds_every_point_speaker_and_tag(forum_2023, client, language) -> None:
    root = etree.fromstring(_fetched(client, language, "schedule.xml"))
    (event,) = (one for one in root.iter("event") if one.get("id") == "124")
    assert event.findtext("date") == "2023-01-27T14:00:00+01:00"
    assert event.findtext("room") == "Popov Room, ITU Tower Building"
    assert _missing("\n".join(event.itertext()), language) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_schedule_json_holds_every_point_speaker_and_tag(forum_2023, client, language) -> None:
    conference = json.loads(_fetched(client, language, "schedule.json"))["schedule"]["conference"]
    rooms = (room for day in conference["days"] for room in day["rooms"].values())
    (event,) = (one for room in rooms for one in room if one["id"] == 124)
    people = [(one["name"], one["biography"]) for one in event["persons"]]
    texts = [event["title"], event["abstract"], event["description"], *map("\n".join, people)]
    assert _missing("\n".join(texts), language, biographies=True) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_our_json_holds_every_point_speaker_and_tag(forum_2023, client, language) -> None:
    data = json.loads(_fetched(client, language, "agenda.json"))
    session = next(one for one in data["sessions"] if one["number"] == 124)
    slugs = {one["speaker"] for one in session["appearances"]}
    people = [one for one in data["speakers"] if one["slug"] in slugs]

    def points(items: list) -> list[str]:
        return [
            line
            for one in items
            for line in (
                f"{one['number']}. {one['title'][language]}"
                if one["number"]
                else one["title"][language],
                *points(one["items"]),
            )
        ]

    said = [session["title"][language], session["description"][language]]
    said += points(session["items"])
    for one in people:
        name = [one["honorific"].get(language, ""), one["name"].get(language, "")]
        said += [" ".join(name).strip(), " ".join(reversed(name)).strip()]
        said += [one[key].get(language, "") for key in ("function", "organization", "biography")]
    text = "\n".join(said)
    wanted = [TITLES[language], *DESCRIPTION[language], *POINTS[language], *SPEAKERS[language]]
    assert [words for words in wanted if words not in text] == []
    assert session["action_lines"] == CODES.split()
    assert session["goals"] == list(range(1, 18))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_zip_of_pages_holds_every_point_speaker_and_tag(
    forum_2023, client: Client, language: str
) -> None:
    with zipfile.ZipFile(io.BytesIO(_fetched(client, language, "agenda.zip"))) as packed:
        (name,) = (one for one in packed.namelist() if one.endswith("124.html"))
        page = lxml.html.fromstring(packed.read(name))
        # Who speaks has a page of her own, with her biography.
        links = {link.get("href") for link in page.iter("a")}
        own = [
            one
            for one in packed.namelist()
            if Path(one).name in {Path(link).name for link in links if link}
        ]
        people = [lxml.html.fromstring(packed.read(one)) for one in own if "speaker" in one]
    assert page.get("lang") == {"zh-hans": "zh-Hans", "en": "en"}[language]
    text = " ".join(
        " ".join(part.itertext()) for one in (page, *people) for part in one.iter("body")
    )
    assert _missing(" ".join(text.split()) + " ", language, biographies=True) == []

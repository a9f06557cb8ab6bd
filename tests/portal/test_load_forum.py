"""The real Forums as they are loaded: everything that the two documents hold."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings

from agenda.models import Session, Slot
from agenda.queries.releases import latest_public, programme_of
from consultation.models import Call, DateChange, Forum, Phase
from tests.factories import NOW
from wsis_forum.portal.loading.forum import Loaded, load_forum
from wsis_forum.portal.loading.source import read

FORUMS = settings.BASE_DIR / "agenda" / "data" / "forums"


def load(year: str, **options: Any) -> Loaded:
    return load_forum(read(FORUMS / f"{year}.json"), at=options.pop("at", NOW), **options)


@pytest.fixture
def forum_2019(load_reference_tables) -> Forum:
    return load("2019").forum


@pytest.fixture
def session_124(load_reference_tables) -> Session:
    load("2023")
    return Session.objects.get(forum__slug="2023", number=124)


# --- 2019: the letter --------------------------------------------------------------------


def test_the_letter_of_2018_is_in_the_forum_of_2019(forum_2019):
    forum = forum_2019
    assert (forum.reference, forum.invitation_date) == ("WSIS-FORUM-2019", date(2018, 7, 2))
    assert (forum.start_date, forum.end_date) == (date(2019, 4, 8), date(2019, 4, 12))
    assert forum.invitation_signed_by_zh_hans == "国际电联秘书长 赵厚麟（原件已签）"
    assert forum.is_unverified("invitation_signed_by_en")
    assert not forum.is_unverified("invitation_signed_by_zh_hans")
    assert forum.invitation_title_zh_hans.endswith("欢迎参加有关确定主题和形式的公开磋商进程")
    assert (
        forum.consultation_title_zh_hans == "有关 2019 年 WSIS 论坛主题内容和创新形式的公开磋商进程"
    )
    assert [row.code for row in forum.addressed_to.all()] == [
        "GOV",
        "PRIV",
        "CS",
        "ACAD_TECH",
        "IO",
    ]
    assert (forum.contact_name, forum.contact_phone, forum.contact_fax, forum.contact_email) == (
        "Gitanjali Sah",
        "+41 22 730 6240",
        "+41 22 730 64 53",
        "wsis-info@itu.int",
    )
    assert forum.remote_participation
    assert forum.takes_event_inputs
    assert forum.website == "www.wsis.org/forum"


def test_the_letters_paragraphs_stand_in_chinese_and_in_english(forum_2019):
    chinese = forum_2019.introduction_zh_hans.split("\n\n")
    assert len(chinese) == len(forum_2019.introduction_en.split("\n\n")) == 5
    assert chinese[0].startswith("我谨代表国际电联、联合国教科文组织")
    assert "A/70/125" in chinese[2]
    assert chinese[4].endswith("希望在 2019 年 WSIS 论坛上会面。")
    assert forum_2019.is_unverified("introduction_en")
    assert not forum_2019.is_unverified("introduction_zh_hans")


def test_all_organizations_of_the_letter_are_named(forum_2019):
    organizers = forum_2019.partners.filter(role="organizer").order_by("order")
    assert [row.code for row in organizers] == ["ITU", "UNESCO", "UNDP", "UNCTAD"]
    others = forum_2019.partners.filter(role="collaborator").order_by("order")
    assert len(others) == 17
    assert (others[0].code, others[0].name_zh_hans) == ("UNDESA", "联合国经社部")
    assert others[16].name_zh_hans == "联合国各区域委员会"


def test_phases_keep_the_precision_of_their_dates(forum_2019):
    first, second, third, fourth, fifth = forum_2019.phases.all()
    assert (first.precision, first.starts_at, first.ends_at, first.mode) == (
        "moment",
        datetime(2018, 7, 2, 12, 30, tzinfo=UTC),
        datetime(2018, 7, 2, 13, 30, tzinfo=UTC),
        "virtual",
    )
    assert first.remote_url == "https://connect.itu.int/itu-spm-roomg2/"
    assert (second.timezone, second.starts_at, second.ends_at) == (
        "Europe/Paris",
        datetime(2018, 11, 12, 11, 20, tzinfo=UTC),
        None,
    )
    assert (third.precision, third.start_date, third.end_date) == (
        "month-range",
        date(2019, 1, 1),
        date(2019, 2, 28),
    )
    assert (fourth.precision, fourth.kind, fourth.start_date, fourth.end_date) == (
        "date",
        "deadline",
        date(2019, 2, 10),
        date(2019, 2, 10),
    )
    assert (fifth.precision, fifth.start_date) == ("date", date(2019, 3, 8))
    assert [phase.label_zh_hans for phase in forum_2019.phases.all()] == [
        "第一阶段",
        "第二阶段",
        "第三阶段",
        "第四阶段",
        "第五阶段",
    ]
    assert fifth.title_zh_hans == "有关2019年WSIS论坛的最后简介"
    assert not fifth.is_unverified("title_zh_hans")


def test_the_first_phase_has_every_activity_of_the_letter(forum_2019):
    activities = list(forum_2019.phases.get(order=1).activities.all())
    assert [row.text_zh_hans for row in activities] == [
        "启动网上公开磋商，面向所有利益攸关方",
        "启动用于提交正式资料的2019年WSIS论坛网站",
        "向WSIS秘书处提交的有关主题内容和创新形式的正式资料",
        "公开征集2019年WSIS论坛利益攸关多方高级别会议推进方的提名",
        "启动2019年WSIS摄影竞赛",
    ]
    assert activities[4].text_en == "Launch of the WSIS Photo Contest 2019"


def test_a_deadline_known_as_a_day_is_its_last_second_and_says_so(forum_2019):
    official, workshops, facilitators, photos = forum_2019.calls.all()
    for call in (official, workshops):
        assert call.closes_at == datetime(2019, 2, 10, 22, 59, 59, tzinfo=UTC)
        assert call.deadline_is_assumed
        assert call.phase.order == 4
    assert workshops.is_binding
    assert not official.is_binding
    assert (facilitators.closes_at, photos.closes_at) == (None, None)
    assert not Call.objects.filter(forum=forum_2019, takes_drafts=True).exists()


def test_a_session_without_a_title_has_that_of_its_type(forum_2019):
    session = forum_2019.sessions.get(number=231)
    assert session.title_en == "Action Line Facilitators Meeting"
    assert session.is_unverified("title_en")
    assert session.data_quality[0].startswith("The source gives no title")
    assert (session.captioning, session.interpretation) == (True, ["en", "fr"])


# --- 2022 --------------------------------------------------------------------------------


def test_a_moved_deadline_keeps_the_former_one_with_a_public_note(load_reference_tables):
    forum = load("2022").forum
    photos = forum.calls.get(slug="photo-contest")
    assert photos.closes_at == datetime(2022, 3, 11, 22, 59, 59, tzinfo=UTC)
    change = DateChange.objects.get(call=photos)
    assert change.former == {
        "precision": "date",
        "start": "2022-03-07",
        "end": "2022-03-07",
        "timezone": "Europe/Zurich",
    }
    assert change.note_en == "extended from 7 March 2022"
    assert change.note_zh_hans == "原定2022年3月7日，已延长"
    assert (forum.final_week_start_date, forum.final_week_end_date) == (
        date(2022, 5, 30),
        date(2022, 6, 3),
    )
    assert forum.chair_name == "H.E. Prof. Isa Ali Ibrahim (Pantami)"


def test_a_phase_without_a_date_is_unknown(load_reference_tables):
    invitation = load("2022").forum.phases.get(order=0)
    assert (invitation.precision, invitation.first_day) == ("unknown", None)


# --- 2023: session 124 -------------------------------------------------------------------


def test_session_124_has_its_time_its_zone_and_its_room(session_124):
    slot = Slot.objects.get(session=session_124)
    assert slot.period.lower == datetime(2023, 1, 27, 13, 0, tzinfo=UTC)
    assert slot.period.upper == datetime(2023, 1, 27, 14, 0, tzinfo=UTC)
    assert (slot.timezone, slot.room.name) == ("Europe/Zurich", "Popov Room, ITU Tower Building")
    assert (session_124.type.code, session_124.track.code) == ("INTERACTIVE", "PREPARATORY")
    assert session_124.phase.order == 3
    assert session_124.minutes == 60
    assert session_124.organizers_zh_hans == "信息社会世界峰会"


def test_session_124_has_its_description_in_chinese_and_in_english(session_124):
    chinese = session_124.description_zh_hans.split("\n\n")
    assert len(chinese) == len(session_124.description_en.split("\n\n")) == 5
    assert chinese[0].startswith("信息社会世界峰会 (WSIS) 论坛 2023 开放磋商进程 (OCP)")
    assert chinese[4].startswith("本次会议是公开磋商进程阶段(第三阶段)的一部分")
    assert session_124.is_unverified("description_en")
    assert not session_124.is_unverified("description_zh_hans")


def test_session_124_has_the_nested_agenda_with_four_numbered_points(session_124):
    top = list(session_124.items.filter(parent=None).order_by("order"))
    assert [item.is_numbered for item in top] == [True] * 4
    assert [item.title_zh_hans for item in top] == [
        "开幕致辞(WSIS 论坛协办方)",
        "2022 年 WSIS 论坛主席致开幕词",
        "WSIS 论坛 2023 更新",
        "与 WSIS 利益攸关方的讨论",
    ]
    counts = {item.title_en: item.children.count() for item in session_124.items.all()}
    assert session_124.items.count() == 17
    assert counts["Opening remarks (WSIS Forum co-organizers)"] == 4
    assert counts["WSIS Forum 2023 updates"] == 4
    assert counts["Thematic focus and format of the event"] == 2
    assert counts["Other activities"] == 3
    remarks = session_124.items.get(title_zh_hans__startswith="联合国开发计划署:")
    assert [speaker.slug for speaker in remarks.speakers.all()] == ["opp"]


def test_session_124_has_its_speakers_with_function_and_organization(session_124):
    people = [row.speaker for row in session_124.appearances.order_by("order")]
    assert [row.slug for row in people] == [
        "lamanauskas",
        "oliveira",
        "opp",
        "fondeur-gil",
        "pantami",
        "sah",
    ]
    oliveira = people[1]
    assert oliveira.function_en == (
        "Director for Partnerships and Operational Programme Monitoring,"
        " Communication and Information"
    )
    assert oliveira.is_unverified("function_en")
    assert (oliveira.honorific_zh_hans, oliveira.organization_zh_hans) == ("博士", "教科文组织")
    assert (people[2].name_en, people[2].name_zh_hans) == ("Robert Opp", "罗伯特·奥普")
    assert (people[4].honorific_zh_hans, people[4].country.alpha3) == ("教授阁下", "NGA")


def test_session_124_has_the_biographies_there_are(session_124):
    biographies = {row.speaker.slug: row.speaker for row in session_124.appearances.all()}
    first = biographies["lamanauskas"]
    assert first.biography_en.startswith("Tomas Lamanauskas took office")
    assert first.biography_zh_hans.endswith("让国际电联为充满活力的未来做好准备。")
    assert first.unverified.count("biography_zh_hans") == 1
    assert not first.is_unverified("biography_en")
    assert biographies["sah"].biography_zh_hans.startswith("Gitanjali Sah 是国际电信联盟")
    assert biographies["sah"].biography_en is None
    assert biographies["opp"].biography_zh_hans is None


def test_session_124_has_all_lines_and_goals_and_the_notes_on_the_page(session_124):
    assert session_124.action_lines.count() == 18
    assert session_124.goals.count() == 17
    assert 'C9 shown as "半" instead of 媒体' in session_124.data_quality
    assert session_124.links == [
        {
            "url": "http://itu.int/net4/wsis/forum/2023/fr/Agenda/Session/124",
            "language": "fr",
        },
        {
            "url": "https://www.itu.int/net4/wsis/forum/2023/zh/Agenda/Session/124",
            "language": "zh-hans",
        },
    ]


def test_the_meetings_of_2023_are_sessions_and_a_cut_title_says_so(session_124):
    phases = Phase.objects.filter(forum__slug="2023", session_number__isnull=False)
    numbers = phases.order_by("order").values_list("session_number", flat=True)
    assert list(numbers) == [117, 124, 135]
    addis = Slot.objects.get(session__number=117, session__forum__slug="2023")
    assert addis.timezone == "Africa/Addis_Ababa"
    cut = Session.objects.get(forum__slug="2023", number=145)
    assert (cut.title_is_cut, cut.title_zh_hans) == (True, "高级别政策会议 7")
    assert (cut.interpretation, cut.interpretation_passive) == (["en", "fr"], ["ar"])


def test_the_sessions_of_a_file_become_public_release_1_0(session_124):
    release = latest_public(session_124.forum)
    assert (release.version, release.session_count, release.released_by) == ("v1.0", 4, None)
    programme = programme_of(release)
    assert [session.number for session in programme.sessions] == [117, 124, 135, 145]


# --- The current Forum -------------------------------------------------------------------


def test_the_two_main_calls_of_the_current_forum_close_three_weeks_after_the_first_load(
    load_reference_tables,
):
    forum = load("2027").forum
    assert forum.is_current
    assert forum.is_demonstration
    assert forum.shift_days == 2862
    taken = forum.calls.filter(phase__order=4)
    assert [call.kind for call in taken] == ["thematic", "workshop"]
    for call in taken:
        # NOW is in the afternoon of 21 November in Geneva.
        assert call.closes_at == datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC)
        assert call.is_open(NOW)
    launch = forum.phases.get(order=1)
    assert launch.starts_at == datetime(2026, 5, 3, 12, 30, tzinfo=UTC)
    months = forum.phases.get(order=3)
    assert (months.start_date, months.end_date) == (date(2026, 11, 1), date(2026, 12, 31))
    assert (forum.start_date, forum.end_date) == (date(2027, 2, 7), date(2027, 2, 11))


def test_moments_keep_the_hour_of_their_zone_when_the_clocks_change(load_reference_tables):
    forum = load("2027", at=datetime(2027, 3, 10, 12, 0, tzinfo=UTC)).forum
    meeting = forum.phases.get(order=2)
    assert meeting.starts_at.astimezone(meeting.zone).strftime("%H:%M") == "12:20"
    launch = forum.phases.get(order=1)
    assert launch.starts_at.astimezone(launch.zone).strftime("%H:%M") == "14:30"
    call = forum.calls.get(slug="workshop-request")
    assert call.closes_at.astimezone(call.zone).isoformat() == "2027-03-31T23:59:59+02:00"


def test_the_current_forum_speaks_six_languages_and_has_rooms(load_reference_tables):
    forum = load("2027").forum
    rows = [forum, *forum.phases.all(), *forum.calls.all()]
    for row in rows:
        name = "name" if row is forum else "title"
        for suffix in ("en", "fr", "es", "ar", "zh_hans", "ru"):
            assert getattr(row, f"{name}_{suffix}"), (row, suffix)
            assert row.is_unverified(f"{name}_{suffix}"), (row, suffix)
    workshops = forum.calls.get(kind="workshop")
    assert workshops.description_ar
    assert forum.rooms.count() == 5
    assert forum.contact_email == "wsis-secretariat@wsis.example"
    assert latest_public(forum) is None

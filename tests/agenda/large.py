"""A made-up programme as large as the real ones: many sessions, nine rooms, five days."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from agenda.programme import (
    FALLBACK,
    Programme,
    ProgrammeActionLine,
    ProgrammeAppearance,
    ProgrammeGoal,
    ProgrammeItem,
    ProgrammeRoom,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    ProgrammeTrack,
    ProgrammeType,
    Text,
)

SUBJECTS: dict[str, tuple[str, ...]] = {
    "en": (
        "Connecting rural schools and health centres",
        "Digital skills for all generations: what works, for whom, and who pays for it",
        "Ethics of artificial intelligence",
        "Media freedom online",
        "Cybersecurity capacity for small island States",
    ),
    "fr": (
        "Connecter les écoles et les centres de santé ruraux",
        "Des compétences numériques pour toutes les générations",
        "Éthique de l’intelligence artificielle",
        "La liberté des médias en ligne",
        "La cybersécurité des petits États insulaires",
    ),
    "ar": (
        "ربط المدارس والمراكز الصحية في المناطق الريفية",
        "المهارات الرقمية لجميع الأجيال: ما الذي ينجح ولمن",
        "أخلاقيات الذكاء الاصطناعي",
        "حرية الإعلام على الإنترنت (WSIS 2027)",
        "الأمن السيبراني في الدول الجزرية الصغيرة",
    ),
    "zh-hans": (
        "连接农村学校和卫生中心",
        "面向各代人的数字技能：什么有效、对谁有效",
        "人工智能的伦理",
        "网络上的媒体自由",
        "小岛屿国家的网络安全能力",
    ),
}
SENTENCE = {
    "en": "The session brings together ministries, companies and civil society around one table. ",
    "fr": "La séance réunit ministères, entreprises et société civile autour d’une table. ",
    "ar": "تجمع الجلسة الوزارات والشركات والمجتمع المدني حول طاولة واحدة. ",
    "zh-hans": "会议让各部委、企业和民间社会围坐一桌，讨论信息社会世界峰会的成果。",
}
ROOMS = ("Popov", "A", "B", "C1", "C2", "K", "L", "M", "Montbrillant, lower floor")


def large_programme(*, sessions: int = 300, speakers: int = 850, seed: int = 1) -> Programme:
    """Return sessions spread over nine rooms and five days, most in English, some in one other."""
    chance = random.Random(seed)  # noqa: S311 the same programme for everybody
    people = tuple(_speaker(number) for number in range(speakers))
    places = list(_slots(sessions))
    return Programme(
        forum="2027",
        year=2027,
        name={
            "en": "WSIS Forum 2027",
            "ar": "منتدى القمة العالمية لمجتمع المعلومات 2027",
            "zh-hans": "WSIS 论坛 2027",
        },
        theme={"en": "Digital action lines for people, planet and prosperity"},
        timezone="Europe/Zurich",
        start_date=date(2027, 7, 5),
        end_date=date(2027, 7, 9),
        city={"en": "Geneva", "ar": "جنيف", "zh-hans": "日内瓦", "fr": "Genève"},
        country="CH",
        is_demonstration=True,
        version="v0.3",
        is_public=False,
        remark="Rooms are provisional.",
        released_at=datetime(2027, 5, 3, 9, tzinfo=UTC),
        rooms=tuple(ProgrammeRoom(name=name, seats=100) for name in ROOMS),
        tracks=(ProgrammeTrack(code="FORUM", title={"en": "Forum Track", "ar": "مسار المنتدى"}),),
        types=(
            ProgrammeType(
                code="WS",
                track="FORUM",
                title={"en": "Workshop", "ar": "ورشة عمل"},
            ),
        ),
        action_lines=(
            ProgrammeActionLine(
                code="C4",
                title={"en": "Capacity building", "zh-hans": "能力建设"},
            ),
            ProgrammeActionLine(code="C9", title={"en": "Media", "zh-hans": "媒体"}),
        ),
        goals=(
            ProgrammeGoal(number=4, color="#C5192D", title={"en": "Quality education"}),
            ProgrammeGoal(number=17, color="#19486A", title={"en": "Partnerships for the Goals"}),
        ),
        speakers=people,
        sessions=tuple(
            _session(100 + place, slot, people, chance) for place, slot in enumerate(places)
        ),
    )


def _speaker(number: int) -> ProgrammeSpeaker:
    return ProgrammeSpeaker(
        slug=f"speaker-{number}",
        sort_name=f"Speaker {number:03d}",
        honorific={"en": "Ms", "fr": "Mme", "ar": "السيدة", "zh-hans": "女士"},
        name={"en": f"Amina Speaker-Okonkwo {number}"},
        function={"en": "Director of Digital Development", "zh-hans": "数字发展司司长"},
        organization={
            "en": "Ministry of Information Technology",
            "ar": "وزارة تكنولوجيا المعلومات",
        },
        country="NG",
        biography={"en": SENTENCE["en"] * 6} if number % 3 else {},
    )


def _slots(count: int) -> Iterator[ProgrammeSlot | None]:
    """Give times room by room and day by day; the last session has none yet."""
    begin = datetime(2027, 7, 5, 7, tzinfo=UTC)
    for place in range(count - 1):
        line, room = divmod(place, len(ROOMS))
        day, hour = divmod(line, 7)
        start = begin + timedelta(days=day, minutes=75 * hour + (15 if room == 2 else 0))
        yield ProgrammeSlot(
            room=ROOMS[room],
            starts_at=start,
            ends_at=start + timedelta(minutes=45 if room == 2 else 60),
            timezone="Europe/Zurich",
        )
    yield None


def _session(
    number: int, slot: ProgrammeSlot | None, people: tuple[ProgrammeSpeaker, ...], chance: Any
) -> ProgrammeSession:
    codes = [code for code in SUBJECTS if code == "en" or chance.random() < 0.4]
    subject = chance.randrange(5)
    chosen = chance.sample(people, 3)

    def text(times: int) -> Text:
        return {code: "\n\n".join([SENTENCE[code] * 4] * times) for code in codes}

    titles = {code: SUBJECTS[code][subject] for code in codes}
    return ProgrammeSession(
        number=number,
        uid=f"uid-{number}",
        type="WS",
        track="FORUM",
        status=chance.choice(["confirmed"] * 8 + ["tentative", "cancelled"]),
        mode="hybrid",
        original_language="en",
        title=titles,
        description=text(3),
        organizers={"en": "ITU, UNESCO, UNDP, UNCTAD"},
        slots=(slot,) if slot else (),
        items=tuple(
            ProgrammeItem(
                number=str(place),
                title=titles,
                minutes=10,
                speakers=(chosen[place - 1].slug,),
                items=(
                    ProgrammeItem(title={"en": "Questions from the floor"}),
                    ProgrammeItem(number=f"{place}.1", title=titles),
                ),
            )
            for place in range(1, 3)
        ),
        appearances=tuple(
            ProgrammeAppearance(
                speaker=one.slug, role="panellist" if place else "moderator", is_remote=place == 2
            )
            for place, one in enumerate(chosen)
        ),
        action_lines=("C4", "C9"),
        goals=(4, 17),
        captioning=True,
        floor_languages=("en", "fr"),
        interpretation=FALLBACK,
        submissions=(f"WSIS-2027-{number:04d}",),
        changed_at=datetime(2027, 5, 3, tzinfo=UTC),
    )

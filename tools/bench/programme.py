"""A made-up programme of 300 sessions over five days in nine rooms, released."""

from datetime import UTC, datetime, timedelta

from django.db import connections

SESSIONS = 300
_ROOMS, _SLOTS_A_DAY = 9, 8
_WORDS = {
    "en": "Digital skills and connectivity for every community, in practice",
    "fr": "Compétences numériques et connectivité pour toutes les communautés",
    "es": "Competencias digitales y conectividad para todas las comunidades",
    "ar": "المهارات الرقمية والتوصيلية لكل مجتمع، في الممارسة",
    "zh-hans": "面向每个社区的数字技能与互联互通实践",
    "ru": "Цифровые навыки и доступ к сети для каждого сообщества на деле",
}


def fill_programme(slug: str) -> None:
    """Give a Forum its sessions, people and rooms, and issue its first public release."""
    from agenda.actions.releases import release  # noqa: PLC0415 apps are ready only now
    from agenda.models import (  # noqa: PLC0415
        Appearance,
        Room,
        Session,
        SessionType,
        Slot,
        Speaker,
        Track,
    )
    from consultation.models import ActionLine, Forum, Goal  # noqa: PLC0415
    from wsis_forum import clock  # noqa: PLC0415

    forum = Forum.objects.get(slug=slug)
    tracks, types = list(Track.objects.all()), list(SessionType.objects.all())
    lines, goals = list(ActionLine.objects.selectable()), list(Goal.objects.all())
    rooms = [
        Room.objects.create(forum=forum, name=f"Room {letter}, Tower", seats=80, order=place)
        for place, letter in enumerate("ABCDEFGHI"[:_ROOMS])
    ]
    people = Speaker.objects.bulk_create(
        Speaker(
            forum=forum,
            slug=f"speaker-{place}",
            name=f"Amina Person {place}",
            sort_name=f"Person {place}, Amina",
            function="Director of a programme",
            organization="Institute of Networks",
        )
        for place in range(SESSIONS)
    )
    begin = datetime(2027, 2, 8, 8, tzinfo=UTC)
    for place in range(SESSIONS):
        kind = types[place % len(types)] if types else None
        session = Session.objects.create(
            forum=forum,
            number=100 + place,
            type=kind,
            track=kind.track if kind else tracks[0],
            status=("confirmed", "confirmed", "tentative")[place % 3],
            mode=("on-site", "hybrid", "remote")[place % 3],
            floor_languages=["en"],
            interpretation=["fr", "ar"] if place % 2 else [],
            **_texts(place),
        )
        turn, room = divmod(place, _ROOMS)
        day, hour = divmod(turn, _SLOTS_A_DAY)
        start = begin + timedelta(days=day, hours=hour)
        Slot.objects.create(
            session=session,
            room=rooms[room],
            period=(start, start + timedelta(minutes=45)),
            timezone=forum.timezone,
        )
        session.action_lines.add(lines[place % len(lines)])
        session.goals.add(goals[place % len(goals)])
        Appearance.objects.create(session=session, speaker=people[place], role="speaker")
    release(forum_id=forum.pk, public=True, remark="", by=None, at=clock.now())
    connections.close_all()


def _texts(place: int) -> dict[str, str]:
    columns = {f"title_{code.replace('-', '_')}": text for code, text in _WORDS.items()}
    about = " ".join([_WORDS["en"]] * 12)
    return {
        **{name: f"{text} {place}" for name, text in columns.items()},
        "description_en": f"{about}\n\n{about}",
        "organizers_en": "Institute of Networks",
    }

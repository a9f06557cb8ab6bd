"""Tags that every template may use."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from consultation.models import DateChange, Forum, Goal, Phase
from wsis_forum.accounts.models import User

DEADLINE = datetime(2026, 12, 12, 22, 59, 59, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context)).strip()


# --- Texts -----------------------------------------------------------------------------


def test_a_text_in_the_language_of_the_page_stands_alone():
    forum = Forum(theme_en="Skills & people", theme_zh_hans="技能")
    assert render('{% local forum "theme" %}', forum=forum) == "Skills &amp; people"
    with translation.override("zh-hans"):
        assert render('{% local forum "theme" %}', forum=forum) == "技能"


def test_a_fallback_says_its_language_and_marks_it():
    forum = Forum(theme_zh_hans="技能")
    assert render('{% local forum "theme" %}', forum=forum) == (
        '<span lang="zh-Hans" dir="ltr">技能</span> <span class="text-language">(in Chinese)</span>'
    )


def test_a_fallback_is_looked_for_in_the_order_of_the_settings():
    forum = Forum(theme_ar="مهارات", theme_fr="Compétences")
    with translation.override("ru"):
        assert '<span lang="fr" dir="ltr">Compétences</span>' in render(
            '{% local forum "theme" label=False %}', forum=forum
        )


def test_an_arabic_fallback_runs_from_right_to_left():
    forum = Forum(theme_ar="مهارات")
    shown = render('{% local forum "theme" label=False %}', forum=forum)
    assert shown == '<span lang="ar" dir="rtl">مهارات</span>'


def test_a_long_text_keeps_its_paragraphs():
    forum = Forum(introduction_en="One.\n\n<b>Two.</b>")
    assert render('{% local forum "introduction" paragraphs=True %}', forum=forum) == (
        "<p>One.</p>\n\n<p>&lt;b&gt;Two.&lt;/b&gt;</p>"
    )


def test_a_text_that_is_nowhere_is_empty():
    assert render('{% local forum "theme" %}', forum=Forum()) == ""


def test_a_column_without_languages_is_shown_as_it_is():
    assert render('{% local forum "reference" %}', forum=Forum(reference="<A>")) == "&lt;A&gt;"


def test_the_plain_text_and_its_language():
    forum = Forum(theme_zh_hans="技能")
    assert render('{% local_text forum "theme" %}', forum=forum) == "技能"
    assert render('{% local_code forum "theme" %}', forum=forum) == "zh-hans"
    assert render('{% local_code forum "name" %}', forum=forum) == "en"


def test_an_unverified_wording_is_marked_where_it_is_shown():
    goal = Goal(title_en="No poverty", title_ar="القضاء على الفقر", unverified=["title_ar"])
    assert render('{% unverified_mark goal "title" %}', goal=goal) == ""
    with translation.override("ar"):
        assert 'class="unverified"' in render('{% unverified_mark goal "title" %}', goal=goal)


def test_a_column_without_languages_can_be_unverified_too():
    phase = Phase(mode="virtual", unverified=["mode"])
    assert "†" in render('{% unverified_mark phase "mode" %}', phase=phase)


def test_text_of_strangers_keeps_its_direction_and_stays_text():
    assert (
        render("{% bidi_text text %}", text="<i>مرحبا</i>")
        == '<bdi dir="auto">&lt;i&gt;مرحبا&lt;/i&gt;</bdi>'
    )
    assert (
        render('{% bidi_text text "zh-hans" %}', text="技能")
        == '<bdi lang="zh-Hans" dir="ltr">技能</bdi>'
    )


@pytest.mark.parametrize(
    ("code", "tag", "direction", "phrase", "name"),
    [
        ("en", "en", "ltr", "in English", "English"),
        ("zh-hans", "zh-Hans", "ltr", "in Chinese", "中文"),
        ("ar", "ar", "rtl", "in Arabic", "العربية"),
        ("ru", "ru", "ltr", "in Russian", "Русский"),
    ],
)
def test_what_is_known_of_a_language(code: str, tag: str, direction: str, phrase: str, name: str):
    source = "{{ c|html_lang }} {{ c|text_dir }} {{ c|in_language }} {{ c|language_name }}"
    assert render(source, c=code) == f"{tag} {direction} {phrase} {name}"


def test_a_language_that_the_portal_does_not_speak_is_taken_as_its_own():
    assert render("{{ c|html_lang }}", c="pt-br") == "en"
    assert render("{{ c|html_lang }}", c="fr-ca") == "fr"


# --- Dates -----------------------------------------------------------------------------


def test_a_moment_is_given_in_utc_to_the_browser():
    assert render('{% moment at "Europe/Zurich" %}', at=DEADLINE) == (
        '<time datetime="2026-12-12T22:59:59Z" data-reader-time="Europe/Zurich">'
        "12 December 2026, 23:59 (Geneva time, UTC+01:00)</time>"
    )


def test_a_span_gives_its_end_too():
    shown = render(
        '{% moment at "UTC" until=end %}', at=DEADLINE, end=DEADLINE + timedelta(minutes=30)
    )
    assert 'data-until="2026-12-12T23:29:59Z"' in shown
    assert "12 December 2026, 22:59–23:29 (UTC)" in shown


def test_who_has_named_a_zone_gets_it_from_the_server():
    shown = render('{% moment at "Europe/Zurich" %}', at=DEADLINE, user=User(timezone="Asia/Tokyo"))
    assert "data-reader-time" not in shown
    assert shown.endswith(
        '<span class="reader-time">For you: 13 December 2026, 07:59 (Tokyo time, UTC+09:00)</span>'
    )


def test_the_reader_s_zone_is_not_said_twice():
    shown = render(
        '{% moment at "Europe/Zurich" %}', at=DEADLINE, user=User(timezone="Europe/Paris")
    )
    assert shown == (
        '<time datetime="2026-12-12T22:59:59Z">'
        "12 December 2026, 23:59 (Geneva time, UTC+01:00)</time>"
    )


@pytest.mark.parametrize("user", [AnonymousUser(), User(timezone="UTC"), None])
def test_without_a_named_zone_the_browser_is_asked(user: Any):
    assert "data-reader-time" in render('{% moment at "Europe/Zurich" %}', at=DEADLINE, user=user)


def test_the_past_is_said_in_its_own_zone_only():
    shown = render(
        '{% moment at "UTC" plain=True %}', at=DEADLINE, user=User(timezone="Asia/Tokyo")
    )
    assert "reader" not in shown


def test_no_moment_and_no_day_are_nothing():
    assert render('{% moment at "UTC" %}{% day at %}', at=None) == ""


def test_plain_words_for_letters():
    assert (
        render('{% moment_text at "Asia/Tokyo" %}', at=DEADLINE)
        == "13 December 2026, 07:59 (Tokyo time, UTC+09:00)"
    )


def test_a_day_and_days():
    assert (
        render("{% day d %}", d=date(2019, 2, 10))
        == '<time datetime="2019-02-10">10 February 2019</time>'
    )
    assert render("{% days a b %}", a=date(2019, 4, 8), b=date(2019, 4, 12)) == "8–12 April 2019"


def call(**columns: Any) -> SimpleNamespace:
    fields = {"closes_at": DEADLINE, "timezone": "Europe/Zurich", "deadline_is_assumed": False}
    return SimpleNamespace(**{**fields, **columns})


def test_a_deadline_is_said_in_its_zone_in_utc_and_left_to_the_browser():
    shown = render("{% deadline call %}", call=call())
    assert "12 December 2026, 23:59 (Geneva time, UTC+01:00)" in shown
    assert "12 December 2026, 22:59 (UTC)" in shown
    assert 'data-reader-line="2026-12-12T22:59:59Z" hidden' in shown
    assert "assumed" not in shown


def test_a_deadline_in_the_zone_that_the_reader_has_named():
    shown = render("{% deadline call %}", call=call(), user=User(timezone="Asia/Tokyo"))
    assert "For you: 13 December 2026, 07:59 (Tokyo time, UTC+09:00)" in shown
    assert "data-reader-line" not in shown


def test_an_assumed_deadline_says_so():
    assert "the end of that day is assumed" in render(
        "{% deadline call %}", call=call(deadline_is_assumed=True)
    )


def test_a_past_deadline_is_said_once():
    shown = render("{% deadline call is_past=True %}", call=call())
    assert "(UTC)" not in shown
    assert "data-reader-line" not in shown


def test_a_deadline_that_is_not_known():
    assert "Deadline not known" in render("{% deadline call %}", call=call(closes_at=None))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"precision": "moment", "starts_at": DEADLINE},
            "12 December 2026, 23:59 (Geneva time, UTC+01:00)",
        ),
        (
            {
                "precision": "date",
                "start_date": date(2019, 2, 10),
                "end_date": date(2019, 2, 10),
            },
            "10 February 2019",
        ),
        (
            {"precision": "date", "start_date": date(2019, 4, 8), "end_date": date(2019, 4, 12)},
            "8–12 April 2019",
        ),
        (
            {
                "precision": "month-range",
                "start_date": date(2019, 1, 1),
                "end_date": date(2019, 2, 28),
            },
            "January/February 2019",
        ),
        ({"precision": "unknown"}, "Date not known"),
    ],
)
def test_a_phase_is_as_exact_as_it_is_known(columns: dict[str, Any], words: str):
    shown = render("{% phase_dates phase %}", phase=Phase(timezone="Europe/Zurich", **columns))
    assert words in shown


def test_a_former_date():
    change = DateChange(former={"precision": "date", "start": "2016-01-30", "end": "2016-01-30"})
    assert render("{% former_date change %}", change=change) == "30 January 2016"


def test_words_left():
    at = DEADLINE - timedelta(days=3, minutes=1)
    assert render("{{ closes|words_left:at }}", closes=DEADLINE, at=at) == "3 days left"
    assert render("{{ left|words_left }}", left=timedelta(hours=5)) == "5 hours left"
    assert render("{{ closes|words_left }}", closes=datetime(2000, 1, 1, tzinfo=UTC)) == "closed"


# --- Pictures and addresses --------------------------------------------------------------


def test_an_icon_is_hidden_from_who_does_not_see_it():
    shown = render('{% icon "clock" %}')
    assert shown.startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"')
    assert "icon-directed" in render('{% icon "arrow" %}')


def test_an_unknown_icon_is_a_mistake():
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


def test_goals_are_squares_with_a_name():
    assert render("{% goal_squares goals %}", goals=[4]) == (
        '<span class="goal-square goal-4"><span class="visually-hidden">Goal </span>4</span>'
    )


def links(path: str) -> dict[str, str]:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path_info)
    template = Template(
        "{% language_links as links %}"
        "{% for link in links %}{{ link.language.code }}={{ link.url }} {% endfor %}"
    )
    shown = template.render(Context({"request": request}, autoescape=False))
    return dict(pair.split("=", 1) for pair in shown.split())


def test_the_languages_keep_the_page_and_the_query():
    found = links("/en/forums/2019/?a=1")
    assert found["ar"] == "/ar/forums/2019/?a=1"
    assert list(found) == ["en", "fr", "es", "ar", "zh-hans", "ru"]


def test_a_page_without_languages_leads_home():
    assert links("/healthz")["fr"] == "/fr/"


def test_without_a_request_the_languages_lead_home():
    template = Template("{% language_links as links %}{{ links.3.url }}")
    assert template.render(Context({})) == "/ar/"

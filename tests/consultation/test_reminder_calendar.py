"""The rules of reminding in the admin: their form, their calendar, their letters before sending."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation import due
from consultation.actions import reminder_stops
from consultation.models import ReminderRule, ReminderStop
from consultation.reminding import planning
from tests.factories import NOW, CallFactory, DraftFactory, UserFactory
from wsis_forum import clock
from wsis_forum.letters import delivery
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CALENDAR = "admin:consultation_reminderrule_calendar"
ADD = "admin:consultation_reminderrule_add"


@pytest.fixture
def at(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture
def desk(client, secretary, at, usual_rules):
    client.force_login(secretary)
    return client


@pytest.fixture
def draft(usual_rules):
    author = UserFactory(name="Amina Diallo", language="fr", email="amina@example.org")
    call = CallFactory(closes_at=NOW + 10 * DAY)
    return DraftFactory(call=call, author=author, begun_at=NOW - DAY)


def rule_of(label, subject="call-closes"):
    return next(r for r in ReminderRule.objects.filter(subject=subject) if r.offset.label == label)


def form(**values):
    usual = {"target": "call-closes:writers", "amount": "5", "unit": "d", "side": "before"}
    return {**usual, "local_hour": "", "forum": "", "is_active": "on", **values}


def test_the_calendar_says_by_day_rule_and_language_what_will_go_out(desk, draft):
    DraftFactory(call=draft.call, author__language="ar", begun_at=NOW - DAY)
    shown = desk.get(reverse(CALENDAR))
    days = [
        (day.isoformat(), count, [(line.rule.offset.label, line.count) for line in lines])
        for day, count, lines in shown.context["days"]
    ]
    assert days == [
        ("2026-11-24", 2, [("-7d", 2)]),
        ("2026-11-28", 2, [("-3d", 2)]),
        ("2026-11-30", 2, [("-1d", 2)]),
        ("2026-12-01", 2, [("-3h", 2)]),
    ]
    parts = shown.context["days"][0][2][0].parts
    assert [(part.tag, part.count) for part in parts] == [("ar", 1), ("fr", 1)]
    assert "Amina" not in shown.text, "names only on demand"
    names = desk.get(parts[1].names_url)
    assert "Amina Diallo" in names.text
    assert "amina@example.org" in names.text


def test_it_can_be_asked_for_one_rule_and_one_language(desk, draft):
    shown = desk.get(reverse(CALENDAR), {"rule": rule_of("-3d").pk, "language": "fr"})
    assert shown.context["total"] == 1
    assert desk.get(reverse(CALENDAR), {"language": "ru"}).context["total"] == 0
    assert desk.get(reverse(CALENDAR), {"rule": "x"}).context["total"] == 0


@pytest.mark.parametrize("what", ["rule and day", "day", "person", "rule"])
def test_one_rule_one_day_and_one_person_can_be_stopped_and_go_on(desk, draft, what):
    rule = rule_of("-3d")
    named = {
        "rule and day": {"rule": rule.pk, "day": "2026-11-28"},
        "day": {"day": "2026-11-28"},
        "person": {"user": draft.author_id},
        "rule": {"rule": rule.pk},
    }[what]
    left = [] if what == "person" else ["-7d", "-1d", "-3h"]
    url = reverse("admin:consultation_reminderrule_stop")
    assert desk.post(url, named, follow=True).status_code == 200
    desk.post(url, named)
    assert ReminderStop.objects.count() == 1
    assert [one.label for one in due.forecast(NOW, NOW + 90 * DAY)] == left
    row = ReminderStop.objects.get()
    assert desk.get(reverse(CALENDAR)).text.count("Take back") == 1
    desk.post(reverse("admin:consultation_reminderrule_go_on", args=[row.pk]))
    assert len(due.forecast(NOW, NOW + 90 * DAY)) == 4


def test_a_stop_holds_back_what_is_queued_and_taken_back_it_is_sent_after_all(secretary, draft):
    at = NOW + 3 * DAY
    assert due.queue_due(at) == 1
    stop = reminder_stops.stop(by=secretary, at=at, user_id=draft.author_id)
    assert delivery.deliver(now=lambda: at, budget=DAY).cancelled == 1
    assert due.queue_due(at) == 0
    reminder_stops.go_on(stop_id=stop.pk)
    assert due.queue_due(at + timedelta(hours=1)) == 1
    assert Letter.objects.get().state == "planned"


def test_a_stop_of_everything_is_refused(desk, secretary):
    with pytest.raises(ValueError, match="everything"):
        reminder_stops.stop(by=secretary, at=NOW)
    said = desk.post(
        reverse("admin:consultation_reminderrule_stop"), {"day": "no day"}, follow=True
    )
    assert "Say which reminders" in said.text
    assert not ReminderStop.objects.exists()


def test_the_letter_is_shown_for_a_real_person_in_each_language(desk, draft):
    url = reverse("admin:consultation_reminderrule_preview", args=[rule_of("-3d").pk])
    shown = desk.get(url, {"language": "ru"})
    assert "Ваш черновик еще не подан" in shown.text
    assert "Amina Diallo" in shown.text
    # Her link for refusing is hers alone.
    assert "/ru/l/•••/" in shown.text
    html = desk.get(shown.context["html_url"])
    assert 'lang="ru"' in html.text
    assert "•••" in html.text
    assert desk.get(url).context["letter"].language == "fr"
    assert not Letter.objects.exists()
    DraftFactory._meta.model.objects.all().delete()
    assert "Nobody gets this letter" in desk.get(url).text


def test_a_new_rule_counts_from_now_and_shows_in_the_calendar(desk, draft):
    desk.post(reverse(ADD), form(), follow=True)
    rule = rule_of("-5d")
    assert rule.since == NOW
    assert [one.label for one in due.forecast(NOW, NOW + 90 * DAY)] == [
        *("-7d", "-5d", "-3d", "-1d", "-3h")
    ]
    # A rule whose moment lay before it was made reminds of nothing.
    desk.post(reverse(ADD), form(amount="12"), follow=True)
    assert planning.due(NOW) == []


def test_another_hour_is_no_other_moment_and_another_day_is(desk):
    rule = rule_of("-3d")
    url = reverse("admin:consultation_reminderrule_change", args=[rule.pk])
    before = rule.since
    desk.post(url, form(amount="3", local_hour="9", seen=rule.version))
    rule.refresh_from_db()
    assert (rule.local_hour, rule.since) == (9, before)
    desk.post(url, form(amount="4", local_hour="9", seen=rule.version))
    rule.refresh_from_db()
    assert (rule.amount, rule.since) == (4, NOW)


def test_a_rule_that_is_in_force_again_does_not_make_up_for_the_pause(desk, draft):
    rule = rule_of("-3d")
    url = reverse("admin:consultation_reminderrule_change", args=[rule.pk])
    desk.post(url, form(amount="3", is_active="", seen=rule.version))
    rule.refresh_from_db()
    assert (rule.is_active, rule.since < NOW) == (False, True)
    desk.post(url, form(amount="3", seen=rule.version))
    rule.refresh_from_db()
    assert (rule.is_active, rule.since) == (True, NOW)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": "3"}, "There is a rule for this moment already."),
        ({"side": "after"}, "nobody can be reminded afterwards"),
        ({"target": "speaker-unconfirmed:speakers"}, "only be reminded afterwards"),
        ({"unit": "h", "local_hour": "9"}, "A rule in hours has no hour"),
        ({"amount": "400"}, "less than or equal to 365"),
        ({"target": "nothing:nobody"}, "valid choice"),
    ],
)
def test_what_does_not_fit_together_is_refused_beside_its_field(desk, values, words):
    count = ReminderRule.objects.count()
    shown = desk.post(reverse(ADD), form(**values))
    assert words in shown.text
    assert ReminderRule.objects.count() == count


def test_the_calendar_asks_as_much_for_1_as_for_30(desk, draft, django_assert_max_num_queries):
    desk.get(reverse(CALENDAR))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(CALENDAR))
    for n in range(29):
        DraftFactory(call=draft.call, author__email=f"x{n}@example.org", begun_at=NOW - DAY)
    with django_assert_max_num_queries(len(one)):
        shown = desk.get(reverse(CALENDAR))
    assert shown.context["people"] == 30
    url = next(part.names_url for part in shown.context["days"][0][2][0].parts if part.count > 1)
    with CaptureQueriesContext(connection) as names:
        desk.get(url)
    assert len(names) <= len(one)

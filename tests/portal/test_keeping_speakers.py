"""How long it is kept how speakers are reached, and what the notice says of them."""

import json
from datetime import date, timedelta

import pytest
from django.utils import translation

from agenda.actions.merging import undo_merge
from agenda.keeping import _SECONDS
from agenda.models import Speaker, SpeakerMerge, SpeakerWindow
from agenda.personal import AFTER_THE_FORUM
from tests.factories import NOW, ForumFactory, SpeakerFactory
from tests.portal.test_erasing_speakers import LIFE, amina, merged
from tests.portal.test_erasure import ADDRESS, tables_with
from wsis_forum.accounts import privacy
from wsis_forum.portal import retention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_files")]


@pytest.fixture
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def test_how_to_reach_speakers_is_kept_a_year_after_the_forum(organizer):
    (rule,) = (one for one in retention.RULES if one.name == "speakers")
    assert rule.period == privacy.Period(12, "months")
    end = rule.period.before(NOW).date()
    over, young = (
        ForumFactory(slug=str(day.day), start_date=day, end_date=day)
        for day in (end - timedelta(days=1), end)
    )
    for forum in (over, young):
        kept, gone = amina(forum=forum), amina(forum=forum)
        merged(kept, gone, organizer)
    assert rule.count(NOW) == 1
    assert sum(rule.expire(NOW)) == 1
    assert rule.count(NOW) == 0
    assert {one.forum.slug: one.email for one in Speaker.objects.select_related("forum")} == {
        over.slug: "",
        young.slug: ADDRESS.title(),
    }
    (left,) = Speaker.objects.filter(forum=over)
    assert (left.biography_ar, bool(left.photo_name), left.windows.count()) == (LIFE, True, 0)
    merge = SpeakerMerge.objects.get(forum=over)
    assert ADDRESS not in json.dumps(merge.gone).lower()
    undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    assert set(Speaker.objects.filter(forum=over).values_list("email", "timezone")) == {("", "")}
    assert not SpeakerWindow.objects.filter(speaker__forum=over).exists()
    assert rule.count(NOW) == 0


@pytest.mark.parametrize("where", ["speaker", "window", "change", "copy"])
def test_each_place_that_tells_how_to_reach_somebody_is_found(organizer, where):
    day = date(2020, 3, 1)
    one = SpeakerFactory(forum=ForumFactory(start_date=day, end_date=day))
    other = SpeakerFactory(forum=one.forum, email="a@example.org" if where == "copy" else "")
    (rule,) = (each for each in retention.RULES if each.name == "speakers")
    if where == "speaker":
        Speaker.objects.filter(pk=one.pk).update(timezone="Asia/Tokyo")
    elif where == "window":
        SpeakerWindow.objects.create(speaker=one, period=(NOW, NOW + timedelta(hours=1)))
    elif where == "change":
        Speaker.objects.filter(pk=one.pk).update(email="a@example.org")
        Speaker.objects.filter(pk=one.pk).update(email="")
    else:
        merged(one, other, organizer)
        Speaker.objects.filter(pk=one.pk).update(email="")
    assert rule.count(NOW) == 1
    sum(rule.expire(NOW))
    assert rule.count(NOW) == 0
    assert tables_with("a@example.org") == []


@pytest.mark.parametrize("code", ["en", "fr", "es", "ar", "zh-hans", "ru"])
def test_the_notice_speaks_of_speakers_and_of_the_cookie_with_the_choice(code):
    with translation.override(code):
        text = privacy.current().text()
    assert "`agenda-…`" in text
    assert str(_SECONDS // (24 * 3600)) in text
    assert str(AFTER_THE_FORUM.days) in text
    assert "{speakers}" in text

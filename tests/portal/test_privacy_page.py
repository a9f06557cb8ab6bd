"""The privacy notice: in six languages, with the times that are kept, and its former versions."""

import re
from datetime import date

import pytest
from django.utils import translation

from wsis_forum.accounts import privacy
from wsis_forum.portal import privacy as page

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "fr", "es", "ar", "zh-hans", "ru"]
ADDRESSES = {"contact", "account", "my_data", "erase"}


def words(code, name):
    with translation.override(code):
        return privacy.current().times[name].words()


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_version_is_written_in_every_language_with_every_time(code):
    with translation.override(code):
        for notice in privacy.notices():
            path = privacy._FOLDER / notice.version / f"{code}.md"
            assert path.exists()
            named = re.findall(r"\{(\w+)\}", path.read_text(encoding="utf-8"))
            assert set(named) == ADDRESSES | set(notice.times)


@pytest.mark.parametrize(
    ("code", "month", "days"),
    [
        ("en", "24 months", "30 days"),
        ("fr", "24\xa0mois", "30\xa0jours"),
        ("es", "24 meses", "30 días"),
        ("ar", "24 شهرًا", "30 يومًا"),
        ("zh-hans", "24个月", "30天"),
        ("ru", "24 месяца", "30 дней"),
    ],
)
def test_times_are_said_in_the_readers_language(code, month, days):
    assert words(code, "accounts") == month
    assert words(code, "anonymous_drafts") == days


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_shows_its_version_and_every_time(client, code, settings):
    settings.REPLY_TO_EMAIL = "desk@example.org"
    text = client.get(f"/{code}/privacy/").content.decode()
    assert "{" not in re.sub(r"data-reader-sentence=\"[^\"]*\"", "", text)
    for name in privacy.current().times:
        assert words(code, name) in text
    assert '<a href="mailto:desk@example.org">desk@example.org</a>' in text
    for own in ("", "data/", "erase/"):
        assert f'href="/{code}/account/{own}"' in text
    assert f"?version={privacy.current_version()}" in text


@pytest.fixture
def _two_versions(monkeypatch, tmp_path):
    """Let 1.0 have been replaced by 1.10, which was written in English only."""
    for version, days in (("1.0", 30), ("1.9", 40), ("1.10", 50)):
        folder = tmp_path / version
        folder.mkdir()
        times = '{"since": "2027-01-%02d", "times": {"drafts": "%d days"}}' % (days - 20, days)  # noqa: UP031
        (folder / "notice.json").write_text(times)
        (folder / "en.md").write_text("<script>no</script> kept {drafts}")
    monkeypatch.setattr(privacy, "_FOLDER", tmp_path)
    privacy.notices.cache_clear()
    yield
    privacy.notices.cache_clear()


@pytest.mark.usefixtures("_two_versions")
def test_the_newest_version_is_in_force_and_older_ones_stay_readable(client):
    assert (privacy.current_version(), privacy.current().since) == ("1.10", date(2027, 1, 30))
    now = client.get("/en/privacy/").content.decode()
    assert "kept 50 days" in now
    assert "no longer in force" not in now
    assert re.findall(r"\?version=([\d.]+)", now) == ["1.10", "1.9", "1.0"]
    then = client.get("/en/privacy/?version=1.0").content.decode()
    assert "kept 30 days" in then
    assert "This is version 1.0, which is no longer in force." in then


@pytest.mark.usefixtures("_two_versions")
def test_raw_html_in_a_text_stays_text():
    with translation.override("fr"):
        assert "&lt;script&gt;" in page.html(privacy.current())


@pytest.mark.parametrize("version", ["", "9.9", "../1.0", "١.٠"])
def test_a_version_that_never_was_is_not_found(client, version):
    assert client.get("/en/privacy/", {"version": version}).status_code == 404

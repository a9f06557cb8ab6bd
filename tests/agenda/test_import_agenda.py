"""Our own JSON: a release leaves a portal, comes into an empty Forum, and leaves it unchanged."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings

from agenda.actions.imports import import_programme
from agenda.exports.agenda_json import read_json, write_json
from agenda.labels import labels_for
from agenda.models import Release, Session, Speaker
from agenda.programme import Programme
from agenda.queries.programme import Header, build
from agenda.queries.releases import latest_public, programme_of
from consultation.models import Forum
from tests.agenda.programmes import writable_programmes
from tests.factories import NOW, CountryFactory
from tests.lengths import length

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR) / "agenda" / "data" / "forums" / "2023.json"


def _written(programme: Programme) -> bytes:
    return write_json(programme, labels_for(programme, "en"))


def _forget(slug: str) -> None:
    """Take a Forum with all its programme out of the database."""
    Release.objects.filter(forum__slug=slug).delete()
    Session.objects.filter(forum__slug=slug).delete()
    Speaker.objects.filter(forum__slug=slug).delete()
    forum = Forum.objects.get(slug=slug)
    forum.rooms.all().delete()
    forum.calls.all().delete()
    forum.delete()


def test_session_124_comes_back_byte_by_byte(load_reference_tables, tmp_path: Path, at) -> None:
    call_command("load_forum", str(FILE), verbosity=0, stdout=io.StringIO())
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    options = {"format": "json", "stdout": io.StringIO()}
    call_command("export_agenda", "2023", language="zh-hans", output=str(first), **options)
    before = programme_of(latest_public(Forum.objects.get(slug="2023")))
    _forget("2023")
    out = io.StringIO()
    call_command("import_agenda", str(first), stdout=out)
    assert out.getvalue() == "Imported v1.0 of 2023: 4 sessions, 6 speakers.\n"
    call_command("export_agenda", "2023", language="ar", output=str(second), **options)
    assert second.read_bytes() == first.read_bytes()
    forum = Forum.objects.get(slug="2023")
    assert build(forum, header=Header.of(before), before=before) == before


@pytest.mark.soak
@given(writable_programmes())
@hypothesis_settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_programme_comes_back_byte_by_byte(programme: Programme) -> None:
    with transaction.atomic():
        for alpha3, alpha2 in (("CHE", "CH"), ("NGA", "NG")):
            CountryFactory(alpha3=alpha3, alpha2=alpha2)
        written = _written(programme)
        release = import_programme(programme=read_json(written), by=None, at=NOW).release
        assert _written(programme_of(release)) == written
        transaction.set_rollback(True)

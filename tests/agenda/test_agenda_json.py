"""Our own JSON as others read it: whole, in one shape, and as its schema says."""

import dataclasses
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from agenda import programme as frozen_programme
from agenda.exports.agenda_json import read_json, write_json
from agenda.labels import labels_for
from agenda.programme import Programme
from tests.agenda.programmes import programmes, small_programme
from tests.lengths import length

SCHEMA = json.loads(
    (Path(django_settings.BASE_DIR) / "agenda" / "data" / "agenda.schema.json").read_text()
)
CHECKER = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
CLASSES = {
    name: getattr(frozen_programme, f"Programme{name.title().replace('_', '')}")
    for name in SCHEMA["$defs"]
    if name not in {"text", "moment"}
}


def _written(programme: Programme, language: str = "en") -> bytes:
    return write_json(programme, labels_for(programme, language))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["", *CLASSES])
def test_the_schema_describes_every_field(name: str) -> None:
    described = SCHEMA["$defs"][name] if name else SCHEMA
    fields = dataclasses.fields(CLASSES[name] if name else Programme)
    written = [one.name for one in fields if one.init and (name, one.name) != ("speaker", "photo")]
    assert (
        list(described["properties"])
        == described["required"]
        == ([] if name else ["format"]) + written
    )


def test_it_is_whole_readable_and_the_same_in_every_language() -> None:
    programme = small_programme()
    text = _written(programme).decode()
    assert text.startswith('{\n  "format": "wsis-forum-agenda-1",\n  "forum": "2023",\n')
    assert text.endswith("}\n")
    assert '"zh-hans": "全民技能"' in text
    assert _written(programme, "ar") == _written(programme, "zh-hans") == text.encode()


def test_what_is_not_for_everybody_is_left_out() -> None:
    programme = small_programme()
    later = programme.released_at + timedelta(days=1)
    session = replace(
        programme.sessions[0], remote_url="https://example.org/room", remote_from=later
    )
    ada = replace(programme.speakers[0], photo="ab/cd.jpg")
    data = json.loads(_written(replace(programme, sessions=(session,), speakers=(ada,))))
    assert data["sessions"][0]["remote_url"] == ""
    assert data["sessions"][0]["remote_from"] == "2023-01-03T00:00:00Z"
    assert "photo" not in data["speakers"][0]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"needs": "chairs"}, "$"),
        ({"version": "1.0"}, "$.version"),
        ({"name": {"de": "Forum"}}, "$.name"),
        ({"released_at": "2023-01-02T00:00:00+01:00"}, "$.released_at"),
        ({"sessions": [{}]}, "$.sessions[0]"),
    ],
)
def test_the_schema_refuses_another_shape(change: dict, path: str) -> None:
    data = json.loads(_written(small_programme())) | change
    assert {error.json_path for error in CHECKER.iter_errors(data)} == {path}


@pytest.mark.soak
@given(programmes())
@settings(
    max_examples=length(50, soak=1_000),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_programme_keeps_to_the_schema_and_is_read_back(programme: Programme) -> None:
    written = _written(programme)
    assert list(CHECKER.iter_errors(json.loads(written))) == []
    read = read_json(written)
    assert _written(read) == written
    shown = tuple(
        replace(one, remote_url=one.remote_url_at(programme.released_at))
        for one in programme.sessions
    )
    assert read == replace(programme, sessions=shown)

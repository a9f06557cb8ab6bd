"""Wrong variables are named, with what is wrong about them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from wsis_forum import environment

READERS = {
    "whole": lambda env: env.int("IT", default=1),
    "truth": lambda env: env.bool("IT", default=False),
    "port": lambda env: env.port("IT", 8000),
    "database": lambda env: env.postgresql("IT"),
    "broker": lambda env: env.broker("IT"),
    "mail": lambda env: env.email_url("IT"),
}


@pytest.fixture
def env(tmp_path):
    return environment.read(tmp_path / ".env")


@pytest.mark.parametrize(
    ("reader", "value", "words"),
    [
        ("whole", "ten", "IT has a wrong value: 'ten' is not a whole number"),
        ("truth", "perhaps", "IT has a wrong value: 'perhaps' is neither true nor false"),
        ("port", "0", "IT must lie between 1 and 65535"),
        ("port", "65536", "IT must lie between 1 and 65535"),
        ("database", "portal", "IT must read postgres://"),
        ("database", "sqlite:///portal", "IT must read postgres://"),
        ("database", "postgres://host:five/portal", "IT must read postgres://"),
        ("database", "postgres://host:5432", "IT must read postgres://"),
        ("broker", "amqp://host", "IT must read redis://"),
        ("broker", "redis://host:six/0", "IT has a wrong value"),
        ("broker", "redis://[host/0", "IT has a wrong value"),
        ("mail", "pigeon://loft", "IT must read smtp"),
    ],
)
def test_a_wrong_value_is_named(env, monkeypatch, reader, value, words):
    monkeypatch.setenv("IT", value)
    with pytest.raises(ImproperlyConfigured, match=words):
        READERS[reader](env)


@pytest.mark.parametrize("reader", ["database", "broker", "mail"])
def test_a_missing_one_is_named(env, monkeypatch, reader):
    monkeypatch.delenv("IT", raising=False)
    with pytest.raises(ImproperlyConfigured, match="IT"):
        READERS[reader](env)


def test_good_values(env, monkeypatch):
    monkeypatch.setenv("IT", "postgres://me:secret@host:5433/portal")
    found = env.postgresql("IT")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("host", 5433, "portal")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    monkeypatch.setenv("IT", "redis://:secret@host:6379/1")
    assert env.broker("IT") == "redis://:secret@host:6379/1"
    for word, value in {"yes": True, "False": False, "1": True, "off": False}.items():
        monkeypatch.setenv("IT", word)
        assert env.bool("IT", default=None) is value
    monkeypatch.setenv("IT", " 8001 ")
    assert env.port("IT", 8000) == 8001


def test_the_file_speaks_where_the_environment_is_silent(monkeypatch, tmp_path):
    monkeypatch.setattr("environ.Env.ENVIRON", {"SET": "environment"})
    (tmp_path / ".env").write_text("SET=file\nUNSET=file\n")
    env = environment.read(tmp_path / ".env")
    assert (env.str("SET"), env.str("UNSET")) == ("environment", "file")

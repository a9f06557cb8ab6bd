"""The comparison of catalogues with sources finds what it is there to find."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message

from tools import messages
from wsis_forum.catalogues import compile_catalogues

TEMPLATE = b"""{% load i18n %}
    {% translate "Plain" %} {% translate "May" context "month" %}
  {# Not this #}
{% blocktranslate trimmed count n=items|length %}
      One thing of {{ owner }}
  {% plural %}
      {{ n }} things of {{ owner }}
{% endblocktranslate %} it's "text" (
"""


def test_templates_are_read_as_django_reads_them():
    found = list(messages.extract_template(BytesIO(TEMPLATE), messages.KEYWORDS, [], {}))
    assert [(name, text) for _, name, text, _ in found] == [
        ("gettext", "Plain"),
        ("pgettext", ("month", "May")),
        ("ngettext", ("One thing of %(owner)s", "%(n)s things of %(owner)s", None)),
    ]


@pytest.mark.parametrize(
    ("original", "text", "fault"),
    [
        ("Hello", "Bonjour", None),
        ("Hello", "", "not translated: 'Hello'"),
        ("By %(day)s", "Avant %(jour)s", "placeholders differ: 'By %(day)s' -> 'Avant %(jour)s'"),
        ("By %(day)s", "Avant", "placeholders differ: 'By %(day)s' -> 'Avant'"),
        ("{n} left", "{n} restant", None),
        (("%(n)s day", "%(n)s days"), ("un jour", "%(n)s jours"), None),
        (("%(n)s day", "%(n)s days"), ("un jour", "jours"), "placeholders differ"),
    ],
)
def test_a_wrong_translation_is_found(original, text, fault):
    found = list(messages.wrong_texts(Message(original, text)))
    assert [line.startswith(fault) for line in found] == ([True] if fault else [])


def test_catalogues_out_of_step_are_found(tmp_path):
    expected, path = Catalog(), tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    expected.add("Old")
    expected.add("Kept")
    messages.update(expected, path, "fr")
    assert sorted(messages.faults(expected, messages.read(path, "fr"))) == [
        "not translated: 'Kept'",
        "not translated: 'Old'",
    ]
    later = Catalog()
    later.add("Kept")
    later.add("New")
    found = list(messages.faults(later, messages.read(path, "fr")))
    assert "missing: 'New'" in found
    assert "no longer in the sources: 'Old'" in found
    messages.update(later, path, "fr")
    assert "no longer in the sources: 'Old'" not in list(
        messages.faults(later, messages.read(path, "fr"))
    )


def test_only_changed_catalogues_are_compiled(tmp_path):
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    catalogue = Catalog(locale="fr")
    catalogue.add("Hello", "Bonjour")
    messages.update(catalogue, path, "fr")
    assert compile_catalogues(tmp_path) == [path.with_suffix(".mo")]
    assert compile_catalogues(tmp_path) == []

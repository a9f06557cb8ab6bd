"""``docs/data-model.md`` draws the models and the workflow as they are."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from pghistory.models import Event

from consultation.choices import Status
from consultation.workflow import MOVES

TEXT = (settings.BASE_DIR / "docs" / "data-model.md").read_text(encoding="utf-8")
_MOVE = re.compile(r"^\s+(\w+) --> (\w+)$", re.MULTILINE)
_LINK = re.compile(r"^\s+(\w+) (\S+--\S+) (\w+) : (\w+)$", re.MULTILINE)


def links() -> Iterator[tuple[str, str, str, str]]:
    """Yield every column and list that points from one of our rows to another."""
    for label in ("consultation", "agenda", "letters"):
        for model in apps.get_app_config(label).get_models():
            # Tables of changes are copies of what is drawn (docs/data-model.md says which).
            if issubclass(model, Event) or model._meta.proxy:
                continue
            fields = [*model._meta.fields, *model._meta.many_to_many]
            for field in fields:
                if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                    continue
                target = field.remote_field.model.__name__
                if isinstance(field, models.ManyToManyField):
                    # A list with rows of its own is drawn by those.
                    through = field.remote_field.through
                    if through and through._meta.auto_created:
                        yield model.__name__, "}o--o{", target, field.name
                    continue
                near = "|o" if isinstance(field, models.OneToOneField) else "}o"
                far = "o|" if field.null else "||"
                yield model.__name__, f"{near}--{far}", target, field.name


def test_the_workflow_is_drawn_as_the_table_says():
    drawn = set(_MOVE.findall(TEXT))
    assert drawn == {
        (source.value, target.value) for source, targets in MOVES.items() for target in targets
    }
    assert {name for pair in drawn for name in pair} == {status.value for status in Status}


def test_every_link_between_models_is_drawn_and_no_other():
    assert sorted(_LINK.findall(TEXT)) == sorted(links())

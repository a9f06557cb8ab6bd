"""The words of what was handed in before there was a search, some inputs at a time."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A text as long as its limit takes a hundredth of a second.
_BATCH = 200
_FILL = """
INSERT INTO consultation_searchwords (submission_id, language, vector)
SELECT id, language, consultation_vector(language, title, summary, text)
FROM consultation_submission WHERE id = ANY(%s)
ON CONFLICT (submission_id) DO NOTHING
"""


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill in what is missing; who hands in meanwhile is served by the trigger."""
    rows = apps.get_model("consultation", "Submission").objects.exclude(status="draft")
    missing = rows.filter(words__isnull=True).order_by("pk").values_list("pk", flat=True)
    with schema_editor.connection.cursor() as cursor:
        while batch := list(missing[:_BATCH]):
            cursor.execute(_FILL, [batch])


class Migration(migrations.Migration):
    # Every batch is committed for itself, so that nobody waits for all.
    atomic = False
    dependencies = [("consultation", "0013_pages_know_their_own_saves")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""A release and a plan of one name the inputs that were taken on; frozen with the release."""

import django.contrib.postgres.fields
from django.db import migrations, models

COLUMNS = (
    "forum_id, major, minor, is_public, programme, checksum, session_count, released_at, name, "
    "again_of_id, taken_on_by_id, taken_on_reason"
)
TRIGGER = """
DROP TRIGGER release_is_frozen ON agenda_release;
CREATE TRIGGER release_is_frozen BEFORE UPDATE OF {columns}
    ON agenda_release
    FOR EACH ROW EXECUTE FUNCTION agenda_release_is_frozen();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0022_failed_documents'),
    ]

    operations = [
        migrations.AddField(
            model_name='plannedrelease',
            name='taken_on_inputs',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, editable=False, size=None, verbose_name='inputs that were taken on'),
        ),
        migrations.AddField(
            model_name='release',
            name='taken_on_inputs',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, size=None, verbose_name='inputs that were taken on'),
        ),
        migrations.RunSQL(
            TRIGGER.format(columns=f"{COLUMNS}, taken_on_inputs"), TRIGGER.format(columns=COLUMNS)
        ),
    ]

"""A release has a name, may repeat an older one, and names who takes on what ends nowhere."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COLUMNS = "forum_id, major, minor, is_public, programme, checksum, session_count, released_at"
NEW_COLUMNS = f"{COLUMNS}, name, again_of_id, taken_on_by_id, taken_on_reason"
TRIGGER = """
DROP TRIGGER release_is_frozen ON agenda_release;
CREATE TRIGGER release_is_frozen BEFORE UPDATE OF {columns}
    ON agenda_release
    FOR EACH ROW EXECUTE FUNCTION agenda_release_is_frozen();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0009_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='again_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agenda.release', verbose_name='an older one anew'),
        ),
        migrations.AddField(
            model_name='release',
            name='name',
            field=models.CharField(blank=True, max_length=120, verbose_name='name'),
        ),
        migrations.AddField(
            model_name='release',
            name='taken_on_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='inputs without a session taken on by'),
        ),
        migrations.AddField(
            model_name='release',
            name='taken_on_reason',
            field=models.TextField(blank=True, verbose_name='because'),
        ),
        migrations.AddField(
            model_name='release',
            name='told_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='letters queued at'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_on_by__isnull', True), ('taken_on_reason', '')), models.Q(('taken_on_by__isnull', False), models.Q(('taken_on_reason__regex', '^\\s*$'), _negated=True)), _connector='OR'), name='who_takes_inputs_on_says_why'),
        ),
        migrations.RunSQL(
            TRIGGER.format(columns=NEW_COLUMNS), TRIGGER.format(columns=COLUMNS)
        ),
        # Nobody is written to about what was issued before letters were.
        migrations.RunSQL(
            "UPDATE agenda_release SET told_at = released_at WHERE is_public",
            migrations.RunSQL.noop,
        ),
    ]

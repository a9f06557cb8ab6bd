"""Floor, equipment and booths of a room."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0006_what_a_speaker_says'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='room',
            name='row_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='room',
            name='row_added',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='room',
            name='row_deleted',
        ),
        migrations.AddField(
            model_name='room',
            name='booths',
            field=models.PositiveSmallIntegerField(default=0, help_text='How many languages can be interpreted into at once.', verbose_name='interpretation booths'),
        ),
        migrations.AddField(
            model_name='room',
            name='equipment',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('projector', 'projector and screen'), ('video-conference', 'video conference'), ('recording', 'recording'), ('caption-screen', 'screen for captions'), ('stage', 'stage'), ('round-table', 'round table'), ('wheelchair', 'step-free access to the podium')], max_length=20), blank=True, default=list, size=None, verbose_name='equipment'),
        ),
        migrations.AddField(
            model_name='room',
            name='floor',
            field=models.CharField(blank=True, max_length=60, verbose_name='floor'),
        ),
        migrations.AddField(
            model_name='roomchange',
            name='booths',
            field=models.PositiveSmallIntegerField(default=0, help_text='How many languages can be interpreted into at once.', verbose_name='interpretation booths'),
        ),
        migrations.AddField(
            model_name='roomchange',
            name='equipment',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('projector', 'projector and screen'), ('video-conference', 'video conference'), ('recording', 'recording'), ('caption-screen', 'screen for captions'), ('stage', 'stage'), ('round-table', 'round table'), ('wheelchair', 'step-free access to the podium')], max_length=20), blank=True, default=list, size=None, verbose_name='equipment'),
        ),
        migrations.AddField(
            model_name='roomchange',
            name='floor',
            field=models.CharField(blank=True, max_length=60, verbose_name='floor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."forum_id" IS DISTINCT FROM (NEW."forum_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."floor" IS DISTINCT FROM (NEW."floor") OR OLD."equipment" IS DISTINCT FROM (NEW."equipment") OR OLD."booths" IS DISTINCT FROM (NEW."booths") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "agenda_roomchange" ("booths", "equipment", "floor", "forum_id", "name", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "sources", "unverified") VALUES (OLD."booths", OLD."equipment", OLD."floor", OLD."forum_id", OLD."name", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."seats", OLD."sources", OLD."unverified"); RETURN NULL;', hash='c4269bb581cbd46520167acaeaf571a8814f3c51', operation='UPDATE', pgid='pgtrigger_row_changed_f3b32', table='agenda_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_roomchange" ("booths", "equipment", "floor", "forum_id", "name", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "sources", "unverified") VALUES (NEW."booths", NEW."equipment", NEW."floor", NEW."forum_id", NEW."name", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."seats", NEW."sources", NEW."unverified"); RETURN NULL;', hash='1a8263772330afab6ef6fe91d81f37d988f35474', operation='INSERT', pgid='pgtrigger_row_added_5ebf4', table='agenda_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_roomchange" ("booths", "equipment", "floor", "forum_id", "name", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "sources", "unverified") VALUES (OLD."booths", OLD."equipment", OLD."floor", OLD."forum_id", OLD."name", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."seats", OLD."sources", OLD."unverified"); RETURN NULL;', hash='0f625351564889efa2710561f66c3d3d611e0583', operation='DELETE', pgid='pgtrigger_row_deleted_016b8', table='agenda_room', when='AFTER')),
        ),
    ]

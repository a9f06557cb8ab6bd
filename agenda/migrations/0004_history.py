"""Every change of a reference row is kept with who, when and what."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0003_count_session_numbers"),
        ("consultation", "0028_history"),
    ]

    operations = [
        migrations.CreateModel(
            name='RoomChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('unverified', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Columns whose wording was not read on an official page.', size=None, verbose_name='unverified texts')),
                ('sources', models.JSONField(blank=True, default=dict, verbose_name='sources')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('seats', models.PositiveIntegerField(blank=True, null=True, verbose_name='seats')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SessionTypeChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('unverified', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Columns whose wording was not read on an official page.', size=None, verbose_name='unverified texts')),
                ('sources', models.JSONField(blank=True, default=dict, verbose_name='sources')),
                ('code', models.CharField(max_length=24, verbose_name='code')),
                ('title_en', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_ar', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('title_ru', models.CharField(max_length=160, null=True, verbose_name='title')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TrackChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('unverified', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Columns whose wording was not read on an official page.', size=None, verbose_name='unverified texts')),
                ('sources', models.JSONField(blank=True, default=dict, verbose_name='sources')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_ar', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_ru', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."forum_id" IS DISTINCT FROM (NEW."forum_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."seats" IS DISTINCT FROM (NEW."seats") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "agenda_roomchange" ("forum_id", "name", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "sources", "unverified") VALUES (OLD."forum_id", OLD."name", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."seats", OLD."sources", OLD."unverified"); RETURN NULL;', hash='4598294cdc6cc482ff31bc2fb71aa4e2dd38250b', operation='UPDATE', pgid='pgtrigger_row_changed_f3b32', table='agenda_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_roomchange" ("forum_id", "name", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "sources", "unverified") VALUES (NEW."forum_id", NEW."name", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."seats", NEW."sources", NEW."unverified"); RETURN NULL;', hash='642a77781a08b8880af900411cdca4db8a75d3dd', operation='INSERT', pgid='pgtrigger_row_added_5ebf4', table='agenda_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='room',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_roomchange" ("forum_id", "name", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "seats", "sources", "unverified") VALUES (OLD."forum_id", OLD."name", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."seats", OLD."sources", OLD."unverified"); RETURN NULL;', hash='6c5c203861bb3f68ff1c04343e580e93d2f6a3d8', operation='DELETE', pgid='pgtrigger_row_deleted_016b8', table='agenda_room', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sessiontype',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."track_id" IS DISTINCT FROM (NEW."track_id") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "agenda_sessiontypechange" ("code", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "track_id", "unverified") VALUES (OLD."code", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."sources", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."track_id", OLD."unverified"); RETURN NULL;', hash='0b89f3afca29a8c157c8e33aed333358c8317605', operation='UPDATE', pgid='pgtrigger_row_changed_975e7', table='agenda_sessiontype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sessiontype',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_sessiontypechange" ("code", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "track_id", "unverified") VALUES (NEW."code", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."sources", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."track_id", NEW."unverified"); RETURN NULL;', hash='731f45a29f2b8b2282cf1a540a414a6c1a72b5b8', operation='INSERT', pgid='pgtrigger_row_added_54cfd', table='agenda_sessiontype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sessiontype',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_sessiontypechange" ("code", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "track_id", "unverified") VALUES (OLD."code", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."sources", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."track_id", OLD."unverified"); RETURN NULL;', hash='79ef544e7801dcec7e905483e5eef82c27a48c07', operation='DELETE', pgid='pgtrigger_row_deleted_0a36c', table='agenda_sessiontype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "agenda_trackchange" ("code", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "unverified") VALUES (OLD."code", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."sources", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."unverified"); RETURN NULL;', hash='cb09ec86a924924b5214cad908b44fde60908de1', operation='UPDATE', pgid='pgtrigger_row_changed_be550', table='agenda_track', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_trackchange" ("code", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "unverified") VALUES (NEW."code", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."sources", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans", NEW."unverified"); RETURN NULL;', hash='a24aaeab191d8b686b254ed2ef743d32b03e8eed', operation='INSERT', pgid='pgtrigger_row_added_cec7f', table='agenda_track', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_trackchange" ("code", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sources", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans", "unverified") VALUES (OLD."code", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."sources", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans", OLD."unverified"); RETURN NULL;', hash='5c80bce0ee00aaf9091308e70f4743e2e96962f0', operation='DELETE', pgid='pgtrigger_row_deleted_ea871', table='agenda_track', when='AFTER')),
        ),
        migrations.AddField(
            model_name='roomchange',
            name='forum',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.forum', verbose_name='Forum'),
        ),
        migrations.AddField(
            model_name='roomchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agenda.room'),
        ),
        migrations.AddField(
            model_name='sessiontypechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agenda.sessiontype'),
        ),
        migrations.AddField(
            model_name='sessiontypechange',
            name='track',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agenda.track', verbose_name='track'),
        ),
        migrations.AddField(
            model_name='trackchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agenda.track'),
        ),
    ]

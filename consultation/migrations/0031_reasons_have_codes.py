"""A reason that came with the portal keeps the code by which a later load finds it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0030_imports'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='publicreason',
            name='row_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='publicreason',
            name='row_added',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='publicreason',
            name='row_deleted',
        ),
        migrations.AddField(
            model_name='publicreason',
            name='code',
            field=models.CharField(blank=True, editable=False, max_length=60, null=True, unique=True, verbose_name='code'),
        ),
        migrations.AddField(
            model_name='publicreasonchange',
            name='code',
            field=models.CharField(blank=True, editable=False, max_length=60, null=True, verbose_name='code'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicreason',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_fr" IS DISTINCT FROM (NEW."text_fr") OR OLD."text_es" IS DISTINCT FROM (NEW."text_es") OR OLD."text_ar" IS DISTINCT FROM (NEW."text_ar") OR OLD."text_zh_hans" IS DISTINCT FROM (NEW."text_zh_hans") OR OLD."text_ru" IS DISTINCT FROM (NEW."text_ru") OR OLD."dispositions" IS DISTINCT FROM (NEW."dispositions") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "consultation_publicreasonchange" ("code", "dispositions", "is_active", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_ar", "text_en", "text_es", "text_fr", "text_ru", "text_zh_hans") VALUES (OLD."code", OLD."dispositions", OLD."is_active", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."text_ar", OLD."text_en", OLD."text_es", OLD."text_fr", OLD."text_ru", OLD."text_zh_hans"); RETURN NULL;', hash='6c33bb86649a91cc4be102e851f31b1b99f130e8', operation='UPDATE', pgid='pgtrigger_row_changed_1344d', table='consultation_publicreason', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicreason',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_publicreasonchange" ("code", "dispositions", "is_active", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_ar", "text_en", "text_es", "text_fr", "text_ru", "text_zh_hans") VALUES (NEW."code", NEW."dispositions", NEW."is_active", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."text_ar", NEW."text_en", NEW."text_es", NEW."text_fr", NEW."text_ru", NEW."text_zh_hans"); RETURN NULL;', hash='72e74eb145a4d062833962d98937debe3b2fd86e', operation='INSERT', pgid='pgtrigger_row_added_78492', table='consultation_publicreason', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicreason',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_publicreasonchange" ("code", "dispositions", "is_active", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text_ar", "text_en", "text_es", "text_fr", "text_ru", "text_zh_hans") VALUES (OLD."code", OLD."dispositions", OLD."is_active", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."text_ar", OLD."text_en", OLD."text_es", OLD."text_fr", OLD."text_ru", OLD."text_zh_hans"); RETURN NULL;', hash='260471b287a2f7678e297ffe5dce324ac80686cf', operation='DELETE', pgid='pgtrigger_row_deleted_09e39', table='consultation_publicreason', when='AFTER')),
        ),
    ]

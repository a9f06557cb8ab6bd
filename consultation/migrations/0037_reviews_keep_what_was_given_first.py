"""A review that is opened again after others can be read keeps what was given first."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0036_names_of_staff'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '3s';", migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='row_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='row_added',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='review',
            name='row_deleted',
        ),
        migrations.AddField(
            model_name='review',
            name='first_given',
            field=models.JSONField(blank=True, null=True, verbose_name='given before reading others'),
        ),
        migrations.AddField(
            model_name='reviewchange',
            name='first_given',
            field=models.JSONField(blank=True, null=True, verbose_name='given before reading others'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."reviewer_id" IS DISTINCT FROM (NEW."reviewer_id") OR OLD."version_number" IS DISTINCT FROM (NEW."version_number") OR OLD."recommendation" IS DISTINCT FROM (NEW."recommendation") OR OLD."detail" IS DISTINCT FROM (NEW."detail") OR OLD."note_for_colleagues" IS DISTINCT FROM (NEW."note_for_colleagues") OR OLD."note_for_author" IS DISTINCT FROM (NEW."note_for_author") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."first_given" IS DISTINCT FROM (NEW."first_given")) AND (NEW."submitted_at" IS NOT NULL OR OLD."submitted_at" IS NOT NULL))', func='INSERT INTO "consultation_reviewchange" ("detail", "first_given", "note_for_author", "note_for_colleagues", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "reviewer_id", "submission_id", "submitted_at", "version_number") VALUES (OLD."detail", OLD."first_given", OLD."note_for_author", OLD."note_for_colleagues", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."recommendation", OLD."reviewer_id", OLD."submission_id", OLD."submitted_at", OLD."version_number"); RETURN NULL;', hash='7fd00c0a713c23fb93f3203ec043849bc3b8f582', operation='UPDATE', pgid='pgtrigger_row_changed_3796b', table='consultation_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."submitted_at" IS NOT NULL)', func='INSERT INTO "consultation_reviewchange" ("detail", "first_given", "note_for_author", "note_for_colleagues", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "reviewer_id", "submission_id", "submitted_at", "version_number") VALUES (NEW."detail", NEW."first_given", NEW."note_for_author", NEW."note_for_colleagues", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."recommendation", NEW."reviewer_id", NEW."submission_id", NEW."submitted_at", NEW."version_number"); RETURN NULL;', hash='b5b6a20a376b3c726526903446352dc2c4bddd5d', operation='INSERT', pgid='pgtrigger_row_added_5d5f0', table='consultation_review', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_reviewchange" ("detail", "first_given", "note_for_author", "note_for_colleagues", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "reviewer_id", "submission_id", "submitted_at", "version_number") VALUES (OLD."detail", OLD."first_given", OLD."note_for_author", OLD."note_for_colleagues", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."recommendation", OLD."reviewer_id", OLD."submission_id", OLD."submitted_at", OLD."version_number"); RETURN NULL;', hash='93a1a8d69bc2bac4f99eae6b93625d6ad012665b', operation='DELETE', pgid='pgtrigger_row_deleted_0ab1f', table='consultation_review', when='AFTER')),
        ),
    ]

"""What an input was before its decision, so that undoing a merge restores it exactly."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0033_reasons_are_in_six_languages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='row_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='row_added',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='decision',
            name='row_deleted',
        ),
        migrations.AddField(
            model_name='decision',
            name='handler_before',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='on the desk of, before'),
        ),
        migrations.AddField(
            model_name='decision',
            name='status_before',
            field=models.CharField(blank=True, choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('under_review', 'Under review'), ('returned', 'Returned for clarification'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], editable=False, max_length=12, verbose_name='status before'),
        ),
        migrations.AddField(
            model_name='decisionchange',
            name='handler_before',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='on the desk of, before'),
        ),
        migrations.AddField(
            model_name='decisionchange',
            name='status_before',
            field=models.CharField(blank=True, choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('under_review', 'Under review'), ('returned', 'Returned for clarification'), ('decided', 'Decided'), ('withdrawn', 'Withdrawn')], editable=False, max_length=12, verbose_name='status before'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."disposition" IS DISTINCT FROM (NEW."disposition") OR OLD."taken_up_as" IS DISTINCT FROM (NEW."taken_up_as") OR OLD."informs" IS DISTINCT FROM (NEW."informs") OR OLD."detail" IS DISTINCT FROM (NEW."detail") OR OLD."reason_texts" IS DISTINCT FROM (NEW."reason_texts") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reason_language" IS DISTINCT FROM (NEW."reason_language") OR OLD."accepted_title" IS DISTINCT FROM (NEW."accepted_title") OR OLD."accepted_format" IS DISTINCT FROM (NEW."accepted_format") OR OLD."accepted_minutes" IS DISTINCT FROM (NEW."accepted_minutes") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."status_before" IS DISTINCT FROM (NEW."status_before") OR OLD."handler_before_id" IS DISTINCT FROM (NEW."handler_before_id") OR OLD."reopened_by_id" IS DISTINCT FROM (NEW."reopened_by_id") OR OLD."reopened_at" IS DISTINCT FROM (NEW."reopened_at") OR OLD."reopen_reason" IS DISTINCT FROM (NEW."reopen_reason"))', func='INSERT INTO "consultation_decisionchange" ("accepted_format", "accepted_minutes", "accepted_title", "decided_at", "decided_by_id", "detail", "disposition", "handler_before_id", "informs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reason_language", "reason_texts", "reopen_reason", "reopened_at", "reopened_by_id", "status_before", "submission_id", "taken_up_as") VALUES (OLD."accepted_format", OLD."accepted_minutes", OLD."accepted_title", OLD."decided_at", OLD."decided_by_id", OLD."detail", OLD."disposition", OLD."handler_before_id", OLD."informs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."reason", OLD."reason_language", OLD."reason_texts", OLD."reopen_reason", OLD."reopened_at", OLD."reopened_by_id", OLD."status_before", OLD."submission_id", OLD."taken_up_as"); RETURN NULL;', hash='692d6b5e88386b0dd05ba067c9486f0fcf67a7c3', operation='UPDATE', pgid='pgtrigger_row_changed_a9995', table='consultation_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_decisionchange" ("accepted_format", "accepted_minutes", "accepted_title", "decided_at", "decided_by_id", "detail", "disposition", "handler_before_id", "informs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reason_language", "reason_texts", "reopen_reason", "reopened_at", "reopened_by_id", "status_before", "submission_id", "taken_up_as") VALUES (NEW."accepted_format", NEW."accepted_minutes", NEW."accepted_title", NEW."decided_at", NEW."decided_by_id", NEW."detail", NEW."disposition", NEW."handler_before_id", NEW."informs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."reason", NEW."reason_language", NEW."reason_texts", NEW."reopen_reason", NEW."reopened_at", NEW."reopened_by_id", NEW."status_before", NEW."submission_id", NEW."taken_up_as"); RETURN NULL;', hash='08b5aab0117fc7a905d18aa963db7f5bfe9c81d0', operation='INSERT', pgid='pgtrigger_row_added_b9696', table='consultation_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_decisionchange" ("accepted_format", "accepted_minutes", "accepted_title", "decided_at", "decided_by_id", "detail", "disposition", "handler_before_id", "informs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "reason_language", "reason_texts", "reopen_reason", "reopened_at", "reopened_by_id", "status_before", "submission_id", "taken_up_as") VALUES (OLD."accepted_format", OLD."accepted_minutes", OLD."accepted_title", OLD."decided_at", OLD."decided_by_id", OLD."detail", OLD."disposition", OLD."handler_before_id", OLD."informs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."reason", OLD."reason_language", OLD."reason_texts", OLD."reopen_reason", OLD."reopened_at", OLD."reopened_by_id", OLD."status_before", OLD."submission_id", OLD."taken_up_as"); RETURN NULL;', hash='8b69c2576f37e21802ccb49b3e6defa146a8a140', operation='DELETE', pgid='pgtrigger_row_deleted_4b680', table='consultation_decision', when='AFTER')),
        ),
    ]

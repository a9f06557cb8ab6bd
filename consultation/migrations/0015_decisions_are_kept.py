"""
Decisions are kept when they are reopened: the one that counts is ``Submission.decision``.

The database holds that it is the submission's own, that it was not reopened, and that no other of
the submission counts.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What was taken up before is said by its call.
FILL = """
UPDATE consultation_decision AS decision
SET taken_up_as = CASE call.kind
    WHEN 'facilitator' THEN 'facilitator'
    WHEN 'exhibition' THEN 'stand'
    WHEN 'partnership' THEN 'partner'
    WHEN 'photo' THEN 'photo'
    WHEN 'event' THEN 'event-report'
    ELSE 'speaker'
END
FROM consultation_submission AS submission
JOIN consultation_call AS call ON call.id = submission.call_id
WHERE submission.id = decision.submission_id AND decision.disposition = 'taken-up';

UPDATE consultation_submission AS submission
SET decision_id = decision.id
FROM consultation_decision AS decision
WHERE decision.submission_id = submission.id AND submission.status IN ('decided', 'withdrawn');

SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

# At the end of a transaction, whatever the order of its statements.
# Plans are made while the tables are empty, and must not read them whole once they are full.
HOLD = """
CREATE FUNCTION consultation_disposition_holds() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    about bigint;
BEGIN
    IF TG_TABLE_NAME = 'consultation_decision' THEN
        about := NEW.submission_id;
    ELSE
        about := NEW.id;
    END IF;
    IF EXISTS (
        SELECT FROM consultation_submission AS submission
        WHERE submission.id = about
        AND submission.decision_id IS DISTINCT FROM (
            SELECT decision.id FROM consultation_decision AS decision
            WHERE decision.submission_id = about AND decision.reopened_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'submission % does not point to its one disposition', about
        USING ERRCODE = 'check_violation',
            CONSTRAINT = 'submission_points_to_its_one_disposition';
    END IF;
    RETURN NULL;
END
$$;

-- A new row without a disposition has none that it could miss: decisions have a trigger, too.
CREATE CONSTRAINT TRIGGER new_submission_points_to_its_one_disposition
AFTER INSERT ON consultation_submission
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.decision_id IS NOT NULL)
EXECUTE FUNCTION consultation_disposition_holds();

CREATE CONSTRAINT TRIGGER submission_points_to_its_one_disposition
AFTER UPDATE OF decision_id ON consultation_submission
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.decision_id IS DISTINCT FROM NEW.decision_id)
EXECUTE FUNCTION consultation_disposition_holds();

CREATE CONSTRAINT TRIGGER decision_is_pointed_to_while_it_counts
AFTER INSERT OR UPDATE OF reopened_at, submission_id ON consultation_decision
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW
EXECUTE FUNCTION consultation_disposition_holds();
"""

HOLD_NO_MORE = """
DROP TRIGGER decision_is_pointed_to_while_it_counts ON consultation_decision;
DROP TRIGGER submission_points_to_its_one_disposition ON consultation_submission;
DROP TRIGGER new_submission_points_to_its_one_disposition ON consultation_submission;
DROP FUNCTION consultation_disposition_holds();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0014_words_of_former_inputs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="decision",
            options={
                "ordering": ("-decided_at", "-pk"),
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
            },
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_has_a_public_reason",
        ),
        migrations.AddField(
            model_name="decision",
            name="accepted_format",
            field=models.CharField(blank=True, max_length=24, verbose_name="accepted format"),
        ),
        migrations.AddField(
            model_name="decision",
            name="accepted_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="accepted length (minutes)"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="accepted_title",
            field=models.CharField(blank=True, max_length=300, verbose_name="accepted title"),
        ),
        migrations.AddField(
            model_name="decision",
            name="detail",
            field=models.CharField(blank=True, max_length=250, verbose_name="which one"),
        ),
        migrations.AddField(
            model_name="decision",
            name="informs",
            field=models.CharField(
                blank=True,
                choices=[("theme", "a theme"), ("session", "a session"), ("format", "the format")],
                max_length=8,
                verbose_name="informs",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="reason_language",
            field=models.CharField(
                blank=True,
                choices=[
                    ("en", "English"),
                    ("fr", "Français"),
                    ("es", "Español"),
                    ("ar", "العربية"),
                    ("zh-hans", "中文"),
                    ("ru", "Русский"),
                ],
                max_length=10,
                verbose_name="language of the reason",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="reason_texts",
            field=models.JSONField(blank=True, default=dict, verbose_name="chosen reason"),
        ),
        migrations.AddField(
            model_name="decision",
            name="reopen_reason",
            field=models.TextField(blank=True, verbose_name="reason of the reopening"),
        ),
        migrations.AddField(
            model_name="decision",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="reopened at"),
        ),
        migrations.AddField(
            model_name="decision",
            name="reopened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="reopened by",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="taken_up_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("speaker", "a speaker"),
                    ("facilitator", "a facilitator"),
                    ("stand", "a stand"),
                    ("partner", "a partner"),
                    ("photo", "a photo"),
                    ("event-report", "an event report"),
                ],
                max_length=12,
                verbose_name="taken up as",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="consultation.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.TextField(blank=True, verbose_name="public reason"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="consultation.submission",
            ),
        ),
        migrations.AlterField(
            model_name="submissionevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("begun", "Draft begun"),
                    ("submitted", "Handed in"),
                    ("taken-up", "Review begun"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("merged", "Merged into another input"),
                    ("deferred", "Deferred to a later Forum"),
                    ("reopened", "Decision reopened"),
                    ("session", "Session made of it"),
                    ("withdrawn", "Withdrawn"),
                    ("returned", "Returned for clarification"),
                    ("changed", "Changed and handed in again"),
                    ("answered", "Clarified by the author"),
                    ("imported", "Taken over from an earlier system"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at__isnull", True)),
                fields=("submission",),
                name="one_disposition_per_submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason__regex", "^\\s*$"), _negated=True),
                    models.Q(("reason_texts", {}), _negated=True),
                    _connector="OR",
                ),
                name="decision_has_a_public_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disposition", "taken-up"), ("taken_up_as__gt", "")),
                    models.Q(
                        models.Q(("disposition", "taken-up"), _negated=True), ("taken_up_as", "")
                    ),
                    _connector="OR",
                ),
                name="decision_says_what_it_was_taken_up_as",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("disposition", "informs"), ("informs", ""), _connector="OR"),
                name="decision_says_what_it_informs_only_if_it_does",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reopen_reason", ""), ("reopened_at__isnull", True)),
                    models.Q(
                        ("reopened_at__isnull", False),
                        models.Q(("reopen_reason__regex", "^\\s*$"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decision_reopened_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__isnull", False), ("status__in", ("decided", "withdrawn"))),
                    models.Q(
                        models.Q(("status__in", ("decided", "withdrawn")), _negated=True),
                        ("decision__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="submission_has_a_disposition_once_it_ended",
            ),
        ),
        migrations.RunSQL(HOLD, HOLD_NO_MORE),
    ]

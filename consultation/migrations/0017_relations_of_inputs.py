"""
Inputs that were merged into others.

The database holds, at the end of a transaction: no circle, even where two people merge at the same
time; no target that is withdrawn; a row in force exactly while the source's disposition is "merged".
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Plans are made while the tables are empty, and must not read them whole once they are full.
HOLD = """
CREATE FUNCTION consultation_merge_agrees(about bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF (
        SELECT count(*) FROM consultation_relation
        WHERE source_id = about AND undone_at IS NULL
    ) <> (
        SELECT count(*) FROM consultation_submission AS submission
        JOIN consultation_decision AS decision ON decision.id = submission.decision_id
        WHERE submission.id = about AND decision.disposition = 'merged'
    ) THEN
        RAISE EXCEPTION 'submission % is merged by its decision or by its relation, not by both', about
        USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_and_relation_agree';
    END IF;
END
$$;

CREATE FUNCTION consultation_relation_holds() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM consultation_merge_agrees(NEW.source_id);
    IF NEW.undone_at IS NOT NULL THEN
        RETURN NULL;
    END IF;
    -- Two people who close a circle from both ends take turns; the second sees what the first did.
    PERFORM pg_advisory_xact_lock(hashtext('consultation_relation'));
    IF EXISTS (
        SELECT FROM consultation_relation AS relation
        JOIN consultation_submission AS target ON target.id = relation.target_id
        WHERE relation.id = NEW.id AND relation.undone_at IS NULL
        AND target.status IN ('draft', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'submission % cannot be merged into', NEW.target_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'input_is_merged_into_what_stands';
    END IF;
    IF EXISTS (
        WITH RECURSIVE way (id) AS (
            SELECT NEW.target_id
            UNION
            SELECT relation.target_id
            FROM consultation_relation AS relation
            JOIN way ON relation.source_id = way.id
            WHERE relation.undone_at IS NULL
        )
        SELECT FROM way WHERE id = NEW.source_id
    ) THEN
        RAISE EXCEPTION 'submission % would be merged into itself', NEW.source_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'inputs_are_not_merged_in_a_circle';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION consultation_merged_input_holds() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    PERFORM consultation_merge_agrees(NEW.id);
    IF NEW.status = 'withdrawn' THEN
        PERFORM pg_advisory_xact_lock(hashtext('consultation_relation'));
        IF EXISTS (
            SELECT FROM consultation_relation WHERE target_id = NEW.id AND undone_at IS NULL
        ) AND EXISTS (
            SELECT FROM consultation_submission WHERE id = NEW.id AND status = 'withdrawn'
        ) THEN
            RAISE EXCEPTION 'other inputs are merged into submission %', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'input_is_merged_into_what_stands';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER relation_holds
AFTER INSERT OR UPDATE ON consultation_relation
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION consultation_relation_holds();

CREATE CONSTRAINT TRIGGER new_merged_input_holds
AFTER INSERT ON consultation_submission
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.decision_id IS NOT NULL)
EXECUTE FUNCTION consultation_merged_input_holds();

CREATE CONSTRAINT TRIGGER merged_input_holds
AFTER UPDATE OF decision_id, status ON consultation_submission
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (
    (OLD.decision_id, OLD.status) IS DISTINCT FROM (NEW.decision_id, NEW.status)
)
EXECUTE FUNCTION consultation_merged_input_holds();
"""

HOLD_NO_MORE = """
DROP TRIGGER merged_input_holds ON consultation_submission;
DROP TRIGGER new_merged_input_holds ON consultation_submission;
DROP TRIGGER relation_holds ON consultation_relation;
DROP FUNCTION consultation_merged_input_holds();
DROP FUNCTION consultation_relation_holds();
DROP FUNCTION consultation_merge_agrees(bigint);
"""

# Merged before there were relations: into which is not known, so they inform instead.
FILL = """
UPDATE consultation_decision SET disposition = 'informs' WHERE disposition = 'merged';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0016_public_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("merged", "Merged into"), ("duplicate", "Duplicate of")],
                        max_length=10,
                        verbose_name="relation",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "undone_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="undone at"),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relation",
                        to="consultation.decision",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_into",
                        to="consultation.submission",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="consultation.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation of inputs",
                "verbose_name_plural": "relations of inputs",
                "ordering": ("made_at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("source",),
                        name="input_is_merged_into_one_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="input_is_not_merged_into_itself",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, HOLD_NO_MORE),
    ]

"""
A call that is marked as decided has no input without its disposition; the database holds it.
"""

from django.db import migrations, models


# Plans are made while the tables are empty, and must not read them whole once they are full.
HOLD = """
CREATE FUNCTION consultation_decided_call_holds() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    about bigint;
    marked_at timestamptz;
BEGIN
    IF TG_TABLE_NAME = 'consultation_call' THEN
        about := NEW.id;
    ELSE
        about := NEW.call_id;
    END IF;
    -- Whoever marks the call and whoever hands in or reopens take turns.
    SELECT decided_at INTO marked_at FROM consultation_call WHERE id = about FOR SHARE;
    IF marked_at IS NULL THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM consultation_submission AS submission
        WHERE submission.call_id = about
        AND submission.status NOT IN ('draft', 'decided', 'withdrawn')
    ) THEN
        RAISE EXCEPTION 'call % is marked as decided, and an input of it is not', about
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_call_has_no_open_input';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER decided_call_has_no_open_input
AFTER UPDATE OF decided_at ON consultation_call
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.decided_at IS NOT NULL)
EXECUTE FUNCTION consultation_decided_call_holds();

CREATE CONSTRAINT TRIGGER input_of_decided_call_has_its_disposition
AFTER INSERT OR UPDATE OF status, call_id ON consultation_submission
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.status NOT IN ('draft', 'decided', 'withdrawn'))
EXECUTE FUNCTION consultation_decided_call_holds();
"""

HOLD_NO_MORE = """
DROP TRIGGER input_of_decided_call_has_its_disposition ON consultation_submission;
DROP TRIGGER decided_call_has_no_open_input ON consultation_call;
DROP FUNCTION consultation_decided_call_holds();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0017_relations_of_inputs"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="decided_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="decided at"
            ),
        ),
        migrations.RunSQL(HOLD, HOLD_NO_MORE),
    ]

"""Each slot has an ordinal in its session, given by a trigger and not given to another one."""

import django.db.models.deletion
from django.db import migrations, models

# What the releases have called the slots so far: by their place in the order of time.
FILL = """
UPDATE agenda_slot SET ordinal = counted.ordinal
    FROM (
        SELECT id, row_number() OVER (PARTITION BY session_id ORDER BY period, id) AS ordinal
        FROM agenda_slot
    ) AS counted
    WHERE counted.id = agenda_slot.id;
"""

# A release may have named slots that are there no more; calendars know them under their names.
COUNT = """
CREATE FUNCTION agenda_slot_gets_its_ordinal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    highest integer;
BEGIN
    -- The counter's row makes two who place one session at once take turns.
    INSERT INTO agenda_slotcounter (session_id, last_ordinal)
        VALUES (NEW.session_id, GREATEST(NEW.ordinal, 1))
    ON CONFLICT (session_id)
    DO UPDATE SET last_ordinal = GREATEST(agenda_slotcounter.last_ordinal, EXCLUDED.last_ordinal)
    RETURNING last_ordinal INTO highest;
    IF NEW.ordinal = 0 THEN
        IF EXISTS (SELECT FROM agenda_slot WHERE session_id = NEW.session_id) THEN
            NEW.ordinal := highest + 1;
            UPDATE agenda_slotcounter SET last_ordinal = NEW.ordinal
                WHERE session_id = NEW.session_id;
        ELSE
            NEW.ordinal := 1;
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER slot_gets_its_ordinal
    BEFORE INSERT ON agenda_slot
    FOR EACH ROW EXECUTE FUNCTION agenda_slot_gets_its_ordinal();
INSERT INTO agenda_slotcounter (session_id, last_ordinal)
    SELECT session_id, max(ordinal) FROM (
        SELECT session_id, ordinal FROM agenda_slot
        UNION ALL
        SELECT session.id, jsonb_array_length(said -> 'slots')
            FROM agenda_release AS release
            CROSS JOIN LATERAL jsonb_array_elements(release.programme -> 'sessions') AS said
            JOIN agenda_session AS session
                ON session.forum_id = release.forum_id
                AND session.number = (said ->> 'number')::integer
            WHERE jsonb_array_length(said -> 'slots') > 0
    ) AS known GROUP BY session_id;
"""

FORGET = """
DROP TRIGGER slot_gets_its_ordinal ON agenda_slot;
DROP FUNCTION agenda_slot_gets_its_ordinal();
"""


class Migration(migrations.Migration):
    dependencies = [("agenda", "0020_breaks_in_six_languages")]

    operations = [
        migrations.CreateModel(
            name="SlotCounter",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="slot_counter",
                        serialize=False,
                        to="agenda.session",
                    ),
                ),
                (
                    "last_ordinal",
                    models.PositiveIntegerField(verbose_name="highest number of a slot"),
                ),
            ],
            options={
                "verbose_name": "highest number of a slot",
                "verbose_name_plural": "highest numbers of slots",
            },
        ),
        migrations.AddField(
            model_name="slot",
            name="ordinal",
            field=models.PositiveIntegerField(
                db_default=0, editable=False, verbose_name="number in the session"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("session", "ordinal"), name="slot_ordinal_once_per_session"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ordinal__gte", 1)), name="slot_ordinals_start_at_1"
            ),
        ),
        migrations.RunSQL(COUNT, FORGET),
    ]

"""Keep the highest session number that a Forum ever used, whoever writes the session."""

import django.db.models.deletion
from django.db import migrations, models

COUNT = """
CREATE FUNCTION agenda_session_number_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agenda_sessioncounter (forum_id, last_number) VALUES (NEW.forum_id, NEW.number)
    ON CONFLICT (forum_id)
    DO UPDATE SET last_number = GREATEST(agenda_sessioncounter.last_number, EXCLUDED.last_number);
    RETURN NULL;
END
$$;
CREATE TRIGGER session_number_is_counted
    AFTER INSERT OR UPDATE OF number, forum_id ON agenda_session
    FOR EACH ROW EXECUTE FUNCTION agenda_session_number_is_counted();
INSERT INTO agenda_sessioncounter (forum_id, last_number)
    SELECT forum_id, max(number) FROM agenda_session GROUP BY forum_id;
"""

FORGET = """
DROP TRIGGER session_number_is_counted ON agenda_session;
DROP FUNCTION agenda_session_number_is_counted();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0002_freeze_releases"),
        ("consultation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionCounter",
            fields=[
                (
                    "forum",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="session_counter",
                        serialize=False,
                        to="consultation.forum",
                    ),
                ),
                ("last_number", models.PositiveIntegerField(verbose_name="highest session number")),
            ],
            options={
                "verbose_name": "highest session number",
                "verbose_name_plural": "highest session numbers",
            },
        ),
        migrations.RunSQL(COUNT, FORGET),
    ]

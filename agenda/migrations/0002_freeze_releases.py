"""A release is a frozen copy: a trigger refuses any change of what it says."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION agenda_release_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'release_is_frozen: a release is never changed, issue a new one'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'release_is_frozen';
END
$$;
CREATE TRIGGER release_is_frozen
    BEFORE UPDATE OF forum_id, major, minor, is_public, programme, checksum, session_count, released_at
    ON agenda_release
    FOR EACH ROW EXECUTE FUNCTION agenda_release_is_frozen();
"""

THAW = """
DROP TRIGGER release_is_frozen ON agenda_release;
DROP FUNCTION agenda_release_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]

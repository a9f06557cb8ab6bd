"""
Indexes for the order and the filters of the desk.

The order of the work is one number: what waits for the secretariat has negative ones, far below
those of the rest; among both, seconds decide (microseconds since 1970).
"""

from django.db import migrations

WORK_KEY = """
CREATE FUNCTION consultation_work_key(status text, submitted_at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN status IN ('submitted', 'under_review')
    THEN (extract(epoch FROM submitted_at) * 1000000)::bigint - 100000000000000000
    ELSE -(extract(epoch FROM submitted_at) * 1000000)::bigint
END;
"""

# Name -> the column whose rows it keeps in the order of the work.
BY_COLUMN = {
    "submissions_of_a_status": "status",
    "submissions_in_order_of_call": "call_id",
    "submissions_in_a_language": "language",
    "submissions_of_a_type": "stakeholder_type_id",
    "submissions_of_a_country": "country_id",
    "submissions_on_a_desk": "handler_id",
}
# Name -> what it indexes. Drafts are nobody's but their authors' and in none of them.
INDEXES = {
    "submissions_in_order_of_work": "(consultation_work_key(status, submitted_at), id)",
    "submissions_by_moment": "(submitted_at, id)",
    **{
        name: f"({column}, consultation_work_key(status, submitted_at), id)"
        for name, column in BY_COLUMN.items()
    },
}
MORE = """
CREATE INDEX organizations_by_small_name ON consultation_organization (lower(name));
CREATE INDEX organizations_by_small_acronym ON consultation_organization (lower(acronym));
CREATE INDEX contributors_by_address ON consultation_contributor (upper(email));
CREATE INDEX clarifications_open_until ON consultation_clarification (until)
    WHERE answered_at IS NULL;
CREATE INDEX assignments_due ON consultation_assignment (due_at) WHERE ended_at IS NULL;
CREATE INDEX mentions_not_seen ON consultation_mention (user_id) WHERE seen_at IS NULL;
"""


class Migration(migrations.Migration):
    """Make the function and the indexes."""

    dependencies = [("consultation", "0028_history")]

    operations = [
        migrations.RunSQL(
            WORK_KEY,
            reverse_sql="DROP FUNCTION consultation_work_key(text, timestamptz);",
        ),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {name} ON consultation_submission {columns}"
                " WHERE status <> 'draft';",
                reverse_sql=f"DROP INDEX {name};",
            )
            for name, columns in INDEXES.items()
        ),
        migrations.RunSQL(
            MORE,
            reverse_sql="""
            DROP INDEX organizations_by_small_name;
            DROP INDEX organizations_by_small_acronym;
            DROP INDEX contributors_by_address;
            DROP INDEX clarifications_open_until;
            DROP INDEX assignments_due;
            DROP INDEX mentions_not_seen;
            """,
        ),
    ]

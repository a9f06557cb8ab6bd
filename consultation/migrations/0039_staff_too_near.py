"""
To whom of the staff an input is too near, and why, as one function of the database.

The other direction of ``0038_inputs_too_near``, and the same rule: the two are written alike and
``tests/consultation/test_access.py`` holds them together. As conditions of a query it took two more
queries for the names, and half of the time was spent on putting them together.
"""

from django.db import migrations

NEAR = r"""
CREATE FUNCTION consultation_near_staff(input bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    author bigint;
    organization bigint;
    writers bigint[];
    people text[];
    called text[];
BEGIN
    SELECT author_id, organization_id INTO author, organization
    FROM consultation_submission WHERE id = input;
    writers := author || ARRAY(
        SELECT user_id FROM consultation_contributor
        WHERE submission_id = input AND removed_at IS NULL AND user_id IS NOT NULL
    );
    people := ARRAY(
        SELECT folded FROM consultation_knownname
        WHERE submission_id = input AND kind = 'person' AND folded <> ''
    );
    called := ARRAY(
        SELECT folded FROM consultation_knownname
        WHERE submission_id = input AND kind = 'organization' AND folded <> ''
        UNION
        SELECT own.folded
        FROM accounts_user
        CROSS JOIN LATERAL (VALUES (consultation_organization_key(organization_name))) AS own (folded)
        WHERE id = ANY (writers) AND own.folded <> ''
    );
    called := called || ARRAY(
        SELECT key.name
        FROM (
            SELECT row.name, row.acronym
            FROM unnest(called) AS own (folded)
            JOIN consultation_organization AS row
                ON to_tsvector('simple', coalesce(consultation_folded(row.name, row.acronym), ''))
                    @@ plainto_tsquery('simple', own.folded)
                AND own.folded IN (
                    consultation_organization_key(row.name),
                    consultation_organization_key(row.acronym)
                )
            UNION
            SELECT name, acronym FROM consultation_organization WHERE id = organization
        ) AS found
        CROSS JOIN LATERAL (
            VALUES
                (consultation_organization_key(found.name)),
                (consultation_organization_key(found.acronym))
        ) AS key (name)
        WHERE key.name <> ''
    );
    RETURN (
        SELECT coalesce(jsonb_object_agg(person, reasons), '{}')
        FROM (
            SELECT person, jsonb_agg(reason) AS reasons
            FROM (
                SELECT user_id AS person, 'declared' AS reason
                FROM consultation_conflict
                WHERE submission_id = input AND ended_at IS NULL
                UNION
                SELECT author, 'author' WHERE author IS NOT NULL
                UNION
                SELECT known.id, 'contributor'
                FROM consultation_contributor AS wrote
                JOIN accounts_user AS known
                    ON known.id = wrote.user_id OR upper(known.email) = upper(wrote.email)
                WHERE wrote.submission_id = input AND wrote.removed_at IS NULL
                UNION
                SELECT user_id, 'named'
                FROM consultation_staffname
                WHERE kind = 'person' AND removed_at IS NULL AND people <> '{}' AND (
                    folded = ANY (people)
                    OR consultation_folded(
                        regexp_replace(name, '^\s*(.*\S)\s+(\S+)\s*$', '\2 \1'), ''
                    ) = ANY (people)
                )
                UNION
                SELECT user_id, 'organization'
                FROM consultation_staffname
                WHERE kind = 'organization' AND removed_at IS NULL AND folded = ANY (called)
            ) AS each
            GROUP BY person
        ) AS known
    );
END
$$;
"""

NOTHING_NEAR = "DROP FUNCTION consultation_near_staff(bigint);"


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0038_inputs_too_near'),
    ]

    operations = [migrations.RunSQL(NEAR, NOTHING_NEAR)]

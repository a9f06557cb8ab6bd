"""
Which inputs are too near to a person, as one function of the database.

As seven conditions of a query the planner took each for half of all inputs and read the whole table
for fifty of them. As a list of keys, found by indexes once per statement, it costs the same however
many inputs there are; planned anew each time, it would take five times as long. ``queries/nearness.py`` says the rule in words.
"""

from django.db import migrations

NEAR = r"""
CREATE FUNCTION consultation_near_inputs(person bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    address text;
    people text[];
    called text[];
    organizations bigint[];
    colleagues bigint[];
BEGIN
    SELECT email INTO address FROM accounts_user WHERE id = person;
    SELECT array_agg(spelt.folded) INTO people
    FROM consultation_staffname AS known
    CROSS JOIN LATERAL (
        VALUES
            (known.folded),
            (consultation_folded(regexp_replace(known.name, '^\s*(.*\S)\s+(\S+)\s*$', '\2 \1'), ''))
    ) AS spelt (folded)
    WHERE known.user_id = person AND known.kind = 'person' AND known.removed_at IS NULL;
    SELECT array_agg(folded) INTO called
    FROM consultation_staffname
    WHERE user_id = person AND kind = 'organization' AND removed_at IS NULL;
    IF called IS NOT NULL THEN
        SELECT
            array_agg(DISTINCT row.id),
            called || array_agg(key.name) FILTER (WHERE key.name <> '')
        INTO organizations, called
        FROM unnest(called) AS own (folded)
        JOIN consultation_organization AS row
            ON to_tsvector('simple', coalesce(consultation_folded(row.name, row.acronym), ''))
                @@ plainto_tsquery('simple', own.folded)
            AND own.folded IN (
                consultation_organization_key(row.name), consultation_organization_key(row.acronym)
            )
        CROSS JOIN LATERAL (
            VALUES
                (consultation_organization_key(row.name)),
                (consultation_organization_key(row.acronym))
        ) AS key (name);
        SELECT array_agg(id) INTO colleagues
        FROM accounts_user
        WHERE consultation_organization_key(organization_name) = ANY (called);
    END IF;
    RETURN ARRAY(
        SELECT id FROM consultation_submission WHERE author_id = person
        UNION
        SELECT submission_id FROM consultation_contributor
        WHERE removed_at IS NULL AND (user_id = person OR upper(email) = upper(address))
        UNION
        SELECT submission_id FROM consultation_conflict WHERE ended_at IS NULL AND user_id = person
        UNION
        SELECT submission_id FROM consultation_knownname
        WHERE kind = 'person' AND folded = ANY (people)
        UNION
        SELECT submission_id FROM consultation_knownname
        WHERE kind = 'organization' AND folded = ANY (called)
        UNION
        SELECT id FROM consultation_submission WHERE organization_id = ANY (organizations)
        UNION
        SELECT id FROM consultation_submission WHERE author_id = ANY (colleagues)
        UNION
        SELECT submission_id FROM consultation_contributor
        WHERE removed_at IS NULL AND user_id = ANY (colleagues)
    );
END
$$;
"""

NOTHING_NEAR = "DROP FUNCTION consultation_near_inputs(bigint);"


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0037_reviews_keep_what_was_given_first'),
    ]

    operations = [migrations.RunSQL(NEAR, NOTHING_NEAR)]

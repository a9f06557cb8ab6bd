"""
What the staff search: every answer, people, organizations and numbers too, in six languages.

``everything`` holds the stems of an input's language and, as they are written, the words of names,
addresses and its number; ``names`` holds those words alone that blind reading takes away. Each
language is a word of its own (``=fr``), so that one query asks in all six at once, and it stands
between two fields, so that no phrase reaches from one into the next.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
_BATCH = 200

# Plans are made while the tables are empty, and must not read them whole once they are full.
GATHER = """
-- What people wrote into an answer: no codes of choices, rows, places or files.
CREATE FUNCTION consultation_said(answers jsonb, asked_by bigint) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE SET enable_seqscan = off
BEGIN ATOMIC
    SELECT coalesce(string_agg(part.said, E'\\n'), '')
    FROM jsonb_each(answers) AS answer (key, value)
    LEFT JOIN consultation_question AS question
        ON question.call_id = asked_by AND question.key = answer.key
    CROSS JOIN LATERAL (
        SELECT answer.value #>> '{}' WHERE jsonb_typeof(answer.value) = 'string'
        UNION ALL
        SELECT field.value #>> '{}'
        FROM jsonb_array_elements(
            CASE jsonb_typeof(answer.value) WHEN 'array' THEN answer.value ELSE '[]'::jsonb END
        ) AS person (given)
        CROSS JOIN LATERAL jsonb_each(
            CASE jsonb_typeof(person.given) WHEN 'object' THEN person.given ELSE '{}'::jsonb END
        ) AS field (key, value)
        WHERE jsonb_typeof(field.value) = 'string'
        AND field.key NOT IN ('attendance', 'gender', 'country')
    ) AS part (said)
    WHERE answer.key NOT IN (
        'language', 'title', 'summary', 'text', 'country', 'stakeholder_type', 'format'
    )
    AND (
        question.type IS NULL
        OR question.type IN ('short', 'long', 'link', 'people', 'organization')
    );
END;

-- Every name and address that the portal knows of an input, one a line.
CREATE FUNCTION consultation_names_of(about bigint, answers jsonb) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off
BEGIN ATOMIC
    SELECT coalesce(string_agg(DISTINCT found.name, E'\\n'), '')
    FROM (
        SELECT unnest(ARRAY[
            submission.organization_name, submission.on_behalf_of,
            organization.name, organization.acronym, author.name, author.email
        ])
        FROM consultation_submission AS submission
        LEFT JOIN consultation_organization AS organization
            ON organization.id = submission.organization_id
        LEFT JOIN accounts_user AS author ON author.id = submission.author_id
        WHERE submission.id = about
        UNION ALL
        SELECT unnest(ARRAY[contributor.email, person.name, person.email])
        FROM consultation_contributor AS contributor
        LEFT JOIN accounts_user AS person ON person.id = contributor.user_id
        WHERE contributor.submission_id = about AND contributor.removed_at IS NULL
        UNION ALL
        SELECT known.name FROM consultation_names_in(coalesce(answers, '{}'::jsonb)) AS known
    ) AS found (name)
    WHERE found.name <> '';
END;

-- What blind reading takes away besides: names of earlier versions, and what people work for.
CREATE FUNCTION consultation_more_names_of(about bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off
BEGIN ATOMIC
    SELECT coalesce(string_agg(DISTINCT found.name, E'\n'), '')
    FROM (
        SELECT known.name
        FROM consultation_submissionversion AS version
        CROSS JOIN LATERAL consultation_names_in(version.answers) AS known
        WHERE version.submission_id = about
        UNION ALL
        SELECT author.organization_name
        FROM consultation_submission AS submission
        JOIN accounts_user AS author ON author.id = submission.author_id
        WHERE submission.id = about
        UNION ALL
        SELECT unnest(ARRAY[contributor.email, person.name, person.email, person.organization_name])
        FROM consultation_contributor AS contributor
        LEFT JOIN accounts_user AS person ON person.id = contributor.user_id
        WHERE contributor.submission_id = about
    ) AS found (name)
    WHERE found.name <> '';
END;

-- As it is written, without accents and case; Chinese in pairs of characters.
CREATE FUNCTION consultation_as_written(given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN consultation_lexemes('zh-hans', consultation_folded(given, ''));

-- A tsvector holds one megabyte at most; what is cut here is never that long in earnest.
CREATE FUNCTION consultation_searched(about bigint, OUT everything tsvector, OUT names tsvector)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET enable_seqscan = off AS $$
DECLARE
    row record;
    newest jsonb;
    border tsvector;
    known text;
    hidden text;
BEGIN
    SELECT call_id, language, number, title, summary, text INTO row
    FROM consultation_submission WHERE id = about;
    SELECT answers INTO newest FROM consultation_submissionversion
    WHERE submission_id = about ORDER BY submission_id, number DESC LIMIT 1;
    known := left(consultation_names_of(about, newest), 20000);
    border := ('''=' || row.language || ''':1')::tsvector;
    hidden := left(concat(known, E'\n', consultation_more_names_of(about)), 40000);
    names := strip(consultation_lexemes(row.language, hidden) || consultation_as_written(hidden));
    everything := setweight(consultation_lexemes(row.language, left(row.title, 1000)), 'A')
        || border || setweight(consultation_lexemes(row.language, left(row.summary, 9000)), 'B')
        || border || setweight(consultation_lexemes(row.language, left(row.text, 60000)), 'C')
        || border || setweight(consultation_lexemes(row.language, left(
            coalesce(consultation_said(newest, row.call_id), ''), 60000
        )), 'C')
        || border || consultation_as_written(concat(row.number, E'\\n', known));
END
$$;
"""

ASK = f"""
-- Each of these words; ending: ':*' for what begins so. One character of Chinese begins a pair.
CREATE FUNCTION consultation_every(given tsvector, ending text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg(
        quote_literal(lexeme) || CASE WHEN lexeme ~ '^{_HAN}$' THEN ':*' ELSE ending END, ' & '
    )::tsquery
    FROM unnest(given)
);

-- These words one after the other, as far apart as they stand here.
CREATE FUNCTION consultation_in_sequence(given tsvector) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg(
        coalesce(' <' || (place - former)::text || '> ', '')
            || quote_literal(lexeme) || CASE WHEN lexeme ~ '^{_HAN}$' THEN ':*' ELSE '' END,
        '' ORDER BY place
    )::tsquery
    FROM (
        SELECT word.lexeme, place, lag(place) OVER (ORDER BY place) AS former
        FROM unnest(given) AS word CROSS JOIN unnest(word.positions) AS places (place)
    ) AS placed
);

-- Words and pairs of Chinese are kept apart, so what mixes them is two sequences.
CREATE FUNCTION consultation_phrase(language text, given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(words && pairs, words, pairs)
    FROM (
        SELECT
            consultation_in_sequence(
                consultation_lexemes(language, regexp_replace(given, '{_HAN}', ' ', 'g'))
            ) AS words,
            consultation_in_sequence(
                to_tsvector('pg_catalog.simple'::regconfig, consultation_pairs_of_han(consultation_words(given)))
            ) AS pairs
    ) AS parts
);

-- A term as one language bends it: "a phrase, a begin*, or a word.
CREATE FUNCTION consultation_stems(language text, given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN given LIKE '"%' THEN consultation_phrase(language, given)
    WHEN given LIKE '%*' THEN consultation_every(consultation_lexemes('zh-hans', given), ':*')
    ELSE consultation_every(consultation_lexemes(language, given), '')
END;

-- The same as names, addresses and numbers are written: 12 is also 0012.
CREATE FUNCTION consultation_spelt(given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN given LIKE '"%' THEN consultation_phrase('zh-hans', consultation_folded(given, ''))
    WHEN given LIKE '%*' THEN consultation_every(consultation_as_written(given), ':*')
    WHEN given ~ '^[0-9]{{1,3}}$'
    THEN (quote_literal(given) || ' | ' || quote_literal(lpad(given, 4, '0')))::tsquery
    ELSE consultation_every(consultation_as_written(given), '')
END;

-- All that is wanted and nothing that is not, in one language. A word that is too common to be kept
-- ("the", "who") asks for nothing, except where there is no other: then it is a name.
CREATE FUNCTION consultation_asked_in(language text, wanted text[], unwanted text[])
RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT CASE WHEN given.stems IS NULL AND cardinality(wanted) > 0 THEN NULL
    ELSE concat_ws(' & ', quote_literal('=' || language), given.stems, (
        SELECT string_agg('!(' || coalesce(
            consultation_stems(language, term) || consultation_spelt(term),
            consultation_stems(language, term), consultation_spelt(term)
        )::text || ')', ' & ')
        FROM unnest(unwanted) AS terms (term)
    ))::tsquery END
    FROM (
        SELECT coalesce(
            string_agg('(' || coalesce(stems || spelt, stems)::text || ')', ' & ')
                FILTER (WHERE stems IS NOT NULL),
            string_agg('(' || spelt::text || ')', ' & ')
        ) AS stems
        FROM (
            SELECT consultation_stems(language, term) AS stems, consultation_spelt(term) AS spelt
            FROM unnest(wanted) AS terms (term)
        ) AS forms
    ) AS given
);

-- The same in all six: each input is asked in its own language.
CREATE FUNCTION consultation_asked(wanted text[], unwanted text[]) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg('(' || consultation_asked_in(code, wanted, unwanted)::text || ')', ' | ')::tsquery
    FROM unnest(ARRAY['en', 'fr', 'es', 'ar', 'zh-hans', 'ru']) AS codes (code)
);
"""

KEEP = """
CREATE OR REPLACE FUNCTION consultation_keep_words() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO consultation_searchwords (submission_id, language, vector, everything, names)
    SELECT
        NEW.id,
        NEW.language,
        consultation_vector(NEW.language, NEW.title, NEW.summary, NEW.text),
        searched.everything,
        searched.names
    FROM consultation_searched(NEW.id) AS searched
    ON CONFLICT (submission_id) DO UPDATE SET
        language = EXCLUDED.language,
        vector = EXCLUDED.vector,
        everything = EXCLUDED.everything,
        names = EXCLUDED.names;
    RETURN NULL;
END
$$;

-- Of inputs that have words, which are those that were handed in.
CREATE FUNCTION consultation_keep_everything(about bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    UPDATE consultation_searchwords AS words
    SET everything = searched.everything, names = searched.names
    FROM consultation_searched(about) AS searched
    WHERE words.submission_id = about
    AND (words.everything, words.names)
        IS DISTINCT FROM (searched.everything, searched.names);
END
$$;

CREATE FUNCTION consultation_keep_everything_of() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF TG_TABLE_NAME = 'accounts_user' THEN
        PERFORM consultation_keep_everything(about.id)
        FROM (
            SELECT id FROM consultation_submission WHERE author_id = NEW.id
            UNION
            SELECT submission_id FROM consultation_contributor WHERE user_id = NEW.id
        ) AS about;
    ELSIF TG_TABLE_NAME = 'consultation_organization' THEN
        PERFORM consultation_keep_everything(id)
        FROM consultation_submission WHERE organization_id = NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM consultation_keep_everything(OLD.submission_id);
    ELSE
        PERFORM consultation_keep_everything(NEW.submission_id);
    END IF;
    RETURN NULL;
END
$$;

DROP TRIGGER keep_words_of_changed_submission ON consultation_submission;
CREATE TRIGGER keep_words_of_changed_submission
AFTER UPDATE ON consultation_submission
FOR EACH ROW WHEN (
    NEW.status <> 'draft'
    AND (
        OLD.status = 'draft', OLD.language, OLD.title, OLD.summary, OLD.text, OLD.number,
        OLD.call_id, OLD.author_id, OLD.organization_id, OLD.organization_name, OLD.on_behalf_of
    ) IS DISTINCT FROM (
        false, NEW.language, NEW.title, NEW.summary, NEW.text, NEW.number,
        NEW.call_id, NEW.author_id, NEW.organization_id, NEW.organization_name, NEW.on_behalf_of
    )
)
EXECUTE FUNCTION consultation_keep_words();

CREATE TRIGGER keep_words_of_version
AFTER INSERT OR DELETE OR UPDATE OF answers ON consultation_submissionversion
FOR EACH ROW EXECUTE FUNCTION consultation_keep_everything_of();

CREATE TRIGGER keep_words_of_contributor
AFTER INSERT OR DELETE OR UPDATE OF email, user_id, removed_at ON consultation_contributor
FOR EACH ROW EXECUTE FUNCTION consultation_keep_everything_of();

CREATE TRIGGER keep_words_of_user
AFTER UPDATE OF name, email, organization_name ON accounts_user
FOR EACH ROW WHEN (
    (OLD.name, OLD.email, OLD.organization_name)
    IS DISTINCT FROM (NEW.name, NEW.email, NEW.organization_name)
)
EXECUTE FUNCTION consultation_keep_everything_of();

CREATE TRIGGER keep_words_of_organization
AFTER UPDATE OF name, acronym ON consultation_organization
FOR EACH ROW WHEN ((OLD.name, OLD.acronym) IS DISTINCT FROM (NEW.name, NEW.acronym))
EXECUTE FUNCTION consultation_keep_everything_of();
"""

KEEP_NO_MORE = """
DROP TRIGGER keep_words_of_organization ON consultation_organization;
DROP TRIGGER keep_words_of_user ON accounts_user;
DROP TRIGGER keep_words_of_contributor ON consultation_contributor;
DROP TRIGGER keep_words_of_version ON consultation_submissionversion;
DROP TRIGGER keep_words_of_changed_submission ON consultation_submission;
CREATE TRIGGER keep_words_of_changed_submission
AFTER UPDATE ON consultation_submission
FOR EACH ROW WHEN (
    NEW.status <> 'draft'
    AND (OLD.status = 'draft', OLD.language, OLD.title, OLD.summary, OLD.text)
    IS DISTINCT FROM (false, NEW.language, NEW.title, NEW.summary, NEW.text)
)
EXECUTE FUNCTION consultation_keep_words();
DROP FUNCTION consultation_keep_everything_of();
DROP FUNCTION consultation_keep_everything(bigint);
CREATE OR REPLACE FUNCTION consultation_keep_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO consultation_searchwords (submission_id, language, vector)
    VALUES (
        NEW.id,
        NEW.language,
        consultation_vector(NEW.language, NEW.title, NEW.summary, NEW.text)
    )
    ON CONFLICT (submission_id)
    DO UPDATE SET language = EXCLUDED.language, vector = EXCLUDED.vector;
    RETURN NULL;
END
$$;
"""

ASK_NO_MORE = """
DROP FUNCTION consultation_asked(text[], text[]);
DROP FUNCTION consultation_asked_in(text, text[], text[]);
DROP FUNCTION consultation_spelt(text);
DROP FUNCTION consultation_stems(text, text);
DROP FUNCTION consultation_phrase(text, text);
DROP FUNCTION consultation_in_sequence(tsvector);
DROP FUNCTION consultation_every(tsvector, text);
"""

GATHER_NO_MORE = """
DROP FUNCTION consultation_searched(bigint);
DROP FUNCTION consultation_as_written(text);
DROP FUNCTION consultation_more_names_of(bigint);
DROP FUNCTION consultation_names_of(bigint, jsonb);
DROP FUNCTION consultation_said(jsonb, bigint);
"""

_MISSING = """
SELECT submission_id FROM consultation_searchwords
WHERE everything IS NULL AND submission_id > %s ORDER BY submission_id LIMIT %s
"""
_FILL = "SELECT consultation_keep_everything(id) FROM unnest(%s::bigint[]) AS missing (id)"


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Gather what was handed in before, some inputs at a time; the triggers serve the rest."""
    last = 0
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(_MISSING, [last, _BATCH])
            batch = [pk for (pk,) in cursor.fetchall()]
            if not batch:
                return
            cursor.execute(_FILL, [batch])
            last = batch[-1]


class Migration(migrations.Migration):
    # Every batch is committed for itself, so that nobody waits for all.
    atomic = False
    dependencies = [
        ("consultation", "0026_known_names"),
        ("accounts", "0003_organization_and_languages_read"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchwords",
            name="everything",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
        migrations.AddField(
            model_name="searchwords",
            name="names",
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
        migrations.AddIndex(
            model_name="searchwords",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["everything"], name="words_for_the_staff", fastupdate=False
            ),
        ),
        migrations.RunSQL(GATHER, GATHER_NO_MORE),
        migrations.RunSQL(ASK, ASK_NO_MORE),
        migrations.RunSQL(KEEP, KEEP_NO_MORE),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

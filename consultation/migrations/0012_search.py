"""
Full-text search in six languages without extensions, and organizations found by typing.

PostgreSQL's parser takes everything beyond ASCII for letters, so that "«numérique»" would be one
word: punctuation is made blank before. Chinese has no blanks: it is kept as pairs of characters.
The functions' bodies are bound when they are made (``RETURN``), so a dump can be restored. What was
handed in before gets its words in ``0014_words_of_former_inputs``.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
# ASCII's and Latin-1's punctuation, the Arabic, the general, symbols, the Chinese.
_BETWEEN_WORDS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u00d7\u00f7\u060c\u061b\u061d-\u061f\u066a-\u066d\u06d4\u2000-\u206f\u20a0-\u20cf"
    r"\u2190-\u2bff\u3000-\u3004\u3007-\u3020\u3030\ufe10-\ufe1f\ufe30-\ufe6f]+"
)
# PostgreSQL finds the stem of a word that ends in "t" only if it has the article: so each has.
_BARE = "(^| )(?![وف]?(?:ال|بال|كال)|لل)([ء-ي]{3,}ات|[ء-ي]{4,}ت)(?= |$)"

# Nothing of a reader's stands in it.
FUNCTIONS = f"""
-- Small letters, one form of each, blanks between words.
CREATE FUNCTION consultation_words(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(lower(normalize(given, NFKC)), '{_BETWEEN_WORDS}', ' ', 'g'));

-- The same without accents, for names: a name and its acronym.
CREATE FUNCTION consultation_folded(name text, acronym text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    normalize(consultation_words(name || ' ' || acronym), NFKD),
    '[\\u0300-\\u036f\\u064b-\\u065f\\u0670\\u0640]', '', 'g'
);

-- What begins like each of the typed words.
CREATE FUNCTION consultation_beginnings(given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg(quote_literal(word) || ':*', ' & ')::tsquery
    FROM string_to_table(consultation_folded(left(given, 250), ''), ' ') AS words (word)
    WHERE word <> ''
);

-- 数字技能 -> 数字 字技 技能
CREATE FUNCTION consultation_pairs_of_han(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(
        string_agg(one || CASE WHEN next ~ '{_HAN}' THEN next ELSE '' END, ' ' ORDER BY place), ''
    )
    FROM (
        SELECT one, place, lead(one, 1, '') OVER w AS next, lag(one, 1, '') OVER w AS former
        FROM string_to_table(CASE WHEN given ~ '{_HAN}' THEN given END, NULL)
        WITH ORDINALITY AS characters (one, place)
        WINDOW w AS (ORDER BY place)
    ) AS neighbors
    WHERE one ~ '{_HAN}' AND (next ~ '{_HAN}' OR former !~ '{_HAN}')
);

CREATE FUNCTION consultation_lexemes(language text, given text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector(
    CASE language
        WHEN 'en' THEN 'pg_catalog.english'::regconfig
        WHEN 'fr' THEN 'pg_catalog.french'::regconfig
        WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
        WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
        WHEN 'ar' THEN 'pg_catalog.arabic'::regconfig
        ELSE 'pg_catalog.simple'::regconfig
    END,
    CASE language
        WHEN 'ar' THEN regexp_replace(consultation_words(given), '{_BARE}', '\\1ال\\2', 'g')
        ELSE regexp_replace(consultation_words(given), '{_HAN}+', ' ', 'g')
    END
) || to_tsvector('pg_catalog.simple'::regconfig, consultation_pairs_of_han(given));

-- A tsvector holds one megabyte at most; what is cut here is never that long in earnest.
CREATE FUNCTION consultation_vector(language text, title text, summary text, body text)
RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN setweight(consultation_lexemes(language, left(title, 1000)), 'A')
    || setweight(consultation_lexemes(language, left(summary, 9000)), 'B')
    || setweight(consultation_lexemes(language, left(body, 60000)), 'C');

-- Every word of what was typed.
CREATE FUNCTION consultation_all_of(language text, given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT string_agg(quote_literal(lexeme), ' & ')::tsquery
    FROM unnest(consultation_lexemes(language, left(given, 500)))
);

-- The first twelve words of a title and a summary, which say what it is about.
CREATE FUNCTION consultation_subject(language text, given text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(
    SELECT quote_literal(lexeme) || ':AB'
    FROM unnest(consultation_lexemes(language, left(given, 1000)))
    ORDER BY positions[1], lexeme
    LIMIT 12
);

-- Any of them, for the order of what was found.
CREATE FUNCTION consultation_any_of(language text, given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_string(
    nullif(consultation_subject(language, given), ARRAY[]::text[]), ' | '
)::tsquery;

-- Any two of them together; one alone is hardly ever the same subject, unless there is only one.
CREATE FUNCTION consultation_any_two_of(language text, given text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    WITH subject AS (
        SELECT word, place
        FROM unnest(consultation_subject(language, given)) WITH ORDINALITY AS words (word, place)
    )
    SELECT string_agg('(' || one.word || ' & ' || other.word || ')', ' | ')::tsquery
    FROM subject AS one
    JOIN subject AS other
        ON one.place < other.place OR (SELECT count(*) FROM subject) = 1
);

CREATE FUNCTION consultation_keep_words() RETURNS trigger
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

TRIGGERS = """
CREATE TRIGGER keep_words_of_new_submission
AFTER INSERT ON consultation_submission
FOR EACH ROW WHEN (NEW.status <> 'draft')
EXECUTE FUNCTION consultation_keep_words();

CREATE TRIGGER keep_words_of_changed_submission
AFTER UPDATE ON consultation_submission
FOR EACH ROW WHEN (
    NEW.status <> 'draft'
    AND (OLD.status = 'draft', OLD.language, OLD.title, OLD.summary, OLD.text)
    IS DISTINCT FROM (false, NEW.language, NEW.title, NEW.summary, NEW.text)
)
EXECUTE FUNCTION consultation_keep_words();
"""

NO_TRIGGERS = """
DROP TRIGGER keep_words_of_new_submission ON consultation_submission;
DROP TRIGGER keep_words_of_changed_submission ON consultation_submission;
"""

NO_FUNCTIONS = """
DROP FUNCTION consultation_keep_words();
DROP FUNCTION consultation_any_two_of(text, text);
DROP FUNCTION consultation_any_of(text, text);
DROP FUNCTION consultation_subject(text, text);
DROP FUNCTION consultation_all_of(text, text);
DROP FUNCTION consultation_vector(text, text, text, text);
DROP FUNCTION consultation_lexemes(text, text);
DROP FUNCTION consultation_pairs_of_han(text);
DROP FUNCTION consultation_beginnings(text);
DROP FUNCTION consultation_folded(text, text);
DROP FUNCTION consultation_words(text);
"""


class Migration(migrations.Migration):
    dependencies = [("consultation", "0011_answers_of_existing_submissions")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="SearchWords",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="consultation.submission",
                    ),
                ),
                ("language", models.CharField(choices=settings.LANGUAGES, max_length=10)),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["vector"], name="words_of_submissions"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    models.Func(
                        "name",
                        "acronym",
                        function="consultation_folded",
                        output_field=models.TextField(),
                    ),
                    config="simple",
                ),
                name="words_of_organizations",
            ),
        ),
    ]

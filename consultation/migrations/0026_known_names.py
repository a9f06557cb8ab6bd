"""
Names that stand in inputs, for conflicts of interest and for blind reading.

Read from each version when it is written; the last one counts. Every list of people in the answers
is read, whatever its question is called, and the standard questions that ask for one name.
"""

import django.db.models.deletion
from django.db import migrations, models


FUNCTIONS = """
CREATE FUNCTION consultation_names_in(answers jsonb)
RETURNS TABLE (kind text, name text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT found.kind, btrim(left(found.name, 250))
    FROM (
        SELECT 'organization' AS kind, answers ->> key AS name
        FROM unnest(ARRAY['organization_name', 'on_behalf_of']) AS keys (key)
        UNION ALL
        SELECT 'person', answers ->> key
        FROM unnest(
            ARRAY['person_name', 'nominee_name', 'contact_name', 'moderator', 'photographer']
        ) AS keys (key)
        UNION ALL
        SELECT 'affiliation', answers ->> 'person_organization'
        UNION ALL
        SELECT of_person.kind, of_person.name
        FROM jsonb_each(answers) AS answer (key, value)
        CROSS JOIN LATERAL jsonb_array_elements(
            CASE jsonb_typeof(answer.value) WHEN 'array' THEN answer.value ELSE '[]'::jsonb END
        ) AS person (given)
        CROSS JOIN LATERAL (
            VALUES
                ('person', person.given ->> 'name'),
                ('affiliation', person.given ->> 'organization')
        ) AS of_person (kind, name)
        WHERE jsonb_typeof(person.given) = 'object'
    ) AS found
    WHERE btrim(found.name) <> '';
END;

CREATE FUNCTION consultation_keep_names() RETURNS trigger
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM consultation_submissionversion
        WHERE submission_id = NEW.submission_id AND number > NEW.number
    ) THEN
        RETURN NULL;
    END IF;
    DELETE FROM consultation_knownname WHERE submission_id = NEW.submission_id;
    INSERT INTO consultation_knownname (submission_id, kind, name, folded)
    SELECT NEW.submission_id, kind, name, consultation_folded(name, '')
    FROM consultation_names_in(NEW.answers);
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_names_of_version
AFTER INSERT OR UPDATE OF answers ON consultation_submissionversion
FOR EACH ROW EXECUTE FUNCTION consultation_keep_names();

INSERT INTO consultation_knownname (submission_id, kind, name, folded)
SELECT version.submission_id, found.kind, found.name, consultation_folded(found.name, '')
FROM consultation_submissionversion AS version
CROSS JOIN LATERAL consultation_names_in(version.answers) AS found
WHERE NOT EXISTS (
    SELECT FROM consultation_submissionversion AS later
    WHERE later.submission_id = version.submission_id AND later.number > version.number
);
"""

NO_FUNCTIONS = """
DROP TRIGGER keep_names_of_version ON consultation_submissionversion;
DROP FUNCTION consultation_keep_names();
DROP FUNCTION consultation_names_in(jsonb);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0025_keys_of_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organization', 'Organization'), ('person', 'Person'), ('affiliation', 'Affiliation')], max_length=12)),
                ('name', models.CharField(max_length=250)),
                ('folded', models.CharField(max_length=500)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='known_names', to='consultation.submission')),
            ],
            options={
                'indexes': [models.Index(fields=['folded', 'kind'], name='known_names_by_name')],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]

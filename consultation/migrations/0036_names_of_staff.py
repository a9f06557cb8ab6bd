"""
What is known of the staff stays known, and organizations are the same without their legal form.

A profile can be emptied; the names that it has said stay here, filled by a trigger. Of an
organization ``folded`` is its key from now on, here and in the names that stand in inputs.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Folded: without points, an ending may be several words. A foundation or a university is none.
_FORMS = "|".join((
    'ltd', 'limited', 'inc', 'incorporated', 'llc', 'l l c', 'llp', 'plc', 'p l c', 'co', 'corp',
    'corporation', 'pty', 'pte', 'pvt', 'gmbh', 'mbh', 'ag', 'kg', 'e v', 'sa', 's a', 'sarl',
    's a r l', 'sas', 's a s', 'srl', 's r l', 'spa', 's p a', 'bv', 'b v', 'nv', 'n v', 'oy', 'ab',
    'ооо', 'оао', 'зао', 'пао', 'ао',
))

KEYS = f"""
CREATE FUNCTION consultation_organization_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(
        regexp_replace(consultation_folded(name, ''), '( ({_FORMS}))+$', ''),
        '^(ооо|оао|зао|пао|ао) ', ''
    ),
    '(.)(股份有限公司|有限责任公司|有限公司)$', '\\1'
);

CREATE INDEX users_by_organization ON accounts_user (consultation_organization_key(organization_name));

CREATE OR REPLACE FUNCTION consultation_keep_names() RETURNS trigger
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
    SELECT NEW.submission_id, kind, name,
        CASE kind WHEN 'organization' THEN consultation_organization_key(name)
        ELSE consultation_folded(name, '') END
    FROM consultation_names_in(NEW.answers);
    RETURN NULL;
END
$$;

UPDATE consultation_knownname SET folded = consultation_organization_key(name)
WHERE kind = 'organization' AND folded <> consultation_organization_key(name);
"""

NO_KEYS = """
CREATE OR REPLACE FUNCTION consultation_keep_names() RETURNS trigger
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

UPDATE consultation_knownname SET folded = consultation_folded(name, '')
WHERE kind = 'organization';

DROP INDEX users_by_organization;
DROP FUNCTION consultation_organization_key(text);
"""

FILL = """
CREATE FUNCTION consultation_keep_staff_names() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.is_staff THEN
        RETURN NULL;
    END IF;
    INSERT INTO consultation_staffname (user_id, kind, name, folded, added_at, reason)
    SELECT NEW.id, given.kind, given.name, given.folded, now(), ''
    FROM (
        VALUES
            ('person', NEW.name, consultation_folded(NEW.name, ''),
                TG_OP = 'UPDATE' AND OLD.is_staff AND OLD.name = NEW.name),
            ('organization', NEW.organization_name,
                consultation_organization_key(NEW.organization_name),
                TG_OP = 'UPDATE' AND OLD.is_staff AND OLD.organization_name = NEW.organization_name)
    ) AS given (kind, name, folded, is_old)
    WHERE given.folded <> '' AND NOT given.is_old
    ON CONFLICT (user_id, kind, folded) WHERE removed_at IS NULL DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_names_of_staff
AFTER INSERT OR UPDATE OF name, organization_name, is_staff ON accounts_user
FOR EACH ROW EXECUTE FUNCTION consultation_keep_staff_names();

INSERT INTO consultation_staffname (user_id, kind, name, folded, added_at, reason)
SELECT one.id, given.kind, given.name, given.folded, now(), ''
FROM accounts_user AS one
CROSS JOIN LATERAL (
    VALUES
        ('person', one.name, consultation_folded(one.name, '')),
        ('organization', one.organization_name, consultation_organization_key(one.organization_name))
) AS given (kind, name, folded)
WHERE one.is_staff AND given.folded <> '';
"""

NO_FILL = """
DROP TRIGGER keep_names_of_staff ON accounts_user;
DROP FUNCTION consultation_keep_staff_names();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_organization_and_languages_read'),
        ('consultation', '0035_more_of_the_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '3s';", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='StaffName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('organization', 'Organization'), ('person', 'Person'), ('affiliation', 'Affiliation')], max_length=12)),
                ('name', models.CharField(max_length=250)),
                ('folded', models.CharField(max_length=500)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff_names', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('kind', 'added_at', 'pk'),
                'indexes': [models.Index(fields=['folded', 'kind'], name='staff_names_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('user', 'kind', 'folded'), name='name_once_per_member_of_staff'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('removed_at__isnull', True)), models.Q(('removed_at__isnull', False), models.Q(('reason__regex', '^\\s*$'), _negated=True)), _connector='OR'), name='name_of_staff_is_removed_with_a_reason')],
            },
        ),
        migrations.RunSQL(KEYS, NO_KEYS),
        migrations.RunSQL(FILL, NO_FILL),
    ]

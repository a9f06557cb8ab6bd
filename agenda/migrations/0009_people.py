"""Merges of speakers, the rules of a programme, personal links, and the history of speakers."""

import consultation.models.validators
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0008_word_templates'),
        ('consultation', '0031_reasons_have_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SpeakerChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('unverified', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Columns whose wording was not read on an official page.', size=None, verbose_name='unverified texts')),
                ('sources', models.JSONField(blank=True, default=dict, verbose_name='sources')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='address')),
                ('honorific_en', models.CharField(blank=True, max_length=60, null=True, verbose_name='honorific')),
                ('honorific_fr', models.CharField(blank=True, max_length=60, null=True, verbose_name='honorific')),
                ('honorific_es', models.CharField(blank=True, max_length=60, null=True, verbose_name='honorific')),
                ('honorific_ar', models.CharField(blank=True, max_length=60, null=True, verbose_name='honorific')),
                ('honorific_zh_hans', models.CharField(blank=True, max_length=60, null=True, verbose_name='honorific')),
                ('honorific_ru', models.CharField(blank=True, max_length=60, null=True, verbose_name='honorific')),
                ('name_en', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_fr', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_es', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_ar', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_zh_hans', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('name_ru', models.CharField(max_length=200, null=True, verbose_name='name')),
                ('sort_name', models.CharField(blank=True, max_length=200, verbose_name='name as sorted')),
                ('function_en', models.CharField(blank=True, max_length=250, null=True, verbose_name='function')),
                ('function_fr', models.CharField(blank=True, max_length=250, null=True, verbose_name='function')),
                ('function_es', models.CharField(blank=True, max_length=250, null=True, verbose_name='function')),
                ('function_ar', models.CharField(blank=True, max_length=250, null=True, verbose_name='function')),
                ('function_zh_hans', models.CharField(blank=True, max_length=250, null=True, verbose_name='function')),
                ('function_ru', models.CharField(blank=True, max_length=250, null=True, verbose_name='function')),
                ('organization_en', models.CharField(blank=True, max_length=250, null=True, verbose_name='organization')),
                ('organization_fr', models.CharField(blank=True, max_length=250, null=True, verbose_name='organization')),
                ('organization_es', models.CharField(blank=True, max_length=250, null=True, verbose_name='organization')),
                ('organization_ar', models.CharField(blank=True, max_length=250, null=True, verbose_name='organization')),
                ('organization_zh_hans', models.CharField(blank=True, max_length=250, null=True, verbose_name='organization')),
                ('organization_ru', models.CharField(blank=True, max_length=250, null=True, verbose_name='organization')),
                ('biography_en', models.TextField(blank=True, null=True, verbose_name='biography')),
                ('biography_fr', models.TextField(blank=True, null=True, verbose_name='biography')),
                ('biography_es', models.TextField(blank=True, null=True, verbose_name='biography')),
                ('biography_ar', models.TextField(blank=True, null=True, verbose_name='biography')),
                ('biography_zh_hans', models.TextField(blank=True, null=True, verbose_name='biography')),
                ('biography_ru', models.TextField(blank=True, null=True, verbose_name='biography')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('links', models.JSONField(blank=True, default=list, verbose_name='links')),
                ('timezone', models.CharField(blank=True, default='', max_length=64, validators=[consultation.models.validators.known_zone], verbose_name='time zone')),
                ('consent', models.CharField(choices=[('unknown', 'not asked'), ('yes', 'agrees'), ('no', 'refuses')], default='unknown', max_length=8, verbose_name='agrees to be shown')),
                ('consent_at', models.DateTimeField(blank=True, null=True, verbose_name='agreed or refused at')),
                ('link_serial', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='number of the personal link')),
                ('photo_name', models.CharField(blank=True, editable=False, max_length=100, verbose_name='photo')),
                ('photo_type', models.CharField(blank=True, editable=False, max_length=40, verbose_name='type of the photo')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SpeakerMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, verbose_name='address')),
                ('name', models.CharField(max_length=270, verbose_name='name')),
                ('gone', models.JSONField(verbose_name='what was deleted')),
                ('moved', models.JSONField(verbose_name='what was moved')),
                ('filled', models.JSONField(verbose_name='what was filled in')),
                ('merged_at', models.DateTimeField(verbose_name='merged at')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'merge of speakers',
                'verbose_name_plural': 'merges of speakers',
                'ordering': ('-merged_at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='speaker',
            name='link_serial',
            field=models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='number of the personal link'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."forum_id" IS DISTINCT FROM (NEW."forum_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."honorific_en" IS DISTINCT FROM (NEW."honorific_en") OR OLD."honorific_fr" IS DISTINCT FROM (NEW."honorific_fr") OR OLD."honorific_es" IS DISTINCT FROM (NEW."honorific_es") OR OLD."honorific_ar" IS DISTINCT FROM (NEW."honorific_ar") OR OLD."honorific_zh_hans" IS DISTINCT FROM (NEW."honorific_zh_hans") OR OLD."honorific_ru" IS DISTINCT FROM (NEW."honorific_ru") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_es" IS DISTINCT FROM (NEW."name_es") OR OLD."name_ar" IS DISTINCT FROM (NEW."name_ar") OR OLD."name_zh_hans" IS DISTINCT FROM (NEW."name_zh_hans") OR OLD."name_ru" IS DISTINCT FROM (NEW."name_ru") OR OLD."sort_name" IS DISTINCT FROM (NEW."sort_name") OR OLD."function_en" IS DISTINCT FROM (NEW."function_en") OR OLD."function_fr" IS DISTINCT FROM (NEW."function_fr") OR OLD."function_es" IS DISTINCT FROM (NEW."function_es") OR OLD."function_ar" IS DISTINCT FROM (NEW."function_ar") OR OLD."function_zh_hans" IS DISTINCT FROM (NEW."function_zh_hans") OR OLD."function_ru" IS DISTINCT FROM (NEW."function_ru") OR OLD."organization_en" IS DISTINCT FROM (NEW."organization_en") OR OLD."organization_fr" IS DISTINCT FROM (NEW."organization_fr") OR OLD."organization_es" IS DISTINCT FROM (NEW."organization_es") OR OLD."organization_ar" IS DISTINCT FROM (NEW."organization_ar") OR OLD."organization_zh_hans" IS DISTINCT FROM (NEW."organization_zh_hans") OR OLD."organization_ru" IS DISTINCT FROM (NEW."organization_ru") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."biography_en" IS DISTINCT FROM (NEW."biography_en") OR OLD."biography_fr" IS DISTINCT FROM (NEW."biography_fr") OR OLD."biography_es" IS DISTINCT FROM (NEW."biography_es") OR OLD."biography_ar" IS DISTINCT FROM (NEW."biography_ar") OR OLD."biography_zh_hans" IS DISTINCT FROM (NEW."biography_zh_hans") OR OLD."biography_ru" IS DISTINCT FROM (NEW."biography_ru") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."links" IS DISTINCT FROM (NEW."links") OR OLD."timezone" IS DISTINCT FROM (NEW."timezone") OR OLD."consent" IS DISTINCT FROM (NEW."consent") OR OLD."consent_at" IS DISTINCT FROM (NEW."consent_at") OR OLD."link_serial" IS DISTINCT FROM (NEW."link_serial") OR OLD."photo_name" IS DISTINCT FROM (NEW."photo_name") OR OLD."photo_type" IS DISTINCT FROM (NEW."photo_type"))', func='INSERT INTO "agenda_speakerchange" ("biography_ar", "biography_en", "biography_es", "biography_fr", "biography_ru", "biography_zh_hans", "consent", "consent_at", "country_id", "email", "forum_id", "function_ar", "function_en", "function_es", "function_fr", "function_ru", "function_zh_hans", "honorific_ar", "honorific_en", "honorific_es", "honorific_fr", "honorific_ru", "honorific_zh_hans", "link_serial", "links", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "organization_ar", "organization_en", "organization_es", "organization_fr", "organization_ru", "organization_zh_hans", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_name", "photo_type", "slug", "sort_name", "sources", "timezone", "unverified") VALUES (OLD."biography_ar", OLD."biography_en", OLD."biography_es", OLD."biography_fr", OLD."biography_ru", OLD."biography_zh_hans", OLD."consent", OLD."consent_at", OLD."country_id", OLD."email", OLD."forum_id", OLD."function_ar", OLD."function_en", OLD."function_es", OLD."function_fr", OLD."function_ru", OLD."function_zh_hans", OLD."honorific_ar", OLD."honorific_en", OLD."honorific_es", OLD."honorific_fr", OLD."honorific_ru", OLD."honorific_zh_hans", OLD."link_serial", OLD."links", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."organization_ar", OLD."organization_en", OLD."organization_es", OLD."organization_fr", OLD."organization_ru", OLD."organization_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."photo_name", OLD."photo_type", OLD."slug", OLD."sort_name", OLD."sources", OLD."timezone", OLD."unverified"); RETURN NULL;', hash='a3b800390900f39a946f94abbb4663245730b5ce', operation='UPDATE', pgid='pgtrigger_row_changed_6b8d4', table='agenda_speaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_speakerchange" ("biography_ar", "biography_en", "biography_es", "biography_fr", "biography_ru", "biography_zh_hans", "consent", "consent_at", "country_id", "email", "forum_id", "function_ar", "function_en", "function_es", "function_fr", "function_ru", "function_zh_hans", "honorific_ar", "honorific_en", "honorific_es", "honorific_fr", "honorific_ru", "honorific_zh_hans", "link_serial", "links", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "organization_ar", "organization_en", "organization_es", "organization_fr", "organization_ru", "organization_zh_hans", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_name", "photo_type", "slug", "sort_name", "sources", "timezone", "unverified") VALUES (NEW."biography_ar", NEW."biography_en", NEW."biography_es", NEW."biography_fr", NEW."biography_ru", NEW."biography_zh_hans", NEW."consent", NEW."consent_at", NEW."country_id", NEW."email", NEW."forum_id", NEW."function_ar", NEW."function_en", NEW."function_es", NEW."function_fr", NEW."function_ru", NEW."function_zh_hans", NEW."honorific_ar", NEW."honorific_en", NEW."honorific_es", NEW."honorific_fr", NEW."honorific_ru", NEW."honorific_zh_hans", NEW."link_serial", NEW."links", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."organization_ar", NEW."organization_en", NEW."organization_es", NEW."organization_fr", NEW."organization_ru", NEW."organization_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."photo_name", NEW."photo_type", NEW."slug", NEW."sort_name", NEW."sources", NEW."timezone", NEW."unverified"); RETURN NULL;', hash='9e8c085df8911e9c9691e5eeb0d0bf8d26ca7fa0', operation='INSERT', pgid='pgtrigger_row_added_54efe', table='agenda_speaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agenda_speakerchange" ("biography_ar", "biography_en", "biography_es", "biography_fr", "biography_ru", "biography_zh_hans", "consent", "consent_at", "country_id", "email", "forum_id", "function_ar", "function_en", "function_es", "function_fr", "function_ru", "function_zh_hans", "honorific_ar", "honorific_en", "honorific_es", "honorific_fr", "honorific_ru", "honorific_zh_hans", "link_serial", "links", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "organization_ar", "organization_en", "organization_es", "organization_fr", "organization_ru", "organization_zh_hans", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_name", "photo_type", "slug", "sort_name", "sources", "timezone", "unverified") VALUES (OLD."biography_ar", OLD."biography_en", OLD."biography_es", OLD."biography_fr", OLD."biography_ru", OLD."biography_zh_hans", OLD."consent", OLD."consent_at", OLD."country_id", OLD."email", OLD."forum_id", OLD."function_ar", OLD."function_en", OLD."function_es", OLD."function_fr", OLD."function_ru", OLD."function_zh_hans", OLD."honorific_ar", OLD."honorific_en", OLD."honorific_es", OLD."honorific_fr", OLD."honorific_ru", OLD."honorific_zh_hans", OLD."link_serial", OLD."links", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."organization_ar", OLD."organization_en", OLD."organization_es", OLD."organization_fr", OLD."organization_ru", OLD."organization_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."photo_name", OLD."photo_type", OLD."slug", OLD."sort_name", OLD."sources", OLD."timezone", OLD."unverified"); RETURN NULL;', hash='38067441042a14fe4242042a8b91e06539c7c545', operation='DELETE', pgid='pgtrigger_row_deleted_b724e', table='agenda_speaker', when='AFTER')),
        ),
        migrations.AddField(
            model_name='speakerchange',
            name='country',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='speakerchange',
            name='forum',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.forum', verbose_name='Forum'),
        ),
        migrations.AddField(
            model_name='speakerchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agenda.speaker'),
        ),
        migrations.AddField(
            model_name='speakermerge',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consultation.forum'),
        ),
        migrations.AddField(
            model_name='speakermerge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='agenda.speaker', verbose_name='speaker'),
        ),
        migrations.AddField(
            model_name='speakermerge',
            name='merged_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='merged by'),
        ),
        migrations.AddField(
            model_name='speakermerge',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddConstraint(
            model_name='speakermerge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='merge_undone_by_somebody_at_a_moment'),
        ),
    ]

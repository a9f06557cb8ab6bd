"""The history keeps answers, tags, files, questions to authors, and what a call asks, too."""

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
        ('consultation', '0034_merges_can_be_undone_exactly'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssignmentRuleChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('language', models.CharField(blank=True, choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('ar', 'العربية'), ('zh-hans', '中文'), ('ru', 'Русский')], max_length=10, verbose_name='language of the text')),
                ('is_active', models.BooleanField(default=True, verbose_name='in force')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='AttachmentChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('question_key', models.CharField(max_length=40, verbose_name='question')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed at')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='CallSectionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('slug', models.SlugField(db_index=False, max_length=40, verbose_name='address')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_ar', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_ru', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('intro_en', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_fr', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_es', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_ar', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_zh_hans', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_ru', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChosenActionLineChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChosenGoalChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ClarificationChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('question', models.TextField(verbose_name='question')),
                ('until', models.DateTimeField(verbose_name='answer until')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DateChangeChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('former', models.JSONField(verbose_name='former date')),
                ('note_en', models.CharField(max_length=300, null=True, verbose_name='public note')),
                ('note_fr', models.CharField(max_length=300, null=True, verbose_name='public note')),
                ('note_es', models.CharField(max_length=300, null=True, verbose_name='public note')),
                ('note_ar', models.CharField(max_length=300, null=True, verbose_name='public note')),
                ('note_zh_hans', models.CharField(max_length=300, null=True, verbose_name='public note')),
                ('note_ru', models.CharField(max_length=300, null=True, verbose_name='public note')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='changed at')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ForumPartnerChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('unverified', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Columns whose wording was not read on an official page.', size=None, verbose_name='unverified texts')),
                ('sources', models.JSONField(blank=True, default=dict, verbose_name='sources')),
                ('role', models.CharField(choices=[('organizer', 'organizer'), ('collaborator', 'collaborating organization')], max_length=12, verbose_name='role')),
                ('code', models.CharField(max_length=40, verbose_name='acronym')),
                ('name_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=200, null=True, verbose_name='name')),
                ('name_es', models.CharField(blank=True, max_length=200, null=True, verbose_name='name')),
                ('name_ar', models.CharField(blank=True, max_length=200, null=True, verbose_name='name')),
                ('name_zh_hans', models.CharField(blank=True, max_length=200, null=True, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=200, null=True, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OptionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('label_en', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_fr', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_es', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_ar', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_zh_hans', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_ru', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PhaseActivityChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('unverified', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Columns whose wording was not read on an official page.', size=None, verbose_name='unverified texts')),
                ('sources', models.JSONField(blank=True, default=dict, verbose_name='sources')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text_en', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_fr', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_es', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_ar', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_zh_hans', models.CharField(max_length=300, null=True, verbose_name='text')),
                ('text_ru', models.CharField(max_length=300, null=True, verbose_name='text')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ProposedSpeakerChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('honorific', models.CharField(blank=True, max_length=40, verbose_name='honorific')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('function', models.CharField(blank=True, max_length=200, verbose_name='function')),
                ('organization', models.CharField(blank=True, max_length=250, verbose_name='organization')),
                ('attendance', models.CharField(choices=[('on-site', 'on site'), ('remote', 'remotely')], default='on-site', max_length=8, verbose_name='takes part')),
                ('gender', models.CharField(blank=True, choices=[('woman', 'woman'), ('man', 'man'), ('other', 'other')], max_length=5, verbose_name='gender')),
                ('has_been_asked', models.BooleanField(default=False, verbose_name='has been asked')),
                ('biography', models.TextField(blank=True, verbose_name='biography')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='QuestionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('key', models.CharField(help_text='Names the answer in tables and exports; fixed once there are answers.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*\\Z', 'Use small Latin letters, digits and underscores, a letter first.')], verbose_name='name')),
                ('type', models.CharField(choices=[('short', 'short text'), ('long', 'long text'), ('one', 'one choice'), ('several', 'several choices'), ('number', 'number'), ('date', 'date'), ('country', 'country'), ('link', 'link'), ('file', 'file'), ('people', 'list of people'), ('action-lines', 'Action Lines'), ('goals', 'Goals'), ('confirmation', 'confirmation'), ('language', 'language of the text'), ('organization', 'organization'), ('stakeholder-type', 'stakeholder type')], max_length=20, verbose_name='type')),
                ('label_en', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_fr', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_es', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_ar', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_zh_hans', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_ru', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('help_en', models.TextField(blank=True, null=True, verbose_name='help, folded below the question')),
                ('help_fr', models.TextField(blank=True, null=True, verbose_name='help, folded below the question')),
                ('help_es', models.TextField(blank=True, null=True, verbose_name='help, folded below the question')),
                ('help_ar', models.TextField(blank=True, null=True, verbose_name='help, folded below the question')),
                ('help_zh_hans', models.TextField(blank=True, null=True, verbose_name='help, folded below the question')),
                ('help_ru', models.TextField(blank=True, null=True, verbose_name='help, folded below the question')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('requirement', models.CharField(choices=[('optional', 'optional'), ('required', 'required'), ('hand-in', 'required only at hand-in')], default='optional', max_length=10, verbose_name='required')),
                ('is_public', models.BooleanField(default=True, help_text='Off for what only the secretariat may read, such as a telephone number.', verbose_name='published with the input')),
                ('word_limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='limit (words)')),
                ('character_limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='limit (characters)')),
                ('least', models.IntegerField(blank=True, null=True, verbose_name='smallest number')),
                ('most', models.IntegerField(blank=True, help_text='Of a list of people: how many at most.', null=True, verbose_name='largest number')),
                ('shown_if_values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='Codes, with commas between; without any, every answer counts.', size=None, verbose_name='if its answer is')),
                ('frozen_at', models.DateTimeField(blank=True, help_text='From then on the answer can be read, not changed.', null=True, verbose_name='frozen from')),
                ('file_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('picture', 'picture (JPEG, PNG, WebP)'), ('document', 'document (PDF, Word, OpenDocument)'), ('slides', 'slides (PowerPoint, OpenDocument, PDF)'), ('table', 'table (Excel, OpenDocument, CSV)')], max_length=10), blank=True, default=list, size=None, verbose_name='kinds of files')),
                ('max_files', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='files at most')),
                ('max_megabytes', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='size of a file at most (MB)')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReviewerCapacityChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('inputs', models.PositiveSmallIntegerField(verbose_name='inputs at a time')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SubmissionVersionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('at', models.DateTimeField(verbose_name='handed in at')),
                ('publication', models.CharField(choices=[('full', 'Published in full, with the name of the organization'), ('without-name', 'Published without any name'), ('not-public', 'Not published; read by the secretariat only')], default='full', max_length=12, verbose_name='publication')),
                ('privacy_version', models.CharField(blank=True, max_length=20, verbose_name='version of the privacy notice')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TeamNoteChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('at', models.DateTimeField(verbose_name='when')),
                ('text', models.TextField(verbose_name='text')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='WorkshopDetailsChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('format', models.CharField(blank=True, choices=[('THEMATIC_WS', 'Thematic workshop'), ('COUNTRY_WS', 'Country workshop')], max_length=12, verbose_name='format')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(240)], verbose_name='length (minutes)')),
                ('expected_people', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10000)], verbose_name='expected people')),
            ],
            options={
                'ordering': ('pgh_id',),
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ChosenGoal',
            fields=[
            ],
            options={
                'verbose_name': 'Goal',
                'verbose_name_plural': 'Goals',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('consultation.submission_goals',),
        ),
        migrations.CreateModel(
            name='ChosenActionLine',
            fields=[
            ],
            options={
                'verbose_name': 'Action Line',
                'verbose_name_plural': 'Action Lines',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('consultation.submission_action_lines',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='submission',
            name='row_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='submission',
            name='text_changed',
        ),
        migrations.AddField(
            model_name='submissionchange',
            name='author',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='submissionchange',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='first handed in at'),
        ),
        migrations.AddField(
            model_name='submissiontextchange',
            name='answers',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='answers'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignmentrule',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reviewer_id" IS DISTINCT FROM (NEW."reviewer_id") OR OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."action_line_id" IS DISTINCT FROM (NEW."action_line_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active"))', func='INSERT INTO "consultation_assignmentrulechange" ("action_line_id", "call_id", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id") VALUES (OLD."action_line_id", OLD."call_id", OLD."is_active", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."reviewer_id"); RETURN NULL;', hash='8ca35f29fcf1477e6ef66045e1df0feed399f9c6', operation='UPDATE', pgid='pgtrigger_row_changed_848f2', table='consultation_assignmentrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignmentrule',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_assignmentrulechange" ("action_line_id", "call_id", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id") VALUES (NEW."action_line_id", NEW."call_id", NEW."is_active", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."reviewer_id"); RETURN NULL;', hash='bf2b002280a4f73b0aea9a97e96d66bb231151d0', operation='INSERT', pgid='pgtrigger_row_added_ecb8c', table='consultation_assignmentrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assignmentrule',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_assignmentrulechange" ("action_line_id", "call_id", "is_active", "language", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id") VALUES (OLD."action_line_id", OLD."call_id", OLD."is_active", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."reviewer_id"); RETURN NULL;', hash='4433c52b7d8ea695a2e54ed0e4d168ab5c6d58d1', operation='DELETE', pgid='pgtrigger_row_deleted_c5e97', table='consultation_assignmentrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."question_key" IS DISTINCT FROM (NEW."question_key") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))', func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_attachmentchange" ("name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_key", "removed_at", "submission_id", "uploaded_by_id") VALUES (OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."question_key", OLD."removed_at", OLD."submission_id", OLD."uploaded_by_id"); END IF; RETURN NULL;', hash='9a8fb04881b2eb15a767b8ec2d732dabf1b74203', operation='UPDATE', pgid='pgtrigger_row_changed_792a5', table='consultation_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = NEW.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_attachmentchange" ("name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_key", "removed_at", "submission_id", "uploaded_by_id") VALUES (NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."question_key", NEW."removed_at", NEW."submission_id", NEW."uploaded_by_id"); END IF; RETURN NULL;', hash='f0dc19fd6ce82886c5705afd799e7cd5393b5e01', operation='INSERT', pgid='pgtrigger_row_added_cda07', table='consultation_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_attachmentchange" ("name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_key", "removed_at", "submission_id", "uploaded_by_id") VALUES (OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."question_key", OLD."removed_at", OLD."submission_id", OLD."uploaded_by_id"); END IF; RETURN NULL;', hash='ebba977f6652c5b2faafa2ee83d6b71684b0f164', operation='DELETE', pgid='pgtrigger_row_deleted_8635e', table='consultation_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callsection',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."title_en" IS DISTINCT FROM (NEW."title_en") OR OLD."title_fr" IS DISTINCT FROM (NEW."title_fr") OR OLD."title_es" IS DISTINCT FROM (NEW."title_es") OR OLD."title_ar" IS DISTINCT FROM (NEW."title_ar") OR OLD."title_zh_hans" IS DISTINCT FROM (NEW."title_zh_hans") OR OLD."title_ru" IS DISTINCT FROM (NEW."title_ru") OR OLD."intro_en" IS DISTINCT FROM (NEW."intro_en") OR OLD."intro_fr" IS DISTINCT FROM (NEW."intro_fr") OR OLD."intro_es" IS DISTINCT FROM (NEW."intro_es") OR OLD."intro_ar" IS DISTINCT FROM (NEW."intro_ar") OR OLD."intro_zh_hans" IS DISTINCT FROM (NEW."intro_zh_hans") OR OLD."intro_ru" IS DISTINCT FROM (NEW."intro_ru") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "consultation_callsectionchange" ("call_id", "intro_ar", "intro_en", "intro_es", "intro_fr", "intro_ru", "intro_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (OLD."call_id", OLD."intro_ar", OLD."intro_en", OLD."intro_es", OLD."intro_fr", OLD."intro_ru", OLD."intro_zh_hans", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."slug", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans"); RETURN NULL;', hash='1cfab28a8e04f314173900a3e0ef3cf1cc8f893f', operation='UPDATE', pgid='pgtrigger_row_changed_5da19', table='consultation_callsection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callsection',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_callsectionchange" ("call_id", "intro_ar", "intro_en", "intro_es", "intro_fr", "intro_ru", "intro_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (NEW."call_id", NEW."intro_ar", NEW."intro_en", NEW."intro_es", NEW."intro_fr", NEW."intro_ru", NEW."intro_zh_hans", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."slug", NEW."title_ar", NEW."title_en", NEW."title_es", NEW."title_fr", NEW."title_ru", NEW."title_zh_hans"); RETURN NULL;', hash='af12f454252b038f6bee094053f4b45214fd4253', operation='INSERT', pgid='pgtrigger_row_added_4f9f6', table='consultation_callsection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callsection',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_callsectionchange" ("call_id", "intro_ar", "intro_en", "intro_es", "intro_fr", "intro_ru", "intro_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "title_ar", "title_en", "title_es", "title_fr", "title_ru", "title_zh_hans") VALUES (OLD."call_id", OLD."intro_ar", OLD."intro_en", OLD."intro_es", OLD."intro_fr", OLD."intro_ru", OLD."intro_zh_hans", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."slug", OLD."title_ar", OLD."title_en", OLD."title_es", OLD."title_fr", OLD."title_ru", OLD."title_zh_hans"); RETURN NULL;', hash='3be22598d9335170f0f8b8a86cece9887c854531', operation='DELETE', pgid='pgtrigger_row_deleted_2d14b', table='consultation_callsection', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clarification',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."question" IS DISTINCT FROM (NEW."question") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at"))', func='INSERT INTO "consultation_clarificationchange" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "submission_id", "until") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."question", OLD."submission_id", OLD."until"); RETURN NULL;', hash='20c425119e1c0f47f30376839812e07fa7f1b43c', operation='UPDATE', pgid='pgtrigger_row_changed_032a0', table='consultation_clarification', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clarification',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_clarificationchange" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "submission_id", "until") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."asked_at", OLD."asked_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."question", OLD."submission_id", OLD."until"); RETURN NULL;', hash='de2ecf03fa1500490947fa1a95ff7216fd5d2644', operation='DELETE', pgid='pgtrigger_row_deleted_d3f3b', table='consultation_clarification', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechange',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."phase_id" IS DISTINCT FROM (NEW."phase_id") OR OLD."former" IS DISTINCT FROM (NEW."former") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_fr" IS DISTINCT FROM (NEW."note_fr") OR OLD."note_es" IS DISTINCT FROM (NEW."note_es") OR OLD."note_ar" IS DISTINCT FROM (NEW."note_ar") OR OLD."note_zh_hans" IS DISTINCT FROM (NEW."note_zh_hans") OR OLD."note_ru" IS DISTINCT FROM (NEW."note_ru") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."changed_by_id" IS DISTINCT FROM (NEW."changed_by_id"))', func='INSERT INTO "consultation_datechangechange" ("call_id", "changed_at", "changed_by_id", "former", "note_ar", "note_en", "note_es", "note_fr", "note_ru", "note_zh_hans", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id") VALUES (OLD."call_id", OLD."changed_at", OLD."changed_by_id", OLD."former", OLD."note_ar", OLD."note_en", OLD."note_es", OLD."note_fr", OLD."note_ru", OLD."note_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."phase_id"); RETURN NULL;', hash='ffd8a09b239839f6a369ddfc8da021df88653ac1', operation='UPDATE', pgid='pgtrigger_row_changed_9c352', table='consultation_datechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechange',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_datechangechange" ("call_id", "changed_at", "changed_by_id", "former", "note_ar", "note_en", "note_es", "note_fr", "note_ru", "note_zh_hans", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id") VALUES (NEW."call_id", NEW."changed_at", NEW."changed_by_id", NEW."former", NEW."note_ar", NEW."note_en", NEW."note_es", NEW."note_fr", NEW."note_ru", NEW."note_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."phase_id"); RETURN NULL;', hash='3b18a7da8699c2ca0d3373fd65ca77fc44b82c4d', operation='INSERT', pgid='pgtrigger_row_added_78c79', table='consultation_datechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='datechange',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_datechangechange" ("call_id", "changed_at", "changed_by_id", "former", "note_ar", "note_en", "note_es", "note_fr", "note_ru", "note_zh_hans", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id") VALUES (OLD."call_id", OLD."changed_at", OLD."changed_by_id", OLD."former", OLD."note_ar", OLD."note_en", OLD."note_es", OLD."note_fr", OLD."note_ru", OLD."note_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."phase_id"); RETURN NULL;', hash='0884bfd538009fe4aaf093ddd7654f7b7b92dcc7', operation='DELETE', pgid='pgtrigger_row_deleted_a435b', table='consultation_datechange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forumpartner',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."forum_id" IS DISTINCT FROM (NEW."forum_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_es" IS DISTINCT FROM (NEW."name_es") OR OLD."name_ar" IS DISTINCT FROM (NEW."name_ar") OR OLD."name_zh_hans" IS DISTINCT FROM (NEW."name_zh_hans") OR OLD."name_ru" IS DISTINCT FROM (NEW."name_ru") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "consultation_forumpartnerchange" ("code", "forum_id", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sources", "unverified") VALUES (OLD."code", OLD."forum_id", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."role", OLD."sources", OLD."unverified"); RETURN NULL;', hash='c9b2df5521bbf6f2ff2b8ffa260d88689715fc9a', operation='UPDATE', pgid='pgtrigger_row_changed_997e9', table='consultation_forumpartner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forumpartner',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_forumpartnerchange" ("code", "forum_id", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sources", "unverified") VALUES (NEW."code", NEW."forum_id", NEW."name_ar", NEW."name_en", NEW."name_es", NEW."name_fr", NEW."name_ru", NEW."name_zh_hans", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."role", NEW."sources", NEW."unverified"); RETURN NULL;', hash='f25c63de0182604d4b9fdf494f6a84d2f3c1bc76', operation='INSERT', pgid='pgtrigger_row_added_f7b17', table='consultation_forumpartner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='forumpartner',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_forumpartnerchange" ("code", "forum_id", "name_ar", "name_en", "name_es", "name_fr", "name_ru", "name_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sources", "unverified") VALUES (OLD."code", OLD."forum_id", OLD."name_ar", OLD."name_en", OLD."name_es", OLD."name_fr", OLD."name_ru", OLD."name_zh_hans", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."role", OLD."sources", OLD."unverified"); RETURN NULL;', hash='2fd3ae3783399484c655c722ab59258d4910cdcc', operation='DELETE', pgid='pgtrigger_row_deleted_6c9ba', table='consultation_forumpartner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='option',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."label_en" IS DISTINCT FROM (NEW."label_en") OR OLD."label_fr" IS DISTINCT FROM (NEW."label_fr") OR OLD."label_es" IS DISTINCT FROM (NEW."label_es") OR OLD."label_ar" IS DISTINCT FROM (NEW."label_ar") OR OLD."label_zh_hans" IS DISTINCT FROM (NEW."label_zh_hans") OR OLD."label_ru" IS DISTINCT FROM (NEW."label_ru") OR OLD."order" IS DISTINCT FROM (NEW."order"))', func='INSERT INTO "consultation_optionchange" ("code", "label_ar", "label_en", "label_es", "label_fr", "label_ru", "label_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id") VALUES (OLD."code", OLD."label_ar", OLD."label_en", OLD."label_es", OLD."label_fr", OLD."label_ru", OLD."label_zh_hans", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."question_id"); RETURN NULL;', hash='c1ecc26af6df7e9087fd3def9d796d25592d52f1', operation='UPDATE', pgid='pgtrigger_row_changed_27aec', table='consultation_option', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='option',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_optionchange" ("code", "label_ar", "label_en", "label_es", "label_fr", "label_ru", "label_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id") VALUES (NEW."code", NEW."label_ar", NEW."label_en", NEW."label_es", NEW."label_fr", NEW."label_ru", NEW."label_zh_hans", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."question_id"); RETURN NULL;', hash='5bb4747386be9044efd949eede1e3413e001225f', operation='INSERT', pgid='pgtrigger_row_added_29157', table='consultation_option', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='option',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_optionchange" ("code", "label_ar", "label_en", "label_es", "label_fr", "label_ru", "label_zh_hans", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id") VALUES (OLD."code", OLD."label_ar", OLD."label_en", OLD."label_es", OLD."label_fr", OLD."label_ru", OLD."label_zh_hans", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."question_id"); RETURN NULL;', hash='60b6cb2486a5ef6e745e0fc1d6ffb51483daae77', operation='DELETE', pgid='pgtrigger_row_deleted_4a052', table='consultation_option', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phaseactivity',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."unverified" IS DISTINCT FROM (NEW."unverified") OR OLD."sources" IS DISTINCT FROM (NEW."sources") OR OLD."phase_id" IS DISTINCT FROM (NEW."phase_id") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_fr" IS DISTINCT FROM (NEW."text_fr") OR OLD."text_es" IS DISTINCT FROM (NEW."text_es") OR OLD."text_ar" IS DISTINCT FROM (NEW."text_ar") OR OLD."text_zh_hans" IS DISTINCT FROM (NEW."text_zh_hans") OR OLD."text_ru" IS DISTINCT FROM (NEW."text_ru"))', func='INSERT INTO "consultation_phaseactivitychange" ("order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "sources", "text_ar", "text_en", "text_es", "text_fr", "text_ru", "text_zh_hans", "unverified") VALUES (OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."phase_id", OLD."sources", OLD."text_ar", OLD."text_en", OLD."text_es", OLD."text_fr", OLD."text_ru", OLD."text_zh_hans", OLD."unverified"); RETURN NULL;', hash='8d40fb02b3654695fb177cbb3f6a1e1380efc272', operation='UPDATE', pgid='pgtrigger_row_changed_4fdac', table='consultation_phaseactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phaseactivity',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_phaseactivitychange" ("order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "sources", "text_ar", "text_en", "text_es", "text_fr", "text_ru", "text_zh_hans", "unverified") VALUES (NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."phase_id", NEW."sources", NEW."text_ar", NEW."text_en", NEW."text_es", NEW."text_fr", NEW."text_ru", NEW."text_zh_hans", NEW."unverified"); RETURN NULL;', hash='5ef98c6847d59c6af8284bd0e101bc818794d1df', operation='INSERT', pgid='pgtrigger_row_added_4a683', table='consultation_phaseactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='phaseactivity',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_phaseactivitychange" ("order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phase_id", "sources", "text_ar", "text_en", "text_es", "text_fr", "text_ru", "text_zh_hans", "unverified") VALUES (OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."phase_id", OLD."sources", OLD."text_ar", OLD."text_en", OLD."text_es", OLD."text_fr", OLD."text_ru", OLD."text_zh_hans", OLD."unverified"); RETURN NULL;', hash='370e87e936d14189cd5394226a6f6ca406384496', operation='DELETE', pgid='pgtrigger_row_deleted_c3917', table='consultation_phaseactivity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedspeaker',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."honorific" IS DISTINCT FROM (NEW."honorific") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."function" IS DISTINCT FROM (NEW."function") OR OLD."organization" IS DISTINCT FROM (NEW."organization") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."attendance" IS DISTINCT FROM (NEW."attendance") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."has_been_asked" IS DISTINCT FROM (NEW."has_been_asked") OR OLD."biography" IS DISTINCT FROM (NEW."biography") OR OLD."photo_id" IS DISTINCT FROM (NEW."photo_id"))', func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_proposedspeakerchange" ("attendance", "biography", "country_id", "function", "gender", "has_been_asked", "honorific", "name", "order", "organization", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id", "submission_id") VALUES (OLD."attendance", OLD."biography", OLD."country_id", OLD."function", OLD."gender", OLD."has_been_asked", OLD."honorific", OLD."name", OLD."order", OLD."organization", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."photo_id", OLD."submission_id"); END IF; RETURN NULL;', hash='75f698533e5c4258c74a8c58bedb10bf5029fa46', operation='UPDATE', pgid='pgtrigger_row_changed_60ba7', table='consultation_proposedspeaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedspeaker',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = NEW.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_proposedspeakerchange" ("attendance", "biography", "country_id", "function", "gender", "has_been_asked", "honorific", "name", "order", "organization", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id", "submission_id") VALUES (NEW."attendance", NEW."biography", NEW."country_id", NEW."function", NEW."gender", NEW."has_been_asked", NEW."honorific", NEW."name", NEW."order", NEW."organization", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."photo_id", NEW."submission_id"); END IF; RETURN NULL;', hash='b6dc201d2a7cff08f289f9562f2c136e90733f0d', operation='INSERT', pgid='pgtrigger_row_added_f5dc0', table='consultation_proposedspeaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposedspeaker',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_proposedspeakerchange" ("attendance", "biography", "country_id", "function", "gender", "has_been_asked", "honorific", "name", "order", "organization", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo_id", "submission_id") VALUES (OLD."attendance", OLD."biography", OLD."country_id", OLD."function", OLD."gender", OLD."has_been_asked", OLD."honorific", OLD."name", OLD."order", OLD."organization", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."photo_id", OLD."submission_id"); END IF; RETURN NULL;', hash='224c60c525a930dbac8deb150400609caa31b76b', operation='DELETE', pgid='pgtrigger_row_deleted_38edd', table='consultation_proposedspeaker', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."section_id" IS DISTINCT FROM (NEW."section_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."type" IS DISTINCT FROM (NEW."type") OR OLD."label_en" IS DISTINCT FROM (NEW."label_en") OR OLD."label_fr" IS DISTINCT FROM (NEW."label_fr") OR OLD."label_es" IS DISTINCT FROM (NEW."label_es") OR OLD."label_ar" IS DISTINCT FROM (NEW."label_ar") OR OLD."label_zh_hans" IS DISTINCT FROM (NEW."label_zh_hans") OR OLD."label_ru" IS DISTINCT FROM (NEW."label_ru") OR OLD."help_en" IS DISTINCT FROM (NEW."help_en") OR OLD."help_fr" IS DISTINCT FROM (NEW."help_fr") OR OLD."help_es" IS DISTINCT FROM (NEW."help_es") OR OLD."help_ar" IS DISTINCT FROM (NEW."help_ar") OR OLD."help_zh_hans" IS DISTINCT FROM (NEW."help_zh_hans") OR OLD."help_ru" IS DISTINCT FROM (NEW."help_ru") OR OLD."order" IS DISTINCT FROM (NEW."order") OR OLD."requirement" IS DISTINCT FROM (NEW."requirement") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."word_limit" IS DISTINCT FROM (NEW."word_limit") OR OLD."character_limit" IS DISTINCT FROM (NEW."character_limit") OR OLD."least" IS DISTINCT FROM (NEW."least") OR OLD."most" IS DISTINCT FROM (NEW."most") OR OLD."shown_if_id" IS DISTINCT FROM (NEW."shown_if_id") OR OLD."shown_if_values" IS DISTINCT FROM (NEW."shown_if_values") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."file_kinds" IS DISTINCT FROM (NEW."file_kinds") OR OLD."max_files" IS DISTINCT FROM (NEW."max_files") OR OLD."max_megabytes" IS DISTINCT FROM (NEW."max_megabytes"))', func='INSERT INTO "consultation_questionchange" ("call_id", "character_limit", "file_kinds", "frozen_at", "help_ar", "help_en", "help_es", "help_fr", "help_ru", "help_zh_hans", "is_public", "key", "label_ar", "label_en", "label_es", "label_fr", "label_ru", "label_zh_hans", "least", "max_files", "max_megabytes", "most", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement", "section_id", "shown_if_id", "shown_if_values", "type", "word_limit") VALUES (OLD."call_id", OLD."character_limit", OLD."file_kinds", OLD."frozen_at", OLD."help_ar", OLD."help_en", OLD."help_es", OLD."help_fr", OLD."help_ru", OLD."help_zh_hans", OLD."is_public", OLD."key", OLD."label_ar", OLD."label_en", OLD."label_es", OLD."label_fr", OLD."label_ru", OLD."label_zh_hans", OLD."least", OLD."max_files", OLD."max_megabytes", OLD."most", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."requirement", OLD."section_id", OLD."shown_if_id", OLD."shown_if_values", OLD."type", OLD."word_limit"); RETURN NULL;', hash='f67b49cfc12d6ff6381f6525887f4e67c93498ec', operation='UPDATE', pgid='pgtrigger_row_changed_7499d', table='consultation_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_questionchange" ("call_id", "character_limit", "file_kinds", "frozen_at", "help_ar", "help_en", "help_es", "help_fr", "help_ru", "help_zh_hans", "is_public", "key", "label_ar", "label_en", "label_es", "label_fr", "label_ru", "label_zh_hans", "least", "max_files", "max_megabytes", "most", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement", "section_id", "shown_if_id", "shown_if_values", "type", "word_limit") VALUES (NEW."call_id", NEW."character_limit", NEW."file_kinds", NEW."frozen_at", NEW."help_ar", NEW."help_en", NEW."help_es", NEW."help_fr", NEW."help_ru", NEW."help_zh_hans", NEW."is_public", NEW."key", NEW."label_ar", NEW."label_en", NEW."label_es", NEW."label_fr", NEW."label_ru", NEW."label_zh_hans", NEW."least", NEW."max_files", NEW."max_megabytes", NEW."most", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."requirement", NEW."section_id", NEW."shown_if_id", NEW."shown_if_values", NEW."type", NEW."word_limit"); RETURN NULL;', hash='9e1d8f3b7241049414afcd2bee58c8ea13654167', operation='INSERT', pgid='pgtrigger_row_added_81e99', table='consultation_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_questionchange" ("call_id", "character_limit", "file_kinds", "frozen_at", "help_ar", "help_en", "help_es", "help_fr", "help_ru", "help_zh_hans", "is_public", "key", "label_ar", "label_en", "label_es", "label_fr", "label_ru", "label_zh_hans", "least", "max_files", "max_megabytes", "most", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "requirement", "section_id", "shown_if_id", "shown_if_values", "type", "word_limit") VALUES (OLD."call_id", OLD."character_limit", OLD."file_kinds", OLD."frozen_at", OLD."help_ar", OLD."help_en", OLD."help_es", OLD."help_fr", OLD."help_ru", OLD."help_zh_hans", OLD."is_public", OLD."key", OLD."label_ar", OLD."label_en", OLD."label_es", OLD."label_fr", OLD."label_ru", OLD."label_zh_hans", OLD."least", OLD."max_files", OLD."max_megabytes", OLD."most", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."requirement", OLD."section_id", OLD."shown_if_id", OLD."shown_if_values", OLD."type", OLD."word_limit"); RETURN NULL;', hash='82251045913b67f529806efd46bd1783a0fc34e8', operation='DELETE', pgid='pgtrigger_row_deleted_eff17', table='consultation_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewercapacity',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."inputs" IS DISTINCT FROM (NEW."inputs"))', func='INSERT INTO "consultation_reviewercapacitychange" ("inputs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."inputs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."user_id"); RETURN NULL;', hash='ae9374acc557ee575b6c14429c6fbbd76adfe3fb', operation='UPDATE', pgid='pgtrigger_row_changed_c22ed', table='consultation_reviewercapacity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewercapacity',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_reviewercapacitychange" ("inputs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."inputs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."user_id"); RETURN NULL;', hash='d59fc4e88a8f478ffca380a8b019de36e0c6187f', operation='INSERT', pgid='pgtrigger_row_added_9e060', table='consultation_reviewercapacity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reviewercapacity',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_reviewercapacitychange" ("inputs", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (OLD."inputs", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."user_id"); RETURN NULL;', hash='4fd4ad01c2b29dae752bdc7fa5634d075963ada6', operation='DELETE', pgid='pgtrigger_row_deleted_3fdbb', table='consultation_reviewercapacity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD."call_id" IS DISTINCT FROM (NEW."call_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."organization_name" IS DISTINCT FROM (NEW."organization_name") OR OLD."on_behalf_of" IS DISTINCT FROM (NEW."on_behalf_of") OR OLD."stakeholder_type_id" IS DISTINCT FROM (NEW."stakeholder_type_id") OR OLD."country_id" IS DISTINCT FROM (NEW."country_id") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."withdrawn_reason" IS DISTINCT FROM (NEW."withdrawn_reason") OR OLD."decision_id" IS DISTINCT FROM (NEW."decision_id") OR OLD."handler_id" IS DISTINCT FROM (NEW."handler_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at")) AND NOT (OLD."status" = \'draft\'))', func='INSERT INTO "consultation_submissionchange" ("author_id", "call_id", "country_id", "decision_id", "handler_id", "language", "number", "on_behalf_of", "organization_id", "organization_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication", "stakeholder_type_id", "status", "submitted_at", "title", "withdrawn_reason") VALUES (OLD."author_id", OLD."call_id", OLD."country_id", OLD."decision_id", OLD."handler_id", OLD."language", OLD."number", OLD."on_behalf_of", OLD."organization_id", OLD."organization_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."publication", OLD."stakeholder_type_id", OLD."status", OLD."submitted_at", OLD."title", OLD."withdrawn_reason"); RETURN NULL;', hash='cc5603a94d4ca9a52b4c229bde8755a4a931c8b9', operation='UPDATE', pgid='pgtrigger_row_changed_fecec', table='consultation_submission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" = \'draft\'))', func='INSERT INTO "consultation_submissionchange" ("author_id", "call_id", "country_id", "decision_id", "handler_id", "language", "number", "on_behalf_of", "organization_id", "organization_name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication", "stakeholder_type_id", "status", "submitted_at", "title", "withdrawn_reason") VALUES (OLD."author_id", OLD."call_id", OLD."country_id", OLD."decision_id", OLD."handler_id", OLD."language", OLD."number", OLD."on_behalf_of", OLD."organization_id", OLD."organization_name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."publication", OLD."stakeholder_type_id", OLD."status", OLD."submitted_at", OLD."title", OLD."withdrawn_reason"); RETURN NULL;', hash='4e47b1154b14256793e938747e1461a0e97a9386', operation='DELETE', pgid='pgtrigger_row_deleted_e0a6b', table='consultation_submission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='text_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."answers" IS DISTINCT FROM (NEW."answers")) AND NOT (OLD."status" = \'draft\'))', func='INSERT INTO "consultation_submissiontextchange" ("answers", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary", "text") VALUES (OLD."answers", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'text-changed\', OLD."id", OLD."summary", OLD."text"); RETURN NULL;', hash='5fd76ba5636438d70d97b4507e26086a4418fd92', operation='UPDATE', pgid='pgtrigger_text_changed_003e8', table='consultation_submission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='text_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."status" = \'draft\'))', func='INSERT INTO "consultation_submissiontextchange" ("answers", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "summary", "text") VALUES (OLD."answers", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'text-deleted\', OLD."id", OLD."summary", OLD."text"); RETURN NULL;', hash='50a75cb50f9a61096ca421a499dc257cf0a5c31e', operation='DELETE', pgid='pgtrigger_text_deleted_66284', table='consultation_submission', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissionversion',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."publication" IS DISTINCT FROM (NEW."publication") OR OLD."privacy_version" IS DISTINCT FROM (NEW."privacy_version"))', func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_submissionversionchange" ("answers", "at", "by_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_version", "publication", "submission_id") VALUES (OLD."answers", OLD."at", OLD."by_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."privacy_version", OLD."publication", OLD."submission_id"); END IF; RETURN NULL;', hash='5543a177c0eb4642af1e0664a333df6b490d0960', operation='UPDATE', pgid='pgtrigger_row_changed_c1b10', table='consultation_submissionversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submissionversion',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_submissionversionchange" ("answers", "at", "by_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "privacy_version", "publication", "submission_id") VALUES (OLD."answers", OLD."at", OLD."by_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."privacy_version", OLD."publication", OLD."submission_id"); END IF; RETURN NULL;', hash='4a2c8ca16249fd730cf5da63df3ed656f9a3041e', operation='DELETE', pgid='pgtrigger_row_deleted_babb3', table='consultation_submissionversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamnote',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "consultation_teamnotechange" ("at", "by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id", "text") VALUES (OLD."at", OLD."by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."submission_id", OLD."text"); RETURN NULL;', hash='0808e5cff5e3f60971e0e989e229df6a4cc47ac4', operation='UPDATE', pgid='pgtrigger_row_changed_4b594', table='consultation_teamnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='teamnote',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "consultation_teamnotechange" ("at", "by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id", "text") VALUES (OLD."at", OLD."by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."submission_id", OLD."text"); RETURN NULL;', hash='43c042e8616014c83e4289b5d095e74041bda441', operation='DELETE', pgid='pgtrigger_row_deleted_35179', table='consultation_teamnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workshopdetails',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."expected_people" IS DISTINCT FROM (NEW."expected_people"))', func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_workshopdetailschange" ("expected_people", "format", "minutes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (OLD."expected_people", OLD."format", OLD."minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."submission_id"); END IF; RETURN NULL;', hash='2e4da8cb9cbdee3be89c81184ee38ca3df43897c', operation='UPDATE', pgid='pgtrigger_row_changed_82dac', table='consultation_workshopdetails', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workshopdetails',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_workshopdetailschange" ("expected_people", "format", "minutes", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (OLD."expected_people", OLD."format", OLD."minutes", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."submission_id"); END IF; RETURN NULL;', hash='df50fe43c2fd6512c98d0ec2cbb24047f42925f6', operation='DELETE', pgid='pgtrigger_row_deleted_6a2fc', table='consultation_workshopdetails', when='AFTER')),
        ),
        migrations.AddField(
            model_name='assignmentrulechange',
            name='action_line',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.actionline', verbose_name='Action Line'),
        ),
        migrations.AddField(
            model_name='assignmentrulechange',
            name='call',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.call', verbose_name='call'),
        ),
        migrations.AddField(
            model_name='assignmentrulechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.assignmentrule'),
        ),
        migrations.AddField(
            model_name='assignmentrulechange',
            name='reviewer',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer'),
        ),
        migrations.AddField(
            model_name='attachmentchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.attachment'),
        ),
        migrations.AddField(
            model_name='attachmentchange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='attachmentchange',
            name='uploaded_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='callsectionchange',
            name='call',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.call', verbose_name='call'),
        ),
        migrations.AddField(
            model_name='callsectionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.callsection'),
        ),
        migrations.AddField(
            model_name='chosenactionlinechange',
            name='actionline',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.actionline', verbose_name='actionline'),
        ),
        migrations.AddField(
            model_name='chosenactionlinechange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='chosengoalchange',
            name='goal',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.goal', verbose_name='goal'),
        ),
        migrations.AddField(
            model_name='chosengoalchange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='clarificationchange',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='clarificationchange',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='clarificationchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.clarification'),
        ),
        migrations.AddField(
            model_name='clarificationchange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='datechangechange',
            name='call',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.call', verbose_name='call'),
        ),
        migrations.AddField(
            model_name='datechangechange',
            name='changed_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by'),
        ),
        migrations.AddField(
            model_name='datechangechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.datechange'),
        ),
        migrations.AddField(
            model_name='datechangechange',
            name='phase',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.phase', verbose_name='phase'),
        ),
        migrations.AddField(
            model_name='forumpartnerchange',
            name='forum',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.forum', verbose_name='forum'),
        ),
        migrations.AddField(
            model_name='forumpartnerchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.forumpartner'),
        ),
        migrations.AddField(
            model_name='optionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.option'),
        ),
        migrations.AddField(
            model_name='optionchange',
            name='question',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.question', verbose_name='question'),
        ),
        migrations.AddField(
            model_name='phaseactivitychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.phaseactivity'),
        ),
        migrations.AddField(
            model_name='phaseactivitychange',
            name='phase',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.phase', verbose_name='phase'),
        ),
        migrations.AddField(
            model_name='proposedspeakerchange',
            name='country',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.country', verbose_name='country'),
        ),
        migrations.AddField(
            model_name='proposedspeakerchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.proposedspeaker'),
        ),
        migrations.AddField(
            model_name='proposedspeakerchange',
            name='photo',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.attachment', verbose_name='photo'),
        ),
        migrations.AddField(
            model_name='proposedspeakerchange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='call',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.call', verbose_name='call'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.question'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='section',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.callsection', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='questionchange',
            name='shown_if',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.question', verbose_name='asked only after'),
        ),
        migrations.AddField(
            model_name='reviewercapacitychange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.reviewercapacity'),
        ),
        migrations.AddField(
            model_name='reviewercapacitychange',
            name='user',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer'),
        ),
        migrations.AddField(
            model_name='submissionversionchange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by'),
        ),
        migrations.AddField(
            model_name='submissionversionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submissionversion'),
        ),
        migrations.AddField(
            model_name='submissionversionchange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='teamnotechange',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='teamnotechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.teamnote'),
        ),
        migrations.AddField(
            model_name='teamnotechange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='workshopdetailschange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.workshopdetails'),
        ),
        migrations.AddField(
            model_name='workshopdetailschange',
            name='submission',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.submission', verbose_name='submission'),
        ),
        migrations.AddField(
            model_name='chosengoalchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.chosengoal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chosengoal',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id"))', func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_chosengoalchange" ("goal_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (OLD."goal_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."submission_id"); END IF; RETURN NULL;', hash='21e6f9753d7f984cdde7807331d62ff952593ff8', operation='UPDATE', pgid='pgtrigger_row_changed_9004d', table='consultation_submission_goals', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chosengoal',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = NEW.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_chosengoalchange" ("goal_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (NEW."goal_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."submission_id"); END IF; RETURN NULL;', hash='6581abbdd6b6820a2b2de4fc1b4d22b67a3d49a8', operation='INSERT', pgid='pgtrigger_row_added_9c27d', table='consultation_submission_goals', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chosengoal',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_chosengoalchange" ("goal_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (OLD."goal_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."submission_id"); END IF; RETURN NULL;', hash='564baaf336bd2ade8c089de232ee6d4fac3eec81', operation='DELETE', pgid='pgtrigger_row_deleted_f6815', table='consultation_submission_goals', when='AFTER')),
        ),
        migrations.AddField(
            model_name='chosenactionlinechange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='consultation.chosenactionline'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chosenactionline',
            trigger=pgtrigger.compiler.Trigger(name='row_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."actionline_id" IS DISTINCT FROM (NEW."actionline_id"))', func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_chosenactionlinechange" ("actionline_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (OLD."actionline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-changed\', OLD."id", OLD."submission_id"); END IF; RETURN NULL;', hash='ea3e02453545ea56e0c207d44ad182bbce949a19', operation='UPDATE', pgid='pgtrigger_row_changed_5866e', table='consultation_submission_action_lines', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chosenactionline',
            trigger=pgtrigger.compiler.Trigger(name='row_added', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = NEW.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_chosenactionlinechange" ("actionline_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (NEW."actionline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-added\', NEW."id", NEW."submission_id"); END IF; RETURN NULL;', hash='ecaa89bcc53d76ddb1155511e6a7e05f65db074e', operation='INSERT', pgid='pgtrigger_row_added_9f61b', table='consultation_submission_action_lines', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chosenactionline',
            trigger=pgtrigger.compiler.Trigger(name='row_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT FROM consultation_submission WHERE id = OLD.submission_id AND status <> \'draft\') THEN INSERT INTO "consultation_chosenactionlinechange" ("actionline_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission_id") VALUES (OLD."actionline_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'row-deleted\', OLD."id", OLD."submission_id"); END IF; RETURN NULL;', hash='8f9e6bebad8edf92df1af5fea653fb6491787072', operation='DELETE', pgid='pgtrigger_row_deleted_dcdc0', table='consultation_submission_action_lines', when='AFTER')),
        ),
    ]

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('consultation', '0004_room_for_long_titles_of_goals'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, verbose_name='address')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('title_en', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_fr', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_es', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_ar', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_zh_hans', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('title_ru', models.CharField(max_length=120, null=True, verbose_name='title')),
                ('intro', models.TextField(blank=True, verbose_name='what it asks')),
                ('intro_en', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_fr', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_es', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_ar', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_zh_hans', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('intro_ru', models.TextField(blank=True, null=True, verbose_name='what it asks')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'section of a call',
                'verbose_name_plural': 'sections of a call',
                'ordering': ('call', 'order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('label', models.CharField(max_length=200, verbose_name='answer')),
                ('label_en', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_fr', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_es', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_ar', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_zh_hans', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('label_ru', models.CharField(max_length=200, null=True, verbose_name='answer')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'answer to choose',
                'verbose_name_plural': 'answers to choose',
                'ordering': ('question', 'order', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('key', models.CharField(help_text='Names the answer in tables and exports; fixed once there are answers.', max_length=40, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_]*\\Z', 'Use small Latin letters, digits and underscores, a letter first.')], verbose_name='name')),
                ('type', models.CharField(choices=[('short', 'short text'), ('long', 'long text'), ('one', 'one choice'), ('several', 'several choices'), ('number', 'number'), ('date', 'date'), ('country', 'country'), ('link', 'link'), ('file', 'file'), ('people', 'list of people'), ('action-lines', 'Action Lines'), ('goals', 'Goals'), ('confirmation', 'confirmation'), ('language', 'language of the text'), ('organization', 'organization'), ('stakeholder-type', 'stakeholder type')], max_length=20, verbose_name='type')),
                ('label', models.CharField(max_length=300, verbose_name='question')),
                ('label_en', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_fr', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_es', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_ar', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_zh_hans', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('label_ru', models.CharField(max_length=300, null=True, verbose_name='question')),
                ('help', models.TextField(blank=True, verbose_name='help, folded below the question')),
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
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ('call', 'section__order', 'order', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='callsection',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='consultation.call'),
        ),
        migrations.AddField(
            model_name='question',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='consultation.call'),
        ),
        migrations.AddField(
            model_name='question',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='consultation.callsection', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='question',
            name='shown_if',
            field=models.ForeignKey(blank=True, help_text='Another question of this call; this one is asked if its answer fits.', null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='follow_ups', to='consultation.question', verbose_name='asked only after'),
        ),
        migrations.AddField(
            model_name='option',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='consultation.question'),
        ),
        migrations.AddConstraint(
            model_name='callsection',
            constraint=models.UniqueConstraint(fields=('call', 'slug'), name='section_address_once_per_call'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('call', 'key'), name='question_name_once_per_call'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('shown_if__isnull', True), models.Q(('shown_if', models.F('pk')), _negated=True), _connector='OR'), name='question_does_not_wait_for_itself'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('type__in', ['short', 'long', 'one', 'several', 'number', 'date', 'country', 'link', 'file', 'people', 'action-lines', 'goals', 'confirmation', 'language', 'organization', 'stakeholder-type'])), name='question_type_is_known'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(fields=('question', 'code'), name='option_once_per_question'),
        ),
    ]

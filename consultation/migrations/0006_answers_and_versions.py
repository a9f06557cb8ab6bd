import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('consultation', '0005_questions_as_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='SectionEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=40, verbose_name='section')),
                ('started_at', models.DateTimeField(verbose_name='from')),
                ('at', models.DateTimeField(verbose_name='to')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
            ],
            options={
                'verbose_name': 'edit of a section',
                'verbose_name_plural': 'edits of a section',
                'ordering': ('submission', '-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='SubmissionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('at', models.DateTimeField(verbose_name='handed in at')),
                ('publication', models.CharField(choices=[('full', 'Published in full, with the name of the organization'), ('without-name', 'Published without any name'), ('not-public', 'Not published; read by the secretariat only')], default='full', max_length=12, verbose_name='publication')),
                ('privacy_version', models.CharField(blank=True, max_length=20, verbose_name='version of the privacy notice')),
            ],
            options={
                'verbose_name': 'version of a submission',
                'verbose_name_plural': 'versions of a submission',
                'ordering': ('submission', 'number'),
            },
        ),
        migrations.AddField(
            model_name='submission',
            name='answers',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='answers'),
        ),
        migrations.AddField(
            model_name='submission',
            name='on_behalf_of',
            field=models.CharField(blank=True, max_length=250, verbose_name='on behalf of'),
        ),
        migrations.AddField(
            model_name='submission',
            name='publication',
            field=models.CharField(choices=[('full', 'Published in full, with the name of the organization'), ('without-name', 'Published without any name'), ('not-public', 'Not published; read by the secretariat only')], default='full', max_length=12, verbose_name='publication'),
        ),
        migrations.AddField(
            model_name='submission',
            name='withdrawn_reason',
            field=models.TextField(blank=True, verbose_name='reason of the withdrawal'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='author',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='first handed in at'),
        ),
        migrations.AlterField(
            model_name='submissionevent',
            name='kind',
            field=models.CharField(choices=[('begun', 'Draft begun'), ('submitted', 'Handed in'), ('taken-up', 'Review begun'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('session', 'Session made of it'), ('withdrawn', 'Withdrawn'), ('returned', 'Returned for clarification'), ('changed', 'Changed and handed in again'), ('answered', 'Clarified by the author')], max_length=10, verbose_name='what'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('publication__in', ['full', 'without-name', 'not-public'])), name='submission_publication_is_known'),
        ),
        migrations.AddField(
            model_name='sectionedit',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='sectionedit',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='consultation.submission'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by'),
        ),
        migrations.AddField(
            model_name='submissionversion',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='consultation.submission'),
        ),
        migrations.AddIndex(
            model_name='sectionedit',
            index=models.Index(fields=['submission', 'section', '-at'], name='edits_of_a_section'),
        ),
        migrations.AddConstraint(
            model_name='submissionversion',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='version_once_per_submission'),
        ),
    ]

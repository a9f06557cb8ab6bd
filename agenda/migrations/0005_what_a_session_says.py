"""What a session needs, and what is shown of it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0004_history'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='documents',
            field=models.JSONField(blank=True, default=list, verbose_name='documents'),
        ),
        migrations.AddField(
            model_name='session',
            name='equipment',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('projector', 'projector and screen'), ('video-conference', 'video conference'), ('recording', 'recording'), ('caption-screen', 'screen for captions'), ('stage', 'stage'), ('round-table', 'round table'), ('wheelchair', 'step-free access to the podium')], max_length=20), blank=True, default=list, size=None, verbose_name='needed equipment'),
        ),
        migrations.AddField(
            model_name='session',
            name='floor_languages',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, default=list, size=None, verbose_name='languages spoken on the floor'),
        ),
        migrations.AddField(
            model_name='session',
            name='needs',
            field=models.TextField(blank=True, help_text='For the organizers; never shown to the public.', verbose_name='other needs'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome',
            field=models.TextField(blank=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome_ar',
            field=models.TextField(blank=True, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome_en',
            field=models.TextField(blank=True, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome_es',
            field=models.TextField(blank=True, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome_fr',
            field=models.TextField(blank=True, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome_ru',
            field=models.TextField(blank=True, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='outcome_zh_hans',
            field=models.TextField(blank=True, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='session',
            name='recording_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='address of the recording'),
        ),
        migrations.AddField(
            model_name='session',
            name='remote_from',
            field=models.DateTimeField(blank=True, help_text='Empty: from the release on.', null=True, verbose_name='the address shows from'),
        ),
        migrations.AddField(
            model_name='session',
            name='remote_url',
            field=models.URLField(blank=True, max_length=500, verbose_name='address for remote participation'),
        ),
        migrations.AddField(
            model_name='session',
            name='sign_language',
            field=models.BooleanField(default=False, verbose_name='sign language'),
        ),
    ]

"""A speaker's photo, links, consent and times."""

import consultation.models.validators
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0005_what_a_session_says'),
    ]

    operations = [
        migrations.AddField(
            model_name='appearance',
            name='answer',
            field=models.CharField(choices=[('none', 'no answer yet'), ('confirmed', 'Confirmed'), ('declined', 'Declined')], default='none', max_length=10, verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='appearance',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='answered at'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='consent',
            field=models.CharField(choices=[('unknown', 'not asked'), ('yes', 'agrees'), ('no', 'refuses')], default='unknown', max_length=8, verbose_name='agrees to be shown'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='consent_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='agreed or refused at'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='e-mail address'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='links',
            field=models.JSONField(blank=True, default=list, verbose_name='links'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='photo_name',
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name='photo'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='photo_type',
            field=models.CharField(blank=True, editable=False, max_length=40, verbose_name='type of the photo'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='timezone',
            field=models.CharField(blank=True, default='', max_length=64, validators=[consultation.models.validators.known_zone], verbose_name='time zone'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='version'),
        ),
        migrations.CreateModel(
            name='SpeakerWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='period')),
                ('speaker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='agenda.speaker')),
            ],
            options={
                'verbose_name': 'time at which somebody can speak',
                'verbose_name_plural': 'times at which somebody can speak',
                'ordering': ('speaker', 'period'),
                'constraints': [models.CheckConstraint(condition=models.Q(('period__isempty', False), ('period__lower_inf', False), ('period__upper_inf', False)), name='window_of_a_speaker_has_a_start_and_an_end')],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('consultation', '0008_contributors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Clarification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('question', models.TextField(verbose_name='question')),
                ('until', models.DateTimeField(verbose_name='answer until')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
            ],
            options={
                'verbose_name': 'question of the secretariat',
                'verbose_name_plural': 'questions of the secretariat',
                'ordering': ('submission', 'asked_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='LateCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('note', models.CharField(max_length=300, verbose_name='for whom, and why')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': 'late code',
                'verbose_name_plural': 'late codes',
                'ordering': ('call', '-made_at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='call',
            name='publication_rule',
            field=models.CharField(choices=[('at-once', 'as soon as it is handed in'), ('after-deadline', 'once the deadline has passed'), ('never', 'never')], default='after-deadline', help_text='As far as their authors agree; see their own choice.', max_length=14, verbose_name='inputs are published'),
        ),
        migrations.AddField(
            model_name='clarification',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='clarification',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by'),
        ),
        migrations.AddField(
            model_name='clarification',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clarifications', to='consultation.submission'),
        ),
        migrations.AddField(
            model_name='latecode',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_codes', to='consultation.call', verbose_name='call'),
        ),
        migrations.AddField(
            model_name='latecode',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
        ),
        migrations.AddField(
            model_name='latecode',
            name='used_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='late_codes', to='consultation.submission', verbose_name='used for'),
        ),
        migrations.AddConstraint(
            model_name='clarification',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('submission',), name='one_open_clarification_per_submission'),
        ),
    ]

"""Documents of releases, each made once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0010_names_of_releases"),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extension', models.CharField(max_length=20, verbose_name='format')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('ar', 'العربية'), ('zh-hans', '中文'), ('ru', 'Русский')], max_length=10, verbose_name='language')),
                ('revision', models.CharField(max_length=64, verbose_name='revision')),
                ('stored_name', models.CharField(max_length=100, verbose_name='stored name')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
            ],
            options={
                'verbose_name': 'document of a release',
                'verbose_name_plural': 'documents of releases',
            },
        ),
        migrations.AddField(
            model_name='releasedocument',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='agenda.release'),
        ),
        migrations.AddConstraint(
            model_name='releasedocument',
            constraint=models.UniqueConstraint(fields=('release', 'extension', 'language'), name='document_once_per_release_format_and_language'),
        ),
    ]

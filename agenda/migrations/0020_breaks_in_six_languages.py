"""Breaks are named in six languages; what was written so far counts as English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agenda', '0016_follow_ups'),
    ]

    operations = [
        migrations.AddField(
            model_name='blockedtime',
            name='title_ar',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='blockedtime',
            name='title_en',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='blockedtime',
            name='title_es',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='blockedtime',
            name='title_fr',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='blockedtime',
            name='title_ru',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='blockedtime',
            name='title_zh_hans',
            field=models.CharField(blank=True, max_length=120, null=True, verbose_name='title'),
        ),
        migrations.RunSQL(
            "UPDATE agenda_blockedtime SET title_en = title WHERE title <> ''",
            migrations.RunSQL.noop,
        ),
    ]

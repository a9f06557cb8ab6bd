"""A draft keeps a title that is too long, and knows at which version each section was saved."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("consultation", "0002_loaded_files_and_selectable_types"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="section_versions",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="versions of the sections"
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="title",
            field=models.CharField(blank=True, max_length=1000, verbose_name="title"),
        ),
    ]

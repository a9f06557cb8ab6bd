"""The key by which an import of earlier years finds its rows again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0024_saved_filters"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="import_key",
            field=models.CharField(
                blank=True, max_length=160, null=True, unique=True, verbose_name="key of the import"
            ),
        ),
    ]

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_cache_table")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="organization_name",
            field=models.CharField(blank=True, max_length=250, verbose_name="organization"),
        ),
        migrations.AddField(
            model_name="user",
            name="reads",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=settings.LANGUAGES, max_length=10),
                blank=True,
                default=list,
                size=None,
                verbose_name="languages read",
            ),
        ),
    ]

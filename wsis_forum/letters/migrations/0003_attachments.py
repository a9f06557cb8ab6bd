"""Files sent along with a letter."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0002_refusals'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='attachments',
            field=models.JSONField(blank=True, default=list, verbose_name='attached files'),
        ),
    ]

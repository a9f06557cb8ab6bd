import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultation', '0009_clarifications_and_late_codes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceiptDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pdf', models.BinaryField()),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='receipt', to='consultation.submissionversion')),
            ],
            options={
                'verbose_name': 'receipt',
                'verbose_name_plural': 'receipts',
            },
        ),
    ]

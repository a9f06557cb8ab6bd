import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('consultation', '0006_answers_and_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question_key', models.CharField(max_length=40, verbose_name='question')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('media_type', models.CharField(max_length=100, verbose_name='type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size (bytes)')),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('stored_name', models.CharField(max_length=100, unique=True, verbose_name='stored as')),
                ('width', models.PositiveIntegerField(blank=True, null=True, verbose_name='width (pixels)')),
                ('height', models.PositiveIntegerField(blank=True, null=True, verbose_name='height (pixels)')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed at')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ('submission', 'uploaded_at', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='proposedspeaker',
            name='biography',
            field=models.TextField(blank=True, verbose_name='biography'),
        ),
        migrations.AddField(
            model_name='proposedspeaker',
            name='gender',
            field=models.CharField(blank=True, choices=[('woman', 'woman'), ('man', 'man'), ('other', 'other')], max_length=5, verbose_name='gender'),
        ),
        migrations.AddField(
            model_name='proposedspeaker',
            name='has_been_asked',
            field=models.BooleanField(default=False, verbose_name='has been asked'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='consultation.submission'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='uploaded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='proposedspeaker',
            name='photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consultation.attachment', verbose_name='photo'),
        ),
    ]

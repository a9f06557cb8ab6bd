"""Who wants a letter on each public release."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0012_planned_releases"),
        ('consultation', '0031_reasons_have_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
            ],
            options={
                'verbose_name': 'subscription to releases',
                'verbose_name_plural': 'subscriptions to releases',
            },
        ),
        migrations.AddField(
            model_name='releasesubscription',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_subscriptions', to='consultation.forum'),
        ),
        migrations.AddField(
            model_name='releasesubscription',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='release_subscriptions', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddConstraint(
            model_name='releasesubscription',
            constraint=models.UniqueConstraint(fields=('user', 'forum'), name='releases_subscribed_once_per_person_and_forum'),
        ),
    ]

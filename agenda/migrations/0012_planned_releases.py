"""Releases to come."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("agenda", "0011_documents_of_releases"),
        ('consultation', '0031_reasons_have_codes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlannedRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_public', models.BooleanField(verbose_name='public')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('remark', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('takes_on', models.TextField(blank=True, verbose_name='why inputs without a session are taken on')),
                ('due_at', models.DateTimeField(verbose_name='to be issued at')),
                ('planned_at', models.DateTimeField(verbose_name='planned at')),
                ('refused_at', models.DateTimeField(blank=True, null=True, verbose_name='refused at')),
                ('refusal', models.TextField(blank=True, verbose_name='what stood in the way')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled at')),
            ],
            options={
                'verbose_name': 'planned release',
                'verbose_name_plural': 'planned releases',
                'ordering': ('-due_at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='plannedrelease',
            name='forum',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_releases', to='consultation.forum', verbose_name='Forum'),
        ),
        migrations.AddField(
            model_name='plannedrelease',
            name='planned_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='planned by'),
        ),
        migrations.AddField(
            model_name='plannedrelease',
            name='release',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='agenda.release', verbose_name='release'),
        ),
        migrations.AddIndex(
            model_name='plannedrelease',
            index=models.Index(condition=models.Q(('cancelled_at__isnull', True), ('refused_at__isnull', True), ('release__isnull', True)), fields=['due_at'], name='planned_releases_waiting'),
        ),
        migrations.AddConstraint(
            model_name='plannedrelease',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('refused_at__isnull', True), ('release__isnull', True)), models.Q(('cancelled_at__isnull', True), ('refused_at__isnull', True), ('release__isnull', False)), models.Q(('cancelled_at__isnull', True), ('refused_at__isnull', False), ('release__isnull', True)), models.Q(('cancelled_at__isnull', False), ('refused_at__isnull', True), ('release__isnull', True)), _connector='OR'), name='planned_release_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='plannedrelease',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refusal', ''), ('refused_at__isnull', True)), models.Q(('refused_at__isnull', False), models.Q(('refusal', ''), _negated=True)), _connector='OR'), name='planned_release_refused_says_why'),
        ),
    ]

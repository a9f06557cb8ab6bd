"""The rules that are there from the start; the secretariat changes them in the admin."""

from datetime import UTC, datetime

from django.db import migrations

# subject, audience, amount, unit, side, the reader's hour
_CALLS = [
    ("call-closes", "writers", amount, unit, "before", None)
    for amount, unit in ((14, "d"), (7, "d"), (3, "d"), (1, "d"), (3, "h"))
]
RULES = [
    *_CALLS,
    ("phase-meets", "participants", 7, "d", "before", 9),
    ("phase-meets", "participants", 1, "d", "before", 9),
    ("review-due", "reviewers", 3, "d", "before", 9),
    ("review-due", "reviewers", 1, "d", "after", 9),
    ("clarification-waits", "writers", 3, "d", "before", None),
    ("clarification-waits", "writers", 1, "d", "before", None),
    ("follow-up-owed", "organizers", 7, "d", "before", None),
    ("follow-up-owed", "organizers", 1, "d", "before", None),
    ("follow-up-owed", "organizers", 3, "d", "after", None),
    ("outcome-missing", "organizers", 7, "d", "before", None),
    ("outcome-missing", "organizers", 1, "d", "before", None),
    ("outcome-missing", "organizers", 3, "d", "after", None),
    ("speaker-unconfirmed", "speakers", 7, "d", "after", None),
]
# What these rules stand for was in force before they were rows.
SINCE = datetime(2019, 1, 1, tzinfo=UTC)


def add(apps, schema_editor):
    """Add each rule, unless the secretariat has made it already."""
    rules = apps.get_model("consultation", "ReminderRule")
    for subject, audience, amount, unit, side, hour in RULES:
        rules.objects.get_or_create(
            subject=subject,
            audience=audience,
            amount=amount,
            unit=unit,
            side=side,
            forum=None,
            defaults={"local_hour": hour, "since": SINCE},
        )


class Migration(migrations.Migration):
    dependencies = [("consultation", "0040_rules_of_reminding")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop, elidable=False)]

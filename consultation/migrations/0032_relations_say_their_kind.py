"""A relation of inputs says whether it is a merge or a duplicate; imported ones did not."""

from django.db import migrations, models

# The triggers that wait for the end of the transaction would keep the table from being altered.
FILL = """
UPDATE consultation_relation SET kind = 'merged' WHERE kind NOT IN ('merged', 'duplicate');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("consultation", "0031_reasons_have_codes")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="relation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["merged", "duplicate"])),
                name="relation_says_its_kind",
            ),
        ),
    ]

"""
Keys of letters name the reader in one way: ``person:77``, not ``author:77``.

Renamed, not left: a letter that has gone out under the old key must not go out again under the new.
"""

from django.db import migrations

FORWARDS = r"""
UPDATE letters_letter
SET key = regexp_replace(key, ':author:(\d+):(-\dd)$', ':person:\1:\2')
WHERE kind = 'reminder' AND key ~ ':author:\d+:-\dd$'
"""
BACKWARDS = r"""
UPDATE letters_letter
SET key = regexp_replace(key, ':person:(\d+):(-\dd)$', ':author:\1:\2')
WHERE kind = 'reminder' AND key ~ ':person:\d+:-\dd$'
"""


class Migration(migrations.Migration):
    dependencies = [("consultation", "0041_usual_reminders"), ("letters", "0003_attachments")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

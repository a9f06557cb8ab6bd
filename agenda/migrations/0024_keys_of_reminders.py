"""
Keys of reminders name occasion, reader and offset in one way for all subjects.

Renamed, not left: a letter that has gone out under the old key must not go out again under the new.
The outcome has reminders of its own now; of a session's former ones it cannot be told what they
were about, so both count as sent.
"""

from django.db import migrations

FORWARDS = r"""
UPDATE letters_letter
SET key = regexp_replace(
    key, '^session:(\d+):follow-ups:([\d-]+):([+-]\dd):([0-9a-f]+)$', 'session:\1:owed:\2:contact:\4:\3'
)
WHERE kind = 'follow-up-reminder' AND key ~ '^session:\d+:follow-ups:[\d-]+:[+-]\dd:';

UPDATE letters_letter AS letter
SET kind = 'speaker-reminder',
    key = regexp_replace(
        letter.key,
        '^appearance:(\d+):reminder:([\d-]+)$',
        'appearance:\1:invited:\2:speaker:' || appearance.speaker_id || ':+7d'
    )
FROM agenda_appearance AS appearance
WHERE letter.kind = 'speaker-invitation'
    AND letter.key ~ '^appearance:\d{1,18}:reminder:'
    AND appearance.id = split_part(letter.key, ':', 2)::bigint;
"""
BACKWARDS = r"""
UPDATE letters_letter
SET key = regexp_replace(
    key, '^session:(\d+):owed:([\d-]+):contact:([0-9a-f]+):([+-]\dd)$', 'session:\1:follow-ups:\2:\4:\3'
)
WHERE kind = 'follow-up-reminder' AND key ~ '^session:\d+:owed:';

UPDATE letters_letter
SET kind = 'speaker-invitation',
    key = regexp_replace(
        key, '^appearance:(\d+):invited:([\d-]+):speaker:\d+:\+7d$', 'appearance:\1:reminder:\2'
    )
WHERE kind = 'speaker-reminder' AND key ~ '^appearance:\d+:invited:';
"""


class Migration(migrations.Migration):
    dependencies = [("agenda", "0023_what_was_taken_on"), ("letters", "0003_attachments")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]

"""The order of the work: what waits first, the oldest on top, then the rest, the newest on top."""

from django.db.models import BigIntegerField, F, Func

# One number per input, from which an index of the database has the whole order (migration 0029).
WORK_KEY = Func(
    F("status"),
    F("submitted_at"),
    function="consultation_work_key",
    output_field=BigIntegerField(),
)
WORK_ORDER = (WORK_KEY.asc(), F("id").asc())

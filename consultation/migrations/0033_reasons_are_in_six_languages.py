"""What is offered as a public reason is there in all six languages."""

from django.db import migrations, models

_TEXTS = ("text_en", "text_fr", "text_es", "text_ar", "text_zh_hans", "text_ru")

# One that lacks a language is offered again once somebody has written it.
FILL = f"""
UPDATE consultation_publicreason SET is_active = false
WHERE is_active AND NOT ({" AND ".join(f"coalesce({name}, '') ~ '[^[:space:]]'" for name in _TEXTS)});
"""


class Migration(migrations.Migration):
    dependencies = [("consultation", "0032_relations_say_their_kind")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="publicreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_active", False))
                | models.Q(*((f"{name}__regex", r"\S") for name in sorted(_TEXTS))),
                name="reason_offered_is_in_six_languages",
            ),
        ),
    ]

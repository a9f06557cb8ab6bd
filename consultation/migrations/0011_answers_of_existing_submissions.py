"""Submissions of before questions were rows: their columns become answers, and version 1."""

from django.db import migrations

_BATCH = 500


def _answers(row, speakers, details):
    kind = row.stakeholder_type
    answers = {
        "language": row.language,
        "title": row.title,
        "summary": row.summary,
        "text": row.text,
        "organization_name": row.organization_name,
        "stakeholder_type": kind.code if kind else "",
        "country": row.country_id or "",
        "action_lines": [line.code for line in row.action_lines.all()],
        "goals": sorted(goal.number for goal in row.goals.all()),
        "speakers": [
            {
                "honorific": one.honorific,
                "name": one.name,
                "function": one.function,
                "organization": one.organization,
                "country": one.country_id or "",
                "attendance": one.attendance,
            }
            for one in speakers
        ],
    }
    if details:
        answers |= {
            "format": details.format,
            "minutes": details.minutes,
            "expected_people": details.expected_people,
        }
    return {key: value for key, value in answers.items() if value not in ("", None, [])}


def fill(apps, schema_editor):
    submission_model = apps.get_model("consultation", "Submission")
    version_model = apps.get_model("consultation", "SubmissionVersion")
    rows = (
        submission_model.objects.filter(answers={})
        .select_related("stakeholder_type", "workshop")
        .prefetch_related("action_lines", "goals", "speakers")
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=_BATCH):
        details = getattr(row, "workshop", None)
        row.answers = _answers(row, sorted(row.speakers.all(), key=lambda one: one.order), details)
        row.save(update_fields=["answers"])
        if row.submitted_at:
            version_model.objects.create(
                submission=row,
                number=1,
                answers=row.answers,
                at=row.submitted_at,
                by_id=row.author_id,
            )


class Migration(migrations.Migration):
    dependencies = [("consultation", "0010_receipts_as_documents")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

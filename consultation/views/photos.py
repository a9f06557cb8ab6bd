"""Photos of people in a list: each comes with its row and is named there."""

import re

from django.http import QueryDict

from consultation.actions.attachments import add_file
from consultation.choices import QuestionType
from consultation.questionnaire.problems import Problem
from consultation.views.files import REFUSALS, words
from consultation.views.writing import Writing

_UPLOAD = re.compile(r"(?P<key>[a-z][a-z0-9_]*)-(?P<index>\d{1,3})-upload\Z", re.ASCII)


def take_up(writing: Writing, data: QueryDict) -> tuple[QueryDict, list[Problem]]:
    """
    Take in the photos that came with a form.

    Return the form's data with their ids in it, and why one was not taken.
    """
    keys = {one.key for one in writing.part.questions if one.type == QuestionType.PEOPLE}
    problems: list[Problem] = []
    changed = data.copy()
    for name, upload in writing.request.FILES.items():
        found = _UPLOAD.match(name)
        if found is None or found["key"] not in keys or isinstance(upload, list):
            continue
        row = f"{found['key']}-{found['index']}-photo"
        try:
            file = add_file(
                submission_id=writing.submission.pk,
                question_key=found["key"],
                upload=upload,
                by=writing.by,
                at=writing.at,
            )
        except REFUSALS as refusal:
            sentence = f"{upload.name}: {words(refusal)}"
            problems.append(Problem(writing.part.slug, row, sentence, is_missing=False))
        else:
            changed[row] = str(file.pk)
    return changed, problems

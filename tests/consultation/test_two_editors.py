"""Two people in one section, interleaved at random: nobody's text is lost without being told."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.actions.drafts import save_section
from consultation.exceptions import StaleVersion
from consultation.models import Submission
from tests.factories import NOW, CallFactory, DraftFactory, UserFactory
from tests.lengths import length

FIELDS = ("title", "summary", "text")
# Who acts, and whether she reads the page anew or saves what she typed into a field.
ACTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.booleans(), st.sampled_from(FIELDS)),
    min_size=2,
    max_size=10,
)


class Editor:
    """Somebody with the section's page open: what it showed, and at which version."""

    def __init__(self, name: str, draft: Submission) -> None:
        self.name, self.draft, self.user = name, draft, UserFactory()
        self.read()

    def read(self) -> None:
        now = Submission.objects.get(pk=self.draft.pk)
        self.version = now.version
        self.page = {field: now.answers.get(field, "") for field in FIELDS}

    def save(self, field: str, text: str, step: int) -> None:
        self.page[field] = text
        saved = save_section(
            submission_id=self.draft.pk,
            by=self.user,
            section="input",
            answers=self.page,
            version=self.version,
            at=NOW + timedelta(minutes=step),
        )
        self.version = saved.version


@pytest.mark.soak
@pytest.mark.django_db
# The database of the test is emptied after all examples, each with a draft of its own.
@settings(
    max_examples=length(150, soak=1_000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_no_save_replaces_a_text_that_its_writer_had_not_seen(call_of_two, acts):
    draft = DraftFactory(call=call_of_two, author=None, title="")
    editors = {name: Editor(name, draft) for name in "ab"}
    # What is stored, and what each of the two has seen of it.
    stored = dict(editors["a"].page)
    seen = {name: dict(stored) for name in "ab"}
    for step, (name, reads, field) in enumerate(acts):
        editor = editors[name]
        if reads:
            editor.read()
            seen[name] = dict(stored)
            continue
        try:
            editor.save(field, f"{name}{step}", step)
        except StaleVersion:
            assert seen[name] != stored
        else:
            assert seen[name] == stored
            stored = dict(editor.page)
            seen[name] = dict(stored)
        now = Submission.objects.get(pk=draft.pk).answers
        assert {name: now.get(name, "") for name in FIELDS} == stored


@pytest.fixture
def call_of_two(db):
    return CallFactory()

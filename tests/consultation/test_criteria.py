"""The criteria that calls begin with: in six languages, given once, copied along."""

import pytest

from consultation.actions.copies import Mover
from consultation.actions.criteria import copy_criteria, give_standard_criteria
from consultation.models import Criterion, ScreeningCriterion
from consultation.questionnaire.criteria import standard_criteria
from tests.factories import CallFactory
from wsis_forum.languages import column, languages


def test_the_texts_differ_in_six_languages():
    for row in (*standard_criteria().minimum, *standard_criteria().criteria):
        texts = set(row.title.model_dump().values())
        assert len(texts) == 6, texts


@pytest.mark.django_db
def test_a_call_is_given_the_usual_criteria_once():
    call = CallFactory()
    assert give_standard_criteria(call_id=call.pk)
    first = call.criteria.first()
    assert (first.weight, first.order) == (3, 1)
    for spoken in languages():
        assert getattr(first, column("title", spoken.code))
        assert getattr(first, column("help", spoken.code))
    counts = (Criterion.objects.count(), ScreeningCriterion.objects.count())
    call.criteria.all().delete()
    assert not give_standard_criteria(call_id=call.pk)
    assert ScreeningCriterion.objects.count() == counts[1]


@pytest.mark.django_db
def test_a_copied_call_has_the_criteria_in_force():
    source, copy = CallFactory(), CallFactory()
    give_standard_criteria(call_id=source.pk)
    source.criteria.filter(order=2).update(is_active=False, title_en="Gone")
    source.screening_criteria.filter(order=1).update(title_fr="Pour 2027", title_en="For 2027")
    copy_criteria(source, copy, Mover(days=0, years=(2027, 2028)))
    assert copy.criteria.count() == source.criteria.count() - 1
    assert not copy.criteria.filter(title_en="Gone").exists()
    assert copy.screening_criteria.first().title_fr == "Pour 2028"
    assert source.screening_criteria.first().title_fr == "Pour 2027"

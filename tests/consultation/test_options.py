"""What the forms offer stands in the order in which its readers look for it."""

import pytest
from django.utils.translation import override

from consultation.collation import sort_key
from consultation.queries import options
from tests.factories import CountryFactory, StakeholderTypeFactory


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Åland Islands", "Albania", "Côte d’Ivoire", "Croatia"]),
        ("fr", ["Égypte", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne", "États-Unis"]),
        ("es", ["Ecuador", "Egipto", "El Salvador"]),
        ("ru", ["Австралия", "Ангола", "Ёлка", "Кения"]),
        ("ar", ["إثيوبيا", "أرمينيا", "إسبانيا", "أستراليا"]),
        ("zh-hans", ["阿根廷", "巴西", "德国", "法国", "瑞士", "中国"]),
    ],
)
def test_names_stand_in_the_order_of_their_language(language, names):
    shuffled = [*names[1::2], *names[::2]]

    assert sorted(shuffled, key=lambda name: sort_key(name, language)) == names


@pytest.mark.django_db
def test_countries_are_sorted_for_the_reader_with_global_first():
    for alpha3, alpha2 in (("DEU", "DE"), ("ETH", "ET"), ("AUT", "AT"), ("GLB", None)):
        CountryFactory(alpha3=alpha3, alpha2=alpha2)

    with override("en"):
        assert [code for code, _name in options.countries()] == ["GLB", "AUT", "ETH", "DEU"]
    with override("fr"):
        names = [name for _code, name in options.countries()][1:]
        assert names == ["Allemagne", "Autriche", "Éthiopie"]


@pytest.mark.django_db
def test_types_that_cannot_be_chosen_are_not_offered():
    StakeholderTypeFactory(code="AC", is_selectable=False)
    StakeholderTypeFactory(code="ACA", title="Academia")

    assert options.stakeholder_types() == [("ACA", "Academia")]

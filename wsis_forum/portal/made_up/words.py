"""The words of made-up inputs, one file a language."""

from collections.abc import Mapping, Sequence
from functools import cache

from django.conf import settings

from wsis_forum.portal.loading.fields import LANGUAGES, Part
from wsis_forum.portal.loading.source import read

FOLDER = settings.BASE_DIR / "consultation" / "data" / "demo"


class Words(Part):
    """Templates of one language; ``subjects`` has one for each Action Line that can be chosen."""

    meta: dict[str, str]
    subjects: dict[str, str]
    title_thematic: list[str]
    title_workshop: list[str]
    summary_thematic: list[str]
    summary_workshop: list[str]
    context: list[str]
    proposal_thematic: list[str]
    proposal_workshop: list[str]
    closing: list[str]
    organizations: dict[str, list[str]]
    given: list[str]
    family: list[str]
    name: str
    honorifics: list[str]
    functions: list[str]
    countries: dict[str, str]
    reasons: dict[str, list[str]]
    returned: str

    def of_kind(self, part: str, kind: str) -> Sequence[str]:
        """Return the templates of a part of the text for a workshop, or for any other input."""
        found: list[str] = getattr(
            self, f"{part}_{'workshop' if kind == 'workshop' else 'thematic'}"
        )
        return found


@cache
def words() -> Mapping[str, Words]:
    """
    Read the words of all languages, by the portal's codes.

    :raises BrokenFile: a file is not as it should be
    """
    return {
        suffix.replace("_", "-"): read(FOLDER / f"{language}.json").check(Words)
        for language, suffix in LANGUAGES.items()
    }

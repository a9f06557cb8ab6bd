"""What a word of a search is, too: the code or the name of a line, a country, a type, a format."""

from collections.abc import Sequence

from consultation.models import ActionLine, Country, StakeholderType
from consultation.queries.search_asker import Asker
from consultation.queries.search_keys import KEYS, formats, slug
from consultation.searching import Term

# Keys of rows that an input names by a choice, not by a word.
_CHOSEN = ("line", "type", "country", "format")
_MOST = 5
# "in" is India's code, and hardly ever meant; "ru" is.
_SHORTEST = 3


def hints(terms: Sequence[Term], asker: Asker) -> tuple[str, ...]:
    """
    Return what somebody may have meant instead: "line:c7-ehea" (1 query).

    For each word, and for all of them together.
    """
    wanted = [term.text for term in terms if term.is_wanted]
    texts = dict.fromkeys([" ".join(wanted), *wanted[:_MOST]])
    asker.read(ActionLine, StakeholderType, Country, formats())
    found = [
        f"{name}:{slug(text)}"
        for text in texts
        if len(slug(text)) >= _SHORTEST and not slug(text).isdecimal()
        for name in _CHOSEN
        if KEYS[name].find(text, asker) is not None
    ]
    return tuple(found[:_MOST])

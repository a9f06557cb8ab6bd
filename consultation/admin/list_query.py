"""What an address may say about the list of inputs, and nothing else."""

from django.http import QueryDict

from consultation.admin.submission_filters import FILTERS
from wsis_forum.cleaning import clean_line

# Search and order of Django's list; not the page, which is another one tomorrow.
_SEARCH, _ORDER = "q", "o"
LONGEST = 2000


def cleaned(query: str) -> str:
    """
    Keep of an address's query what the list knows: filters, search and order, each once.

    The answer is a query string in one order, whatever the order of what came; empty for nothing.
    """
    given = QueryDict(query[: LONGEST * 2])
    known = QueryDict(mutable=True)
    for name in (*(each.parameter_name for each in FILTERS), _SEARCH, _ORDER):
        value = clean_line(given.get(name, ""))
        if value:
            known[str(name)] = value
    kept = known.urlencode()
    return kept if len(kept) <= LONGEST else ""

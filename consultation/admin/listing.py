"""The list of inputs as Django's admin builds it, in a number of queries that never grows."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consultation.admin import listing_table
from consultation.models import Submission
from consultation.queries import desk
from consultation.queries.blind import blinds_for
from consultation.queries.capped import counted, statement
from consultation.queries.queues import MOST, Queue, queue_statements
from consultation.queries.staff_search import MOST_RANKED, SearchOutcome
from wsis_forum import clock
from wsis_forum.paging import PAGES_AHEAD, PagesSoFar

QUEUE = "queue"
ORGANIZATION = "organization"
# Set on the request of a list of which only the order is wanted, without filters to choose from.
_KEYS_ONLY = "_only_the_order"


# After g; the list of keys (``components/keys_list.html``) says the same.
_KEYS = {
    Queue.MINE: "m",
    Queue.FREE: "f",
    Queue.OTHERS: "o",
    Queue.ANSWER: "w",
    Queue.OVERDUE: "l",
    Queue.DECIDED: "d",
    Queue.ALL: "a",
}


@dataclass(frozen=True)
class Tab:
    """A queue above the list; ``count`` is words ("999+"), empty for the queue of all."""

    queue: Queue
    url: str
    count: str
    is_here: bool

    @property
    def keys(self) -> str:
        """The keys that lead to it, one after the other."""
        return f"g {_KEYS[self.queue]}"

    @property
    def label(self) -> str | Promise:
        """The queue's name."""
        return self.queue.label


class DeskChangeList(ChangeList):
    """
    The list: keys of one page first, then what it shows of them; counts that stop somewhere.

    ``is_more`` says that there are more than ``result_count``; ``tabs`` are the queues.
    """

    is_more = False
    tabs: Sequence[Tab] = ()

    def get_results(self, request: HttpRequest) -> None:
        """Read one page and count what is needed to go on."""
        self.reader = request.user
        self.full_result_count = None
        self.show_full_result_count = False
        self.can_show_all = False
        self.show_admin_actions = True
        if wants_keys_only(request):
            self.result_count, self.result_list, self.multi_page = 0, [], False
            return
        per_page = self.list_per_page
        self.page_num = max(1, min(self.page_num, PAGES_AHEAD * 1000))
        limit = (self.page_num + PAGES_AHEAD) * per_page
        counts = self._find(request, max(limit, MOST_RANKED))
        self.is_more = counts > limit
        self.result_count = min(counts, limit)
        self.paginator = PagesSoFar(
            self.queryset, per_page, count=self.result_count, is_more=self.is_more
        )
        self.page_num = self.paginator.get_page(self.page_num).number
        start = (self.page_num - 1) * per_page
        keys = list(self.queryset.values_list("pk", flat=True)[start : start + per_page])
        self.result_list = self.rows_of(keys)
        self.multi_page = self.result_count > per_page

    def _find(self, request: HttpRequest, most: int) -> int:
        """Put what is found in order, words being looked for once; return how many there are."""
        found: SearchOutcome | None = getattr(request, "_search", None)
        keys = found.keys(most + 1) if found is not None else None
        count = self._count(request, most, keys)
        if keys is not None and count <= most:
            order = self.queryset.query.order_by
            self.queryset = self.root_queryset.filter(pk__in=keys).order_by(*order)
        if found is not None and not request.GET.get("o"):
            self.queryset = found.ranked(count, self.queryset)
        return count

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The heads of the columns."""
        return listing_table.heads(self)

    @property
    def table_rows(self) -> list[list[SafeString]]:
        """The rows of the page as HTML."""
        return listing_table.rows(self)

    def rows_of(self, keys: Sequence[int]) -> list[Submission]:
        """Read what the list shows of the inputs with these keys; tables ask it for each part."""
        rows = desk.rows(keys)
        blinds = blinds_for(self.reader, rows)
        for row in rows:
            row.read_title = blinds[row.pk].text(row.title)  # type: ignore[attr-defined]  # shown only
        return rows

    def _count(self, request: HttpRequest, limit: int, keys: Sequence[int] | None) -> int:
        """
        Count the list and the queues in one query; return how many rows the list has.

        ``keys`` are those that a search has found; nothing where it was not asked.
        """
        user: Any = request.user
        queues = queue_statements(user, clock.now())
        listed = statement(self.queryset, limit + 1) if keys is None else None
        total, *counts = counted([listed, *queues.values()])
        total = total if keys is None else len(keys)
        here = self.params.get(QUEUE, Queue.ALL)
        words: dict[str, str] = {
            each: _bounded(count) for each, count in zip(queues, counts, strict=True)
        }
        self.tabs = [
            Tab(each, f"?{urlencode({QUEUE: each.value})}", words.get(each, ""), here == each)
            for each in Queue
        ]
        return total

    @property
    def uses_more_filters(self) -> bool:
        """Whether one of the filters that are folded away is used."""
        specs: Sequence[Any] = self.filter_specs
        folded = (each for each in specs if each.is_select and not each.is_usual)
        return any(each.value() for each in folded)

    @property
    def organization_name(self) -> str:
        """The organization that an address names, if it does."""
        specs: Sequence[Any] = self.filter_specs
        named = next((each for each in specs if each.parameter_name == ORGANIZATION), None)
        return named.name() if named is not None and named.value() else ""

    @property
    def without_organization(self) -> str:
        """The address of the same list of all organizations."""
        return self.get_query_string(remove=[ORGANIZATION])

    @property
    def result_words(self) -> str:
        """How many inputs there are, as far as they were counted."""
        if self.is_more:
            return _("more than %(count)s") % {"count": self.result_count}
        return str(self.result_count)


def wants_keys_only(request: HttpRequest) -> bool:
    """Tell whether only the order of the list is wanted, and nothing to be shown of it."""
    return bool(getattr(request, _KEYS_ONLY, False))


def listing(request: HttpRequest, model_admin: ModelAdmin[Any], query: str) -> Any:
    """
    Return the list that a query of its address means, as an ordered queryset (no query).

    ``None`` where the query means nothing.
    """
    asked = copy.copy(request)
    wanted: Any = QueryDict(query).copy()
    wanted.pop(PAGE_VAR, None)
    asked.GET = wanted
    setattr(asked, _KEYS_ONLY, True)
    try:
        return model_admin.get_changelist_instance(asked).queryset
    except IncorrectLookupParameters:
        return None


def _bounded(count: int) -> str:
    return f"{MOST}+" if count > MOST else str(count)

"""What a list in the admin is called, and what its address may ask of its rows."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin import ModelAdmin, ShowFacets, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst

if TYPE_CHECKING:
    _Admin = ModelAdmin[Any]
else:
    _Admin = object


class NamedList(_Admin):
    """Mixin: a list is called by what it holds, and never counts what its filters would give."""

    show_facets = ShowFacets.NEVER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list by what it holds, and forget filters of which nothing was chosen."""
        given = request.GET.copy()
        # Django takes an empty "forum__id__exact" of a form for a wrong address.
        for name in [name for name, value in request.GET.items() if not value and "__" in name]:
            del given[name]
        if given.dict() != request.GET.dict():
            return HttpResponseRedirect(f"?{given.urlencode()}")
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class OfferedLookups(_Admin):
    """
    Mixin: an address filters a list by what its filters offer, and by no other column.

    Django lets it ask every column and every row that points here. So a list that does not show a
    name, a code or a hidden input would tell it all the same, letter by letter.
    """

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """
        Refuse columns that no filter of the list is about.

        :raises IncorrectLookupParameters: the list answers with its "wrong address", not an error
        """
        column = lookup.partition("__")[0]
        try:
            self.opts.get_field(column)
        except FieldDoesNotExist:
            # No column: a filter of ours, or something that the list answers with an error.
            return super().lookup_allowed(lookup, value, request)
        words, columns = self._offered(request)
        if lookup in words:
            return True
        if column in columns and super().lookup_allowed(lookup, value, request):
            return True
        raise IncorrectLookupParameters

    def _offered(self, request: HttpRequest | None) -> tuple[set[str], set[str]]:
        """Return what filters of our own read of the address, and the columns of Django's own."""
        words, columns = set(), {self.date_hierarchy or ""}
        filters: Any = self.get_list_filter(request) if request else self.list_filter
        for each in filters:
            if isinstance(each, type) and issubclass(each, SimpleListFilter):
                words.add(str(each.parameter_name))
            else:
                name: Any = each if isinstance(each, str) else cast("Any", each)[0]
                columns.add(name.partition("__")[0])
        return words, columns

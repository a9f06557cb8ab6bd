"""What a page's choices are read from, each table once, however many questions need it."""

from functools import cached_property

from consultation.models import Goal
from consultation.queries import options
from consultation.queries.options import LineGroup


class Tables:
    """The tables of one page."""

    @cached_property
    def countries(self) -> list[tuple[str, str]]:
        """Codes and names, "Global" first."""
        return options.countries()

    @cached_property
    def stakeholder_types(self) -> list[tuple[str, str]]:
        """Codes and titles."""
        return options.stakeholder_types()

    @cached_property
    def line_groups(self) -> list[LineGroup]:
        """The Action Lines, those of C7 together."""
        return options.line_groups()

    @cached_property
    def goals(self) -> list[Goal]:
        """The Goals by number."""
        return options.goals()

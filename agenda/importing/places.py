"""The Forum that a programme tells of, and countries by their two letters."""

from agenda.exceptions import NotImportable
from agenda.importing.columns import check, columns
from agenda.programme import Programme
from consultation.models import Country, Forum


def forum_row(programme: Programme) -> Forum:
    """
    Return the Forum that a programme tells of, checked and not saved.

    :raises NotImportable: a column cannot hold what the programme says
    """
    names = ("year", "name", "theme", "timezone", "start_date", "end_date", "city", "venue")
    forum = Forum(
        slug=programme.forum,
        country=Countries().get(programme.country, "country"),
        is_demonstration=programme.is_demonstration,
        **columns(programme, *names),
    )
    check(forum, "")
    if forum.end_date < forum.start_date:
        raise NotImportable("before the first day", place="end_date")
    return forum


class Countries:
    """The portal's countries, read once; without a code the row "Global"."""

    def __init__(self) -> None:
        self.rows = {row.alpha2 or row.alpha3: row for row in Country.objects.all()}

    def get(self, code: str, place: str) -> Country:
        """
        Return a country by its two letters.

        :raises NotImportable: the portal has no such row
        """
        code = code or Country.GLOBAL
        if code not in self.rows:
            message = f"this portal has no country “{code}”: run load_reference"
            raise NotImportable(message, place=place)
        return self.rows[code]

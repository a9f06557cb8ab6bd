"""Forms of those who issue a release, now, anew, or later."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.planned import why
from agenda.exceptions import AgendaError, InputsEndNowhere
from agenda.models import Release
from agenda.models.release import NAME_LENGTH, REMARK_LENGTH
from agenda.queries.speaking import declined_since
from wsis_forum.letters.templatetags.letter import isolated

TAKES_ON = gettext_lazy("Accepted inputs without a session: I take that on myself, because")
TAKES_ON_HELP = gettext_lazy(
    "A public release is refused while an accepted input has no session, unless you answer for it:"
    " your name and this reason are kept with the release."
)


class TakingOn(forms.Form):
    """Asks who answers for accepted inputs without a session, where there are any."""

    takes_on = forms.CharField(
        label=TAKES_ON,
        help_text=TAKES_ON_HELP,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asks: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks:
            del self.fields["takes_on"]

    @property
    def taken_on(self) -> str:
        """The reason; empty where nothing was to be taken on."""
        return str(self.cleaned_data.get("takes_on", ""))

    def say(self, error: AgendaError) -> None:
        """Put what the verb refused at its field; an input may have been accepted meanwhile."""
        at_field = isinstance(error, InputsEndNowhere) and "takes_on" in self.fields
        self.add_error("takes_on" if at_field else None, why(error))


class ReleaseForm(TakingOn):
    """For whom, under which name, and with which remark."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=gettext_lazy("Beside the version, where it has one: “Second draft”."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=(
            ("internal", gettext_lazy("Internal draft (v0.…): organizers and secretariat read it")),
            (
                "public",
                gettext_lazy("Public release (v1.…): it replaces the public agenda at once"),
            ),
        ),
        widget=forms.RadioSelect,
        initial="internal",
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=REMARK_LENGTH,
        required=False,
        help_text=gettext_lazy("Shown beside the release: what is new, what is still open."),
    )
    field_order = ("kind", "name", "remark", "takes_on")


class AgainForm(TakingOn):
    """Why an older release is issued anew."""

    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=REMARK_LENGTH,
        required=False,
        help_text=gettext_lazy("Shown beside the release: why it says again what it said."),
    )
    field_order = ("remark", "takes_on")


def again_words(row: Release, current: Release | None) -> dict[str, Any]:
    """Return what the page of a release issued anew says; ``current`` is what is read now."""
    gone = ", ".join(isolated(str(one)) for one in declined_since(row))
    return {
        "title": _("Issue this release anew"),
        "submit": _("Issue anew"),
        "intro": _(
            "The next release will say what this one said, word for word: what was taken out since,"
            " a person too, is there again. The programme that you work on stays as it is."
        ),
        "facts": [
            (_("Release"), row.version),
            (_("For whom"), _("public") if row.is_public else _("internal")),
            (_("sessions"), row.session_count),
            (_("What that changes"), _difference(row, current)),
            *([(_("Named again, though they have declined since"), gone)] if gone else []),
        ],
        "subtitle": str(row),
    }


def _difference(row: Release, current: Release | None) -> SafeString | str:
    if current is None or current == row:
        return "–"
    url = reverse("agenda:compare", args=(row.forum.slug,))
    words = _("What changed from %(old)s to %(new)s")
    query = urlencode({"from": current.version, "to": row.version})
    text = words % {"old": current.version, "new": row.version}
    return format_html('<a href="{}?{}">{}</a>', url, query, text)

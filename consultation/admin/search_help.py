"""The page that explains the search: words, phrases, and every key with its values."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultation.queries.search_asker import Asker
from consultation.queries.search_keys import KEYS
from wsis_forum import clock

# A table with more values than these is not spelt out.
MOST_SHOWN = 30
# What is typed -> what it finds.
WORDS = (
    ("digital skills", gettext_lazy("both words, in any form: also “skill” and “digitally”")),
    ('"digital skills"', gettext_lazy("these words one after the other")),
    ("数字技能", gettext_lazy("Chinese, wherever it stands in a text")),
    ("educat*", gettext_lazy("what begins so")),
    (
        "مد*",
        gettext_lazy(
            "Arabic endings are joined, but not plurals that are formed inside a word: "
            "مدرسة does not find مدارس. Type the beginning that both have, and *"
        ),
    ),
    ("skills -women", gettext_lazy("the first word without the second")),
    ("WSIS-2027-0012, 2027-12, 12", gettext_lazy("an input by its number")),
    ("Diallo", gettext_lazy("a person: author, contributor, speaker, contact")),
    ("status:returned,decided", gettext_lazy("one of several values")),
    ("-status:decided", gettext_lazy("none of them")),
    ('org:"World Bank"', gettext_lazy("a value of several words")),
)  # fmt: skip
MEANINGS = {
    "status": gettext_lazy("where it stands"),
    "call": gettext_lazy("the call, by its address"),
    "kind": gettext_lazy("what the call asks for"),
    "forum": gettext_lazy("the Forum"),
    "year": gettext_lazy("the Forum, too"),
    "line": gettext_lazy("an Action Line; C7 means all of its parts"),
    "goal": gettext_lazy("a Goal"),
    "type": gettext_lazy("the stakeholder type, with its parts"),
    "lang": gettext_lazy("the language of the text"),
    "format": gettext_lazy("the format of a session that was asked for"),
    "country": gettext_lazy("a country, by code or name"),
    "region": gettext_lazy("a region of the ITU"),
    "org": gettext_lazy("the organization: part of its name, or its acronym"),
    "author": gettext_lazy("author or contributor: part of the name or address"),
    "disposition": gettext_lazy("where it ended"),
    "desk": gettext_lazy("on whose desk it lies: address, or part of the name"),
    "reviewer": gettext_lazy("who is asked to review it: address, or part of the name"),
    "screening": gettext_lazy(
        "held against the minimum: not yet (none), met, not met (failed), or met by an older "
        "version (older)"
    ),
    "is": gettext_lazy("what is the case"),
    "has": gettext_lazy("what there is"),
    "number": pgettext_lazy("meaning of a key of the search", "the number"),
    "after": gettext_lazy("handed in on that day or later"),
    "before": gettext_lazy("handed in before that day"),
}


def page(request: HttpRequest, *, model_admin: ModelAdmin[Any]) -> TemplateResponse:
    """
    Explain the search.

    :raises PermissionDenied: the person works with no inputs
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    user: Any = request.user
    asker = Asker(user, clock.now())
    known = {name: key.known(asker) for name, key in KEYS.items()}
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("How to search"),
        "words": WORDS,
        "keys": [
            (name, MEANINGS[name], values[:MOST_SHOWN], len(values) > MOST_SHOWN)
            for name, values in known.items()
        ],
    }
    return TemplateResponse(request, "admin/consultation/submission/search_help.html", context)

"""Roles of staff: which groups there are and what each may do in the admin."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from wsis_forum.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import Promise

SECRETARIAT = "secretariat"
REVIEWER = "reviewer"
ORGANIZER = "organizer"
OBSERVER = "observer"

# As ``consultation.choices.Role`` names the same for one call.
NAMES: Mapping[str, "Promise"] = {
    SECRETARIAT: pgettext_lazy("role of staff", "secretariat"),
    REVIEWER: pgettext_lazy("role of staff", "reviewer"),
    ORGANIZER: pgettext_lazy("role of staff", "organizer"),
    OBSERVER: pgettext_lazy("role of staff", "observer"),
}

_EDIT = ("view", "add", "change")

# Of the programme, what everybody of the staff may read.
_PROGRAMME = (
    "session",
    "speaker",
    "room",
    "slot",
    "track",
    "sessiontype",
    "programmeday",
    "blockedtime",
    "programmesettings",
    "followupdate",
)

# role -> app label -> (actions, model names); "*" is every model of the app.
ROLES: Mapping[str, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    SECRETARIAT: {
        "consultation": (_EDIT, ("*",)),
        "agenda": (_EDIT, ("*",)),
        "letters": (("view", "change"), ("letter",)),
        "accounts": (("view",), ("user",)),
    },
    REVIEWER: {
        "consultation": (("view",), ("*",)),
        # Not the releases: internal drafts are for those who make the programme.
        "agenda": (("view",), _PROGRAMME),
    },
    ORGANIZER: {
        "consultation": (("view",), ("*",)),
        "agenda": ((*_EDIT, "delete"), ("*",)),
    },
    # Reads along, writes nothing.
    OBSERVER: {
        "consultation": (("view",), ("*",)),
        "agenda": (("view",), _PROGRAMME),
    },
}


def title_of(role: str) -> str:
    """Name a role in the active language; a group of the operator's own by its own name."""
    return str(NAMES.get(role, role))


def sync_roles() -> None:
    """Make the groups and give each exactly the permissions of the table; idempotent."""
    for role, apps in ROLES.items():
        wanted = Permission.objects.none()
        for app_label, (actions, model_names) in apps.items():
            query = Q(content_type__app_label=app_label)
            if model_names != ("*",):
                query &= Q(content_type__model__in=model_names)
            prefixes = Q()
            for action in actions:
                prefixes |= Q(codename__startswith=f"{action}_")
            wanted = wanted | Permission.objects.filter(query & prefixes)
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(wanted)


def has_role(user: User, *roles: str) -> bool:
    """Whether the person holds one of the roles; superusers hold all."""
    if not user.is_active:
        return False
    return user.is_superuser or bool(set(role_names(user)) & set(roles))


def role_names(user: User) -> tuple[str, ...]:
    """Names of the person's roles; read once per user object."""
    names: tuple[str, ...] | None = getattr(user, "_role_names", None)
    if names is None:
        names = tuple(user.groups.values_list("name", flat=True))
        user._role_names = names  # type: ignore[attr-defined]  # noqa: SLF001 cache on the request's user
    return names

"""Turns a kind and its context into a letter, in the reader's language and time zone."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from wsis_forum.accounts.models import User
from wsis_forum.accounts.zones import zone_or_utc
from wsis_forum.languages import language as describe
from wsis_forum.letters import kinds, links
from wsis_forum.letters.attached import Attached, rows_of
from wsis_forum.letters.models import Letter

if TYPE_CHECKING:
    from django.template.backends.django import Template

SUBJECT_LIMIT = 300
# RFC 3834: no out-of-office answers, please.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}
# RFC 8058: the reader's mail program may offer a button of its own.
ONE_CLICK = "List-Unsubscribe=One-Click"


@dataclass(frozen=True)
class Request:
    """
    A letter that is asked for.

    ``key`` says why (``submission:12:receipt``); ``context`` is what its templates know;
    ``secrets`` are the strings of the text that staff must not read; ``attached`` files go along.
    Without ``address`` it goes to the user's, without ``language`` in the user's.
    """

    kind: str
    key: str
    context: Mapping[str, Any]
    user: User | None = None
    address: str = ""
    language: str = ""
    secrets: Sequence[str] = field(default_factory=tuple)
    attached: Sequence[Attached] = ()


def render(request: Request, *, at: datetime) -> Letter:
    """
    Render a letter that is due at ``at``; it is not saved.

    :raises ValueError: there is neither an address nor a user
    :raises KeyError: the kind is not registered
    """
    kind, user = kinds.get(request.kind), request.user
    address = request.address or (user.email if user else "")
    if not address:
        raise ValueError(f"letter {request.key} has no reader")
    code = describe(request.language or (user.language if user else None)).code
    zone = zone_or_utc(user.timezone if user else "")
    headers, secrets = dict(AUTOMATIC), list(request.secrets)
    with translation.override(code), timezone.override(ZoneInfo(zone)):
        reader = {
            "reader": user,
            "zone": zone,
            "language": describe(code),
            "kind": kind,
            "refuse_link": "",
        }
        if kind.optional:
            token = (
                links.refusal_token(user, kind.name)
                if user is not None
                else links.address_token(address, kind.name)
            )
            reader["refuse_link"] = links.page("letters:refuse", token=token)
            headers["List-Unsubscribe"] = f"<{reader['refuse_link']}>"
            headers["List-Unsubscribe-Post"] = ONE_CLICK
            secrets.append(token)
        context = {**reader, **request.context}
        return Letter(
            key=request.key,
            message_id=message_id(request.key),
            kind=kind.name,
            user=user,
            address=address,
            language=code,
            subject=one_line(_text(f"letters/{kind.name}/subject.txt", context, escape=False)),
            text=_text(f"letters/{kind.name}/body.txt", context, escape=False).strip() + "\n",
            html=_text(f"letters/{kind.name}/body.html", context, escape=True),
            headers=headers,
            attachments=rows_of(request.attached),
            secrets=secrets,
            queued_at=at,
            due_at=at,
        )


def message_id(key: str) -> str:
    """Return the Message-ID of a letter: the same key always gives the same one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{links.domain()}>"


def one_line(text: str) -> str:
    """Make one line of a text, so that it can end no header; invisible control characters go."""
    joined = " ".join(text.split())
    return "".join(c for c in joined if unicodedata.category(c) != "Cc")[:SUBJECT_LIMIT]


def _text(name: str, context: Mapping[str, Any], *, escape: bool) -> str:
    template = cast("Template", get_template(name)).template
    return str(template.render(Context(dict(context), autoescape=escape)))

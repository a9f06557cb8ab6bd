"""
What readers of the c3voc formats accept, as two schemas in our own words.

Collected from the validators that c3voc runs (https://c3voc.de/schedulexml) and that pretalx tests
with, as of 2026: names that are required, names that are known (others are refused), and the shape
of each value. ``code`` of an event came with them in January 2026.
"""

from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree

_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SLUG = "^[a-z0-9_-]+[a-z0-9]$"
_TEXT: dict[str, Any] = {"type": "string"}
_ADDRESS: dict[str, Any] = {"type": "string", "pattern": r"^https?://\S+$"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_MOMENT: dict[str, Any] = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$",
}
_ID: dict[str, Any] = {"type": "string", "pattern": f"^{_UUID}$"}


def _object(required: dict[str, Any], others: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(others or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_KINDS_OF_LINKS = ("slides", "paper", "web", "blog", "article", "media", "related", "activitypub")
_LINK = _object({"url": _TEXT}, {"title": _TEXT, "type": {"enum": _KINDS_OF_LINKS}})
_PERSON = _object(
    {"name": _TEXT}, {"guid": _ID, "avatar": _MAYBE, "biography": _MAYBE, "links": _many(_LINK)}
)
_EVENT = _object(
    {
        "guid": _ID,
        "id": {"type": "integer", "minimum": 1},
        "date": _MOMENT,
        "start": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        "duration": {"type": "string", "pattern": "^[0-9]+:[0-9]{2}$"},
        "room": _TEXT,
        "slug": {"type": "string", "pattern": _SLUG},
        "url": _ADDRESS,
        "title": _TEXT,
        "subtitle": _MAYBE,
        "track": _MAYBE,
        "type": _TEXT,
        "language": _MAYBE,
        "abstract": _MAYBE,
        "persons": _many(_PERSON),
        "links": _many(_LINK),
    },
    {
        "code": {"type": "string", "pattern": "^[A-Z0-9]+$"},
        "end": _MOMENT,
        "description": _MAYBE,
        "attachments": _many(_LINK),
    },
)
_CONFERENCE = _object(
    {
        "acronym": {"type": "string", "pattern": "^[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?$"},
        "title": _TEXT,
        "start": _DAY,
        "end": _DAY,
        "daysCount": {"type": "integer"},
        "timeslot_duration": {"type": "string", "pattern": "^[0-9]+:[0-9]{2}$"},
        "days": _many(
            _object(
                {
                    "index": {"type": "integer"},
                    "date": _DAY,
                    "day_start": _MOMENT,
                    "day_end": _MOMENT,
                    "rooms": {"type": "object", "additionalProperties": _many(_EVENT)},
                }
            )
        ),
    },
    {
        "time_zone_name": {"type": "string", "pattern": "^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$"},
        "url": _ADDRESS,
        "tracks": _many(_object({}, {"name": _TEXT, "slug": {"type": "string", "pattern": _SLUG}})),
        "rooms": _many(
            _object({"name": _TEXT, "guid": _ID}, {"capacity": {"type": ["number", "null"]}})
        ),
    },
)
_FILE = _object(
    {
        "schedule": {
            "type": "object",
            "properties": {"version": _TEXT, "base_url": _ADDRESS, "conference": _CONFERENCE},
            "required": ["version", "conference"],
        }
    },
    {"$schema": _TEXT, "generator": _object({"name": _TEXT}, {"version": _TEXT, "url": _ADDRESS})},
)
SCHEDULE_JSON = Draft202012Validator(_FILE, format_checker=FormatChecker(formats=("date",)))

_HEAD = f"""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
<xs:simpleType name="id"><xs:restriction base="xs:string">
  <xs:pattern value="{_UUID}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="moment"><xs:restriction base="xs:dateTime">
  <xs:pattern value=".+(Z|[+\\-][0-9]{{2}}:[0-9]{{2}})"/></xs:restriction></xs:simpleType>
<xs:simpleType name="day"><xs:union memberTypes="moment xs:date"/></xs:simpleType>
<xs:simpleType name="clock"><xs:restriction base="xs:string">
  <xs:pattern value="[0-2][0-9]:[0-5][0-9]"/></xs:restriction></xs:simpleType>
<xs:simpleType name="length"><xs:restriction base="xs:string">
  <xs:pattern value="[0-9]{{1,2}}:[0-9]{{2}}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="acronym"><xs:restriction base="xs:string">
  <xs:pattern value="[a-z0-9_\\-]{{4,}}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="slug"><xs:restriction base="xs:string">
  <xs:pattern value="[a-z0-9_]{{4,}}-[a-z0-9\\-_]{{4,}}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="word"><xs:restriction base="xs:string">
  <xs:pattern value="[a-z0-9\\-]{{2,}}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="address"><xs:restriction base="xs:anyURI">
  <xs:pattern value="https?://.*"/></xs:restriction></xs:simpleType>
<xs:complexType name="person"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="id" type="xs:integer"/><xs:attribute name="guid" type="id"/>
</xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="link"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="href" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="track"><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="name" type="xs:string" use="required"/><xs:attribute name="slug" type="word"/>
</xs:extension></xs:simpleContent></xs:complexType>
"""


def _element(name: str, kind: str, *, least: int = 1) -> str:
    return f'<xs:element name="{name}" type="{kind}" minOccurs="{least}"/>'


def _list(name: str, kind: str) -> str:
    return (
        f'<xs:element name="{name}s" minOccurs="0"><xs:complexType><xs:sequence>'
        f'<xs:element name="{name}" type="{kind}" minOccurs="0" maxOccurs="unbounded"/>'
        "</xs:sequence></xs:complexType></xs:element>"
    )


_TEXTS = ("room", "title", "subtitle", "type", "abstract", "track")
_OF_EVENT = "".join(
    (
        *(_element(name, "xs:string") for name in _TEXTS),
        *(_element(name, "xs:string", least=0) for name in ("language", "description")),
        _element("date", "moment"),
        _element("start", "clock"),
        _element("duration", "length"),
        _element("slug", "slug"),
        _element("url", "address", least=0),
        _list("person", "person"),
        _list("link", "link"),
        _list("attachment", "link"),
    )
)
_OF_CONFERENCE = "".join(
    (
        *(_element(name, "xs:string") for name in ("title", "time_zone_name")),
        _element("acronym", "acronym"),
        *(_element(name, "day") for name in ("start", "end")),
        _element("days", "xs:integer"),
        _element("timeslot_duration", "length"),
        *(_element(name, "address") for name in ("base_url", "url")),
        _element("track", "track"),
    )
)
_ONCE = "".join(
    f'<xs:unique name="{name}"><xs:selector xpath="{where}"/>'
    f'<xs:field xpath="{field}"/></xs:unique>'
    for name, where, field in (
        ("guids", "day/room/event", "@guid"),
        ("ids", "day/room/event", "@id"),
        ("slugs", "day/room/event/slug", "."),
        ("days_once", "day", "@index"),
    )
)
_BODY = f"""
<xs:element name="schedule"><xs:complexType><xs:sequence>
  <xs:element name="generator"><xs:complexType><xs:attribute name="name" type="xs:string"/>
    <xs:attribute name="version" type="xs:string"/></xs:complexType></xs:element>
  <xs:element name="version" type="xs:string"/>
  <xs:element name="conference"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">{_OF_CONFERENCE}</xs:choice>
  </xs:complexType></xs:element>
  <xs:element name="day" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="room" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="event" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
        <xs:all>{_OF_EVENT}</xs:all>
        <xs:attribute name="id" type="xs:positiveInteger" use="required"/>
        <xs:attribute name="guid" type="id" use="required"/>
        <xs:attribute name="code" type="xs:string"/>
      </xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="name" type="xs:string" use="required"/>
      <xs:attribute name="guid" type="id"/>
    </xs:complexType></xs:element></xs:sequence>
    <xs:attribute name="date" type="xs:date"/>
    <xs:attribute name="start" type="moment" use="required"/>
    <xs:attribute name="end" type="moment" use="required"/>
    <xs:attribute name="index" type="xs:positiveInteger" use="required"/>
  </xs:complexType></xs:element>
</xs:sequence></xs:complexType>{_ONCE}</xs:element></xs:schema>
"""
SCHEDULE_XML = etree.XMLSchema(etree.fromstring(_HEAD + _BODY))

"""
Bare pages in the shape of the desk's: the same rows of the same tables, read and shown plainly.

What a Django project without history, blind reading, conflicts of interest, keys or saved work
would take for them: one query of the ORM for each table, a template, and for one input three forms.
"""

from typing import Any

from django import forms
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines

_FACTS = """<!doctype html><html lang="en"><head><title>{{ one.number }}</title></head><body>
<h1>{{ one.number }}</h1><p>{{ one.title }}</p><p>{{ one.text }}</p>
{% for name, rows in parts %}<section><h2>{{ name }}</h2><ul>
{% for row in rows %}<li>{% for column, value in row %}<span>{{ column }}</span>
<bdi>{{ value }}</bdi> {% endfor %}</li>{% endfor %}</ul>
</section>{% endfor %}{% for form in forms %}<form method="post">{{ form.as_div }}
<button>Go</button>
</form>{% endfor %}</body></html>"""
_LIST = """<!doctype html><html lang="en"><head><title>Inputs</title></head><body><h1>Inputs</h1>
<form method="get"><input name="q">{% for name, options in filters %}<label for="{{ name }}">
{{ name }}</label><select id="{{ name }}" name="{{ name }}">{% for key, label in options %}
<option value="{{ key }}">{{ label }}</option>{% endfor %}</select>{% endfor %}<button>Show</button>
</form><p>{{ count }} inputs</p><table>{% for row in rows %}<tr><td class="action-checkbox">
<input type="checkbox" class="action-select" name="_selected_action" value="{{ row.pk }}"
aria-label="Choose {{ row.number }}"><input type="hidden" name="seen_{{ row.pk }}"
value="{{ row.version }}.{{ row.status }}"></td>
<th class="field-number"><a href="/one/{{ row.pk }}/">{{ row.number }}</a></th>
<td class="field-shown_title"><a href="/one/{{ row.pk }}/"><bdi lang="{{ row.language }}"
dir="auto">{{ row.title }}</bdi></a></td>
<td class="field-shown_call">{{ row.call.kind }} <span class="quiet">{{ row.call.forum_id }}</span>
</td><td class="field-badge"><span class="tag tag-open">{{ row.status }}</span></td>
<td class="field-screened"><span class="tag tag-new">to screen</span></td>
<td class="field-type">{{ row.type.title_en }}</td><td class="field-written_in">{{ row.language }}
</td><td class="field-handed_in">{{ row.submitted_at|date:"j F Y" }}</td>
<td class="field-waits">{{ row.submitted_at|timesince }}</td><td class="field-people">
{% for each in row.people %}<bdi>{{ each.name }}</bdi> {% endfor %}</td>
<td class="field-reviews_in">{{ row.reviews }}</td></tr>{% endfor %}</table></body></html>"""
_REGISTER = """<!doctype html><html lang="en"><head><title>Inputs</title></head><body>
<h1>{{ forum.name_en }}</h1><form method="get"><label for="q">Search</label><input id="q" name="q">
{% for name, options in filters %}<label for="{{ name }}">{{ name }}</label>
<select id="{{ name }}" name="{{ name }}"><option value="">All</option>
{% for key, label in options %}<option value="{{ key }}">{{ label }}</option>{% endfor %}
</select>{% endfor %}<button>Show</button></form><h2>{{ count }} inputs</h2><ol>
{% for row in rows %}<li><h3><a href="/one/{{ row.pk }}/">
<bdi lang="{{ row.language }}" dir="auto">{{ row.title }}</bdi></a></h3><p><span class="state">
{% if row.decision %}{{ row.decision.disposition }}{% else %}{{ row.status }}{% endif %}</span></p>
<p lang="{{ row.language }}" dir="auto">{{ row.summary|truncatechars:200 }}</p><p class="hint">
<bdi>{{ row.number }}</bdi> · <bdi>{{ row.organization_name }}</bdi> · {{ row.type.title_en }} ·
{{ row.call.title_en }}{% for code in row.codes %} · <bdi>{{ code }}</bdi>{% endfor %}</p></li>
{% endfor %}</ol></body></html>"""

# Tables with rows of one input, and the column that names it.
_OF_INPUT = {
    "action_lines": "submission_action_lines.submission_id",
    "goals": "submission_goals.submission_id",
    **{
        name: f"{name}.submission_id"
        for name in (
            "proposedspeaker",
            "submissionevent",
            "submissionversion",
            "contributor",
            "clarification",
            "decision",
            "basketitem",
            "screening",
            "review",
            "assignment",
            "conflict",
            "teamnote",
            "knownname",
            "attachment",
            "assignmentchange",
            "screeningchange",
            "decisionchange",
            "reviewchange",
            "conflictchange",
            "chosenactionlinechange",
            "chosengoalchange",
        )
    },
    "merged": "relation.source_id",
    "merged_from": "relation.target_id",
    "changes": "submissionchange.pgh_obj_id",
    "texts": "submissiontextchange.pgh_obj_id",
}
# Tables with rows of its call.
_OF_CALL = ("question", "criterion", "screeningcriterion", "callrole")
# Tables of which the page offers everything.
_WHOLE = ("publicreason", "actionline", "goal")
_FILTERS = {
    "forum": "slug",
    "call": "title_en",
    "stakeholdertype": "title_en",
    "actionline": "title_en",
    "goal": "title_en",
    "region": "title_en",
}
_LONG = ("text", "summary", "answers", "section_versions", "section_pages")
_PAGE = 50
_REGISTER_PAGE, _COUNTED = 25, 2_000
_SAME_ORGANIZATION = 20


def _options(count: int) -> list[tuple[str, str]]:
    return [(str(number), f"Choice {number}") for number in range(count)]


class Decide(forms.Form):
    """As many fields and options as a decision has."""

    disposition = forms.ChoiceField(choices=_options(9), widget=forms.RadioSelect)
    taken_up_as = forms.ChoiceField(choices=_options(7))
    informs = forms.ChoiceField(choices=_options(4))
    chosen_reason = forms.ChoiceField(choices=_options(18))
    reason = forms.CharField(widget=forms.Textarea)
    reason_language = forms.ChoiceField(choices=_options(6))
    format = forms.ChoiceField(choices=_options(29))
    title = forms.CharField()
    theme = forms.CharField()
    forum = forms.CharField()
    other = forms.CharField()
    minutes = forms.IntegerField()


class Mark(forms.Form):
    """As many as a review of six criteria has."""

    recommendation = forms.ChoiceField(choices=_options(5), widget=forms.RadioSelect)
    first = forms.ChoiceField(choices=_options(5), widget=forms.RadioSelect)
    second = forms.ChoiceField(choices=_options(5), widget=forms.RadioSelect)
    third = forms.ChoiceField(choices=_options(5), widget=forms.RadioSelect)
    fourth = forms.ChoiceField(choices=_options(5), widget=forms.RadioSelect)
    fifth = forms.ChoiceField(choices=_options(5), widget=forms.RadioSelect)
    track = forms.ChoiceField(choices=_options(11))
    into = forms.CharField()
    for_colleagues = forms.CharField(widget=forms.Textarea)
    for_author = forms.CharField(widget=forms.Textarea)


class Ask(forms.Form):
    """As many as asking reviewers and writing to colleagues have."""

    reviewers = forms.MultipleChoiceField(choices=_options(2), widget=forms.CheckboxSelectMultiple)
    due_at = forms.SplitDateTimeField()
    text = forms.CharField(widget=forms.Textarea)
    told = forms.MultipleChoiceField(choices=_options(2), widget=forms.CheckboxSelectMultiple)


def _model(table: str) -> Any:
    """Make the model of a table from its columns."""
    with connection.cursor() as cursor:
        columns = [
            one.name for one in connection.introspection.get_table_description(cursor, table)
        ]
    key = "pgh_id" if "pgh_id" in columns else "id"
    key = key if key in columns else columns[0]
    fields: dict[str, Any] = {name: models.TextField(primary_key=name == key) for name in columns}
    meta = type("Meta", (), {"app_label": "bare", "managed": False, "db_table": table})
    return type(table, (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


_known: dict[str, Any] = {}


def _rows(name: str, app: str = "consultation") -> Any:
    """Return the rows of a table of the portal."""
    table = f"{app}_{name}"
    if table not in _known:
        _known[table] = _model(table)
    return _known[table]._default_manager.all()


_facts_page = engines["django"].from_string(_FACTS)
_list_page = engines["django"].from_string(_LIST)
_register_page = engines["django"].from_string(_REGISTER)


def _searched(inputs: Any, request: HttpRequest) -> Any:
    """
    Keep what has the words of ``?q=`` in one language (``?in=``), by an index on its text.

    Without a language, which is what Chinese has in PostgreSQL: what has the letters.
    """
    text, language = request.GET.get("q", ""), request.GET.get("in", "")
    if not text:
        return inputs
    if not language:
        return inputs.filter(models.Q(title__icontains=text) | models.Q(text__icontains=text))
    found = _rows("searchwords").extra(
        where=["vector @@ websearch_to_tsquery(%s::regconfig, %s)"], params=[language, text]
    )
    return inputs.filter(pk__in=found.values("submission_id"))


def listing(request: HttpRequest) -> HttpResponse:
    """Show fifty inputs with what belongs to them, and what can be chosen from."""
    inputs = _searched(_rows("submission").exclude(status="draft"), request)
    rows = list(inputs.defer(*_LONG).order_by("submitted_at")[:_PAGE])
    calls = {one.id: one for one in _rows("call")}
    types = {one.id: one for one in _rows("stakeholdertype")}
    keys = [row.pk for row in rows]
    people = {one.id: one for one in _rows("user", "accounts").filter(is_staff=True)}
    assigned = list(_rows("assignment").filter(submission_id__in=keys, ended_at=None))
    given = list(_rows("review").filter(submission_id__in=keys).exclude(submitted_at=None))
    for row in rows:
        row.call, row.type = calls[row.call_id], types.get(row.stakeholder_type_id)
        row.people = [people[one.reviewer_id] for one in assigned if one.submission_id == row.pk]
        row.reviews = sum(1 for one in given if one.submission_id == row.pk)
    filters = [*_choices(), ("desk", [(one.id, one.name) for one in people.values()])]
    count = inputs[: _PAGE * 20].count()
    context = {"rows": rows, "filters": filters, "count": count}
    return HttpResponse(_list_page.render(context, request))


def register(request: HttpRequest) -> HttpResponse:
    """Show a page of a Forum's inputs, where each ended, and what can be chosen, with counts."""
    forum = _rows("forum").get(slug="2027")
    calls = {one.id: one for one in _rows("call").filter(forum_id=forum.pk)}
    types = {one.id: one for one in _rows("stakeholdertype")}
    codes = {one.id: one.code for one in _rows("actionline")}
    inputs = _rows("submission").exclude(status="draft").filter(call_id__in=list(calls))
    filters = [*_choices(), *_counts(inputs)]
    inputs = _searched(inputs, request)
    shown = inputs.defer(*(name for name in _LONG if name != "summary"))
    rows = list(shown.order_by("-submitted_at")[:_REGISTER_PAGE])
    keys = [row.pk for row in rows]
    decided = {one.submission_id: one for one in _rows("decision").filter(submission_id__in=keys)}
    chosen = list(_rows("submission_action_lines").filter(submission_id__in=keys))
    for row in rows:
        row.call, row.type = calls[row.call_id], types.get(row.stakeholder_type_id)
        row.decision = decided.get(row.pk)
        row.codes = [codes[one.actionline_id] for one in chosen if one.submission_id == row.pk]
    count = inputs[:_COUNTED].count()
    context = {"rows": rows, "filters": filters, "count": count, "forum": forum}
    return HttpResponse(_register_page.render(context, request))


def _counts(inputs: Any) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """Count what each choice of the register would find: one query a filter, as it shows them."""
    chosen = {
        name: _rows(f"submission_{name}").filter(submission_id__in=inputs.values("pk"))
        for name in ("action_lines", "goals")
    }
    decided = _rows("decision").filter(submission_id__in=inputs.values("pk"))
    columns = {
        **dict.fromkeys(("call_id", "stakeholder_type_id", "country_id", "language"), inputs),
        "actionline_id": chosen["action_lines"],
        "goal_id": chosen["goals"],
        "disposition": decided,
    }
    return [
        (name, list(rows.order_by().values_list(name).annotate(count=models.Count("pk"))))
        for name, rows in columns.items()
    ]


def _choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Return what both lists let one choose from."""
    return [
        (name, [(one.id, getattr(one, label)) for one in _rows(name)])
        for name, label in _FILTERS.items()
    ]


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one input with everything that belongs to it, and the forms that act on it."""
    found = _rows("submission").get(pk=pk)
    parts = []
    for name, place in _OF_INPUT.items():
        table, column = place.split(".")
        parts.append((name, _rows(table).filter(**{column: pk})))
    parts += [(name, _rows(name).filter(call_id=found.call_id)) for name in _OF_CALL]
    parts += [(name, _rows(name)) for name in _WHOLE]
    same = _rows("submission").filter(organization_id=found.organization_id).defer(*_LONG)
    staff = _rows("user", "accounts").filter(is_staff=True)
    parts += [("same organization", same[:_SAME_ORGANIZATION]), ("staff", staff)]
    shown = [(name, [_shown(row) for row in rows]) for name, rows in parts]
    context = {"one": found, "parts": shown, "forms": (Decide(), Mark(), Ask())}
    return HttpResponse(_facts_page.render(context, request))


def _shown(row: Any) -> list[tuple[str, Any]]:
    """Return what a line shows: three columns, so that the page has as many bytes as ours."""
    names = [field.name for field in row._meta.fields if field.name not in _LONG][1:4]
    return [(name, getattr(row, name)) for name in names]

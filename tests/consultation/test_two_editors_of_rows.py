"""Two people in one table: rows below a page, lists edited where they stand, actions."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import models
from django.test import Client
from django.urls import reverse

from consultation.admin.reference import ActionLineAdmin
from consultation.models import ActionLine, Phase, PhaseActivity
from tests.consultation.test_admin_forums import fields_of
from tests.factories import ActionLineFactory, PhaseFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/actionline/"


def sent_by(response: Any) -> dict[str, Any]:
    """Return what a browser would send of a page: all fields, and what each was when shown."""
    forms = []
    context = response.context
    if "cl" in context and context["cl"].formset is not None:
        forms = [context["cl"].formset.management_form, *context["cl"].formset.forms]
    data: dict[str, Any] = fields_of(response) if "adminform" in context else {}
    for inline in context.get("inline_admin_formsets", ()):
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            value = bound.field.prepare_value(value)
            if value is None or value is False:
                value = ""
            data[bound.html_name] = value
            if bound.field.show_hidden_initial:
                data[bound.html_initial_name] = value
    return {name: value for name, value in data.items() if value is not False}


# --- Rows below a page ----------------------------------------------------------------------------


@pytest.fixture
def phase(db: None) -> Phase:
    phase = PhaseFactory()
    for order, text in enumerate(("Opening", "Debate"), start=1):
        PhaseActivity.objects.create(phase=phase, order=order, text_en=text)
    return phase


def page(phase: Phase) -> str:
    return reverse("admin:consultation_phase_change", args=(phase.pk,))


def texts(phase: Phase) -> list[str]:
    return list(phase.activities.order_by("order").values_list("text_en", flat=True))


def test_the_second_editor_of_a_row_gets_both_texts(desk: Client, phase: Phase):
    first = sent_by(desk.get(page(phase)))
    second = dict(first)
    first["activities-0-text_en"] = "Opening by the Chair"
    assert desk.post(page(phase), first).status_code == 302
    second["activities-0-text_en"] = "Opening by the host"
    response = desk.post(page(phase), second)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Opening by the Chair" in html
    assert "Opening by the host" in html
    assert "Somebody else has changed this row" in html
    assert texts(phase) == ["Opening by the Chair", "Debate"]
    # Seen is seen: the next save counts.
    again = {**sent_by(response), "seen": response.context["adminform"].form["seen"].value()}
    for form in response.context["inline_admin_formsets"][0].formset.initial_forms:
        for bound in form:
            if bound.field.show_hidden_initial:
                again[bound.html_initial_name] = form.data.get(bound.html_initial_name, "")
    assert desk.post(page(phase), again).status_code == 302
    assert texts(phase) == ["Opening by the host", "Debate"]


def test_two_editors_of_two_rows_do_not_get_in_each_others_way(desk: Client, phase: Phase):
    first = sent_by(desk.get(page(phase)))
    second = dict(first)
    first["activities-0-text_en"] = "Opening by the Chair"
    second["activities-1-text_en"] = "Debate in two rounds"
    assert desk.post(page(phase), first).status_code == 302
    assert desk.post(page(phase), second).status_code == 302
    assert texts(phase) == ["Opening by the Chair", "Debate in two rounds"]


def test_two_editors_of_two_texts_of_one_row_both_keep_theirs(desk: Client, phase: Phase):
    first = sent_by(desk.get(page(phase)))
    second = dict(first)
    first["activities-0-text_fr"] = "Ouverture"
    second["activities-0-text_en"] = "Opening by the host"
    assert desk.post(page(phase), first).status_code == 302
    assert desk.post(page(phase), second).status_code == 302
    row: Any = phase.activities.get(order=1)
    assert (row.text_en, row.text_fr) == ("Opening by the host", "Ouverture")


def test_a_row_that_somebody_removed_is_said_to_be_gone(desk: Client, phase: Phase):
    second = sent_by(desk.get(page(phase)))
    phase.activities.get(order=2).delete()
    second["activities-1-text_en"] = "Debate in two rounds"
    response = desk.post(page(phase), second)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Somebody else has removed this row" in html
    assert "Debate in two rounds" in html


# --- Lists ----------------------------------------------------------------------------------------


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[ActionLine]:
    """Make three Action Lines and a list that is edited where it stands."""
    monkeypatch.setattr(ActionLineAdmin, "list_editable", ("order", "is_selectable"))
    monkeypatch.setattr(
        ActionLineAdmin, "list_display", ("code", "title", "parent", "order", "is_selectable")
    )
    monkeypatch.setattr(
        admin.site._registry[ActionLine], "list_editable", ("order", "is_selectable")
    )
    return [ActionLineFactory(code=f"C{n}", order=n) for n in (1, 2, 3)]


def save(desk: Client, data: dict[str, Any]) -> Any:
    return desk.post(LIST, {**data, "_save": "Save"})


def orders() -> dict[str, int]:
    return dict(ActionLine.objects.values_list("code", "order"))


def test_a_list_saves_what_was_changed(desk: Client, lines: list[ActionLine]):
    data = sent_by(desk.get(LIST))
    data["form-1-order"] = 7
    assert save(desk, data).status_code == 302
    assert orders() == {"C1": 1, "C2": 7, "C3": 3}


def test_the_second_editor_of_a_list_gets_both_texts(desk: Client, lines: list[ActionLine]):
    first = sent_by(desk.get(LIST))
    second = {**first, "form-0-order": 5, "form-2-order": 9}
    assert save(desk, {**first, "form-0-order": 4}).status_code == 302
    response = save(desk, second)
    assert response.status_code == 200
    formset = response.context["cl"].formset
    assert [(one.theirs, one.yours) for one in formset.differences] == [("4", "5")]
    # What was typed into the other rows is still there, and nothing landed.
    assert formset.forms[2]["order"].value() == "9"
    assert orders() == {"C1": 4, "C2": 2, "C3": 3}
    assert "Both texts" in response.content.decode()
    # A list stands in the order in which it was sent, also after the orders changed.
    shown = [row.code for row in response.context["cl"].result_list]
    assert shown == ["C1", "C2", "C3"]


def test_untouched_rows_of_a_list_stay_as_somebody_else_left_them(
    desk: Client, lines: list[ActionLine]
):
    first = sent_by(desk.get(LIST))
    assert save(desk, {**first, "form-0-order": 4}).status_code == 302
    assert save(desk, {**first, "form-2-order": 9}).status_code == 302
    assert orders() == {"C1": 4, "C2": 2, "C3": 9}


def test_a_list_keeps_what_no_column_shows(desk: Client, lines: list[ActionLine]):
    data = sent_by(desk.get(LIST))
    ActionLine.objects.filter(code="C1").update(title_en="A better title")
    assert save(desk, {**data, "form-0-order": 4}).status_code == 302
    first: Any = ActionLine.objects.get(code="C1")
    assert first.title_en == "A better title"


def test_a_row_that_is_gone_does_not_stop_a_list(desk: Client, lines: list[ActionLine]):
    data = {**sent_by(desk.get(LIST)), "form-1-order": 8, "form-2-order": 9}
    lines[1].delete()
    response = desk.post(LIST, {**data, "_save": "Save"}, follow=True)
    assert "Somebody else has removed a row" in response.content.decode()
    assert orders() == {"C1": 1, "C3": 9}


# --- All of them ----------------------------------------------------------------------------------


def registered() -> list[ModelAdmin[models.Model]]:
    return list(admin.site._registry.values())


def test_every_table_below_a_page_knows_what_was_seen(rf: Any, secretary: User):
    known = {"OptionFormSet"}  # has a rule of its own, by the question's version
    for model_admin in registered():
        for inline in model_admin.inlines:
            formset, form = inline.formset, inline.form
            if formset.__name__ in known:
                continue
            names = [one.__name__ for one in (*formset.__mro__, *form.__mro__)]
            is_read_only = not inline(model_admin.model, admin.site).has_change_permission(
                _request(rf, secretary)
            )
            assert is_read_only or {"SeenInlineSet", "SeenForm"} <= set(names), inline


def test_every_list_that_is_edited_knows_what_was_seen():
    for model_admin in registered():
        if model_admin.list_editable:
            assert "SeenListAdmin" in [one.__name__ for one in type(model_admin).__mro__]


def test_no_list_deletes_or_changes_rows_unasked(rf: Any, secretary: User):
    """Django's "delete selected" has no page that says what changed since the list was read."""
    for model_admin in registered():
        assert "delete_selected" not in model_admin.get_actions(_request(rf, secretary))


def _request(rf: Any, user: User) -> Any:
    request = rf.get("/admin/")
    request.user = user
    return request

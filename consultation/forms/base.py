"""What the forms of an author share."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django.http import QueryDict


def helper_for(*layout: Any) -> FormHelper:
    """Lay fields out for crispy-forms; the page around them owns the form tag and its token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.field_template = "consultation/forms/field.html"
    helper.layout = Layout(*layout)
    return helper


def as_query(data: Mapping[str, list[str]]) -> QueryDict:
    """Make form data of lists of values."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query

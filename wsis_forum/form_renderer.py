"""How forms and their fields become HTML."""

from functools import cached_property
from typing import Any

from django.forms.renderers import Jinja2, TemplatesSetting

# Django has each of these in both languages of templates.
_DJANGOS_OWN = "django/forms/widgets/"


class QuickWidgets(TemplatesSetting):
    """
    The project's templates, with Django's own widgets in Jinja2, in which Django ships them, too.

    A page of the desk has some fifty fields and a hundred options: compiled, they take a third of
    the time. Widgets of the project, and of the admin, stay in Django's language.
    """

    @cached_property
    def _compiled(self) -> Jinja2:
        return Jinja2()

    def get_template(self, template_name: str) -> Any:
        """Return a template by its name."""
        if template_name.startswith(_DJANGOS_OWN):
            return self._compiled.get_template(template_name)
        return super().get_template(template_name)

"""Forms of the author's pages, one for each section of an input."""

from collections.abc import Mapping

from consultation.forms.base import SectionForm
from consultation.forms.input import InputForm
from consultation.forms.organization import OrganizationForm
from consultation.forms.speakers import SpeakersForm
from consultation.forms.tags import TagsForm
from consultation.forms.workshop import WorkshopForm

FORMS: Mapping[str, type[SectionForm]] = {
    form.section: form
    for form in (InputForm, OrganizationForm, WorkshopForm, SpeakersForm, TagsForm)
}

__all__ = ["FORMS", "SectionForm"]

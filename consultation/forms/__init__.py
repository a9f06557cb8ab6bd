"""The form of a section: any questions that the secretariat asks."""

from consultation.forms.section import SectionForm

__all__ = ["SectionForm"]

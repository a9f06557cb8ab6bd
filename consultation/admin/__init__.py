"""The secretariat's workbench in Django's admin."""

from consultation.admin import call, forum, phase, reference, submission

__all__ = ["call", "forum", "phase", "reference", "submission"]

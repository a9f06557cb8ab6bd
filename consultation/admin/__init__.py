"""The secretariat's workbench in Django's admin."""

from consultation.admin import call, forum, phase, questions, reference, submission

__all__ = ["call", "forum", "phase", "questions", "reference", "submission"]

"""Verbs of the programme: every change of state."""

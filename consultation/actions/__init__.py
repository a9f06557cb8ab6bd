"""Verbs of the consultation: every change of state is one function here."""

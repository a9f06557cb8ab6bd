"""Formats of dates that differ from Django's; one package per language."""

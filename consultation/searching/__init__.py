"""The language in which the staff search: what was typed, taken apart; knows no Django."""

from consultation.searching.parsing import Condition, Fault, FaultKind, Parsed, Term, parse

__all__ = ["Condition", "Fault", "FaultKind", "Parsed", "Term", "parse"]

"""What a call asks: questions as plain values, and the rules about answers. No database here."""

from consultation.questionnaire.asked import Asked, Choice, Part, Questionnaire

__all__ = ["Asked", "Choice", "Part", "Questionnaire"]

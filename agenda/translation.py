"""Columns of the programme that exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from agenda import models


@register(models.Track)
@register(models.SessionType)
@register(models.AgendaItem)
@register(models.BlockedTime)
class TitleOptions(TranslationOptions):
    """Rows with a title."""

    fields = ("title",)


@register(models.Session)
class SessionOptions(TranslationOptions):
    """What a session says of itself."""

    fields = ("title", "description", "organizers", "outcome")


@register(models.Speaker)
class SpeakerOptions(TranslationOptions):
    """A speaker's name and what is said of the person."""

    fields = ("honorific", "name", "function", "organization", "biography")

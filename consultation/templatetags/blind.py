"""Tags that write what a blind reader may read of people and texts."""

from typing import Any

from django import template

from consultation.blind_reading import Blind

register = template.Library()


@register.simple_tag
def by_whom(user: Any, blind: Blind) -> str:
    """Name who did something; whoever reads blind learns nothing of an input's authors."""
    return blind.actor(user)


@register.simple_tag
def in_words(text: Any, blind: Blind | str) -> str:
    """
    Write a text, without the names that the portal knows for whoever reads it blind.

    A page that everybody reads alike passes no ``blind``.
    """
    return blind.text(text) if isinstance(blind, Blind) else str(text)

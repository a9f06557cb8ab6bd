"""Reference rows: Action Lines, Goals, their matrix, stakeholder types, regions, countries."""

from typing import Self

from babel import Locale, UnknownLocaleError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultation.models.mixins import Sourced
from consultation.models.validators import hex_color

_BABEL = {"zh-hans": "zh_Hans"}


class ActionLineQuerySet(models.QuerySet["ActionLine"]):
    """Questions to the Action Lines."""

    def selectable(self) -> Self:
        """Keep the eighteen lines that an input can be tagged with (C7 is only a heading)."""
        return self.filter(is_selectable=True)


class ActionLine(Sourced):
    """One of C1 to C11; C7 is a heading with eight sub-lines."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("heading"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    is_selectable = models.BooleanField(_("can be chosen"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=250)
    goals = models.ManyToManyField(
        "consultation.Goal",
        verbose_name=_("Goals it serves"),
        through="consultation.MatrixLink",
        related_name="action_lines",
    )

    objects = ActionLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("Action Line")
        verbose_name_plural = _("Action Lines")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def slug(self) -> str:
        """The code in lower case, for addresses and styles."""
        return self.code.lower()


class Goal(Sourced):
    """One of the seventeen Sustainable Development Goals."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    color = models.CharField(_("colour"), max_length=7, validators=[hex_color])
    title = models.CharField(_("short title"), max_length=120)
    long_title = models.CharField(_("title"), max_length=400)

    class Meta:
        verbose_name = _("Goal")
        verbose_name_plural = _("Goals")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class MatrixLink(models.Model):
    """The published WSIS-SDG matrix: this line serves that Goal, through these targets."""

    action_line = models.ForeignKey(ActionLine, on_delete=models.CASCADE, related_name="links")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="links")
    whole_goal = models.BooleanField(_("the Goal as a whole"), default=False)
    targets = models.JSONField(_("targets"), default=list, blank=True)

    class Meta:
        verbose_name = _("matrix link")
        verbose_name_plural = _("matrix links")
        ordering = ("action_line", "goal")
        constraints = (
            models.UniqueConstraint(
                fields=("action_line", "goal"), name="matrix_links_a_line_and_a_goal_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action_line.code} → {self.goal.number}"


class StakeholderTypeQuerySet(models.QuerySet["StakeholderType"]):
    """Questions to the stakeholder types."""

    def official(self) -> Self:
        """Keep the five types of the invitation letters."""
        return self.filter(parent__isnull=True)

    def choosable(self) -> Self:
        """Keep what a person chooses from: all but the types whose parts leave nobody out."""
        return self.filter(is_selectable=True)


class StakeholderType(Sourced):
    """
    A kind of stakeholder.

    Five are official; academia and the technical community are parts of the fourth, so
    that they can be told apart while the five still add up. A type that its parts cover
    wholly cannot be chosen itself; international organizations can, as the United
    Nations are only one part of them.
    """

    code = models.CharField(_("code"), max_length=12, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("official type"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    is_selectable = models.BooleanField(_("can be chosen"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=120)

    objects = StakeholderTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stakeholder type")
        verbose_name_plural = _("stakeholder types")
        ordering = ("order", "code")

    def __str__(self) -> str:
        return self.title


class Region(Sourced):
    """A region of the statistics: ITU's administrative ones (A to E) or those of ITU-D."""

    class Scheme(models.TextChoices):
        """Which of ITU's two divisions of the world."""

        ADMINISTRATIVE = "itu", _("ITU administrative regions")
        DEVELOPMENT = "itu-d", _("ITU-D regions")

    scheme = models.CharField(_("division"), max_length=6, choices=Scheme.choices)
    code = models.CharField(_("code"), max_length=8)
    title = models.CharField(_("title"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("scheme", "order")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "code"), name="region_code_once_per_scheme"),
        )

    def __str__(self) -> str:
        return self.title


class Country(models.Model):
    """
    A country or territory; its name comes from CLDR in the reader's language.

    ``GLB`` is the row "Global / not tied to a country": a place where a country is asked
    must not force a wrong one.
    """

    GLOBAL = "GLB"

    alpha3 = models.CharField(_("code"), max_length=3, primary_key=True)
    alpha2 = models.CharField(
        _("two-letter code"), max_length=2, unique=True, null=True, blank=True
    )
    name_in_file = models.CharField(_("name in the source"), max_length=120)
    region = models.ForeignKey(
        Region,
        verbose_name=_("ITU administrative region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="countries",
    )
    development_region = models.ForeignKey(
        Region,
        verbose_name=_("ITU-D region"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="development_countries",
    )
    region_is_unverified = models.BooleanField(_("regions are unverified"), default=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name_in_file",)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        if self.alpha2 is None:
            return str(_("Global / not tied to a country"))
        language = get_language() or "en"
        try:
            locale = Locale.parse(_BABEL.get(language, language))
        except (UnknownLocaleError, ValueError):
            locale = Locale.parse("en")
        return str(locale.territories.get(self.alpha2, self.name_in_file))

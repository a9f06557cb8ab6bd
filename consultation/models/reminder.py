"""The secretariat's rules of reminding, and what it has stopped."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models.forum import Forum
from consultation.models.mixins import Versioned
from consultation.reminding.moments import Offset, Unit
from consultation.reminding.words import offset_words
from wsis_forum import clock

LONGEST = 365


class OffsetUnit(models.TextChoices):
    """What an offset counts; the values are those of ``reminding.moments.Unit``."""

    DAYS = "d", _("days")
    HOURS = "h", _("hours")


class Side(models.TextChoices):
    """On which side of its occasion a reminder is sent."""

    BEFORE = "before", pgettext_lazy("side of a moment", "before")
    AFTER = "after", pgettext_lazy("side of a moment", "after")


class ReminderRule(Versioned):
    """
    About what, how long before or after, and to whom a reminder is sent.

    ``subject`` and ``audience`` are names that the code gives (``reminding.subjects``). A rule
    holds an offset, not a date, so it moves with the date. It counts from ``since`` on: what was
    due before is not made up for. Without ``forum`` it is for all Forums.
    """

    subject = models.CharField(_("about"), max_length=30)
    audience = models.CharField(_("to whom"), max_length=20)
    amount = models.PositiveSmallIntegerField(
        _("how many"), validators=[MaxValueValidator(LONGEST)]
    )
    unit = models.CharField(
        _("days or hours"), max_length=1, choices=OffsetUnit.choices, default=OffsetUnit.DAYS
    )
    side = models.CharField(
        _("before or after"), max_length=6, choices=Side.choices, default=Side.BEFORE
    )
    local_hour = models.PositiveSmallIntegerField(
        _("at the reader’s hour"),
        null=True,
        blank=True,
        help_text=_("Without one, so many times 24 hours before or after."),
    )
    forum = models.ForeignKey(
        Forum,
        verbose_name=_("for this Forum only"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_rules",
    )
    is_active = models.BooleanField(_("in force"), default=True)
    since = models.DateTimeField(_("counts since"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("rule of reminding")
        verbose_name_plural = _("rules of reminding")
        ordering = ("subject", "audience", "-side", "unit", "-amount", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "audience", "amount", "unit", "side", "forum"),
                nulls_distinct=False,
                name="reminder_rule_once_per_moment",
            ),
            models.CheckConstraint(
                name="only_days_have_an_hour_of_the_reader",
                condition=Q(local_hour__isnull=True) | Q(unit="d", local_hour__lte=23),
            ),
            models.CheckConstraint(
                name="reminder_rule_lies_within_a_year", condition=Q(amount__lte=LONGEST)
            ),
        )

    def __str__(self) -> str:
        return offset_words(self)

    @property
    def offset(self) -> Offset:
        """The offset, negative before the occasion."""
        amount = -self.amount if self.side == Side.BEFORE else self.amount
        return Offset(amount, Unit(self.unit), self.local_hour)


class ReminderStop(models.Model):
    """
    Reminders that the secretariat has stopped: of one rule, on one day, to one person.

    What is named must all hold; what is not named is everything. A stop is taken back by deleting
    it, and then what is still due is sent.
    """

    rule = models.ForeignKey(
        ReminderRule,
        verbose_name=_("rule of reminding"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="stops",
    )
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("In Geneva’s time zone."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_stops",
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("stop of reminders")
        verbose_name_plural = _("stops of reminders")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="reminder_stop_says_which",
                condition=Q(rule__isnull=False)
                | Q(day__isnull=False)
                | Q(user__isnull=False)
                | Q(address__gt=""),
            ),
        )

    def __str__(self) -> str:
        words = (str(part) for part in (self.rule, self.day, self.user, self.address) if part)
        return " · ".join(words)

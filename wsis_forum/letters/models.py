"""The outbox's rows: letters, and the heartbeats of those who send them."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wsis_forum import clock

MASK = "•••"


class LetterState(models.TextChoices):
    """Where a letter is on its way."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held back")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DEFERRED = "deferred", _("to be tried again")
    BOUNCED = "bounced", _("refused by the address")
    CANCELLED = "cancelled", _("cancelled")


class CancelReason(models.TextChoices):
    """Why a letter was not sent."""

    CAUSE = "cause", _("its cause is gone")
    REFUSED = "refused", _("its reader does not want such letters")
    OLD = "old", _("it had waited too long")
    STAFF = "staff", _("the secretariat cancelled it")


# What was cancelled for these reasons and never sent may be written anew once the reason is gone.
PASSING = (CancelReason.CAUSE, CancelReason.REFUSED)


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions to the outbox."""

    def waiting(self) -> Self:
        """Keep the letters that still have to leave."""
        return self.filter(
            state__in=(LetterState.PLANNED, LetterState.DEFERRED, LetterState.SENDING)
        )

    def unsent(self) -> Self:
        """Keep the letters that still have to leave, or do as soon as somebody releases them."""
        return self.filter(
            state__in=(
                *(LetterState.PLANNED, LetterState.HELD),
                *(LetterState.DEFERRED, LetterState.SENDING),
            )
        )

    def at_hand(self) -> Self:
        """Keep the letters that staff can still change: not sent, and in no worker's hands."""
        return self.filter(state__in=(LetterState.PLANNED, LetterState.HELD, LetterState.DEFERRED))

    def cancelled_for_now(self) -> Self:
        """Keep those that were never sent because of something that may pass."""
        return self.filter(state=LetterState.CANCELLED, cancel_reason__in=PASSING)

    def dead(self) -> Self:
        """Keep what no worker tries any more, though nobody cancelled it."""
        return self.filter(state=LetterState.BOUNCED)

    def due(self, at: datetime) -> Self:
        """Keep what has to leave at ``at`` and is in no living worker's hands."""
        free = models.Q(leased_until__isnull=True) | models.Q(leased_until__lte=at)
        return self.waiting().filter(free, due_at__lte=at)


class Letter(models.Model):
    """
    One letter to one address, rendered in the reader's language when it was queued.

    ``key`` says why the letter exists (``submission:12:receipt:v1``); its being unique is what
    keeps anybody from getting the same letter twice. ``secrets`` are the strings of the text
    (codes, personal links) that staff must not read. ``attachments`` are files sent along, each
    with ``name``, ``media_type`` and ``content`` in base64: made for this letter, small, and gone
    with its text (``letters.attached``).
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    message_id = models.CharField(_("Message-ID"), max_length=250, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML text"))
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    attachments = models.JSONField(_("attached files"), default=list, blank=True)
    secrets = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.PLANNED
    )
    cancel_reason = models.CharField(
        _("why it was cancelled"), max_length=8, choices=CancelReason.choices, blank=True
    )
    # Somebody has looked at it: it does not wait for a look once more.
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    queued_at = models.DateTimeField(_("queued at"), default=clock.now)
    due_at = models.DateTimeField(_("due at"), default=clock.now)
    leased_until = models.DateTimeField(_("held by a worker until"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # How often a lease ended without a result: each time a worker died, or hung, with it in hand.
    lost = models.PositiveSmallIntegerField(_("lost by workers"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    server_said = models.TextField(_("what the server said"), blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-queued_at", "-pk")
        indexes = (
            models.Index(
                fields=("due_at",),
                name="letters_due",
                condition=models.Q(state__in=("planned", "deferred", "sending")),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="letter_sent_has_its_moment",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="letter_held_only_while_sending",
                condition=models.Q(state="sending", leased_until__isnull=False)
                | (~models.Q(state="sending") & models.Q(leased_until__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.masked(self.subject)} → {self.address}"

    def masked(self, text: str) -> str:
        """Return a text of this letter without what opens an account or acts in somebody's name."""
        # The longest first: one may hold another.
        for secret in sorted(self.secrets, key=len, reverse=True):
            if secret:
                text = text.replace(secret, MASK)
        return text


class KindSetting(models.Model):
    """What the secretariat has set for a kind of letters."""

    kind = models.CharField(_("kind"), max_length=40, unique=True)
    waits_for_look = models.BooleanField(
        _("waits for a look"),
        default=False,
        help_text=_("Every letter of this kind is held back until somebody releases it."),
    )

    class Meta:
        verbose_name = _("setting of a kind of letters")
        verbose_name_plural = _("settings of kinds of letters")
        ordering = ("kind",)

    def __str__(self) -> str:
        return self.kind


class Refusal(models.Model):
    """
    A kind of letter that somebody does not want any more.

    Who has no account is known by a digest of her address (``links.digest``), which says nothing
    to whoever reads the table.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="letter_refusals",
    )
    digest = models.CharField(_("digest of the address"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    refused_at = models.DateTimeField(_("refused at"))

    class Meta:
        verbose_name = _("refusal of letters")
        verbose_name_plural = _("refusals of letters")
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="kind_refused_once_per_person"),
            models.UniqueConstraint(
                fields=("digest", "kind"),
                condition=models.Q(digest__gt=""),
                name="kind_refused_once_per_address",
            ),
            models.CheckConstraint(
                name="refusal_is_of_a_person_or_an_address",
                condition=models.Q(user__isnull=False, digest="")
                | models.Q(user__isnull=True, digest__gt=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user or self.digest[:8]}: {self.kind}"


class ServerState(models.Model):
    """What all workers know of the mail server: whether it is down, when the next letter leaves."""

    name = models.CharField(_("name"), max_length=20, primary_key=True)
    down_until = models.DateTimeField(_("not tried before"), null=True, blank=True)
    next_at = models.DateTimeField(_("the next letter may leave at"), null=True, blank=True)

    class Meta:
        verbose_name = _("state of the mail server")
        verbose_name_plural = _("states of the mail server")

    def __str__(self) -> str:
        return self.name


class DomainRest(models.Model):
    """A domain whose server asked for a slower pace: its letters wait, all others leave."""

    domain = models.CharField(_("domain"), max_length=254, primary_key=True)
    until = models.DateTimeField(_("left alone until"))
    times = models.PositiveSmallIntegerField(_("times in a row"), default=1)
    said = models.TextField(_("what the server said"), blank=True)

    class Meta:
        verbose_name = _("domain that is left alone")
        verbose_name_plural = _("domains that are left alone")
        ordering = ("domain",)

    def __str__(self) -> str:
        return self.domain


class Heartbeat(models.Model):
    """The last moment at which a part of the machinery was seen working."""

    name = models.CharField(_("name"), max_length=20, primary_key=True)
    beaten_at = models.DateTimeField(_("beaten at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name

"""Imports of earlier years: one run per file, one row per line of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models.call import Call
from consultation.models.decision import Decision
from consultation.models.submission import Submission


class ImportState(models.TextChoices):
    """How far an import is; a worker goes on with what is being checked or taken over."""

    MAPPING = "mapping", pgettext_lazy("state of an import", "columns to be assigned")
    CHECKING = "checking", pgettext_lazy("state of an import", "being checked")
    CHECKED = "checked", pgettext_lazy("state of an import", "checked, nothing taken over yet")
    LANDING = "landing", pgettext_lazy("state of an import", "being taken over")
    LANDED = "landed", pgettext_lazy("state of an import", "taken over")


class Fate(models.TextChoices):
    """What becomes of a row of the file."""

    UNKNOWN = "", pgettext_lazy("fate of a row", "not checked yet")
    NEW = "new", pgettext_lazy("fate of a row", "new")
    CHANGED = "changed", pgettext_lazy("fate of a row", "changes")
    SAME = "same", pgettext_lazy("fate of a row", "the same")
    REFUSED = "refused", pgettext_lazy("fate of a row", "refused")


class ImportRun(models.Model):
    """
    One file of an earlier year.

    ``header`` are the file's own words above its columns; ``mapping`` says what each column is
    (``importing.mapping.Mapping``). ``note`` names the encoding that was guessed, if it was.
    """

    call = models.ForeignKey(
        Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="imports"
    )
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    note = models.CharField(_("note"), max_length=40, blank=True)
    header: "models.JSONField[Any, Any]" = models.JSONField(_("header"), default=list)
    mapping: "models.JSONField[Any, Any]" = models.JSONField(
        _("what the columns are"), default=dict, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.MAPPING
    )
    # Of those in the file that look like ours: the Forum's counter goes on behind it.
    highest_number = models.PositiveIntegerField(_("highest number"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))
    landed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of an earlier year")
        verbose_name_plural = _("imports of earlier years")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="import_state_is_known",
                condition=Q(state__in=[one.value for one in ImportState]),
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """
    One line of the file and what became of it.

    ``problems`` is a list of ``{"field", "code", "value"}`` (``importing.problems`` has the words),
    ``changes`` the names of fields. ``cells`` are emptied once the row is an input: its text stands
    there. ``decision`` is the one that this row made, so that only an import replaces it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line of the file"))
    cells: "models.JSONField[Any, Any]" = models.JSONField(_("cells"), default=list)
    fate = models.CharField(_("fate"), max_length=8, choices=Fate.choices, blank=True)
    problems: "models.JSONField[Any, Any]" = models.JSONField(
        _("problems"), default=list, blank=True
    )
    changes: "models.JSONField[Any, Any]" = models.JSONField(_("changes"), default=list, blank=True)
    # Rows that are merged into others of the file come after those.
    turn = models.PositiveSmallIntegerField(_("turn"), default=0)
    landed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("run", "line")
        indexes = (models.Index(fields=("run", "fate", "line"), name="rows_of_an_import_by_fate"),)
        constraints = (
            models.UniqueConstraint(fields=("run", "line"), name="import_line_once_per_file"),
        )

    def __str__(self) -> str:
        return str(self.line)

"""
The history of rows: who changed what, when, also by bulk updates and by hand in the database.

Triggers of django-pghistory copy a row into its table of changes: an added row as it is, a changed
or deleted one as it was before. What it became is the next copy, or the row itself
(``queries.changes_of_rows`` reads both). So nothing has to be copied when a row's history begins.

``acting`` says who changes something; ``wsis_forum.middleware`` does so for every request.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from modeltranslation.translator import NotRegistered, translator
from pghistory import trigger
from pghistory.core import create_event_model

# Row's model -> the tables of its changes.
KEPT: dict[type[models.Model], list[type[models.Model]]] = {}

# What changes with every save and says nothing.
_NOISE = frozenset({"id", "version", "saved_at", "last_number", "closes_revision"})
# By these the changes of rows below an input are found.
_INDEXED = frozenset({"submission", "source", "target", "review"})


class _CopyBelowInput(trigger.Event):
    """Copies a row only if the input that it belongs to was handed in."""

    def get_func(self, model: Any) -> pgtrigger.Func:
        """Ask for the input's status around what copies the row."""
        copied: Any = super().get_func(model)  # type: ignore[no-untyped-call]
        copy = str(copied.func).removesuffix(" RETURN NULL;")
        return pgtrigger.Func(  # type: ignore[no-untyped-call]
            "IF EXISTS (SELECT FROM consultation_submission"
            f" WHERE id = {self.row}.submission_id AND status <> 'draft')"
            f" THEN {copy} END IF; RETURN NULL;"
        )


class _Below:
    """Makes the trigger of a tracker one that looks at the input."""

    def add_event_trigger(self: Any, event_model: Any) -> None:
        """Register it."""
        made = _CopyBelowInput(  # type: ignore[no-untyped-call]
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(made)(event_model.pgh_tracked_model)


class _BelowAdded(_Below, pghistory.InsertEvent):
    """An added row below an input."""


class _BelowUpdated(_Below, pghistory.UpdateEvent):
    """A changed row below an input."""


class _BelowDeleted(_Below, pghistory.DeleteEvent):
    """A deleted row below an input."""


def acting(user_id: int | None) -> pghistory.context:
    """Return a context manager: whatever is changed within, this person has changed."""
    return pghistory.context(user=user_id)


def keep(
    model: type[models.Model],
    *,
    fields: Iterable[str] = (),
    only_if: "pgtrigger.Q | None" = None,
    added: "pgtrigger.Q | bool" = True,
    deleted: "pgtrigger.Q | bool" = True,
    is_below_input: bool = False,
    name: str = "",
) -> None:
    """
    Keep the changes of a model's rows from the next migration on.

    ``only_if`` says which updates count, ``added`` and ``deleted`` which additions and deletions,
    if any; without ``fields`` all columns do that say something. ``is_below_input``: of a row
    that belongs to an input, nothing is kept while this is a draft. ``name`` is for a second table
    of changes of one model.
    """
    kept = list(fields) or _telling(model)
    changed = reduce(
        or_, (pgtrigger.Q(**{f"old__{n}__df": pgtrigger.F(f"new__{n}")}) for n in kept)
    )
    label = name or "row"
    trackers: list[Any] = [
        (_BelowUpdated if is_below_input else pghistory.UpdateEvent)(
            f"{label}-changed",
            row=pghistory.Old,
            condition=changed & only_if if only_if is not None else changed,
            trigger_name=f"{label}_changed",
        )
    ]
    if added:
        trackers.append(
            (_BelowAdded if is_below_input else pghistory.InsertEvent)(
                f"{label}-added", condition=_condition(added), trigger_name=f"{label}_added"
            )
        )
    if deleted:
        trackers.append(
            (_BelowDeleted if is_below_input else pghistory.DeleteEvent)(
                f"{label}-deleted", condition=_condition(deleted), trigger_name=f"{label}_deleted"
            )
        )
    table = create_event_model(
        model,
        *trackers,
        fields=kept,
        abstract=False,
        model_name=f"{model.__name__}{name.capitalize()}Change",
        obj_field=pghistory.ObjForeignKey(related_name="+"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # None is documented
        meta={"default_permissions": (), "ordering": ("pgh_id",)},
        attrs={each.name: _link(each) for each in _links(model, kept)},
    )
    KEPT.setdefault(model, []).append(table)


def _condition(counts: "pgtrigger.Q | bool") -> "pgtrigger.Q | None":
    return counts if isinstance(counts, pgtrigger.Q) else None


def _telling(model: type[models.Model]) -> list[str]:
    """Return the columns that say something; a translated one only once per language."""
    try:
        translated = set(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        translated = set()
    return [
        field.name
        for field in (model._meta.concrete_model or model)._meta.local_concrete_fields
        if field.name not in translated | _NOISE
    ]


def _links(model: type[models.Model], kept: Iterable[str]) -> list[Any]:
    columns = [model._meta.get_field(name) for name in kept]
    return [column for column in columns if isinstance(column, models.ForeignKey)]


def _link(column: Any) -> Any:
    """Make a link that outlives what it points to, and that may be emptied."""
    return models.ForeignKey(
        column.related_model,
        verbose_name=column.verbose_name,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=column.name in _INDEXED,
        null=True,
        related_name="+",
    )


def register() -> None:
    """Begin with our own models; called once the translated columns are there."""
    from consultation import models as ours  # noqa: PLC0415 - models are ready only now

    handed_in = ~pgtrigger.Q(old__status="draft")
    columns = (
        "call",
        "status",
        "number",
        "language",
        "title",
        "organization",
        "organization_name",
        "on_behalf_of",
        "stakeholder_type",
        "country",
        "publication",
        "withdrawn_reason",
        "decision",
        "handler",
        "author",
        "submitted_at",
    )
    keep(ours.Submission, fields=columns, only_if=handed_in, deleted=handed_in, added=False)
    # Apart, so that a step of the work does not copy the whole text.
    texts = ("summary", "text", "answers")
    keep(
        ours.Submission,
        fields=texts,
        only_if=handed_in,
        deleted=handed_in,
        added=False,
        name="text",
    )
    # Who added these, and when, they say themselves or their input's events do.
    for below in (ours.SubmissionVersion, ours.WorkshopDetails):
        keep(below, added=False, is_below_input=True)
    for said in (ours.Clarification, ours.TeamNote):
        keep(said, added=False)
    for tag in (ours.ChosenActionLine, ours.ChosenGoal, ours.ProposedSpeaker):
        keep(tag, is_below_input=True)
    named = ("submission", "question_key", "name", "removed_at", "uploaded_by")
    keep(ours.Attachment, fields=named, is_below_input=True)
    # Drafts of reviews are their writers' own.
    given = pgtrigger.Q(new__submitted_at__isnull=False)
    keep(
        ours.Review,
        only_if=given | pgtrigger.Q(old__submitted_at__isnull=False),
        added=given,
    )
    keep(ours.Score, added=False)
    for model in (
        ours.Decision,
        ours.Relation,
        ours.Assignment,
        ours.Screening,
        ours.Conflict,
        ours.CallRole,
        ours.PublicReason,
        ours.Criterion,
        ours.ScreeningCriterion,
        ours.Forum,
        ours.Phase,
        ours.Call,
        ours.ActionLine,
        ours.Goal,
        ours.MatrixLink,
        ours.StakeholderType,
        ours.Region,
        ours.Country,
        ours.Organization,
        ours.ForumPartner,
        ours.PhaseActivity,
        ours.DateChange,
        ours.CallSection,
        ours.Question,
        ours.Option,
        ours.ReviewerCapacity,
        ours.AssignmentRule,
        ours.ReminderRule,
        ours.ReminderStop,
    ):
        keep(model)

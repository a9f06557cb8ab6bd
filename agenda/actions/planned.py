"""Verbs about releases to come: plan one, change it, cancel it, issue it when its time has come."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import letters_of_releases
from agenda.actions.releases import release
from agenda.exceptions import (
    AgendaError,
    InputsEndNowhere,
    NothingToRelease,
    PlanInThePast,
    PlanIsOver,
    PlannerMayNot,
)
from agenda.models import PlannedRelease, Release
from agenda.queries.open_points import open_inputs
from wsis_forum.accounts.models import User
from wsis_forum.languages import language


@transaction.atomic
def plan_release(*, plan: PlannedRelease, by: User, at: datetime) -> PlannedRelease:
    """
    Plan the release that the unsaved ``plan`` describes.

    :raises PlanInThePast: its moment is not after ``at``
    """
    return _save(plan, by, at)


@transaction.atomic
def change_plan(*, plan: PlannedRelease, by: User, at: datetime) -> PlannedRelease:
    """
    Plan a release otherwise, as the changed ``plan`` says; ``by`` becomes who planned it.

    :raises PlanIsOver: it was issued, refused or cancelled
    :raises PlanInThePast: its moment is not after ``at``
    """
    _waiting(plan.pk)
    return _save(plan, by, at)


@transaction.atomic
def cancel_plan(*, plan_id: int, by: User, at: datetime) -> PlannedRelease:
    """
    Cancel a release before it is issued; cancelling it twice is cancelling it once.

    :raises PlanIsOver: it was issued or refused
    """
    plan = PlannedRelease.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if plan.cancelled_at is None:
        plan = _waiting(plan_id)
        plan.cancelled_at = at
        plan.save(update_fields=("cancelled_at",))
    return plan


@transaction.atomic
def issue_planned(*, plan_id: int, at: datetime) -> PlannedRelease | None:
    """
    Issue a planned release that is due at ``at``, or note what stands in the way.

    Who planned it is told of a refusal by letter. ``None`` where nothing is to be done: it is not
    due, it is over, or another worker is at it.
    """
    plan = (
        PlannedRelease.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("forum", "planned_by")
        .filter(pk=plan_id, due_at__lte=at)
        .first()
    )
    if plan is None or not plan.is_waiting:
        return None
    try:
        plan.release = _issued(plan, at)
    except (NothingToRelease, InputsEndNowhere, PlannerMayNot) as error:
        with translation.override(language(plan.planned_by.language).code):
            plan.refused_at, plan.refusal = at, why(error)
        letters_of_releases.queue_refused(plan=plan, at=at)
    plan.save(update_fields=("release", "refused_at", "refusal"))
    return plan


def _issued(plan: PlannedRelease, at: datetime) -> Release:
    by = plan.planned_by
    if not (by.is_active and by.has_perm("agenda.add_release")):
        raise PlannerMayNot
    return release(
        forum_id=plan.forum_id,
        public=plan.is_public,
        name=plan.name,
        remark=plan.remark,
        by=by,
        at=at,
        takes_on=plan.takes_on,
        covers=plan.taken_on_inputs,
    )


def why(error: AgendaError) -> str:
    """
    Say in the active language why a release is refused.

    Inputs are counted, not named: some may be too near to whoever reads this.
    """
    if isinstance(error, InputsEndNowhere):
        count = len(error.numbers)
        words = ngettext(
            "%(count)s accepted input has no session.",
            "%(count)s accepted inputs have no session.",
            count,
        )
        return words % {"count": count}
    if isinstance(error, PlannerMayNot):
        return _("Who planned it may not issue releases any more.")
    return _("This Forum has no session yet, so there is nothing to release.")


def _waiting(plan_id: int) -> PlannedRelease:
    plan = PlannedRelease.objects.select_for_update(of=("self",)).get(pk=plan_id)
    if not plan.is_waiting:
        raise PlanIsOver(plan_id)
    return plan


def _save(plan: PlannedRelease, by: User, at: datetime) -> PlannedRelease:
    if plan.due_at <= at:
        raise PlanInThePast
    plan.planned_by, plan.planned_at = by, at
    # What is accepted later is not taken on by anybody.
    plan.taken_on_inputs = open_inputs(plan.forum_id) if plan.takes_on.strip() else []
    plan.save()
    return plan

"""The criteria that a call begins with: ``data/criteria/common.json``, checked when it is read."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from consultation.questionnaire.standard import Texts

FILE = Path(__file__).resolve().parent.parent / "data" / "criteria" / "common.json"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class StandardMinimum(_Part):
    """What every input has to meet."""

    title: Texts


class StandardCriterion(_Part):
    """What reviewers score; ``weight``: how much it counts."""

    title: Texts
    help: Texts
    weight: Annotated[int, Field(ge=1, le=100)]


class StandardCriteria(_Part):
    """Both lists, in their order."""

    minimum: Annotated[tuple[StandardMinimum, ...], Field(min_length=1)]
    criteria: Annotated[tuple[StandardCriterion, ...], Field(min_length=1)]


@cache
def standard_criteria() -> StandardCriteria:
    """
    Return what calls begin with.

    :raises pydantic.ValidationError: the file cannot be used
    """
    return StandardCriteria.model_validate_json(FILE.read_bytes())

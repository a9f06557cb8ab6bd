"""Factories: each builds the least valid object of its model."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from agenda import models as agenda
from consultation import models as consultation
from consultation.actions.questions import give_standard_questions
from consultation.choices import CallKind, Disposition, Status
from consultation.outcome import Outcome
from wsis_forum.accounts.models import User

# The moment at which tests happen unless they say otherwise.
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    # Django's mark of an account that no password opens.
    password = "!"


class CountryFactory(DjangoModelFactory[consultation.Country]):
    class Meta:
        model = consultation.Country
        django_get_or_create = ("alpha3",)

    alpha3 = "CHE"
    alpha2 = "CH"
    name_in_file = "Switzerland"


class StakeholderTypeFactory(DjangoModelFactory[consultation.StakeholderType]):
    class Meta:
        model = consultation.StakeholderType
        django_get_or_create = ("code",)

    code = "CS"
    title = "Civil society"


class ActionLineFactory(DjangoModelFactory[consultation.ActionLine]):
    class Meta:
        model = consultation.ActionLine
        django_get_or_create = ("code",)

    code = "C4"
    title = "Capacity building"


class GoalFactory(DjangoModelFactory[consultation.Goal]):
    class Meta:
        model = consultation.Goal
        django_get_or_create = ("number",)

    number = 4
    color = "#C5192D"
    title = "Quality education"
    long_title = "Ensure inclusive and equitable quality education"


class ForumFactory(DjangoModelFactory[consultation.Forum]):
    class Meta:
        model = consultation.Forum
        django_get_or_create = ("slug",)

    slug = "2027"
    year = 2027
    name = "WSIS Forum 2027"
    start_date = date(2027, 2, 8)
    end_date = date(2027, 2, 12)
    country = factory.SubFactory(CountryFactory)


class PhaseFactory(DjangoModelFactory[consultation.Phase]):
    class Meta:
        model = consultation.Phase

    forum = factory.SubFactory(ForumFactory)
    order = factory.Sequence(lambda n: n + 1)
    label = "Phase"
    title = "Meeting"
    kind = "meeting"
    precision = "unknown"


class CallFactory(DjangoModelFactory[consultation.Call]):
    """
    A workshop call that is open at ``NOW`` and closes in three weeks.

    It asks the usual questions of its kind; ``questions=False``: none.
    """

    class Meta:
        model = consultation.Call
        skip_postgeneration_save = True

    forum = factory.SubFactory(ForumFactory)
    slug = factory.Sequence(lambda n: f"call-{n}")
    kind = CallKind.WORKSHOP
    title = "Requests for workshops"
    takes_drafts = True
    opens_at = NOW - timedelta(days=30)
    closes_at = NOW + timedelta(days=21)

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        if create and extracted is not False:
            give_standard_questions(call_id=self.pk)


class OrganizationFactory(DjangoModelFactory[consultation.Organization]):
    class Meta:
        model = consultation.Organization

    name = factory.Sequence(lambda n: f"Organization {n}")
    stakeholder_type = factory.SubFactory(StakeholderTypeFactory)
    country = factory.SubFactory(CountryFactory)


def answers_of(submission: consultation.Submission) -> dict[str, Any]:
    """Return the answers that the columns of an unsaved submission stand for."""
    kind = submission.stakeholder_type
    given = {
        "language": submission.language,
        "title": submission.title,
        "summary": submission.summary,
        "text": submission.text,
        "organization_name": submission.organization_name,
        "stakeholder_type": kind.code if kind else "",
        "country": submission.country_id or "",
    }
    return {key: value for key, value in given.items() if value}


class DraftFactory(DjangoModelFactory[consultation.Submission]):
    """An empty draft; ``answers`` follow the columns, and ``answers={…}`` adds to them."""

    class Meta:
        model = consultation.Submission
        skip_postgeneration_save = True

    @classmethod
    def _build(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        extra = kwargs.pop("answers", {})
        submission = super()._build(model_class, *args, **kwargs)
        submission.answers = {**answers_of(submission), **extra}
        return submission

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        submission = cls._build(model_class, *args, **kwargs)
        submission.save()
        return submission

    call = factory.SubFactory(CallFactory)
    author = factory.SubFactory(UserFactory)
    language = "en"
    title = "Digital skills for all"
    begun_at = NOW - timedelta(days=10)
    saved_at = NOW - timedelta(days=10)


class PublicReasonFactory(DjangoModelFactory[consultation.PublicReason]):
    """The one reason that tests choose unless they say which."""

    class Meta:
        model = consultation.PublicReason
        django_get_or_create = ("code",)

    code = "tests"
    text_en = "For a reason that we keep."
    text_fr = "Pour une raison que nous gardons."
    text_es = "Por un motivo que guardamos."
    text_ar = "لسبب نحتفظ به."
    text_zh_hans = "出于我们保存的理由。"
    text_ru = "По причине, которую мы храним."


def kept_reason() -> int:
    """Return the key of the reason that tests choose."""
    return int(PublicReasonFactory().pk)


class OutcomeFactory(factory.Factory[Outcome]):
    """A decision before it lands; with the reason that tests choose."""

    class Meta:
        model = Outcome

    chosen_reason_id = factory.LazyFunction(kept_reason)


def end(submission: consultation.Submission, status: str = Status.DECIDED, **given: Any) -> Any:
    """Give a submission its decision, with no verb, history or letter; return the decision."""
    is_over = status == Status.WITHDRAWN
    usual = {
        "disposition": Disposition.WITHDRAWN if is_over else Disposition.INFORMS,
        "reason": "A good reason.",
        "decided_at": NOW,
    }
    decision = consultation.Decision.objects.create(submission=submission, **{**usual, **given})
    submission.status, submission.decision = status, decision
    submission.save(update_fields=("status", "decision"))
    return decision


class SubmissionFactory(DraftFactory):
    """A submission that was handed in once, with the usual answers."""

    status = Status.SUBMITTED
    number = factory.Sequence(lambda n: f"WSIS-2027-{n + 1:04d}")
    submitted_at = NOW - timedelta(days=1)
    summary = "What we propose."
    text = "Why and how we propose it."
    organization = factory.SubFactory(OrganizationFactory)
    organization_name = "Organization"
    stakeholder_type = factory.SubFactory(StakeholderTypeFactory)
    country = factory.SubFactory(CountryFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """Save; one that ended gets its decision, with the columns of ``decision={…}``."""
        given = kwargs.pop("decision", {})
        submission = cls._build(model_class, *args, **kwargs)
        status = submission.status
        ended = status in {Status.DECIDED, Status.WITHDRAWN}
        if ended:
            submission.status = Status.UNDER_REVIEW
        submission.save()
        if ended:
            end(submission, status, **given)
        return submission

    @factory.post_generation
    def version(self, create, extracted, **kwargs):
        if create:
            consultation.SubmissionVersion.objects.create(
                submission=self,
                number=1,
                answers=self.answers,
                at=self.submitted_at,
                by=self.author,
                publication=self.publication,
            )


class AttachmentFactory(DjangoModelFactory[consultation.Attachment]):
    class Meta:
        model = consultation.Attachment

    submission = factory.SubFactory(DraftFactory)
    question_key = "files"
    name = "programme.pdf"
    media_type = "application/pdf"
    size = 1024
    sha256 = "0" * 64
    stored_name = factory.Sequence(lambda n: f"{n % 256:02x}/{n:032x}")
    uploaded_at = NOW - timedelta(days=5)


class TrackFactory(DjangoModelFactory[agenda.Track]):
    class Meta:
        model = agenda.Track
        django_get_or_create = ("code",)

    code = "FORUM"
    title = "Forum Track"


class SessionTypeFactory(DjangoModelFactory[agenda.SessionType]):
    class Meta:
        model = agenda.SessionType
        django_get_or_create = ("code",)

    code = "THEMATIC_WS"
    track = factory.SubFactory(TrackFactory)
    title = "Thematic Workshop"


class SessionFactory(DjangoModelFactory[agenda.Session]):
    class Meta:
        model = agenda.Session

    forum = factory.SubFactory(ForumFactory)
    number = factory.Sequence(lambda n: n + 100)
    track = factory.SubFactory(TrackFactory)
    title = "A session"


class RoomFactory(DjangoModelFactory[agenda.Room]):
    class Meta:
        model = agenda.Room

    forum = factory.SubFactory(ForumFactory)
    name = factory.Sequence(lambda n: f"Room {n}")


class SpeakerFactory(DjangoModelFactory[agenda.Speaker]):
    class Meta:
        model = agenda.Speaker

    forum = factory.SubFactory(ForumFactory)
    slug = factory.Sequence(lambda n: f"speaker-{n}")
    name = factory.Sequence(lambda n: f"Speaker {n}")

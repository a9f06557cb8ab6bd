"""Columns of the consultation that exist once per language."""

from modeltranslation.translator import TranslationOptions, register

from consultation import models


@register(models.ActionLine)
@register(models.StakeholderType)
@register(models.Region)
class TitleOptions(TranslationOptions):
    """Rows with a title."""

    fields = ("title",)


@register(models.Goal)
class GoalOptions(TranslationOptions):
    """The Goals' two titles."""

    fields = ("title", "long_title")


@register(models.Forum)
class ForumOptions(TranslationOptions):
    """What a Forum says of itself."""

    fields = (
        "name",
        "theme",
        "consultation_title",
        "introduction",
        "city",
        "venue",
        "chair_role",
        "invitation_title",
        "invitation_signed_by",
    )


@register(models.ForumPartner)
class ForumPartnerOptions(TranslationOptions):
    """Names of partners."""

    fields = ("name",)


@register(models.Phase)
class PhaseOptions(TranslationOptions):
    """What a phase is called, and where it takes place."""

    fields = ("label", "title", "venue")


@register(models.PhaseActivity)
class PhaseActivityOptions(TranslationOptions):
    """Lines of a phase."""

    fields = ("text",)


@register(models.Call)
class CallOptions(TranslationOptions):
    """What a call is called and asks."""

    fields = ("title", "description")


@register(models.DateChange)
class DateChangeOptions(TranslationOptions):
    """The public note on a moved date."""

    fields = ("note",)


@register(models.CallSection)
class CallSectionOptions(TranslationOptions):
    """What a page of questions is called, and what it asks."""

    fields = ("title", "intro")


@register(models.Question)
class QuestionOptions(TranslationOptions):
    """A question and its help."""

    fields = ("label", "help")


@register(models.Option)
class OptionOptions(TranslationOptions):
    """An answer to choose."""

    fields = ("label",)


@register(models.ScreeningCriterion)
class ScreeningCriterionOptions(TranslationOptions):
    """What every input has to meet."""

    fields = ("title",)


@register(models.Criterion)
class CriterionOptions(TranslationOptions):
    """What reviewers score."""

    fields = ("title", "help")


@register(models.PublicReason)
class PublicReasonOptions(TranslationOptions):
    """A reason as each reader reads it."""

    fields = ("text",)

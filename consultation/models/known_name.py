"""Names that stand in an input; triggers of the database fill them from what was handed in last."""

from django.db import models

from consultation.models.submission import Submission


class NameKind(models.TextChoices):
    """Whose name it is: the input's organization, a person in it, or that person's organization."""

    ORGANIZATION = "organization"
    PERSON = "person"
    AFFILIATION = "affiliation"


class KnownName(models.Model):
    """
    A name that the portal knows to stand in an input's answers.

    Conflicts of interest are computed from them, and blind reading takes them out of texts. Author
    and contributors are users and not repeated here. ``folded`` is ``consultation_folded(name)``:
    small letters without accents. Migration ``0026_known_names`` says how rows come here.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="known_names")
    kind = models.CharField(max_length=12, choices=NameKind.choices)
    name = models.CharField(max_length=250)
    folded = models.CharField(max_length=500)

    class Meta:
        indexes = (models.Index(fields=("folded", "kind"), name="known_names_by_name"),)

    def __str__(self) -> str:
        return self.name

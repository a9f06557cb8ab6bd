"""What full-text search reads of inputs; triggers of the database fill it."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from consultation.models.submission import Submission


class SearchWords(models.Model):
    """
    The stems of an input that was handed in: title (A), summary (B), text (C), in its language.

    Not a column of ``Submission``, so that no page reads it along. The function
    ``consultation_keep_words`` writes it whenever the columns change; migration ``0012_search``
    says how.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    vector = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=("vector",), name="words_of_submissions"),)

    def __str__(self) -> str:
        return str(self.pk)

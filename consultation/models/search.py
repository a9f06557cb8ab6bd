"""What full-text search reads of inputs; triggers of the database fill it."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from consultation.models.submission import Submission


class SearchWords(models.Model):
    """
    The stems of an input that was handed in, in its language: title (A), summary (B), text (C).

    ``vector`` is what everybody searches. ``everything``, for the staff, has all answers (C) and
    names, addresses and the number (D) besides; ``names`` are the words that blind reading takes
    away. Not columns of ``Submission``, so that no page reads them along. Triggers write them
    whenever a source changes; migrations ``0012_search`` and ``0027_search_for_staff`` say how.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    vector = SearchVectorField()
    everything = SearchVectorField(null=True)
    names = SearchVectorField(null=True)

    class Meta:
        indexes = (
            GinIndex(fields=("vector",), name="words_of_submissions"),
            # Written at once: a list of what is still to be sorted in would be read by each search.
            GinIndex(fields=("everything",), name="words_for_the_staff", fastupdate=False),
        )

    def __str__(self) -> str:
        return str(self.pk)

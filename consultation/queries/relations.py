"""Where merged inputs lead."""

from consultation.models import Relation


def leads_to(source_id: int, target_id: int) -> bool:
    """
    Tell whether ``source`` was merged, over however many steps, into ``target`` (1 query).

    The database holds that there is no circle, so the way ends.
    """
    found = Relation.objects.raw(
        """
        WITH RECURSIVE way AS (
            SELECT * FROM consultation_relation
            WHERE source_id = %s AND undone_at IS NULL
            UNION
            SELECT relation.* FROM consultation_relation AS relation
            JOIN way ON relation.source_id = way.target_id
            WHERE relation.undone_at IS NULL
        )
        SELECT * FROM way WHERE target_id = %s LIMIT 1
        """,
        [source_id, target_id],
    )
    return bool(list(found))

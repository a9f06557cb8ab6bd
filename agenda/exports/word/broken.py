"""What is wrong with a template."""


class BrokenTemplate(ValueError):
    """
    A template that cannot be filled.

    ``reason`` is Jinja's, in English; ``place`` the text of the paragraph at fault, empty where the
    file is none of Word's at all.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{reason} ({place})" if place else reason)
        self.reason = reason
        self.place = place

"""In which order names stand in a list, for readers of each language."""

import unicodedata


def sort_key(name: str, language: str) -> tuple[str | bytes, ...]:
    """
    Return the key of a name among others of one language (Django's code).

    Chinese follows pinyin: the first level of GB 2312, which GBK keeps, is laid out so. The other
    languages go without accents first: "Égypte" stands under E, "أرمينيا" under ا.
    """
    if language == "zh-hans":
        return (name.encode("gbk", errors="replace"), name)
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(character)
    )
    return (bare, name)

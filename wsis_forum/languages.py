"""What a page needs to know of a language: tag, direction, own name, CLDR locale."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

# Django's code -> CLDR locale; English dates are "10 February 2019", as in the United Nations.
_LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans"}
_TAGS = {"zh-hans": "zh-Hans"}

# Whole phrases, because the name of a language bends after "in".
_IN_LANGUAGE: dict[str, str | Promise] = {
    "en": _("in English"),
    "fr": _("in French"),
    "es": _("in Spanish"),
    "ar": _("in Arabic"),
    "zh-hans": _("in Chinese"),
    "ru": _("in Russian"),
}


@dataclass(frozen=True)
class Language:
    """One of the portal's languages; ``code`` is Django's, ``tag`` stands in HTML."""

    code: str
    tag: str
    direction: str
    name: str

    @property
    def locale(self) -> Locale:
        """The CLDR locale for dates, zones and names."""
        return _locale(_LOCALES.get(self.code, self.code))

    @property
    def in_language(self) -> str:
        """The phrase "in English" for this language, in the active one."""
        return str(_IN_LANGUAGE.get(self.code, self.name))


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    return Locale.parse(code)


def language(code: str | None = None) -> Language:
    """Describe a language by Django's code; the active one without a code."""
    return _described((code or get_language() or settings.LANGUAGE_CODE).lower())


@lru_cache(maxsize=64)
def _described(code: str) -> Language:
    names = dict(settings.LANGUAGES)
    if code not in names:
        main = code.partition("-")[0]
        code = main if main in names else settings.LANGUAGE_CODE
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return Language(
        code=code, tag=_TAGS.get(code, code), direction=direction, name=str(names[code])
    )


def languages() -> Iterator[Language]:
    """Describe the portal's languages in their order."""
    return (language(code) for code, _name in settings.LANGUAGES)


# Spoken in sessions, with no code of two letters.
_MORE_SPOKEN = ("fil", "ckb", "kab", "zgh", "yue", "haw")
_CODE_LENGTH = 2


@lru_cache(maxsize=16)
def _further_spoken(code: str) -> tuple[tuple[str, str], ...]:
    names = language(code).locale.languages
    ours = {one.partition("-")[0] for one, _name in settings.LANGUAGES}
    found = [
        (one, str(name))
        for one, name in names.items()
        if (len(one) == _CODE_LENGTH or one in _MORE_SPOKEN) and one not in ours
    ]
    return tuple(sorted(found, key=lambda each: each[1].casefold()))


def further_spoken() -> tuple[tuple[str, str], ...]:
    """Return the codes and names of languages beside the portal's six, in the reader's language."""
    return _further_spoken(language().code)


def spoken_name(code: str, locale: Locale) -> str:
    """Name any language by its code, in the language of a locale."""
    return str(locale.languages.get(code.partition("-")[0], code))


def spoken_tag(code: str) -> str:
    """Return the tag of any language, also of one in which the portal has no pages."""
    return _TAGS.get(code, code)


def column(name: str, code: str) -> str:
    """Return the column that holds a translated text: ``title`` in Chinese is ``title_zh_hans``."""
    return f"{name}_{code.replace('-', '_')}"


def fallback_codes(code: str | None = None) -> tuple[str, ...]:
    """Return the languages in which a text is looked for, the wanted one first."""
    wanted = language(code).code
    order = settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]
    return (wanted, *(other for other in order if other != wanted))

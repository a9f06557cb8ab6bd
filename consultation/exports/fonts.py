"""The fonts of a document, and which characters they have."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

# Package, folder in it, and the file whose characters count: one for each family. All files of the
# folder are used. Plex comes before
# Noto for Arabic: it draws a letter and its dots as one sign, Noto as several, and typst then gives
# who copies or listens to the text each such letter twice.
_FONTS = (
    ("fontpkg_noto_sans", "files", "NotoSans[wdth,wght].ttf"),
    ("fontpkg_ibm_plex_sans_arabic", "files", "IBMPlexSansArabic-Regular.ttf"),
    ("fontpkg_noto_sans_arabic", "files", "NotoSansArabic[wdth,wght].ttf"),
    ("cvttf_NotoSansCJK_Regular", "", "NotoSansCJKtc-Regular.otf"),
)
# Scripts in which names come. Their package stands last: it has Noto Sans itself, too, and of two
# fonts with one name typst takes the first.
_NAMES = "manimgx_fonts"
FURTHER = (
    *("Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi"),
    *("Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil"),
    *("Telugu", "Thai"),
)


@cache
def folders() -> tuple[str, ...]:
    """Return where the fonts lie."""
    own = (_folder(package, folder) for package, folder, _file in _FONTS)
    return tuple(map(str, (*own, _folder(_NAMES, ""))))


@cache
def collection(paths: tuple[str, ...]) -> "typst.Fonts":
    """Return the fonts for typst: these and no others, so that every machine writes the same."""
    import typst  # noqa: PLC0415 seven megabytes that few processes need

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(paths),
    )


@cache
def coverage() -> tuple[frozenset[int], ...]:
    """Return the characters of each font (0.3 s once per process)."""
    own = (_folder(package, folder) / name for package, folder, name in _FONTS)
    further = (_folder(_NAMES, "") / f"NotoSans{script}[wght].ttf" for script in FURTHER)
    return tuple(map(_characters, (*own, *further)))


def _folder(package: str, folder: str) -> Path:
    # Not above: the process of a long document (``typeset_apart``) is told where they lie.
    from importlib.resources import files  # noqa: PLC0415

    return Path(str(files(package))) / folder


def _characters(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 needed by few processes

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())

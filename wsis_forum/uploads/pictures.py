"""Pictures: turned upright, made no larger than needed and written anew, without metadata."""

import io
import struct
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from wsis_forum.uploads.errors import BadUpload

# As wide as the usual photo of a telephone, which then keeps its pixels.
LONGEST_SIDE = 4096
# Of the copies that stand in documents: sharp at five rems on screens with small dots.
SMALL_SIDE = 320
MILLION = 1_000_000
# In millions of pixels. A JPEG is made smaller while it is unpacked, the others are not.
_MOST = {"JPEG": 120, "PNG": 40, "WEBP": 40}
_SAVED_AS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("jpg", {"quality": 88, "progressive": True}),
    "PNG": ("png", {}),
    "WEBP": ("webp", {"quality": 88}),
}
_MODES = {
    "JPEG": frozenset({"L", "RGB"}),
    "PNG": frozenset({"1", "L", "LA", "P", "RGB", "RGBA"}),
    "WEBP": frozenset({"RGB", "RGBA"}),
}
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, struct.error, zlib.error)
# An unpacked picture takes up to 400 MB: not as many at once as there are threads.
_ONE_AT_A_TIME = threading.Lock()
# Pillow's own limit, for code that forgets ours.
Image.MAX_IMAGE_PIXELS = max(_MOST.values()) * MILLION


@dataclass(frozen=True)
class Picture:
    """What was written: in which format, and how large it is."""

    suffix: str
    width: int
    height: int


def rewrite(source: Path, target: Path) -> Picture:
    """
    Write the pixels of a picture into another file, and nothing else of it.

    :raises BadUpload: it is damaged, too large, or no picture of a known format
    """
    try:
        # Only these: Pillow knows formats that start other programs.
        with _ONE_AT_A_TIME, Image.open(source, formats=tuple(_MOST)) as image:
            return _rewritten(image, target)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadUpload("pixels", most=max(_MOST.values())) from error
    except _BROKEN as error:
        raise BadUpload("damaged") from error


def shrink(source: Path, target: Path) -> None:
    """
    Write a small JPEG of a picture that was taken in, on white where it is seen through.

    :raises BadUpload: it is damaged
    """
    try:
        with _ONE_AT_A_TIME, Image.open(source, formats=tuple(_MOST)) as image:
            image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
            image.thumbnail((SMALL_SIDE, SMALL_SIDE))
            small = image.convert("RGBA")
            ground = Image.new("RGBA", small.size, "white")
            ground.alpha_composite(small)
            ground.convert("RGB").save(target, "JPEG", quality=82, optimize=True)
    except _BROKEN as error:
        raise BadUpload("damaged") from error


def _rewritten(image: Image.Image, target: Path) -> Picture:
    kind = image.format or ""
    if image.width * image.height > _MOST[kind] * MILLION:
        raise BadUpload("pixels", most=_MOST[kind])
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    # All of it, so that a picture that was cut off is found.
    image.load()
    if max(image.size) > LONGEST_SIDE:
        # First of all, so that what follows copies the small one. Palettes cannot be averaged.
        image = _without_palette(image)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = _in_common_colors(ImageOps.exif_transpose(image))
    if upright.mode not in _MODES[kind]:
        upright = upright.convert("RGBA" if _is_see_through(upright, kind) else "RGB")
    # Savers take comments, profiles and the like from here.
    upright.info = {k: v for k, v in upright.info.items() if k == "transparency"}
    suffix, options = _SAVED_AS[kind]
    upright.save(target, kind, **options)
    return Picture(suffix, upright.width, upright.height)


def _without_palette(image: Image.Image) -> Image.Image:
    if image.mode != "P":
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_common_colors(image: Image.Image) -> Image.Image:
    """Change colours of a camera's own profile into those that every screen takes for granted."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        with suppress(ImageCms.PyCMSError, *_BROKEN):
            changed = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
            return changed or image
    return image


def _is_see_through(image: Image.Image, kind: str) -> bool:
    return kind != "JPEG" and image.has_transparency_data

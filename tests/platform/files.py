"""Small files of every kind, good and bad, made in memory."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OOXML = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    "docx": f"{OOXML}.wordprocessingml.document.main+xml",
    "pptx": f"{OOXML}.presentationml.presentation.main+xml",
    "xlsx": f"{OOXML}.spreadsheetml.sheet.main+xml",
}
_ODF = {"odt": "text", "odp": "presentation", "ods": "spreadsheet"}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Make an upload as a view gets it; the type that the browser says is never believed."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    """Pack the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            # Of one moment: what names a test must be the same for every worker.
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def office(suffix: str, **parts: bytes | str) -> bytes:
    """Make a file of Office or OpenDocument; ``parts`` come on top, ``__`` in a name is ``/``."""
    if suffix in _ODF:
        own = {
            "mimetype": f"application/vnd.oasis.opendocument.{_ODF[suffix]}",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": "<content/>",
        }
    else:
        own = {
            "[Content_Types].xml": f'<Types><Override ContentType="{_MAIN[suffix]}"/></Types>',
            "word/document.xml": "<document/>",
        }
    return archive({**own, **{name.replace("__", "/"): part for name, part in parts.items()}})


def pdf(body: bytes = b"") -> bytes:
    """Make what begins and ends as a PDF does."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + b"\ntrailer\n%%EOF\n"


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object
) -> bytes:
    """Make a picture; ``options`` are those of Pillow's ``save``."""
    target = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(target, kind, **options)
    return target.getvalue()

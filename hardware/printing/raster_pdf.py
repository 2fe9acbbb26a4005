"""A raster as a PDF of one page at its own size, for printers that the system drives."""

from __future__ import annotations

import zlib

from hardware.printing.port import Raster


def raster_pdf(raster: Raster, dpi: int) -> bytes:
    """Return a PDF whose page is as large as the raster at `dpi`: a code keeps its size."""
    width, height = (dots * 72 / dpi for dots in (raster.width_dots, raster.height_dots))
    drawing = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q".encode()
    picture = zlib.compress(raster.rows)
    # Decode 1 0, since a 1 is black in a raster and white in a PDF.
    head = (
        f"<</Type/XObject/Subtype/Image/Width {raster.width_dots}/Height {raster.height_dots}"
        "/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]/Filter/FlateDecode"
    )
    return _file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.3f} {height:.3f}]"
        "/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>".encode(),
        _stream(b"<<", drawing),
        _stream(head.encode(), picture),
    )


def _stream(head: bytes, content: bytes) -> bytes:
    return head + f"/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _file(*objects: bytes) -> bytes:
    """Return the objects, numbered from 1, with the table of where each begins."""
    out, starts = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode() + (
        f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )
    return bytes(out)

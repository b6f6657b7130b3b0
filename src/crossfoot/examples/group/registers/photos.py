"""Photographs of the demo's hazards: drawings, made into pictures."""

from __future__ import annotations

from pathlib import Path

#: what a picture shows, as SVG within 800 x 600
SCENES: dict[str, str] = {
    "exit": '<rect x="300" y="110" width="200" height="400" fill="#8aa0b8"/>'
    '<circle cx="475" cy="320" r="9" fill="#33475b"/>'
    '<rect x="330" y="60" width="140" height="36" fill="#1f8a4c"/>'
    '<text x="400" y="86" font-size="24" fill="#fff" text-anchor="middle">EXIT</text>'
    '<rect x="250" y="360" width="150" height="150" fill="#b8864b"/>'
    '<rect x="390" y="400" width="130" height="110" fill="#a4743b"/>',
    "cable": '<rect x="120" y="120" width="180" height="250" fill="#5b6b7b"/>'
    '<path d="M300 300 C 430 300 420 470 700 470" stroke="#222" stroke-width="16" fill="none"/>'
    '<path d="M470 425 l20 -26 l14 34 l22 -22" stroke="#d98a1f" stroke-width="6" fill="none"/>',
    "guard": '<rect x="180" y="220" width="440" height="220" fill="#6b7c8d"/>'
    '<circle cx="310" cy="330" r="78" fill="#c7d0da"/><circle cx="490" cy="330" r="58" '
    'fill="#c7d0da"/><path d="M310 252 L490 272 M310 408 L490 388" stroke="#222" '
    'stroke-width="10"/>',
    "after": '<rect x="300" y="110" width="200" height="400" fill="#8aa0b8"/>'
    '<circle cx="475" cy="320" r="9" fill="#33475b"/>'
    '<path d="M330 300 l50 60 l110 -140" stroke="#1f8a4c" stroke-width="22" fill="none"/>',
}

_PAGE = """<!doctype html><meta charset="utf-8"><style>@page {{ size: 800px 600px; margin: 0 }}
body {{ margin: 0 }}</style><svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
<rect width="800" height="600" fill="#e9edf1"/>
<rect y="510" width="800" height="90" fill="#c3cad2"/>
{drawing}</svg>"""


def take_photo(scene: str, folder: Path) -> Path:
    """A picture as a telephone would send it.

    Args:
        scene: one of `SCENES`.
        folder: where the file is made.
    """
    import pdfplumber
    from weasyprint import HTML

    page, picture = folder / f"{scene}.pdf", folder / f"{scene}.png"
    if not picture.exists():
        HTML(string=_PAGE.format(drawing=SCENES[scene])).write_pdf(page)
        with pdfplumber.open(page) as pdf:
            pdf.pages[0].to_image(resolution=72).save(picture)
    return picture

"""Fonts that the pieces of a book share: embedded once, with the glyphs of all pieces.

A piece notes which glyphs of a font it shows. When the pieces are joined, the font is opened anew
by its description, which has to give the same font; one that does not is embedded by its piece.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
from weasyprint.pdf.fonts import Font, build_fonts_dictionary
from weasyprint.text.ffi import TO_UNITS, ffi, fontconfig, gobject, harfbuzz, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

#: how fonts are embedded: without hints, which paper does not need
OPTIONS = {"hinting": False, "pdf_version": "1.7"}


@dataclass(slots=True)
class Glyphs:
    """What is shown of one font.

    Attributes:
        name: what pages call the font; a hash of its description.
        family, style, weight, size: the description, as Pango has it.
        widths: of each glyph, in thousandths of the size.
        texts: what each glyph stands for.
    """

    name: str
    family: str
    style: int
    weight: int
    size: float
    widths: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, font: Font) -> Glyphs:
        """The glyphs that a document shows."""
        return cls(
            font.hash,
            font.family,
            int(font.style),
            int(font.weight),
            font.font_size,
            dict(font.widths),
            dict(font.to_unicode),
        )

    def add(self, other: Glyphs) -> None:
        """Add those that another piece shows."""
        self.widths = {**other.widths, **self.widths}
        self.texts = {**other.texts, **self.texts}

    def data(self) -> list[Any]:
        """As plain data for JSON."""
        return [
            self.name,
            self.family,
            self.style,
            self.weight,
            self.size,
            sorted(self.widths.items()),
            sorted(self.texts.items()),
        ]

    @classmethod
    def from_data(cls, data: list[Any]) -> Glyphs:
        """The reverse of `data`."""
        name, family, style, weight, size, widths, texts = data
        return cls(name, family, style, weight, size, dict(widths), dict(texts))


@cache
def configuration() -> FontConfiguration:
    """The fonts of this machine, looked up once in a process."""
    return FontConfiguration()


@cache
def installed() -> str:
    """Hash of the fonts of this machine and of the libraries that set them."""
    digest = hashlib.sha256(f"{pango.pango_version()} {_harfbuzz()}".encode())
    for path in sorted(set(_font_files())):
        digest.update(f"\0{path}".encode())
        if path.exists():
            about = path.stat()
            digest.update(f" {about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()


def _harfbuzz() -> list[int]:
    """The edition of HarfBuzz, which can only be asked whether it is at least another one."""
    found = [0, 0, 0]
    for place in range(3):
        while harfbuzz.hb_version_atleast(*found[:place], found[place] + 1, *found[place + 1 :]):
            found[place] += 1
    return found


def _font_files() -> Iterator[Path]:
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    for kind in (fontconfig.FcSetSystem, fontconfig.FcSetApplication):
        found = fontconfig.FcConfigGetFonts(config, kind)
        for number in range(found.nfont if found != ffi.NULL else 0):
            name = ffi.new("FcChar8 **")
            missing = fontconfig.FcPatternGetString(found.fonts[number], b"file", 0, name)
            if not missing:
                yield Path(ffi.string(name[0]).decode(errors="replace"))


def opened(glyphs: Glyphs) -> Font | None:
    """The font with glyphs to embed; None where its description gives another one."""
    description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(description, glyphs.family.encode())
    pango.pango_font_description_set_style(description, glyphs.style)
    pango.pango_font_description_set_weight(description, glyphs.weight)
    pango.pango_font_description_set_absolute_size(description, glyphs.size * TO_UNITS)
    fonts = configuration().font_map
    context = ffi.gc(pango.pango_font_map_create_context(fonts), gobject.g_object_unref)
    found = pango.pango_font_map_load_font(fonts, context, description)
    if found == ffi.NULL:
        return None
    loaded = ffi.gc(found, gobject.g_object_unref)
    _, real, size = get_pango_font_key(loaded)
    font = Font(loaded, real, size)
    if font.hash != glyphs.name:
        return None
    font.widths, font.to_unicode = glyphs.widths, glyphs.texts
    font.loaded = loaded  # keeps it alive
    return font


@cache
def _opens(name: str, family: str, style: int, weight: int, size: float) -> bool:
    return opened(Glyphs(name, family, style, weight, size)) is not None


def shared(font: Font) -> bool:
    """Whether a font can be embedded when the pieces are joined."""
    own = font.bitmap or font.missing or font.used_in_forms or font.variations
    about = Glyphs.of(font)
    return not own and _opens(about.name, about.family, about.style, about.weight, about.size)


def embedded(pdf: pydyf.PDF, every: Iterable[Glyphs]) -> Mapping[str, int]:
    """Embed fonts; the number of each font's object by the name that pages use.

    Raises:
        RuntimeError: a font is not there any more.
    """
    united: dict[str, Glyphs] = {}
    for glyphs in every:
        if glyphs.name in united:
            united[glyphs.name].add(glyphs)
        else:
            united[glyphs.name] = Glyphs.from_data(glyphs.data())
    fonts = {name: opened(glyphs) for name, glyphs in sorted(united.items())}
    gone = [united[name].family for name, font in fonts.items() if font is None]
    if gone:
        message = f"the font {gone[0]} cannot be found any more"
        raise RuntimeError(message)
    built = build_fonts_dictionary(pdf, fonts, True, True, OPTIONS)
    return {name: int(reference.split()[0]) for name, reference in built.items()}

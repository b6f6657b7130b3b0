"""The house style: colours and fonts of pages, charts and data books (theme.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from crossfoot.languages import Language

FILE = Path(__file__).with_name("theme.toml")

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one scheme, by what they are for."""

    colours: tuple[tuple[str, str], ...]
    series: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """The colour of a name."""
        return dict(self.colours)[name]


@dataclass(frozen=True, slots=True)
class Theme:
    """Fonts by language, and the two palettes."""

    fonts: tuple[tuple[Language, tuple[str, ...]], ...]
    light: Palette
    dark: Palette

    def palette(self, scheme: Scheme) -> Palette:
        """The palette of a scheme."""
        return self.dark if scheme == "dark" else self.light

    def font_family(self, language: Language) -> str:
        """The fonts of a language, as CSS and SVG list them; the other language's behind."""
        fonts = dict(self.fonts)
        other: Language = "zh" if language == "en" else "en"
        names = (*fonts[language][:-1], *fonts[other])  # the generic family comes last
        # no quotes: CSS needs none around these names, and SVG carries them in an attribute
        return ", ".join(dict.fromkeys(names))


@cache
def theme(file: Path = FILE) -> Theme:
    """The house style of a file."""
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    return Theme(
        tuple((language, tuple(names)) for language, names in document["fonts"].items()),
        _palette(document["light"]),
        _palette(document["dark"]),
    )


def _palette(colours: dict[str, str | list[str]]) -> Palette:
    plain = tuple((name, colour) for name, colour in colours.items() if isinstance(colour, str))
    return Palette(plain, tuple(colours["series"]))


def css_variables(house: Theme) -> str:
    """The palettes as custom properties of CSS, the dark one where the reader prefers it.

    Paper is always light.
    """
    light = _properties(house.light)
    dark = _properties(house.dark)
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
        f":root {{ --font-en: {house.font_family('en')}; --font-zh: {house.font_family('zh')}; }}\n"
    )


def _properties(palette: Palette) -> str:
    named = [(name.replace("_", "-"), colour) for name, colour in palette.colours]
    named += [(f"series-{number}", colour) for number, colour in enumerate(palette.series, 1)]
    return "".join(f"  --{name}: {colour};\n" for name, colour in named)

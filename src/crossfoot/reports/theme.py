"""The house style: logo, colours and fonts of pages, charts and data books (theme.toml).

A workspace overrides any of it in `report/theme.toml`. Colours that readers could not tell apart
or text could not be read in are refused, with the pair named.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import EDITIONS, TRADITIONAL, Language, is_chinese
from crossfoot.reports.colours import contrast, is_colour, lighter, mixed
from crossfoot.reports.svg import unsafe

FILE = Path(__file__).with_name("theme.toml")

#: the file of a report folder that overrides the house style
NAME = "theme.toml"

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

#: WCAG 2.2, criterion 1.4.3: text against its ground
READABLE = 4.5

#: neighbouring series against each other, so that they differ in grey print
APART = 1.25
WELL_APART = 1.4

#: how many series are compared: a chart of more has direct labels
COMPARED = 4

#: text colours and the grounds that they stand on
PAIRS = (
    *((ink, ground) for ground in ("page", "surface") for ink in ("text", "muted", "accent")),
    *((name, f"{name}_soft") for name in ("error", "warning", "good", "accent")),
    ("text", "accent_soft"),
)

#: how far the primary colour shines through behind a highlighted text
SOFT = {"light": 0.88, "dark": 0.8}

#: tables of a theme and their entries
KNOWN: dict[str, set[str]] = {
    "": {"logo", "colours", "fonts", "light", "dark"},
    "colours": {"primary", "secondary"},
    "fonts": set(EDITIONS),
}


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
    """Fonts by language, the two palettes, and the logo (None where there is none)."""

    fonts: tuple[tuple[Language, tuple[str, ...]], ...]
    light: Palette
    dark: Palette
    logo: Path | None = None

    def palette(self, scheme: Scheme) -> Palette:
        """The palette of a scheme."""
        return self.dark if scheme == "dark" else self.light

    def font_family(self, language: Language) -> str:
        """The fonts of a language, as CSS and SVG list them; the other language's behind."""
        fonts = dict(self.fonts)
        other: Language = "en" if is_chinese(language) else "zh"
        names = (*fonts[language][:-1], *fonts[other])  # the generic family comes last
        # no quotes: CSS needs none around these names, and SVG carries them in an attribute
        return ", ".join(dict.fromkeys(names))

    def print_font(self, language: Language, installed: frozenset[str]) -> str:
        """The first font of a language that is installed; the last one named where none is."""
        fonts = dict(self.fonts)[language]
        return next((name for name in fonts if name in installed), fonts[-1])


@cache
def _house() -> Theme:
    return _made(_read(FILE), FILE)


def theme(file: Path = FILE) -> Theme:
    """The house style, with what a file overrides.

    Raises:
        CrossfootError: the file cannot be read, names something unknown, or has colours that
            readers could not tell apart; names the pair.
    """
    if file == FILE:
        return _house()
    document, own = _read(FILE), _read(file)
    _check_names(own, file)
    for key, value in own.items():
        document[key] = {**document[key], **value} if isinstance(value, dict) else value
    return _made(document, file)


def _made(document: dict[str, Any], file: Path) -> Theme:
    made = _theme(document, file)
    _check_contrast(made, file)
    return made


def theme_of(folder: Path, name: str = NAME) -> Theme:
    """The house style of a report folder: its `theme.toml`, or the one that comes along.

    Raises:
        CrossfootError: as `theme`.
    """
    file = folder / name
    return theme(file) if file.is_file() or name != NAME else theme()


def _theme(document: dict[str, Any], file: Path) -> Theme:
    primary, secondary = (document["colours"][name] for name in ("primary", "secondary"))
    palettes = {
        scheme: _palette(document[scheme], scheme, primary, secondary) for scheme in SCHEMES
    }
    logo = file.parent / document["logo"] if document["logo"] else None
    if logo is not None and (not logo.is_file() or logo.resolve().parent != file.parent.resolve()):
        raise _problem(file, f"the logo {document['logo']} is not beside it", "put the file there")
    if logo is not None and logo.suffix.lower() == ".svg" and (found := unsafe(logo)):
        said = f"the logo {document['logo']} is more than a drawing: {found}"
        raise _problem(file, said, "save it as a plain drawing")
    fonts = document["fonts"].items()
    return Theme(
        tuple((language, tuple(names)) for language, names in fonts),
        palettes["light"],
        palettes["dark"],
        logo,
    )


def _palette(given: dict[str, Any], scheme: Scheme, primary: str, secondary: str) -> Palette:
    """A scheme with what follows from the two colours."""
    page = given["page"]
    if scheme == "dark":  # relatives of the two colours that stand out from a dark page
        primary = lighter(primary, page, 7)
        secondary = lighter(secondary, page, 10)
    derived = {"accent": primary, "accent_soft": mixed(primary, page, SOFT[scheme])}
    named = derived | {name: colour for name, colour in given.items() if name != "series"}
    series = tuple(given["series"])
    if len(series) < LEAST_SERIES:  # a theme that names all eight has its own
        series = _apart((primary, secondary), series)
    return Palette(tuple(named.items()), series)


def _apart(first: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The other colours behind the first ones, neighbours as far apart in lightness as need be."""
    found, left = list(first), list(others)
    while left:
        far = (each for each in left if contrast(each, found[-1]) >= WELL_APART)
        found.append(next(far, left[0]))
        left.remove(found[-1])
    return tuple(found)


#: a palette of so many series needs none of the two colours
LEAST_SERIES = 8


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _problem(file, str(error), "see docs/explanation/charts.md, Themes") from error


def _check_names(own: dict[str, Any], file: Path) -> None:
    house = _read(FILE)
    known = KNOWN | {scheme: {*house[scheme], "accent", "accent_soft"} for scheme in SCHEMES}
    remedy = "see docs/explanation/charts.md, Themes"
    tables = {"": own} | {name: value for name, value in own.items() if isinstance(value, dict)}
    for table, entries in tables.items():
        for name, value in entries.items():
            where = f"{table}.{name}" if table else name
            if name not in known.get(table, ()):
                raise _problem(file, f"{where} is not part of a theme", remedy)
            if not _is_right(table, name, value):
                raise _problem(file, f"{where} = {value!r} is not of the right kind", remedy)


def _is_right(table: str, name: str, value: Any) -> bool:
    if not table:
        return isinstance(value, str) if name == "logo" else isinstance(value, dict)
    if table == "fonts":
        return isinstance(value, list) and bool(value) and all(map(_is_font, value))
    if name == "series":
        return isinstance(value, list) and len(value) >= COMPARED and all(map(is_colour, value))
    return is_colour(value)


def _is_font(name: object) -> bool:
    """Whether a name may stand in CSS and in an attribute as it is."""
    return isinstance(name, str) and bool(name) and not set(name) & set("\"'<>&;{}\\,")


def _check_contrast(made: Theme, file: Path) -> None:
    for scheme in SCHEMES:
        palette = made.palette(scheme)
        for ink, ground in PAIRS:
            _compare(palette[ink], palette[ground], READABLE, (scheme, ink, ground), file)
        for number, (one, other) in enumerate(pairwise(palette.series[:COMPARED]), start=1):
            names = (scheme, f"series {number}", f"series {number + 1}")
            _compare(one, other, APART, names, file)


def _compare(one: str, other: str, least: float, names: tuple[str, str, str], file: Path) -> None:
    ratio = contrast(one, other)
    if ratio < least:
        scheme, first, second = names
        raise _problem(
            file,
            f"{first} ({one}) and {second} ({other}) of the {scheme} scheme have a contrast of"
            f" {ratio:.2f}, less than {least}",
            "choose a darker or lighter primary or secondary colour, or set the colour by name",
        )


def _problem(file: Path, why: str, remedy: str) -> CrossfootError:
    return CrossfootError(
        Problem("the theme cannot be used", where=file.name, why=why, remedy=remedy)
    )


def css_variables(house: Theme) -> str:
    """The palettes as custom properties of CSS, the dark one where the reader prefers it.

    Paper is always light.
    """
    light = _properties(house.light)
    dark = _properties(house.dark)
    fonts = " ".join(f"--font-{each}: {house.font_family(each)};" for each in EDITIONS)
    return (
        f":root {{\n  color-scheme: light dark;\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
        f":root {{ {fonts} }}\n"
        f":root:lang({TRADITIONAL}) {{ --font-zh: var(--font-{TRADITIONAL}); }}\n"
    )


def _properties(palette: Palette) -> str:
    named = [(name.replace("_", "-"), colour) for name, colour in palette.colours]
    named += [(f"series-{number}", colour) for number, colour in enumerate(palette.series, 1)]
    return "".join(f"  --{name}: {colour};\n" for name, colour in named)

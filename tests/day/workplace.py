"""Crossfoot as its users start it: a workspace in a folder, commands, and pages that are served."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from crossfoot.languages import Language

#: how long a server may take to answer for the first time, on a busy machine
PATIENCE = 90.0

#: what a developer's shell may hold and a new workspace must not see
_ELSEWHERE = ("DATABASE_URL", "CROSSFOOT_MASTER_KEY", "CROSSFOOT_LANG", "DJANGO_SETTINGS_MODULE")


class Workplace:
    """A workspace whose pages are served on this machine.

    Attributes:
        folder: the workspace.
        address: where its pages are, without a stroke at the end.
        language: of commands.
    """

    def __init__(self, folder: Path, language: Language) -> None:
        self.folder = folder
        self.language = language
        self._port = _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._server: subprocess.Popen[bytes] | None = None

    def crossfoot(self, *arguments: str, here: bool = True, codes: tuple[int, ...] = (0,)) -> str:
        """What a command printed; with `here`, on this workspace.

        Raises:
            AssertionError: it ended with another exit code.
        """
        command = [sys.executable, "-m", "crossfoot", *arguments]
        if here:
            command += ["--workspace", str(self.folder)]
        done = subprocess.run(  # our own program
            command, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode in codes, done.stdout + done.stderr
        return done.stdout

    def printed(self, *arguments: str) -> Any:
        """What a command printed as JSON."""
        return json.loads(self.crossfoot(*arguments, "--format", "json"), parse_float=Decimal)

    def invite_administrator(self, email: str, name: str) -> str:
        """Make the database; the address at which the first administrator sets a password."""
        said = self.crossfoot(
            "migrate", "--administrator", email, "--name", name, "--address", self.address
        )
        found = re.search(r"http\S+/invitation/\S+", said)
        assert found is not None, said
        return found.group()

    def open(self) -> None:
        """Serve the pages, and wait until they answer."""
        command = [sys.executable, "-m", "crossfoot", "serve", "--port", str(self._port)]
        self._server = subprocess.Popen(  # our own program
            [*command, "--workspace", str(self.folder)], env=self._environment()
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self._server.poll() is None, "the server ended"
            try:
                httpx.get(f"{self.address}/sign-in", timeout=10)
            except httpx.HTTPError:
                time.sleep(0.2)
            else:
                return
        message = "the server does not answer"
        raise AssertionError(message)

    def _environment(self) -> Mapping[str, str]:
        known = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
        return {**known, "CROSSFOOT_LANG": self.language}

    def close(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(30)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

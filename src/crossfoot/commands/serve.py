"""`crossfoot serve`: the pages of the system of record, on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands.options import language_option, workspace_option
from crossfoot.languages import Language, Text

HOST = "127.0.0.1"
_SERVING = Text("Serving {address} (Ctrl-C stops it)", "服务地址 {address}（Ctrl-C 停止）")
_TAKEN = Text("port {port} is taken", "端口 {port} 已被占用")
_OTHER = Text("choose another one with --port", "请用 --port 指定其他端口")


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--workers", default=2, show_default=True, help="Processes; each has 8 threads.")
@language_option
@workspace_option
def serve(port: int, workers: int, language: Language, folder: Path) -> int:
    """Serve the pages of the workspace on 127.0.0.1.

    Others reach it through a proxy that adds HTTPS: set CROSSFOOT_HOSTS to the names under which
    it is reached, and CROSSFOOT_HTTPS=1.

    Example: crossfoot serve --workspace demo/group
    """
    import socket

    from crossfoot.commands.output import show
    from crossfoot.errors import CrossfootError, Problem
    from crossfoot.records.opening import check_migrated, open_records

    open_records(folder, language)
    check_migrated()
    from crossfoot.records.accounts.oidc.provider import provider
    from crossfoot.records.jobs.settling import start as settle_what_was_left  # needs the settings

    provider()  # says now what is wrong with its set-up, not on the sign-in page
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CrossfootError(
                Problem(_TAKEN[language].format(port=port), remedy=_OTHER[language])
            ) from error
    settle_what_was_left()
    show(_SERVING[language].format(address=f"http://{HOST}:{port}/"))
    run(port, workers)
    return 0


def run(port: int, workers: int) -> None:
    """Serve the pages of the workspace that was opened, until Ctrl-C."""
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    from crossfoot.web.resident import load_resident
    from crossfoot.web.wsgi import application

    load_resident()
    connections.close_all()  # each process opens its own

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        """Gunicorn, told here instead of in a file of its own."""

        def load_config(self) -> None:
            """What differs from its defaults."""
            options = {
                "bind": f"{HOST}:{port}",
                "workers": workers,
                "threads": 8,
                "worker_class": "gthread",
                "proc_name": "crossfoot",
                "loglevel": "warning",
                "post_fork": _begin,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            """The pages."""
            return application

    Server().run()


def _begin(server: object, worker: object) -> None:
    """What each process of the server does beside answering; threads do not outlive a fork."""
    from crossfoot.records.notices.regular import keep_doing
    from crossfoot.records.notices.sending import keep_sending

    keep_sending()
    keep_doing()

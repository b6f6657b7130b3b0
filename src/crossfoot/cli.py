"""The command line. Each command is a module of `crossfoot.commands`, imported when called."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import click

from crossfoot import __version__
from crossfoot.errors import CrossfootError

#: command, the function that runs it as module:name, and its line in `crossfoot --help`
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo:demo", "Build the example workspaces, write their reports, serve them."),
    "init": ("init:init", "Start a workspace in a folder."),
    "import": ("import_:import_", "Take a file of activity, facts or organisation in."),
    "inventory": ("inventory:inventory", "Greenhouse-gas inventory of a file or the workspace."),
    "restate": ("restate:restate", "Why two kept inventories differ, line by line, by cause."),
    "balance": ("balance:balance", "Energy, water and waste: in, out, stock, unexplained."),
    "footprint": ("footprint:footprint", "Footprint of products, cradle to gate, as PACT JSON."),
    "facts": ("facts:facts", "List facts: entered, published and computed."),
    "metric": ("metric:metric", "What a metric is, its formula, who requires it."),
    "factor": ("factor:factor", "Find emission factors and coefficients, with source."),
    "explain": ("explain:explain", "The lineage of one number, down to the evidence."),
    "check": ("check:check", "Foot the workspace: what does not agree?"),
    "foot": ("foot:foot", "Read a published report and foot it: what does not agree?"),
    "index": ("index:index", "Content index of a standard: gri, hkex and others."),
    "report": ("report:report", "Write the report as HTML and Excel, in both languages."),
    "approve": ("approve:approve", "Approve chapters of the report as they are now."),
    "publish": ("publish:publish", "Write the final report, or say what stands in its way."),
    "migrate": ("migrate:migrate", "Make the database of records, or bring it up to date."),
    "serve": ("serve:serve", "Serve the pages of the system of record on this machine."),
    "remind": ("remind:remind", "Send the reminders of the day, for a timer."),
    "backup": ("backup:backup", "All files and records of the workspace in one archive."),
    "restore": ("restore:restore", "Make the workspace of a backup again."),
    "verify": ("verify:verify", "Prove that nothing in the journal was altered."),
}

STOPPED = 130  # by Ctrl-C, as shells say
OUR_MISTAKE = 70  # a fault of the program; never 1, which means that something was found


class Commands(click.Group):
    """Commands that are imported only when they are called: help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of a first day with the program."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        return cast("click.Command", getattr(import_module(f"crossfoot.commands.{module}"), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names, or what was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Choose of {', '.join(COMMANDS)}."
            ctx.fail(f"there is no command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whoever closes the pipe early, as `head` does, has seen enough."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return code

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table: importing them all would be slow."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crossfoot")
def crossfoot() -> None:
    """The system of record for ESG data: from raw company data to checked facts and a report.

    `crossfoot COMMAND --help` explains a command and gives an example.

    Exit codes: 0 done; 1 done, and it found what it was asked to look for; 2 bad usage or input.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; mistakes of the user end with 2 and a message that helps."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    try:
        given = list(arguments) if arguments is not None else None
        code = crossfoot.main(args=given, prog_name="crossfoot", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Stopped. A workspace is never left half changed.", err=True)
        return STOPPED
    except (CrossfootError, OSError) as error:
        from crossfoot.commands.problems import of_system, print_problems

        print_problems(of_system(error) if isinstance(error, OSError) else error)
        return 2
    except Exception:  # the user should not have to guess whose mistake it was
        import traceback

        traceback.print_exc()
        click.echo("This is a mistake in Crossfoot, not in your data. Please report it.", err=True)
        return OUR_MISTAKE
    return code if isinstance(code, int) else 0

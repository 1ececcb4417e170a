"""Entry point of `contralto`.

Commands are registered by name and imported only when they run: `contralto mock` starts without the conformance suite.
What goes wrong is one sentence on standard error and exit code 2; `CONTRALTO_DEBUG=1` adds the traceback.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version as distribution_version

from cyclopts import App
from cyclopts.exceptions import CycloptsError, MissingArgumentError, UnknownCommandError, UnusedCliTokensError

from contralto_cli.faults import CliError, complain

HELP = """
The contract of the Cartesia voice API: mock server, conformance suite, client generator.

Unofficial. `contralto COMMAND --help` explains a command.
"""

app = App(
    name="contralto",
    help=HELP,
    version=lambda: f"contralto {distribution_version('contralto')}",
    exit_on_error=False,
    print_error=False,
    suppress_keyboard_interrupt=False,
    result_action="return_value",
)
_COMMANDS = {
    "mock": ("mock:mock", "Start the mock server."),
    "check": ("check:check", "Judge a server, or the proxy in front of one."),
    "init-target": ("targets:init_target", "Print an example of a target file."),
    "target-schema": ("targets:target_schema", "Print the JSON Schema of target files."),
    "clean": ("targets:clean", "Delete what a run has left behind in an account."),
    "verify": ("verify:verify", "Judge recorded traffic, without a server."),
    "examine": ("examine:examine", "Judge a client, by what it makes of an unusual service."),
    "matrix": ("reports:matrix", "Show several reports side by side."),
    "compare": ("reports:compare", "Say what changed between two reports."),
    "badge": ("reports:badge", "Draw a badge of a report."),
    "report-schema": ("reports:report_schema", "Print the JSON Schema of reports."),
    "list": ("catalogue:list_requirements", "Print every requirement: id, level and statement."),
    "explain": ("catalogue:explain", "Print everything that is known of one requirement."),
    "generate": ("generate:generate", "Generate the Python client."),
    "spec": ("spec:app", "Validate the spec and render its bundles."),
}
for _name, (_where, _about) in _COMMANDS.items():
    app.command(f"contralto_cli.{_where}", name=_name, help=_about)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns the exit code: 0 as expected, 1 nonconformance or drift, 2 could not judge."""
    _open_what_is_closed()
    try:
        result = app(arguments)
    except CliError as error:
        return complain(error.message, error.hint)
    except CycloptsError as error:
        return complain(*_usage(error))
    except KeyboardInterrupt:
        return complain("interrupted")
    except BrokenPipeError:
        # The reader of our output went away, as `contralto list | head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001  (the last line of defence: never a traceback unasked)
        # Only commands that ran have imported what raises it.
        from contralto_conformance.prepare.faults import CannotBegin

        if isinstance(error, CannotBegin):
            return complain(error.message, error.hint)
        if os.environ.get("CONTRALTO_DEBUG") == "1":
            traceback.print_exc()
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        return complain(f"contralto itself broke: {what}", "CONTRALTO_DEBUG=1 shows where")
    return result if isinstance(result, int) else 0


def _open_what_is_closed() -> None:
    """Gives standard output and error somewhere to go if the caller has closed them (`>&-`)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (open for as long as the program)


def _usage(error: CycloptsError) -> tuple[str, str]:
    """A usage error in one sentence, and where to read on."""
    chain = " ".join(error.command_chain or ())
    hint = f"see `contralto {chain} --help`" if chain else "see `contralto --help`"
    if isinstance(error, UnusedCliTokensError):
        tokens = " ".join(error.unused_tokens or ())
        return f"unexpected argument `{tokens}`", hint
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        return f"`{error.argument.name.removeprefix('--').upper()}` is missing", hint
    if isinstance(error, UnknownCommandError):
        return f"there is no command `{' '.join(error.unused_tokens or ())}`", hint
    text = " ".join(str(error).split()).rstrip(".")
    return text[:1].lower() + text[1:], hint

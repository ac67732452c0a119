"""The group `mlat`: each command is imported when it is called, so that none slows the others."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

COMMANDS: Mapping[str, str] = {
    "audit": "mlat.cli.audit:audit",
    "backup": "mlat.cli.backup:backup",
    "batch": "mlat.cli.batch:batch",
    "case": "mlat.cli.case:case",
    "check": "mlat.cli.check:check",
    "count": "mlat.cli.count:count",
    "evidence": "mlat.cli.evidence:evidence",
    "facts": "mlat.cli.facts:facts",
    "inbox": "mlat.cli.inbox:inbox",
    "init": "mlat.cli.init:init",
    "keys": "mlat.cli.keys:keys",
    "office": "mlat.cli.office:office",
    "play": "mlat.cli.play:play",
    "rebuild": "mlat.cli.rebuild:rebuild",
    "render": "mlat.cli.render:render",
    "route": "mlat.cli.route:route",
    "routes": "mlat.cli.routes:routes",
    "serve": "mlat.cli.serve:serve",
    "user": "mlat.cli.user:user",
    "verify": "mlat.cli.verify:verify",
    "worker": "mlat.cli.worker:worker",
}
"""Each command and where it is."""


class Lazy(click.Group):
    """A group whose commands are known by name and imported only when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mlat-tracker", message="%(version)s")
def mlat() -> None:
    """Cross-border requests for child-protection cases: routes, papers, clocks, letters.

    Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 the environment failed.
    """

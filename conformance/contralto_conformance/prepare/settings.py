"""What can be said of a target and of a run, and how it is called where: one row each.

A setting may stand among the options of `contralto check`, or of pytest, in a target file, or nowhere. An option wins
over the file, the file over the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from contralto_conformance.prepare.faults import CannotBegin
from contralto_conformance.runner.manifest import Manifest
from contralto_conformance.runner.model import DEFAULT_MODEL, DEFAULT_PATIENCE_S, DEFAULT_TOKEN_PREFIX

OF_CHECK = "--"
"""How the options of `contralto check` begin."""


@dataclass(frozen=True)
class Setting:
    """One row.

    name: parameter of `check`, whose option has hyphens. member: of the target file, "" if it cannot stand there.
    field: of `Target`, "" if it says something of the run. default: if nobody says anything. above, at_least: bounds
    of a number.
    """

    name: str
    member: str = ""
    field: str = ""
    default: Any = None
    above: float | None = None
    at_least: float | None = None

    def option(self, prefix: str = OF_CHECK) -> str:
        """As it stands on a command line. prefix: how the options of the command begin."""
        return f"{prefix}{self.name.replace('_', '-')}"


SETTINGS = (
    Setting("api_version", member="api_versions", default=()),
    Setting("only", default=()),
    Setting("own", default=()),
    Setting("dialect", member="dialect"),
    Setting("profile", member="profile", default=""),
    Setting("seed", default=0),
    Setting("max_time", member="max_time_s", above=0),
    Setting("patience", member="patience_s", field="patience_s", default=DEFAULT_PATIENCE_S, above=0),
    Setting("concurrency", member="concurrency", at_least=1),
    Setting("budget", member="budget", at_least=0),
    Setting("allow", member="allow"),
    Setting("allow_changes", default=False),
    Setting("model", member="model", field="model", default=DEFAULT_MODEL),
    Setting("voice", member="voice", field="voice"),
    Setting("agent", member="agent", field="agent"),
    Setting("managed_agent", member="managed_agent", field="managed_agent"),
    Setting("plan", member="plan", field="plan"),
    Setting("idle_timeout", member="idle_timeout_s", field="idle_timeout_s", above=0),
    Setting("long_waits", default=False),
    Setting("cases"),
    Setting("examples"),
    Setting("upstream", member="upstream"),
    Setting("key_concurrency", member="key_concurrency", field="key_concurrency", at_least=1),
    Setting("proxy_log", field="proxy_log"),
    Setting("token_prefix", member="token_prefix", field="token_prefix", default=DEFAULT_TOKEN_PREFIX),
    Setting("strict", default=False),
    Setting("generated", default=True),
)
"""In the order in which they are written into a command that repeats a run."""


@dataclass(frozen=True)
class Settings:
    """What holds for one run. given: what stands on the command line. values: what holds, by name. prefix: how the
    options begin by which it was given."""

    given: Mapping[str, Any]
    values: Mapping[str, Any]
    prefix: str = OF_CHECK

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def of_target(self) -> dict[str, Any]:
        """Those that are fields of `Target`."""
        return {setting.field: self.values[setting.name] for setting in SETTINGS if setting.field}

    def command(self, target: tuple[str, ...], usual: Mapping[str, Any], instead: Mapping[str, Any]) -> tuple[str, ...]:
        """Arguments that repeat this run's verdicts; the key stays in the environment, and what is printed is left out.

        target: words that name the URL, the target file, which says the rest, or both. usual: defaults that depend on
        the target, by name. instead: what stands in the place of what was given.
        """
        words = ["contralto", "check", *target]
        for setting in SETTINGS:
            value = {**self.given, **instead}.get(setting.name, setting.default)
            if value in (None, setting.default, usual.get(setting.name)):
                continue
            if isinstance(value, bool):
                words.append(setting.option() if value else setting.option("--no-"))
                continue
            for item in value if isinstance(value, tuple) else (value,):
                words += [setting.option(), f"{item:.12g}" if isinstance(item, float) else str(item)]
        return tuple(words)


def settled(given: Mapping[str, Any], manifest: Manifest | None, prefix: str = OF_CHECK) -> Settings:
    """What holds. given: settings by name, among whatever else; None, and () of those that repeat, is not given.
    prefix: how the options begin by which they were given.

    Raises CannotBegin for a number out of its range.
    """
    values: dict[str, Any] = {}
    known = {setting.name: given.get(setting.name) for setting in SETTINGS}
    said = {name: value for name, value in known.items() if value is not None and value != ()}
    for setting in SETTINGS:
        value = said.get(setting.name)
        if value is None and manifest is not None and setting.member:
            value = manifest.members.get(setting.member)
        values[setting.name] = setting.default if value is None else _checked(setting, value, prefix)
    return Settings(MappingProxyType(said), MappingProxyType(values), prefix)


def _checked(setting: Setting, value: Any, prefix: str) -> Any:
    if setting.above is not None and not setting.above < value < float("inf"):
        raise CannotBegin(f"`{setting.option(prefix)}` must be greater than {setting.above:g}, got {value:g}")
    if setting.at_least is not None and not setting.at_least <= value < float("inf"):
        raise CannotBegin(f"`{setting.option(prefix)}` must be at least {setting.at_least:g}, got {value:g}")
    return tuple(value) if isinstance(value, list) else value

"""`contralto list` and `contralto explain`: what is required, and all that is known of one requirement."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import contralto_spec
from contralto_cli.faults import CliError
from contralto_cli.suite import Own
from contralto_conformance import oracle
from contralto_conformance.examine.scenarios import bundled, unseen
from contralto_conformance.gateway import defects as gateway_defects
from contralto_conformance.mock import defects
from contralto_conformance.own import Extended
from contralto_conformance.prepare.suite import extended_by
from contralto_conformance.runner.judge import watches
from contralto_conformance.runner.plan import UnknownPattern, select

WIDTH = 100


def list_requirements(*patterns: str, api_version: str | None = None, own: Own = ()) -> None:
    """Print every requirement: id, level and statement.

    Parameters
    ----------
    patterns
        Ids or globs such as `tts.ws.*`; all if none is given.
    api_version
        Only what holds under this version.
    own
        Folder with requirements of your own, may be repeated; its `checks.py` is executed.
    """
    with extended_by(own) as suite:
        _print_list(suite.spec, patterns, api_version)


def _print_list(spec: contralto_spec.Spec, patterns: Sequence[str], api_version: str | None) -> None:
    try:
        names = select(spec, patterns)
        if api_version is not None:
            spec.version(api_version)
    except UnknownPattern as error:
        raise CliError(str(error), "`contralto list` prints all ids") from error
    except contralto_spec.UnknownVersion as error:
        raise CliError(str(error)) from error
    chosen = [spec.requirement(name) for name in names]
    if api_version is not None:
        chosen = [requirement for requirement in chosen if requirement.applies_to(api_version)]
    width = max((len(requirement.id) for requirement in chosen), default=0)
    for requirement in chosen:
        print(f"{requirement.id:<{width}}  {requirement.level.upper():<8}  {requirement.statement}")


def explain(requirement_id: str, /, *, own: Own = ()) -> None:
    """Print everything that is known of one requirement.

    Parameters
    ----------
    requirement_id
        Id such as `tts.ws.done-is-last`.
    own
        Folder with requirements of your own, may be repeated; its `checks.py` is executed.
    """
    with extended_by(own) as suite:
        _print_all(suite, requirement_id)


def _print_all(suite: Extended, requirement_id: str) -> None:
    spec = suite.spec
    try:
        requirement = spec.requirement(requirement_id)
    except contralto_spec.UnknownRequirement as error:
        raise CliError(str(error), "`contralto list` prints all ids") from error
    print(f"{requirement.id}  {requirement.level.upper()}")
    print(textwrap.fill(requirement.statement, WIDTH, initial_indent="  ", subsequent_indent="  "))
    print()
    for name, lines in _facts(suite, requirement):
        for index, line in enumerate(lines):
            wrapped = textwrap.wrap(line, WIDTH - 14) or [""]
            for part in wrapped:
                print(f"  {name if index == 0 and part is wrapped[0] else '':<11} {part}")


def _facts(suite: Extended, requirement: contralto_spec.Requirement) -> Iterator[tuple[str, list[str]]]:
    spec = suite.spec
    yield "area", [requirement.area]
    yield "transport", [requirement.transport]
    yield "party", [requirement.party]
    yield "versions", [_versions(spec, requirement)]
    yield "observed by", [requirement.observed_by]
    yield "proxies", [_PROXY[requirement.proxy]]
    yield "cost", [requirement.cost]
    if requirement.feature:
        yield "feature", [requirement.feature]
    if requirement.depends_on:
        yield "depends on", list(requirement.depends_on)
    dependents = [r.id for r in spec.requirements.values() if requirement.id in r.depends_on]
    if dependents:
        yield "blocks", dependents
    yield "sources", [f"{source.title} ({source.kind}, read {source.read})" for source in requirement.sources]
    if requirement.party == "client":
        yield "scenarios", _scenarios(requirement)
        return
    yield (
        "cases",
        _cases(suite, requirement) or [f"none: {oracle.unjudged().get(requirement.id, 'the suite has none')}"],
    )
    own = [f"{info.id}: {info.about}" for info in defects.catalogue() if info.requirement == requirement.id]
    own += [f"{info.id}: {info.about}" for info in gateway_defects.catalogue() if info.requirement == requirement.id]
    yield "defects", own or ["none"]


_PROXY = {
    "pass": "a transparent proxy leaves this unchanged",
    "map": "a proxy has its own part in this",
    "none": "not visible to a proxy",
}


def _versions(spec: contralto_spec.Spec, requirement: contralto_spec.Requirement) -> str:
    held = [version.date for version in spec.described_versions if requirement.applies_to(version.date)]
    if requirement.since and requirement.until:
        span = f"{requirement.since} to {requirement.until}"
    elif requirement.since:
        span = f"from {requirement.since} on"
    elif requirement.until:
        span = f"up to {requirement.until}"
    else:
        span = "all"
    return f"{span} (of those described: {', '.join(held) or 'none'})"


def _scenarios(requirement: contralto_spec.Requirement) -> list[str]:
    """What `contralto examine` plays for a requirement on clients, or why there is nothing to play."""
    found = [f"{s.name}: {s.about}" for s in bundled().values() if requirement.id in s.judges]
    return found or [f"none: {unseen().get(requirement.id, 'the suite has none')}"]


def _cases(suite: Extended, requirement: contralto_spec.Requirement) -> list[str]:
    return [f"{name}: {case.about}" for name, case in suite.cases.items() if watches(requirement.id, name)]

"""From what was asked for to a run that can begin: target file, settings, target, plan, command and ledger.

`contralto check` and the requirements in pytest ask here, so that the same file and the same options mean the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import contralto_spec
from contralto_conformance.json_file import Unreadable, load
from contralto_conformance.own import Extended
from contralto_conformance.prepare.faults import CannotBegin
from contralto_conformance.prepare.keys import further_key, key_from, tokens, upstream_keys
from contralto_conformance.prepare.settings import OF_CHECK, Settings, settled
from contralto_conformance.runner.address import NotATarget, checked_address, checked_key, checked_url
from contralto_conformance.runner.cleaning import CANNOT
from contralto_conformance.runner.examples import Examples
from contralto_conformance.runner.ledger import stored
from contralto_conformance.runner.manifest import Manifest, read_manifest
from contralto_conformance.runner.model import DEFAULT_CONCURRENCY, DEFAULT_PROFILE, REMOTE_CONCURRENCY, Plan, Target
from contralto_conformance.runner.plan import UnknownPattern, make_plan
from contralto_conformance.runner.profiles import UnknownProfile, profile
from contralto_conformance.stand_in import StandIn, standing_in

_SIDE_EFFECTS = frozenset({"changes", "calls"})


@dataclass(frozen=True)
class Prepared:
    """What was asked for, settled.

    suite: requirements and cases, in the dialect of the target. named: the words by which `contralto check` is told the
    target. usual_concurrency: cases played at once if nobody says it. sends: False if nothing will be sent.
    """

    settings: Settings
    manifest: Manifest | None
    target: Target
    suite: Extended
    named: tuple[str, ...]
    usual_concurrency: int
    sends: bool = True

    def plan(self, only: Sequence[str] | None = None, versions: Sequence[str] | None = None) -> Plan:
        """The plan of a run. only, versions: those of the settings if left out.

        Raises CannotBegin for what does not exist, and for a run without an end.
        """
        settings, manifest, target = self.settings, self.manifest, self.target
        generated = settings["generated"] and settings["cases"] is None
        usual = _SIDE_EFFECTS if target.is_local else ()
        allowed = usual if settings["allow"] is None else settings["allow"]
        try:
            plan = make_plan(
                self.suite.spec,
                self.suite.cases,
                versions=settings["api_version"] if versions is None else versions,
                only=settings["only"] if only is None else only,
                seed=settings["seed"],
                max_time_s=settings["max_time"],
                strict=settings["strict"],
                fuzz=generated,
                sessions=generated,
                concurrency=settings["concurrency"] or self.usual_concurrency,
                changes="changes" in allowed or settings["allow_changes"],
                calls="calls" in allowed,
                outward=target.is_local,
                long_waits=settings["long_waits"],
                back_to_back=settings["upstream"] is not None,
                played=profile(settings["profile"]),
                unclaimed=manifest.unclaimed if manifest else {},
                waivers=manifest.waivers if manifest else (),
                budget=settings["budget"],
            )
        except (contralto_spec.UnknownVersion, UnknownProfile) as error:
            raise CannotBegin(str(error)) from error
        except UnknownPattern as error:
            raise CannotBegin(str(error), "`contralto list` prints all ids") from error
        if self.sends and plan.repeats and plan.max_time_s is None:
            option = f"`{settings.prefix}max-time SECONDS`"
            raise CannotBegin(f"profile `{plan.profile}` goes on until its time is up", f"give it by {option}")
        return plan

    def command(self, plan: Plan) -> tuple[str, ...]:
        """Words of `contralto check` that repeat the run, without the key."""
        # One round, with the seed of the report, is what repeats a violation.
        once = {"profile": DEFAULT_PROFILE} if plan.repeats else {}
        return self.settings.command(self.named, {"concurrency": self.usual_concurrency}, once)

    @contextmanager
    def behind(self) -> Iterator[StandIn | None]:
        """The service behind the target, while the context lasts; None where the suite does not play it. Raises
        CannotBegin if it cannot."""
        upstream = self.settings["upstream"]
        if upstream is None:
            yield None
            return
        try:
            host, port = checked_address(upstream)
        except NotATarget as error:
            raise CannotBegin(f"`{self.settings.prefix}upstream`: {error.message}") from None
        with ExitStack() as opened:
            try:
                stand_in = opened.enter_context(standing_in(host, port, self.target.upstream_keys))
            except OSError as error:
                raise CannotBegin(str(error)) from None
            yield stand_in


def prepared(
    given: Mapping[str, Any],
    suite: Extended,
    *,
    url: str | None,
    file: Path | None,
    today: datetime.date | None = None,
    prefix: str = OF_CHECK,
    api_key: str | None = None,
    key_option: str = "",
    sends: bool = True,
) -> Prepared:
    """What was asked for, or CannotBegin with all that is wrong with it.

    given, prefix: see `settled`. url: wins over that of the target file; one of them is there. today: by which waivers
    are judged; that of the clock if left out. api_key: as given by `key_option`, "" if there is no such option. sends:
    False for a run that sends nothing, and so needs no keys.
    """
    manifest = _manifest(file, suite, today or datetime.datetime.now().astimezone().date())
    settings = settled(given, manifest, prefix)
    suite = _in_dialect(suite, settings["dialect"])
    target = _target(url, settings, manifest, (api_key, key_option) if sends else None)
    named = (str((url and target.base_url) or file), *(("--target", str(file)) if url and file else ()))
    return Prepared(
        settings=settings,
        manifest=manifest,
        target=target,
        suite=suite,
        named=named,
        usual_concurrency=_usual_concurrency(target, suite.spec, prefix),
        sends=sends,
    )


def ledger_in(report: Path | None) -> Path:
    """Where the ledger goes if nobody says it. report: folder of the reports."""
    return report / "ledger.json" if report is not None else Path("contralto-ledger.json")


def free_ledger(place: Path, option: str) -> Path:
    """The same place, if no ledger of an earlier run is there that could be cleaned. Raises CannotBegin: it has to be.

    option: names another place.
    """
    if place.exists() and _can_be_cleaned(place):
        raise CannotBegin(
            f"`{place}` lists what an earlier run has left behind",
            f"`contralto clean {place}` deletes it; or name another place by `{option}`",
        )
    return place


def _can_be_cleaned(ledger: Path) -> bool:
    """False if it lists nothing but what no request deletes: no cleaning would ever make room for another run."""
    try:
        return any(made.problem != CANNOT for made in stored(load(ledger)).made)
    except (Unreadable, ValueError):
        return True


def run_name() -> str:
    """What the things are called that the run makes: fit for every kind of name, and told apart by the second."""
    return f"contralto_check_{datetime.datetime.now(datetime.UTC):%Y%m%d_%H%M%S}"


def examples_in(report: Path | None) -> Examples | None:
    """Where failures of the generated tests are kept if nobody says it: beside the report, if there is one."""
    return Examples(report / "examples", is_tried=False) if report is not None else None


def _manifest(file: Path | None, suite: Extended, today: datetime.date) -> Manifest | None:
    if file is None:
        return None
    try:
        return read_manifest(file, suite.spec, today)
    except contralto_spec.SpecError as error:
        lines = "\n".join(str(finding) for finding in error.findings)
        raise CannotBegin(
            f"the target file cannot be used\n{lines}", "`contralto target-schema` describes it"
        ) from None


def _in_dialect(suite: Extended, dialect: str | None) -> Extended:
    try:
        return suite if dialect is None else replace(suite, spec=suite.spec.in_dialect(dialect))
    except contralto_spec.UnknownDialect as error:
        raise CannotBegin(str(error)) from None


def _target(
    url: str | None, settings: Settings, manifest: Manifest | None, key: tuple[str | None, str] | None
) -> Target:
    """The target. key: as it was given, if it was, and the option that gives it; None for a run that needs no keys."""
    accounts = upstream_keys() if key is not None and settings["upstream"] is not None else []
    try:
        return Target(
            checked_url(url or (manifest.url if manifest else "")),
            checked_key(key_from(key[0], manifest, option=key[1])) if key is not None else "",
            name=manifest.members.get("name", "") if manifest else "",
            admin_key=further_key("admin_key", manifest) if key is not None else "",
            spent_key=further_key("spent_key", manifest) if key is not None else "",
            tokens=tokens(),
            upstream_keys=tuple(key for account in accounts for key in account),
            key_accounts=tuple(number for number, account in enumerate(accounts, 1) for _ in account),
            **settings.of_target(),
        )
    except NotATarget as error:
        raise CannotBegin(error.message, error.hint) from None


def _usual_concurrency(target: Target, spec: contralto_spec.Spec, prefix: str) -> int:
    usual = DEFAULT_CONCURRENCY if target.is_local else REMOTE_CONCURRENCY
    if target.plan is None:
        return usual
    plans = contralto_spec.plans(spec)
    if target.plan not in plans:
        raise CannotBegin(f"`{prefix}plan` must be one of {', '.join(plans)}, got `{target.plan}`")
    return min(usual, max(1, plans[target.plan].contexts // 2))  # one case may need two contexts

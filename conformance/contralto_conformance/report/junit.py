"""The run as JUnit XML: one suite per API version, one test per requirement, its area as class name.

A violated MUST is a failure. A violated SHOULD is a failure in a strict run and otherwise, as the exit code says too,
none; it is then `skipped` with a message that begins with `warning:`, since a violation must never look like a
success. What was not verified is `skipped` with `not verified:`, what the suite itself broke is an error. Faults
outside of requirements stand in a suite of their own, `contralto run`, which is absent if there are none.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from contralto_conformance.report.account import account_facts
from contralto_conformance.report.collect import Entry, Report, observations
from contralto_conformance.report.text import clip, count, one_line, said, visible
from contralto_conformance.report.words import reason
from contralto_conformance.runner.model import Row, Verdict

_MESSAGE_LIMIT = 500
_TEXT_LIMIT = 4000


def render(report: Report) -> str:
    """The document as text, with declaration and a newline at its end."""
    summary = report.summary
    root = ET.Element("testsuites", name="contralto", time=f"{summary.duration_s:.3f}")
    for version in report.versions:
        suite = _suite(root, f"contralto {version}", report)
        for entry in report.entries:
            if version in entry.rows:
                _case(suite, report, entry, entry.rows[version])
    _problems(root, report)
    for suite in root:
        _count(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, name: str, report: Report) -> ET.Element:
    summary = report.summary
    suite = ET.SubElement(root, "testsuite", name=visible(name))
    if report.started_at:
        suite.set("timestamp", visible(report.started_at))
    properties = ET.SubElement(suite, "properties")
    for key, value in (
        ("target", summary.identity.url),
        *((label, value) for label, value in account_facts(report) if label),
        ("target said", said(summary.identity.reported)),
        ("seed", "" if report.is_recorded else str(summary.seed)),
        ("spec digest", summary.spec_digest),
        ("suite version", summary.suite_version),
        ("interrupted", summary.interrupted),
        ("result", summary.exit_reason),
        *(("note", note) for note in report.notes),
    ):
        if value:
            ET.SubElement(properties, "property", name=key, value=one_line(value))
    return suite


def _case(suite: ET.Element, report: Report, entry: Entry, row: Row) -> None:
    case = ET.SubElement(suite, "testcase", classname=visible(entry.area), name=visible(entry.id), time="0")
    match row.verdict:
        case Verdict.PASS:
            return
        case Verdict.FAIL | Verdict.UNEXPECTED_PASS:
            _put(case, "failure", message(row), details(report, entry, row), entry.level)
        case Verdict.WARN if report.strict:
            _put(case, "failure", message(row), details(report, entry, row), entry.level)
        case Verdict.WARN:
            _put(case, "skipped", f"warning: a SHOULD is violated: {message(row)}")
            ET.SubElement(case, "system-out").text = visible(details(report, entry, row))
        case Verdict.KNOWN_FAILURE:
            _put(case, "skipped", f"known failure: {reason(row)}")
        case Verdict.ERROR:
            _put(case, "error", reason(row), details(report, entry, row), "harness")
        case _:
            why = reason(row)
            _put(case, "skipped", f"not verified: {why}")


def _put(case: ET.Element, tag: str, message: str, text: str = "", kind: str = "") -> None:
    element = ET.SubElement(case, tag, message=clip(one_line(message), _MESSAGE_LIMIT))
    if kind:
        element.set("type", visible(kind))
    if text:
        element.text = visible(text)


def message(row: Row) -> str:
    """The first finding of a row on one line."""
    if not row.findings:
        return reason(row) or "violated"
    first = row.findings[0]
    return f"expected {first.expected}; got {first.got}"


def details(report: Report, entry: Entry, row: Row) -> str:
    """A row for people: statement, what was expected and what came, where, sources, and what repeats it."""
    lines = [entry.statement] if entry.statement else []
    lines += [f"reason    {row.reason}"] if row.reason else []
    shown = observations(row.findings)[:5]
    for observation in shown:
        first = observation.places[0]
        lines += [f"expected  {observation.expected}", f"got       {observation.got}"]
        lines += [f"where     {first.trace}: {first.where}"]
    if len(row.findings) > len(shown):
        lines.append(f"and {count(len(row.findings) - len(shown), 'more finding')}")
    lines += [f"source    {source}" for source in entry.sources]
    lines.append(f"again     {report.again(row)}")
    return "\n" + "\n".join(clip(line, _TEXT_LIMIT) for line in lines) + "\n"


def _problems(root: ET.Element, report: Report) -> None:
    if not report.problems:
        return
    suite = _suite(root, "contralto run", report)
    for number, problem in enumerate(report.problems, start=1):
        name = problem.where or f"problem {number}"
        case = ET.SubElement(suite, "testcase", classname=problem.kind, name=one_line(name), time="0")
        _put(case, "error", problem.message, f"\n{problem.message}\n{problem.hint}\n", problem.kind)


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))

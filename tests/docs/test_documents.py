"""What the documents show works as it stands: programs, commands, options, links, paths, and what is printed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

import contralto_spec
from contralto_cli.main import app, main
from contralto_conformance import oracle, pytest_plugin
from contralto_conformance.examine.scenarios import unseen
from contralto_conformance.mock import MockSettings, serve

ROOT = Path(__file__).parents[2]
README = "README.md"
SHOWING = (README, "conformance/README.md", "conformance/MOCK.md", "spec/README.md", "generator/README.md")
"""Documents with examples."""
DOCUMENTS = (*SHOWING, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}

BLOCKS = [code for name in SHOWING for code in re.findall(r"```python\n(.*?)```", TEXTS[name], re.DOTALL)]
TESTS = [code for code in BLOCKS if "\ndef test_" in code]
FILES = [code for code in BLOCKS if code.startswith("# ")]
PROGRAMS = [code for code in BLOCKS if code not in (*TESTS, *FILES)]

ROOTS = (
    "",
    "spec",
    "conformance",
    "conformance/contralto_conformance",
    "conformance/contralto_conformance/mock",
    "generator/contralto_generator",
    "generated/contralto_client",
)
"""Folders below which a document may name a path, beside its own."""
MADE = ("report/", "examples/", "site/", "ledger.json", "contralto-ledger.json", "matrix.html", "report.", "junit.xml")
"""How paths begin that commands write."""
MINE = ("requirements.yaml", "sources.yaml", "cases.yaml", "checks.py")
"""Files that a reader writes."""
OPTIONS_OF_OTHERS = frozenset({"--help", "--collect-only", "--runxfail"})

pytest_plugins = ["pytester"]


def known_options(command: App) -> set[str]:
    """The names of all options of a command and of those below it."""
    found: set[str] = set()
    if command.default_command is not None:
        found.update(name for argument in command.assemble_argument_collection() for name in argument.names)
    for name in command:
        if not name.startswith("-"):
            found |= known_options(command[name])
    return found


def commands(text: str) -> Iterator[str]:
    """The lines of a document that call `contralto`, as one would type them."""
    for line in text.splitlines():
        shown = re.fullmatch(r"(?:    |\$ )((?:\.venv/bin/)?contralto .*)", line)
        if shown is not None:
            yield shown[1]


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def masked(printed: str) -> str:
    """What is printed, without what differs from run to run and from machine to machine."""
    for pattern, mask in (
        (r"http://127\.0\.0\.1:\d+", "URL"),
        (r"contralto \d[\d.]*, spec [0-9a-f]{16}", "contralto VERSION, spec DIGEST"),
        (r"[\d.]+ m?s(?: \(\d+% of it the suite's own work\))?(?=, seed)", "TIME"),
        (r"frame \d+, \+[\d.]+ s", "FRAME"),
    ):
        printed = re.sub(pattern, mask, printed)
    return printed.strip()


def test_the_documents_have_programs_and_a_test() -> None:
    assert (len(PROGRAMS), len(TESTS)) == (4, 1)


def test_the_test_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(TESTS[0])
    pytester.runpytest_subprocess("-p", "contralto", "--strict-markers").assert_outcomes(passed=1)


@pytest.mark.parametrize("code", PROGRAMS, ids=["our-client", "official-sdk", "in-process", "spec"])
def test_an_example_runs_against_the_mock(
    code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with serve(MockSettings()) as mock:
        port = mock.url.rpartition(":")[2]
        exec(compile(code.replace("127.0.0.1:8080", f"127.0.0.1:{port}"), "example", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_the_console_shows_what_is_printed_today(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ((command, sample),) = re.findall(r"```console\n\$ contralto (.*?)\n(.*?)```", TEXTS[README], re.DOTALL)
    (defect,) = re.findall(r"`contralto mock --defect (\S+)`", TEXTS[README])
    monkeypatch.setenv("CONTRALTO_API_KEY", "sk_car_test")
    with serve(MockSettings(defects=(defect,))) as mock:
        code = main([argument.replace("http://127.0.0.1:8080", mock.url) for argument in shlex.split(command)])
    assert masked(capsys.readouterr().out) == masked(sample)
    assert code == 1


def test_an_overlay_of_ones_own_can_be_used(tmp_path: Path) -> None:
    ((name, text),) = re.findall(r"```yaml\n# (\S+)\n(.*?)```", TEXTS["generator/README.md"], re.DOTALL)
    (tmp_path / name).write_text(text, encoding="utf-8")
    (command,) = {line for line in commands(TEXTS["generator/README.md"]) if name in line and "--check" not in line}
    there = [str(tmp_path / word) if word in (name, "my-keypool") else word for word in shlex.split(command)[1:]]
    assert main(there) == 0
    assert main([*there, "--check"]) == 0


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_that_are_shown_can_be_given(name: str) -> None:
    for line in commands(TEXTS[name]):
        app.parse_args(shlex.split(line, comments=True)[1:])


def test_most_documents_show_commands() -> None:
    assert all(any(commands(TEXTS[name])) for name in SHOWING)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_options_that_are_named_exist(name: str) -> None:
    of_pytest = set(re.findall(r'\("(--contralto-[a-z-]+)"', Path(pytest_plugin.__file__).read_text(encoding="utf-8")))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", TEXTS[name]))
    assert named - known_options(app) - of_pytest - OPTIONS_OF_OTHERS == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[name]):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_that_are_named_exist(name: str) -> None:
    text = re.sub(r"```.*?```", "", TEXTS[name], flags=re.DOTALL)
    shapes = re.compile(r"[\w.*-]+(?:/[\w.*-]+)*/|(?:[\w.*-]+/)*[\w.*-]+\.(?:py|yaml|json|txt|md)")
    for path in re.findall(r"`([^`\s]+)`", text):
        if shapes.fullmatch(path) is None or path.startswith(MADE) or path in MINE:
            continue
        folders = (*(ROOT / root for root in ROOTS), (ROOT / name).parent)
        assert any(any(folder.glob(path.rstrip("/"))) for folder in folders), path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_that_are_named_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", TEXTS[name], re.MULTILINE))
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in named), named


def test_the_readme_names_the_test_command_that_ci_runs() -> None:
    assert "    make test " in TEXTS[README]
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_as_much_is_judged_as_the_readme_says() -> None:
    said = re.search(r"more than (\d+) requirements on servers, (\d+) on proxies and (\d+) on\s+clients", TEXTS[README])
    assert said is not None
    spec = contralto_spec.load()
    parties = [spec.requirements[name].party for name in oracle.CHECKS]
    clients = [name for name, each in spec.requirements.items() if each.party == "client" and name not in unseen()]
    judged = (parties.count("server"), parties.count("proxy"), len(clients))
    assert all(count > int(least) for count, least in zip(judged, said.groups(), strict=True)), judged

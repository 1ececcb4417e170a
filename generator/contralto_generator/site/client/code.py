"""Examples as people copy them: whole programs, with and without `asyncio`, laid out and coloured.

An example is written once, in its `asyncio` form; the blocking one is derived by the rules that derive the client. All
examples of a site are laid out together, since each run of ruff costs more than any of them: until then a page holds a
mark in their place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from contralto_generator.formatting import formatted
from contralto_generator.passes.unasync import RULES

CODE_WIDTH = 88
"""Where examples are wrapped, so that they fit beside the list of pages."""

_PACKAGE = "contralto_client"
_MARK = re.compile(r"@@example-(\d+)@@")


@dataclass(frozen=True, slots=True)
class Program:
    """One example in both forms; a form that it does not have is empty."""

    blocking: str
    asynchronous: str


@dataclass(slots=True)
class Examples:
    """The examples of a site, in the order in which pages ask for them."""

    _programs: list[Program] = field(default_factory=list)
    _laid_out: list[Program] = field(default_factory=list)

    def add(self, body: str, imports: str = "", *, whole: bool = False, twin: bool = True) -> str:
        """Takes an example and gives the mark that stands for it in a page.

        `body` is what is done with `client`; it makes its own clients if it is the `whole`. Without a `twin` there is
        no blocking form.
        """
        body, imports = textwrap.dedent(body).strip("\n"), textwrap.dedent(imports).strip("\n")
        if not whole:
            imports += f"\nfrom {_PACKAGE} import AsyncClient"
            body = f"async with AsyncClient() as client:\n{textwrap.indent(body, '    ')}"
        inner = textwrap.indent(body, "    ")
        main = f"async def main() -> None:\n{inner}\n\n\nasyncio.run(main())\n"
        self._programs.append(
            Program(
                blocking=f"{_blocking(imports)}\n\n{_blocking(body)}\n" if twin else "",
                asynchronous=f"import asyncio\n{imports}\n\n\n{main}",
            )
        )
        return f"@@example-{len(self._programs) - 1}@@"

    def fill(self, pages: Mapping[str, str]) -> dict[str, str]:
        """The pages with every mark replaced by its example."""
        self._laid_out = list(_lay_out(self._programs))
        return {name: _MARK.sub(lambda mark: self._html(int(mark[1])), text) for name, text in pages.items()}

    def _html(self, number: int) -> str:
        program = self._laid_out[number]
        forms = [("sync", program.blocking), ("async", program.asynchronous)]
        given = [(name, text) for name, text in forms if text]
        # An example of one form is shown whichever form the reader has chosen.
        blocks = [
            Markup('<pre class="code {}" tabindex="0" aria-label="Example, {}"><code>{}</code></pre>').format(
                name if len(given) > 1 else "only", name, coloured(text)
            )
            for name, text in given
        ]
        return str(Markup("\n").join(blocks))


def _blocking(text: str) -> str:
    for rule in RULES:
        text = re.sub(rule.pattern, rule.replacement, text)
    return text


def _lay_out(programs: list[Program]) -> Iterator[Program]:
    files = {
        f"{form}_{number:04}.py": text
        for number, program in enumerate(programs)
        for form, text in (("sync", program.blocking), ("async", program.asynchronous))
    }
    done = formatted(files, CODE_WIDTH)
    for number in range(len(programs)):
        yield Program(done[f"sync_{number:04}.py"].strip("\n"), done[f"async_{number:04}.py"].strip("\n"))


def coloured(text: str) -> Markup:
    """Python source as HTML, with a class for each kind of token."""
    return Markup(highlight(text, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n"))  # noqa: S704 - escaped

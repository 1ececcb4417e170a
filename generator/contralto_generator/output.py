"""A folder of generated files: whose it is, and how it gets its new content.

A folder belongs to us if its MANIFEST says so; every other one must be empty. Writing goes through a staging folder
inside of it, so that a full disk or an interruption before the last moment leaves everything as it was. In that moment,
while files are moved into place, the manifest says that the folder is unfinished and lists the files of both states:
the same command, given again, repairs it. Files that the manifest does not list are never touched.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from contralto_generator.emit import Files
from contralto_generator.formatting import put
from contralto_generator.problems import GeneratorError

MANIFEST = "MANIFEST"
STAGING = ".contralto-new"
_FIRST_LINE = "# Written by contralto generate. Do not edit."
_UNFINISHED = "# Unfinished: `contralto generate` was stopped while it wrote here. Run it again in the same way."
_UNFINISHED_MANIFEST = f"{MANIFEST}.unfinished"
_NO_CONTENT = frozenset({STAGING, ".git", "__pycache__"})


@dataclass(frozen=True)
class Manifest:
    """What a MANIFEST says. `files` are the digests that each listed file may have: two if writing was interrupted."""

    facts: Mapping[str, str]
    files: Mapping[str, frozenset[str]]
    finished: bool


def manifest_text(facts: Iterable[tuple[str, str]], files: Mapping[str, str]) -> str:
    """What the files were made from, and a digest of each."""
    lines = [_FIRST_LINE, *(f"{name} {value}" for name, value in facts)]
    lines += [f"sha256 {_digest(text)} {path}" for path, text in sorted(files.items())]
    return "\n".join(lines) + "\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the folder; None if there is none that we wrote."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if not lines or lines[0] != _FIRST_LINE:
        return None
    files: dict[str, frozenset[str]] = {}
    for line in lines:
        word, _, rest = line.partition(" ")
        digest, _, name = rest.partition(" ")
        if word == "sha256" and _is_below(name):
            files[name] = files.get(name, frozenset()) | {digest}
    facts = dict(line.split(" ", 1) for line in lines if " " in line and not line.startswith(("#", "sha256 ")))
    return Manifest(facts, files, _UNFINISHED not in lines)


def refuse_foreign(folder: Path, facts: Mapping[str, str]) -> Manifest | None:
    """The manifest of the folder, if it is ours. Raises GeneratorError if something else is there."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise GeneratorError(f"`{folder}` is not a folder")
    manifest = read_manifest(folder)
    if manifest is None:
        stranger = next((path for path in sorted(folder.iterdir()) if path.name not in _NO_CONTENT), None)
        if stranger is not None:
            what = f"holds `{stranger.name}`, which contralto did not write"
            raise GeneratorError(f"`{folder}` {what}; choose a folder that is empty or not there yet")
        return None
    for name in ("package", "dialect"):
        there, new = manifest.facts.get(name, ""), facts.get(name, "")
        if there != new and "package" in manifest.facts:
            what = f"holds the {name} `{there}`" if there else f"holds a package of no {name}"
            raise GeneratorError(f"`{folder}` {what}, not `{new or 'none'}`; choose another folder, or remove this one")
    return manifest


def write(files: Files, folder: Path, facts: Mapping[str, str]) -> None:
    """Makes the folder hold these files, and no older generated ones.

    Raises GeneratorError if the folder is somebody else's or cannot be written, with a word on what is left there.
    """
    staging = folder / STAGING
    moving = False
    try:
        manifest = refuse_foreign(folder, facts)
        listed = manifest.files if manifest else {}
        changed = [path for path, text in files.items() if _content(folder / path) != text.encode()]
        stale = listed.keys() - files.keys()
        if not changed and not stale:
            return
        for path in changed:
            if path != MANIFEST and path not in listed and (folder / path).exists():
                raise GeneratorError(f"`{folder / path}` is in the way and contralto did not write it; move it")
        shutil.rmtree(staging, ignore_errors=True)
        put(staging, {path: files[path] for path in (*changed, MANIFEST)})
        put(staging, {_UNFINISHED_MANIFEST: _unfinished(files, listed)})
        (staging / _UNFINISHED_MANIFEST).replace(folder / MANIFEST)
        moving = True
        for path in changed:
            if path != MANIFEST:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (staging / path).replace(folder / path)
        for path in stale:
            _remove(folder, path, listed[path])
        (staging / MANIFEST).replace(folder / MANIFEST)
        moving = False
    except OSError as error:
        left = "it is half written; run the same command again to repair it" if moving else "nothing in it was changed"
        reason = (error.strerror or str(error)).lower()
        raise GeneratorError(f"`{folder}` cannot be written: {reason}; {left}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _unfinished(files: Files, listed: Mapping[str, frozenset[str]]) -> str:
    """The new manifest with the files of the old one, marked."""
    head, *lines = files[MANIFEST].splitlines()
    old = [f"sha256 {digest} {path}" for path in sorted(listed) for digest in sorted(listed[path])]
    return "\n".join([head, _UNFINISHED, *lines, *old]) + "\n"


def _remove(folder: Path, path: str, digests: frozenset[str]) -> None:
    """Removes a file that is no longer made, if it still is what we wrote, and the folders that this leaves empty."""
    target = folder / path
    content = _content(target)
    inside = target.resolve().is_relative_to(folder.resolve())
    if content is None or not inside or hashlib.sha256(content).hexdigest() not in digests:
        return
    target.unlink()
    for parent in target.relative_to(folder).parents:
        place = folder / parent
        if place == folder or any(found.name != "__pycache__" for found in place.iterdir()):
            break
        shutil.rmtree(place)


def _is_below(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

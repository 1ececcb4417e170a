"""The two viewers that the site carries, and how they come from npm.

Only the packed tarballs are fetched: both bundles are complete in themselves, so that no dependency is resolved and
no script of a package runs. Versions are exact, and each tarball is held against the digest that was reviewed.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FETCH_TIMEOUT_S = 300.0


class AssetsUnavailable(RuntimeError):
    """The viewers are not there and cannot be fetched; the message says what to do. Exit code 2."""


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package. `files`: member of the tarball to the name that the site gives it."""

    name: str
    version: str
    integrity: str
    files: Mapping[str, str]

    @property
    def requested(self) -> str:
        """The package as npm is asked for it."""
        return f"{self.name}@{self.version}"

    @property
    def tarball(self) -> str:
        """The file name that `npm pack` gives it."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


# Redoc 3 is left alone for now: it is an ES module, which browsers refuse to load from file://, and sends telemetry.
REDOC = Package(
    name="redoc",
    version="2.5.4",
    integrity="sha512-M6jWhG1qoBnH6TFmzJnstyCZ87HmOY/UzDm78mHiYihEdlV/YcS9ogOo1NlElnJMeLsyxHFe2yFc4sNjHTrABQ==",
    files={
        "package/bundles/redoc.standalone.js": "redoc.js",
        "package/bundles/redoc.standalone.js.LICENSE.txt": "redoc.standalone.js.LICENSE.txt",
        "package/LICENSE": "redoc.LICENSE.txt",
    },
)
ASYNCAPI_VIEWER = Package(
    name="@asyncapi/react-component",
    version="3.2.1",
    integrity="sha512-k5ZqJd6+oxYaQ2o6F3rGWJ1MTIjXdpsUYB3NKQbVqr4yzrN0Ovj5c7eZx8NGd3wfKPhbOrLREtYl9K2OPfnSsA==",
    files={
        "package/browser/standalone/index.js": "asyncapi.js",
        "package/browser/standalone/index.js.LICENSE.txt": "index.js.LICENSE.txt",
        "package/styles/default.min.css": "asyncapi.css",
        "package/LICENSE": "asyncapi.LICENSE.txt",
    },
)
PACKAGES = (REDOC, ASYNCAPI_VIEWER)

# The one thing Redoc loads by itself: an image beside its name. The pages forbid it too; taking it out saves the noise.
_REMOTE_IMAGE = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_EMPTY_IMAGE = b"data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%221%22 height=%221%22/>"


def asset_folder(assets: Path, package: Package) -> Path:
    """Where the files of a package lie; another version lies elsewhere, so that a change of version fetches anew."""
    return assets / f"{package.tarball.removesuffix('.tgz')}"


def read_assets(assets: Path) -> dict[str, bytes]:
    """The viewer files by the name that the site gives them. Raises AssetsUnavailable if one is missing."""
    found: dict[str, bytes] = {}
    for package in PACKAGES:
        for name in package.files.values():
            path = asset_folder(assets, package) / name
            if not path.is_file():
                raise AssetsUnavailable(f"`{path}` is missing; fetch the viewers into `{assets}` first")
            found[name] = path.read_bytes()
    found["redoc.js"] = found["redoc.js"].replace(_REMOTE_IMAGE, _EMPTY_IMAGE)
    return found


def fetch_assets(folder: Path) -> None:
    """Bring every viewer into the folder, unless it is there. Raises AssetsUnavailable, saying what to do."""
    missing = [package for package in PACKAGES if not _is_complete(folder, package)]
    if not missing:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise AssetsUnavailable(
            "`npm` was not found; the site needs it once, to fetch its viewers: install Node.js 20 or newer with npm "
            "(on Debian: `apt-get install nodejs npm`) and run this again"
        )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        workshop = Path(name).resolve()  # npm runs in it, so a relative path would be taken twice
        _pack(npm, missing, workshop)
        for package in missing:
            _unpack(workshop / package.tarball, package, asset_folder(folder, package))


def _is_complete(folder: Path, package: Package) -> bool:
    return all((asset_folder(folder, package) / name).is_file() for name in package.files.values())


def _pack(npm: str, packages: list[Package], workshop: Path) -> None:
    requested = [package.requested for package in packages]
    # An empty manifest keeps npm from looking at the project around the folder.
    (workshop / "package.json").write_text("{}\n", encoding="utf-8")
    command = [npm, "pack", "--ignore-scripts", "--pack-destination", str(workshop), *requested]
    try:
        done = subprocess.run(
            command, cwd=workshop, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        message = f"npm did not fetch {', '.join(requested)} within {FETCH_TIMEOUT_S:.0f} s; is the registry reachable"
        raise AssetsUnavailable(message) from error
    if done.returncode:
        said = "; ".join(line for line in done.stderr.splitlines() if line.startswith("npm error"))[:600]
        raise AssetsUnavailable(
            f"npm could not fetch {', '.join(requested)} (exit {done.returncode}: {said or 'no message'}); "
            "check the network and `npm config get registry`, then run this again"
        )


def _unpack(tarball: Path, package: Package, target: Path) -> None:
    content = tarball.read_bytes()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode("ascii")
    if digest != package.integrity:
        raise AssetsUnavailable(
            f"{package.requested} is not what was reviewed: expected {package.integrity}, got {digest}; "
            "do not use it until somebody has looked at the difference"
        )
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tarball) as archive:
        for member, name in package.files.items():
            stream = archive.extractfile(member)
            if stream is None:
                raise AssetsUnavailable(f"{package.requested} holds no file `{member}`; mend the list of its files")
            (target / name).write_bytes(stream.read())

"""Where packages are written: never over somebody else's files, and never so that a stop in the middle does harm."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest

from contralto_cli.main import main
from contralto_generator import GeneratorError, default_out, default_package
from contralto_generator.output import MANIFEST, STAGING, Manifest, manifest_text, read_manifest, write

FACTS = {"package": "acme", "dialect": ""}


def files_of(**texts: str) -> dict[str, str]:
    """A package of these modules, with its manifest."""
    files = {f"acme/{name}.py": text for name, text in texts.items()}
    return {**files, MANIFEST: manifest_text(FACTS.items(), files)}


def there(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def manifest_of(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    assert manifest is not None
    return manifest


@pytest.mark.parametrize("name", ["README.md", "MANIFEST", "acme", "pyproject.toml"])
def test_folder_with_a_foreign_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("precious", encoding="utf-8")
    with pytest.raises(GeneratorError, match=f"holds `{name}`, which contralto did not write; choose a folder"):
        write(files_of(a="1"), tmp_path, FACTS)
    assert there(tmp_path) == {name: "precious"}


def test_fresh_repository_is_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(files_of(a="1"), tmp_path, FACTS)
    assert there(tmp_path) == files_of(a="1")


def test_foreign_files_beside_ours_stay(tmp_path: Path) -> None:
    write(files_of(a="1", b="1"), tmp_path, FACTS)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "acme" / "own.py").write_text("mine", encoding="utf-8")
    write(files_of(a="2"), tmp_path, FACTS)
    assert there(tmp_path) == {**files_of(a="2"), "notes.txt": "mine", "acme/own.py": "mine"}


def test_foreign_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    write(files_of(a="1"), tmp_path, FACTS)
    (tmp_path / "acme" / "b.py").write_text("mine", encoding="utf-8")
    with pytest.raises(GeneratorError, match=r"b\.py` is in the way and contralto did not write it; move it"):
        write(files_of(a="2", b="2"), tmp_path, FACTS)
    assert there(tmp_path) == {**files_of(a="1"), "acme/b.py": "mine"}


def test_file_that_is_no_longer_made_stays_if_somebody_edited_it(tmp_path: Path) -> None:
    write(files_of(a="1", b="1"), tmp_path, FACTS)
    (tmp_path / "acme" / "b.py").write_text("mine", encoding="utf-8")
    write(files_of(a="1"), tmp_path, FACTS)
    assert there(tmp_path) == {**files_of(a="1"), "acme/b.py": "mine"}


@pytest.mark.parametrize("name", ["../outside.txt", "link/outside.txt", "/outside.txt"])
def test_manifest_cannot_make_us_delete_outside_of_the_folder(name: str, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere" / "outside.txt"
    outside.parent.mkdir()
    outside.write_text("precious", encoding="utf-8")
    folder = tmp_path / "elsewhere" / "folder"
    write(files_of(a="1"), folder, FACTS)
    (folder / "link").symlink_to(outside.parent)
    listed = name.replace("/outside", str(outside)) if name.startswith("/") else name
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        manifest.write(f"sha256 {hashlib.sha256(b'precious').hexdigest()} {listed}\n")
    write(files_of(a="2"), folder, FACTS)
    assert outside.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"package": "other", "dialect": ""}, "holds the package `acme`, not `other`"),
        ({"package": "acme", "dialect": "keypool"}, "holds a package of no dialect, not `keypool`"),
    ],
)
def test_folder_of_another_package_is_refused(facts: dict[str, str], said: str, tmp_path: Path) -> None:
    write(files_of(a="1"), tmp_path, FACTS)
    with pytest.raises(GeneratorError, match=said):
        write(files_of(a="2"), tmp_path, facts)
    assert there(tmp_path) == files_of(a="1")


def test_what_did_not_change_is_not_written(tmp_path: Path) -> None:
    write(files_of(a="1", b="1"), tmp_path, FACTS)
    before = {name: (tmp_path / name).stat().st_ino for name in there(tmp_path)}
    write(files_of(a="1", b="2"), tmp_path, FACTS)
    after = {name: (tmp_path / name).stat().st_ino for name in there(tmp_path)}
    assert {name for name in before if before[name] != after[name]} == {"acme/b.py", MANIFEST}


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("method", ["write_text", "replace", "unlink"])
def test_stop_in_the_middle_leaves_the_old_state_or_one_that_says_how_to_repair_it(
    fault: BaseException, method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = files_of(a="1", b="1", c="1", d="1"), files_of(a="2", b="2", e="2", d="1")
    real = getattr(Path, method)
    stopped = 0
    for at in range(20):
        folder = tmp_path / str(at)
        write(old, folder, FACTS)
        left = at

        def break_down(path: Path, *arguments: object, **options: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise fault
            return real(path, *arguments, **options)

        with monkeypatch.context() as patch:
            patch.setattr(Path, method, break_down)
            try:
                write(new, folder, FACTS)
            except KeyboardInterrupt:
                said = ""
            except GeneratorError as error:
                said = str(error)
            else:
                break
        stopped += 1
        assert not (folder / STAGING).exists()
        if manifest_of(folder).finished:
            assert there(folder) == old
            assert "no space left on device; nothing in it was changed" in said or not said
        else:
            assert "Run it again in the same way" in (folder / MANIFEST).read_text(encoding="utf-8")
            assert "it is half written; run the same command again to repair it" in said or not said
        write(new, folder, FACTS)
        assert there(folder) == new
    assert stopped == {"write_text": 5, "replace": 5, "unlink": 1}[method]


def test_killed_before_anything_was_moved_the_folder_is_as_good_as_empty(tmp_path: Path) -> None:
    (tmp_path / STAGING).mkdir()
    (tmp_path / STAGING / "half").write_text("ha", encoding="utf-8")
    write(files_of(a="1"), tmp_path, FACTS)
    assert there(tmp_path) == files_of(a="1")


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(GeneratorError, match="cannot be written: not a directory; nothing in it was changed"):
        write(files_of(a="1"), tmp_path / "file" / "below", FACTS)


def test_what_was_asked_for_names_the_package_and_the_folder() -> None:
    named: dict[tuple[str | None, ...], tuple[str, str]] = {
        (): ("contralto_client", "generated"),
        ("2025-04-16",): ("contralto_client_2025_04_16", "contralto-client-2025-04-16"),
        (None, "keypool"): ("contralto_client_keypool", "contralto-client-keypool"),
        ("2025-04-16", "keypool", "x/Our Own.yaml"): (
            "contralto_client_keypool_2025_04_16_our_own",
            "contralto-client-keypool-2025-04-16-our-own",
        ),
    }
    for asked, (package, folder) in named.items():
        filled: list[str | None] = [*asked, *[None] * (2 - len(asked))]
        api_version, dialect, *overlays = filled
        name = default_package(api_version, dialect, [Path(str(overlay)) for overlay in overlays])
        assert (name, default_out(name)) == (package, Path(folder))
    assert default_out("acme_voice") == Path("acme-voice")


def test_nothing_but_the_plain_client_goes_to_the_folder_of_the_plain_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "--dialect", "carter"]) == 0
    assert capsys.readouterr().out.endswith("files of `contralto_client_carter` in contralto-client-carter\n")
    assert [path.name for path in tmp_path.iterdir()] == ["contralto-client-carter"]
    assert main(["generate", "--dialect", "carter", "--check"]) == 0
    (tmp_path / "contralto-client-carter" / "README.md").unlink()
    assert main(["generate", "--dialect", "carter", "--check"]) == 1
    said = capsys.readouterr().err
    assert "`contralto generate --dialect carter` repairs it" in said


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("my-client", "use letters, digits and underscores"),
        ("_hidden", "use letters, digits and underscores"),
        ("klänge", "use letters, digits and underscores"),
        ("class", "it is a word of Python"),
        ("httpx", "it would hide a module that the client needs"),
        ("json", "it would hide a module that the client needs"),
    ],
)
def test_name_that_is_no_package_is_refused(name: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--package", name]) == 2
    assert f"error: `{name}` cannot be the name of a package" in (said := capsys.readouterr().err)
    assert why in said

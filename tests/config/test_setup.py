"""The environment that `make` makes: without Python, with a poor one, after a failure."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest

from tests.config.conftest import PROJECT

pytestmark = pytest.mark.processes
NEEDED = ("sh", "cat", "dirname", "mkdir", "chmod", "rm", "id")


@pytest.fixture
def checkout(tmp_path) -> pathlib.Path:
    """A checkout whose locked list is empty, so that nothing need be downloaded."""
    (tmp_path / "checkout" / ".ci").mkdir(parents=True)
    shutil.copy(PROJECT / ".ci" / "setup", tmp_path / "checkout" / ".ci")
    (tmp_path / "checkout" / "requirements.txt").write_text("# nothing\n")
    return tmp_path / "checkout"


@pytest.fixture
def programs(tmp_path) -> pathlib.Path:
    """A PATH with the plainest programs and no Python."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in NEEDED:
        (folder / name).symlink_to(shutil.which(name))
    return folder


def set_up(checkout: pathlib.Path, programs: pathlib.Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shutil.which("sh"), ".ci/setup", "requirements.txt"],
        cwd=checkout,
        env={"PATH": str(programs), "HOME": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )


def put(programs: pathlib.Path, name: str, script: str) -> None:
    """A program of that name that does what the script says."""
    program = programs / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_without_python_one_sentence_says_what_is_needed(checkout, programs):
    ran = set_up(checkout, programs)

    assert ran.returncode == 1
    assert ran.stderr.startswith("There is no Python here; Python 3.11 or later")
    assert len(ran.stderr.splitlines()) == 1
    assert not (checkout / ".venv").exists()


def test_an_old_python_or_one_without_venv_is_named(checkout, programs):
    put(programs, "python3", 'case "$2" in *venv*) exit 1;; *print*) echo 3.9;; esac')

    ran = set_up(checkout, programs)

    assert ran.returncode == 1
    assert ran.stderr.startswith("The Python found here (version 3.9) is older than 3.11 or lacks")
    assert len(ran.stderr.splitlines()) == 1


def test_a_poor_python3_is_passed_over_for_a_good_one(checkout, programs):
    put(programs, "python3", "exit 1")
    (programs / f"python3.{sys.version_info.minor}").symlink_to(os.path.realpath(sys.executable))

    first, second = set_up(checkout, programs), set_up(checkout, programs)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert second.stderr == ""
    assert (checkout / ".venv" / "bin" / "python").exists()


def test_an_environment_that_was_left_half_made_is_made_anew(checkout, programs):
    (programs / "python3").symlink_to(os.path.realpath(sys.executable))
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")

    ran = set_up(checkout, programs)

    assert ran.returncode == 0, ran.stderr
    assert "broken or unfinished" in ran.stderr
    assert (checkout / ".venv" / ".made-from-requirements.txt").exists()


def test_packages_that_cannot_be_had_are_one_sentence_and_no_success(checkout, programs):
    (programs / "python3").symlink_to(os.path.realpath(sys.executable))
    (checkout / "requirements.txt").write_text(f"nothing==1 --hash=sha256:{'0' * 64}\n--no-index\n")

    ran = set_up(checkout, programs)

    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith("The packages of requirements.txt could not be")
    assert not (checkout / ".venv" / ".made-from-requirements.txt").exists()

"""A copy of the catalogue that a test may spoil."""

import pathlib

import pytest

from tests import catalogue_files


@pytest.fixture
def files(tmp_path: pathlib.Path) -> catalogue_files.Files:
    return catalogue_files.Files(tmp_path)

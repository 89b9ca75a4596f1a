"""Real recordings and hostile inputs that are not part of the repository."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real inputs; tests that read it are skipped where it is not there."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    folder = Path(os.environ.get("LIVEFEED_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip("the folder of real recordings is not here (LIVEFEED_SHARED_DATA)")
    return folder

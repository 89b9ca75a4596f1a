"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# A slow machine is no bug; what was found is printed so that it can be found again.
settings.register_profile("livefeed", deadline=None, print_blob=True)
settings.load_profile("livefeed")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real recordings and hostile inputs, which are not part of the repository; skipped where they are not there."""
    folder = Path(os.environ.get("LIVEFEED_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the folder of real recordings is not here (LIVEFEED_SHARED_DATA)")
    return folder

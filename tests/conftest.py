"""What several test files share."""

from pathlib import Path

import pytest

from tests.programs import ROOT, amur


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the seed articles. Not to be written to: copy it first."""
    data = tmp_path_factory.mktemp("seeded") / "data"
    done = amur("ingest", ROOT / "seeds" / "articles", data=data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data

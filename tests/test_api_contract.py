"""The service against its own OpenAPI document, by generated requests: no server error, no answer of another shape."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT, environment, serving

EXAMPLES = "4"  # generated requests a parameter set; bounded, so that the tests stay short
# The routes of the graph share their parameters: the edges of each parameter are walked on three of them.
WHICH = {
    "all but the graph": ("coverage,fuzzing", "--exclude-path-regex", "^/graph"),
    "the graph": ("fuzzing", "--include-path-regex", "^/graph"),
    "the parameters of the graph": ("coverage", "--include-path-regex", "^/graph(/path|/centrality|[.]json)$"),
}


@pytest.mark.parametrize("which", WHICH)
def test_generated_requests_find_no_fault(seeded: Path, tmp_path: Path, which: str) -> None:
    phases, *chosen = WHICH[which]
    with serving(seeded) as client:
        program = Path(sys.executable).with_name("schemathesis")
        command = [
            program, "--config-file", ROOT / "schemathesis.toml", "run", f"{client.base_url}/openapi.json",
            "--phases", phases, *chosen, "--max-examples", EXAMPLES, "--checks", "all", "--seed", "1",
            "--generation-database", "none", "--no-color",
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=900, cwd=tmp_path, env=environment(), check=False
        )
        assert done.returncode == 0, done.stdout[-6000:]
        assert client.get("/healthz").json()["status"] == "ok"

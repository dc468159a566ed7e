"""The service against its own OpenAPI document, by generated requests: no server error, no answer of another shape."""

import subprocess
import sys
from pathlib import Path

from tests.programs import ROOT, environment, serving

EXAMPLES = "4"  # generated requests a parameter set; bounded, so that the tests stay short


def test_generated_requests_find_no_fault(seeded: Path, tmp_path: Path) -> None:
    with serving(seeded) as client:
        program = Path(sys.executable).with_name("schemathesis")
        command = [
            program, "--config-file", ROOT / "schemathesis.toml", "run", f"{client.base_url}/openapi.json",
            "--phases", "coverage,fuzzing", "--max-examples", EXAMPLES, "--checks", "all", "--seed", "1",
            "--generation-database", "none", "--no-color",
        ]  # fmt: skip
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=280, cwd=tmp_path, env=environment(), check=False
        )
        assert done.returncode == 0, done.stdout[-6000:]
        assert client.get("/healthz").json()["status"] == "ok"

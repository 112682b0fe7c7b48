"""The command line as tests call it, and the files that they give it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PUBLISHED = "tests/data/published.yaml"
EXAMPLES = "cases/examples.yaml"


def penia(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess:
    """Run a command; `given` is what stands on its standard input."""
    return subprocess.run([sys.executable, "-m", "engine", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", input=given)

"""Run `livefeed`, and be killed when a named point is reached for the n-th time.

    python -m tests.runtime.crashing POINT N PROOF replay tape.ndjson …

The name of the point is written into the file PROOF first, so that a test knows that it was reached.
"""

import os
import signal
import sys
from pathlib import Path

from livefeed.cli.main import main
from livefeed.runtime import crashpoints


def die_at(point: str, count: int, proof: Path) -> None:
    """Arm a point."""
    left = count

    def then(reached: str) -> None:
        nonlocal left
        left -= reached == point
        if reached == point and left == 0:
            proof.write_text(point)
            os.kill(os.getpid(), signal.SIGKILL)

    crashpoints.arm(then)


if __name__ == "__main__":
    _, name, times, file, *arguments = sys.argv
    die_at(name, int(times), Path(file))
    sys.argv = ["livefeed", *arguments]
    main()

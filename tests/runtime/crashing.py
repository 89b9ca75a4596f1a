"""Run `livefeed`, and be killed when a named point is reached for the n-th time.

    python -m tests.runtime.crashing POINT N PROOF replay tape.ndjson …

A machine that is busy lets many frames come at once, so that a point is reached less often: where ENOUGH were taken in
the next time counts. The name of the point is written into the file PROOF first, so that a test knows that it was reached.
"""

import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from livefeed.cli.main import main
from livefeed.runtime import crashpoints

PATIENCE = 0.2
ENOUGH = 30


def die_at(point: str, count: int, proof: Path) -> None:
    """Arm a point."""
    times: Counter[str] = Counter()

    def then(reached: str) -> None:
        times[reached] += 1
        if reached == point and (times[point] == count or times["frame.taken"] > ENOUGH):
            proof.write_text(point)
            time.sleep(PATIENCE)  # for readers to see what they must not see yet
            os.kill(os.getpid(), signal.SIGKILL)

    crashpoints.arm(then)


if __name__ == "__main__":
    _, name, times, file, *arguments = sys.argv
    die_at(name, int(times), Path(file))
    sys.argv = ["livefeed", *arguments]
    main()

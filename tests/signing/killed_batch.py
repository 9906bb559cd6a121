"""Run as a program: signs a batch and kills itself at the step that the plan on standard input names."""

import json
import os
import signal
import sys
from pathlib import Path

from counter_app.clock import SystemClock
from counter_app.model.signature import KeyRef, Level, PinAnswer, SignItem, SignProgress
from counter_app.signing.service import SigningRoom
from tests.signing.desk import STAMP, unjudged


def main() -> None:
    plan = json.load(sys.stdin)

    def progress(step: SignProgress) -> None:
        if [step.index, step.step] == plan["kill_at"]:
            os.kill(os.getpid(), signal.SIGKILL)

    room = SigningRoom(clock=SystemClock(), journal_folder=Path(plan["journal"]), verify=unjudged, allow_file_keys=True)
    room.sign(
        [SignItem(source=source, output=output, stamp=STAMP) for source, output in plan["items"]],
        KeyRef(kind="p12", path=plan["key"]),
        level=Level.B_B,
        pin=lambda _: PinAnswer(secret=plan["password"]),
        progress=progress,
    )


if __name__ == "__main__":
    main()

"""The end of a child process, for the rooms that keep one: the file reader, the key, the paper."""

import time
from multiprocessing.context import SpawnProcess

UNTIL_KNOWN = 10.0  # seconds for the system to tell how a killed process ended


def end_process(process: SpawnProcess, *, patience: float) -> int:
    """Wait `patience` seconds, kill what still runs, free it. Answers with the exit code.

    multiprocessing collects every ended child whenever any thread starts another one; until that thread has written
    down what it saw, this one reads «still running» of a process that is gone. So the end is read until it is known.
    """
    process.join(patience)
    if process.exitcode is None:
        process.kill()
    limit = time.monotonic() + UNTIL_KNOWN
    while process.exitcode is None and time.monotonic() < limit:
        process.join(0.02)
        time.sleep(0.005)
    code = process.exitcode
    if code is None:  # the system keeps it, as it does while a disk hangs: it is left to it
        return -1
    process.close()
    return code

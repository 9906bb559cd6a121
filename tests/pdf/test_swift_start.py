"""What a process that opens files loads at its start."""

import subprocess
import sys

LOAD = """
import gc, sys
from counter_app.pdf import swift_start
swift_start.load("counter_app.signing.paper")
import aiohttp
assert gc.isenabled() and gc.get_freeze_count() > 10_000
assert aiohttp.__spec__ is None and not [name for name in sys.modules if name.startswith("aiohttp.")]
try:
    aiohttp.ClientSession()
except RuntimeError:
    print("no web client")
"""


def test_a_process_that_opens_files_has_no_web_client() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, check=False, text=True)
    assert done.stdout == "no web client\n", done.stderr

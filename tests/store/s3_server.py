"""An S3 server of the tests' own, in a process of its own on loopback."""

import contextlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from tests.pki import free_port

ACCESS_KEY, SECRET = "quay-thu", "mat-khau-thu"


@contextlib.contextmanager
def running_store(bucket: str) -> Iterator[str]:
    """Its address. moto asks for no particular key; that the key is wrong is tried by a closed port and other names."""
    import boto3

    port = free_port()
    program = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET,
        )
        client.create_bucket(Bucket=bucket)
        client.close()
        yield address
    finally:
        server.terminate()
        server.wait(60)


def _wait(address: str) -> None:
    last = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(address, timeout=20).close()
            return
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)

"""A batch of 100 small files with a visible mark, each read back from the disk, beside two others:

- the lower bound: read, SHA-256, one RSA-2048 signature, write, per file, without any PDF at all;
- pyHanko's own command line, one call per file, without a visible mark and without reading back.

Also 20 MB files beside the lower bound. Times per file; starting our processes and opening the key is a row of its own.
"""

from __future__ import annotations

import hashlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import Row, compare
from counter_app.clock import SystemClock
from counter_app.model.person import Person, Role
from counter_app.model.signature import Level, SignItem, SignProgress, SignStatus, Verdict, Verification
from counter_app.signing.mark import component_stamp
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from counter_app.signing.service import SigningRoom

OFFICER = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER, title="Chuyên viên")
SMALL = 50_000
BIG = 20_000_000


def run(quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        pki = make_practice_pki(folder / "pki", (OFFICER,), "Ủy ban nhân dân phường Thử Nghiệm", today=date.today())
        small = [paper(folder / f"nho-{n}.pdf", SMALL, n) for n in range(20 if quick else 100)]
        big = [paper(folder / f"to-{n}.pdf", BIG, n) for n in range(2 if quick else 6)]
        start, ours = batch(folder / "ours", pki, small)
        _, ours_big = batch(folder / "ours-big", pki, big)
        bound = lower_bound(folder / "bound", pki, small)
        bound_big = lower_bound(folder / "bound-big", pki, big)
        tool = command_line(folder / "tool", pki, small[: 3 if quick else 10])
    return [
        compare("ký 50 KB, có dấu, đọc lại", ours, "đọc + sha256 + RSA + ghi", bound),
        compare("ký 50 KB, có dấu, đọc lại", ours, "pyhanko sign addsig, từng tệp", tool),
        compare("ký 20 MB, có dấu, đọc lại", ours_big, "đọc + sha256 + RSA + ghi", bound_big),
        compare("đến khi xong tệp đầu tiên", start, "pyhanko sign addsig, một tệp", tool),
    ]


def batch(folder: Path, pki: PracticeKeys, sources: list[Path]) -> tuple[float, float]:
    """Milliseconds until the first file is done, and the median from one file to the next."""
    out = folder / "out"
    out.mkdir(parents=True)
    room = SigningRoom(clock=SystemClock(), journal_folder=folder / "journal", verify=_unjudged, allow_file_keys=True)
    stamp = component_stamp(OFFICER.name, "Ủy ban nhân dân phường Thử Nghiệm")
    done: list[float] = []

    def progress(step: SignProgress) -> None:
        if step.step == "done":
            done.append(time.perf_counter())

    start = time.perf_counter()
    outcomes = room.sign(
        [SignItem(source=str(path), output=str(out / path.name), stamp=stamp) for path in sources],
        pki.file_key("ha"),
        level=Level.B_B,
        pin=lambda _: pki.password,
        progress=progress,
    )
    failed = [outcome.code for outcome in outcomes if outcome.status is not SignStatus.SIGNED]
    if failed:
        raise RuntimeError(f"the benchmark signed nothing: {failed[0]}")
    gaps = [(later - earlier) * 1000 for earlier, later in pairwise(done)]
    return (done[0] - start) * 1000, statistics.median(gaps)


def _unjudged(path: Path) -> Verification:
    return Verification(file=path.name, verdict=Verdict.UNSIGNED, signatures=())


def lower_bound(folder: Path, pki: PracticeKeys, sources: list[Path]) -> float:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    folder.mkdir()
    key = pkcs12.load_key_and_certificates(pki.key("ha").p12.read_bytes(), pki.password.encode())[0]
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the practice key is RSA")

    def one(source: Path) -> None:
        data = source.read_bytes()
        signature = key.sign(hashlib.sha256(data).digest(), padding.PKCS1v15(), hashes.SHA256())
        (folder / source.name).write_bytes(data + signature.ljust(9000, b"0"))

    return median_ms(one, sources)


def command_line(folder: Path, pki: PracticeKeys, sources: list[Path]) -> float:
    folder.mkdir()
    secret = folder / "passphrase"
    secret.write_text(pki.password)
    words = [sys.executable, "-m", "pyhanko", "sign", "addsig", "--field", "Sig1", "--use-pades", "pkcs12"]

    def one(source: Path) -> None:
        call = [*words, "--passfile", str(secret), str(source), str(folder / source.name), str(pki.key("ha").p12)]
        subprocess.run(call, check=True, capture_output=True)

    return median_ms(one, sources)


def median_ms(one: Any, sources: list[Path]) -> float:
    times = []
    for source in sources:
        start = time.perf_counter()
        one(source)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def paper(path: Path, size: int, seed: int) -> Path:
    """One page with a line of text and an incompressible grey picture, about `size` bytes."""
    import pikepdf

    width = 1000
    height = max(1, (size - 1500) // width)
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    picture = document.make_stream(random.Random(seed).randbytes(width * height))
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = width, height, 8
    picture.ColorSpace = pikepdf.Name.DeviceGray
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(I=picture))
    page.Contents = document.make_stream(
        b"BT /F1 14 Tf 60 780 Td (Van ban %d) Tj ET q 400 0 0 500 90 120 cm /I Do Q" % seed
    )
    document.save(path)
    return path

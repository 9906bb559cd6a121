"""A batch of 100 small files with a visible mark, each read back from the disk, beside three others:

- poppler's `pdfsig -add-signature`, one call per file, and pyHanko's own command line: no mark, no reading back;
- the lower bound: read, SHA-256, one RSA-2048 signature, write, per file, without any PDF at all.

Also 20 MB files beside the lower bound, the largest memory of our processes, a token that takes 300 ms for each
signature, and checking 100 signed files. «trọn đợt» counts the start of our processes, too.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bench import Row, ToolMissing, compare
from bench.nss import pdfsig_signer
from counter_app.clock import SystemClock
from counter_app.model.person import Person, Role
from counter_app.model.signature import (
    KeyRef,
    Level,
    PinAnswer,
    SignItem,
    SignProgress,
    SignStatus,
    Verdict,
    Verification,
)
from counter_app.pdf.reader import FileReader
from counter_app.signing.mark import component_stamp
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from counter_app.signing.service import SigningRoom
from counter_app.signing.token_modules import installed_drivers

OFFICER = Person(login="ha", name="Nguyễn Thu Hà", role=Role.OFFICER, title="Chuyên viên")
SMALL = 50_000
BIG = 20_000_000
HUGE = 200_000_000
TOKEN_MS = 300
MEMORY_MB = 150
CHECK_MS = 20  # 100 signed files in 2 s
SHIM = Path(__file__).resolve().parent.parent / "tests" / "signing" / "token_shim.c"


class Measured(NamedTuple):
    first_ms: float  # until the first file is done
    each_ms: float  # from the first file to the last, per file: names are given to several at once
    whole_ms: float  # the whole batch, starting and ending our processes included
    memory_mb: float  # the largest of our child processes


def run(quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        softhsm = next((Path(path) for path in installed_drivers() if "softhsm" in path.casefold()), None)
        pki = make_practice_pki(
            folder / "pki",
            (OFFICER,),
            "Ủy ban nhân dân phường Thử Nghiệm",
            softhsm_library=softhsm,
            today=date.today(),
        )
        small = [paper(folder / f"nho-{n}.pdf", SMALL, n) for n in range(20 if quick else 100)]
        rows = _small(folder, pki, small, quick) + _big(folder, pki, quick)
        with suppress(ToolMissing):
            rows.append(_slow_token(folder, pki, small[: 10 if quick else 40]))
        return rows


def _small(folder: Path, pki: PracticeKeys, small: list[Path], quick: bool) -> list[Row]:
    ours = batch(folder / "ours", pki, small)
    bound = lower_bound(folder / "bound", pki, small)
    tool = command_line(folder / "tool", pki, small[: 3 if quick else 10])
    name = "ký 50 KB, có dấu, đọc lại"
    rows = [compare(name, ours.each_ms, "đọc + sha256 + RSA + ghi", bound)]
    whole = ours.whole_ms / len(small)
    with suppress(ToolMissing):
        peer = median_ms(pdfsig_signer(folder / "pdfsig", pki), small[: 5 if quick else 20])
        rows.append(compare(name, ours.each_ms, "pdfsig -add-signature, từng tệp", peer))
        rows.append(compare(f"trọn đợt {len(small)} tệp, mỗi tệp", whole, "pdfsig -add-signature, từng tệp", peer))
    rows += [
        compare(name, ours.each_ms, "pyhanko sign addsig, từng tệp", tool),
        compare(f"trọn đợt {len(small)} tệp, mỗi tệp", whole, "pyhanko sign addsig, từng tệp", tool),
        compare("đến khi xong tệp đầu tiên", ours.first_ms, "pyhanko sign addsig, một tệp", tool),
    ]
    signed = sorted((folder / "ours" / "out").glob("*.pdf"))
    with suppress(ToolMissing):
        rows += _validation(pki, signed)
    return rows


def _big(folder: Path, pki: PracticeKeys, quick: bool) -> list[Row]:
    big = [paper(folder / f"to-{n}.pdf", BIG, n) for n in range(3 if quick else 8)]
    ours = batch(folder / "ours-big", pki, big)
    bound = lower_bound(folder / "bound-big", pki, big)
    huge = batch(folder / "ours-huge", pki, [many_pages(folder / "rat-to.pdf", big[0], HUGE // BIG)])
    picture = batch(folder / "ours-picture", pki, [paper(folder / "mot-anh.pdf", HUGE, 1)])
    return [
        compare("ký 20 MB, có dấu, đọc lại", ours.each_ms, "đọc + sha256 + RSA + ghi", bound),
        compare("bộ nhớ (MB) khi ký tệp 20 MB", ours.memory_mb, "hạn mức (MB)", MEMORY_MB),
        compare("bộ nhớ (MB) khi ký tệp 200 MB", huge.memory_mb, "hạn mức (MB)", MEMORY_MB),
        compare("bộ nhớ (MB) khi ký tệp 200 MB chỉ một ảnh", picture.memory_mb, "hạn mức (MB)", MEMORY_MB),
    ]


def _slow_token(folder: Path, pki: PracticeKeys, sources: list[Path]) -> Row:
    """A token that needs 300 ms for each signature: what the batch adds to the token's own time."""
    if pki.softhsm_conf is None or shutil.which("gcc") is None:
        raise ToolMissing("Cần SoftHSM2 và gcc để làm token chậm.")
    orders = folder / "shim"
    orders.mkdir()
    (orders / "sign_ms").write_text(str(TOKEN_MS))
    library = orders / "shim.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(SHIM), "-ldl"], check=True)
    os.environ |= {
        "SOFTHSM2_CONF": str(pki.softhsm_conf),
        "SHIM_DIR": str(orders),
        "SHIM_OVER": str(pki.softhsm_library),
    }
    key = replace(pki.token_key("ha"), path=str(library))
    ours = batch(folder / "ours-token", pki, sources, key)
    return compare(f"token {TOKEN_MS} ms một chữ ký", ours.each_ms, "riêng token", TOKEN_MS)


def _validation(pki: PracticeKeys, signed: list[Path]) -> list[Row]:
    """Each file judged offline with its chain and revocation lists: beside `pdfsig -nocert`, which checks no chain, and
    all of them, the start and the end of our process included, beside what is asked."""
    if shutil.which("pdfsig") is None:
        raise ToolMissing("Cần pdfsig (poppler-utils).")
    options: dict[str, Any] = {"trust_folders": [pki.trust_folder], "crl_folder": pki.crl_folder}
    start = time.perf_counter()
    with FileReader() as reader:
        found = [reader.verify(path, **options).verdict for path in signed]
    whole = (time.perf_counter() - start) * 1000
    if set(found) != {Verdict.VALID}:
        raise RuntimeError("the benchmark checked files that are not valid")
    peer = median_ms(lambda path: subprocess.run(["pdfsig", "-nocert", path], check=True, capture_output=True), signed)
    return [
        compare(
            "kiểm tra chữ ký ngoại tuyến, trọn đợt, mỗi tệp", whole / len(signed), "pdfsig -nocert, từng tệp", peer
        ),
        compare(f"kiểm tra {len(signed)} tệp đã ký", whole, "hạn mức", CHECK_MS * len(signed)),
    ]


def batch(folder: Path, pki: PracticeKeys, sources: list[Path], key: KeyRef | None = None) -> Measured:
    out = folder / "out"
    out.mkdir(parents=True)
    room = SigningRoom(clock=SystemClock(), journal_folder=folder / "journal", verify=_unjudged, allow_file_keys=True)
    stamp = component_stamp(OFFICER.name, "Ủy ban nhân dân phường Thử Nghiệm")
    done: list[float] = []
    memory: list[float] = []

    def progress(step: SignProgress) -> None:
        if step.step == "done":
            done.append(time.perf_counter())
            if len(done) in (1, len(sources)):
                memory.extend(_peak_mb(child.pid) for child in multiprocessing.active_children())

    start = time.perf_counter()
    outcomes = room.sign(
        [SignItem(source=str(path), output=str(out / path.name), stamp=stamp) for path in sources],
        key or pki.file_key("ha"),
        level=Level.B_B,
        pin=lambda request: PinAnswer(secret=pki.pin if request.key.kind == "pkcs11" else pki.password),
        progress=progress,
    )
    whole = (time.perf_counter() - start) * 1000
    failed = [outcome.code for outcome in outcomes if outcome.status is not SignStatus.SIGNED]
    if failed:
        raise RuntimeError(f"the benchmark signed nothing: {failed[0]}")
    each = (done[-1] - done[0]) * 1000 / (len(done) - 1) if done[1:] else whole
    return Measured((done[0] - start) * 1000, each, whole, max(memory, default=0.0))


def _peak_mb(process: int | None) -> float:
    """The most memory a process has had so far; 0 where the system does not say."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


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


def median_ms(one: Callable[[Path], object], sources: list[Path]) -> float:
    times = []
    for source in sources:
        start = time.perf_counter()
        one(source)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def many_pages(path: Path, page: Path, count: int) -> Path:
    """The page `count` times, each with a picture of its own, as a scanner writes them."""
    import pikepdf

    with pikepdf.open(page) as source, pikepdf.new() as document:
        for _ in range(count):
            document.pages.extend(source.pages)
            picture = document.pages[-1].Resources.XObject.I
            copy = document.make_stream(picture.read_raw_bytes())
            for key, value in picture.items():
                if key != "/Length":
                    copy[key] = value
            document.pages[-1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=copy))
        document.save(path)
    return path


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

#!/usr/bin/env python3
"""One way in: sets the machine up and starts the application, the checks, the benchmarks or the build.

    python3 run.py            set up, then open the application (no display: the practice day, offscreen)
    python3 run.py test       set up, then everything that checks
    python3 run.py setup      only set up
    python3 run.py bench      set up, then measure
    python3 run.py build      set up, then make the PyInstaller folder in dist/
    python3 run.py audit      is a locked library known to be unsafe? asks the package index through pip-audit
    python3 run.py ctl …      set up, then the headless command `counterctl …`

Only the standard library is used here, because nothing else is there yet. A warm start reads one stamp file.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

# Shared libraries the window needs, by the name the loader asks for -> Debian package.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# What only the tests and the practice token need: a file that proves it is there -> Debian package.
TOOLS = {
    ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"): "softhsm2",
    ("/usr/bin/pdfsig",): "poppler-utils",
    ("/usr/bin/qpdf",): "qpdf",
    ("/usr/bin/Xvfb",): "xvfb",
    ("/usr/bin/xauth",): "xauth",
    ("/usr/bin/tesseract",): "tesseract-ocr",
    (
        "/usr/share/tesseract-ocr/5/tessdata/vie.traineddata",
        "/usr/share/tesseract-ocr/4.00/tessdata/vie.traineddata",
    ): "tesseract-ocr-vie",
    ("/usr/bin/gcc", "/usr/local/bin/gcc"): "gcc",  # the tests build a token that loses its tries over SoftHSM2
    ("/usr/include/stdio.h",): "libc6-dev",
}


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (the bootstrap is run by whatever Python there is)
        print("Cần Python 3.11 trở lên. Hãy cài Python 3.11 rồi chạy lại: python3.11 run.py", file=sys.stderr)
        return 2
    command, rest = (arguments[0], arguments[1:]) if arguments else ("app", [])
    if command not in {"app", "test", "setup", "bench", "build", "audit", "ctl"}:
        print(__doc__, file=sys.stderr)
        return 2
    set_up(with_tools=command in {"test", "bench"})
    if command == "setup":
        print(f"Đã sẵn sàng: {PYTHON.relative_to(ROOT)}")
        return 0
    if command == "audit":
        return start([str(ROOT / "packaging" / "audit.py"), *rest])
    if command == "ctl":
        return start(["-m", "counter_app", *rest])
    if command == "test":
        return start(["-m", "tests", *rest])
    if command == "bench":
        return start(["-m", "bench", *rest])
    if command == "build":
        return start(["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec", *rest])
    if has_display():
        return start(["-m", "ui.app", *rest])
    return start(["-m", "ui.practice_day", *rest], {"QT_QPA_PLATFORM": "offscreen"})


def has_display() -> bool:
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start(arguments: list[str], extra: dict[str, str] | None = None) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(extra or {})}
    os.chdir(ROOT)
    command = [str(PYTHON), *arguments]
    if WINDOWS:  # os.execve detaches from the console there
        return subprocess.call(command, env=environment)
    sys.stdout.flush()
    return os.execve(command[0], command, environment)


def set_up(with_tools: bool) -> None:
    stamp = VENV / "setup.stamp"
    wanted = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes() + sys.version.encode()).hexdigest()
    have = stamp.read_text().split() if stamp.is_file() else []
    if have[:1] == [wanted] and (not with_tools or "tools" in have):
        return
    if sys.platform == "linux":
        install_system_packages(with_tools)
    if have[:1] != [wanted]:
        install_python_packages()
    stamp.write_text(wanted + (" tools" if with_tools or "tools" in have else ""))


def install_python_packages() -> None:
    if not PYTHON.is_file():
        print("Tạo môi trường Python…", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print("Cài các gói theo requirements.lock…", file=sys.stderr)
    uv = shutil.which("uv")
    if uv:
        install = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(LOCK)]
        if subprocess.call(install, cwd=ROOT) == 0:
            return
    subprocess.run(
        [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            str(LOCK),
        ],
        check=True,
    )


def install_system_packages(with_tools: bool) -> None:
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        missing.append("python3-venv")
    if with_tools:
        missing += [package for files, package in TOOLS.items() if not any(Path(file).exists() for file in files)]
        if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            missing.append("postgresql")
        # PyInstaller packs Python's own shared library, which Debian keeps in a package apart.
        shared = sysconfig.get_config_var("INSTSONAME") or ""
        if ".so" in shared and not loads(shared):
            missing.append(f"libpython3.{sys.version_info.minor}")
    if not missing:
        return
    prefix = root_prefix()
    line = "apt-get install -y --no-install-recommends " + " ".join(missing)
    if prefix is None or not shutil.which("apt-get"):
        print(f"Máy này còn thiếu: {' '.join(missing)}. Nhờ quản trị chạy:\n  sudo {line}", file=sys.stderr)
        return
    print("Cài thư viện hệ thống: " + " ".join(missing), file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment}
    subprocess.call([*prefix, "apt-get", "update", "-qq"], **quiet)
    if subprocess.call([*prefix, *line.split(), "-qq"], **quiet):
        print(f"Chưa cài được. Hãy chạy: sudo {line}", file=sys.stderr)


def root_prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

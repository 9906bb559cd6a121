"""`python3 run.py test`: everything that checks, in one command. Words after it go to pytest and skip the rest."""

import subprocess
import sys
import time

from tests.tools import missing_tools, under_ci

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import rules": ["importlinter.cli", "lint"],
    "mypy": ["mypy"],
}


def main(arguments: list[str]) -> int:
    missing = missing_tools()
    if missing and under_ci():
        print("Thiếu công cụ kiểm tra, CI không được bỏ qua: " + ", ".join(missing))
        return 1
    failed = []
    for name, command in ({} if arguments else CHECKS).items():
        start = time.perf_counter()
        module = (
            [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
            if command[0].startswith("importlinter")
            else [sys.executable, "-m", *command]
        )
        code = subprocess.call(module)
        print(f"{name}: {'đạt' if code == 0 else 'KHÔNG ĐẠT'} ({time.perf_counter() - start:.1f} s)", flush=True)
        if code:
            failed.append(name)
    code = subprocess.call(
        [sys.executable, "-m", "pytest", *(arguments or ["-n", "auto", "--dist", "loadgroup", "-q"])]
    )
    if code:
        failed.append("pytest")
    if failed:
        print("Không đạt: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

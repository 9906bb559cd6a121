"""`python3 run.py audit`: is a library of the lock known to be unsafe?

pip-audit asks the package index's service about each; it is installed for this one look only, never beside the program.
Exit codes: 0 each was asked about and none is known to be unsafe, 1 some are, 3 some could not be asked about, 4 none
could.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
SAFE, UNSAFE, PARTLY, TROUBLE = 0, 1, 3, 4


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="pip-audit-") as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if subprocess.run([*pip, "pip-audit"], stderr=subprocess.DEVNULL, check=False).returncode:
            sys.stderr.write("Chưa cài được pip-audit từ kho gói của máy này. Kiểm tra mạng rồi chạy lại.\n")
            return TROUBLE
        look = [str(programs / "pip-audit"), "--requirement", str(LOCK), "--require-hashes", "--disable-pip"]
        look += ["--format", "json"]
        told = subprocess.run(look, capture_output=True, text=True, encoding="utf-8", check=False)
    code, words = judge(told.stdout)
    (sys.stderr if code else sys.stdout).write(words + "\n")
    return code


def judge(told: str) -> tuple[int, str]:
    """Exit code and words for what pip-audit printed as JSON. It answers 0 itself when it could ask about nothing."""
    try:
        asked = json.loads(told)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return TROUBLE, "pip-audit không trả lời được. Kiểm tra mạng rồi chạy lại, hoặc chạy ở máy nối thẳng Internet."
    skipped = [one["name"] for one in asked if "skip_reason" in one]
    unsafe = [f"  {one['name']} {one['version']}: {_mended(fault)}" for one in asked for fault in one.get("vulns", ())]
    if unsafe:
        return UNSAFE, "\n".join([f"{len(unsafe)} lỗi đã công bố trong các thư viện đang khóa:", *unsafe])
    if len(skipped) == len(asked):
        return TROUBLE, (
            f"Dịch vụ không biết gói nào trong {len(asked)} gói đã khóa, nên chưa kết luận được gì. "
            "Hãy chạy lệnh này ở máy nối thẳng Internet."
        )
    if skipped:
        done, names = len(asked) - len(skipped), ", ".join(skipped)
        return PARTLY, f"Đã hỏi {done} gói, không gói nào có lỗi đã công bố. Chưa hỏi được: {names}."
    return SAFE, f"Đã hỏi cả {len(asked)} gói đã khóa, không gói nào có lỗi đã công bố."


def _mended(fault: dict[str, object]) -> str:
    versions = fault.get("fix_versions") or []
    mended = f"sửa ở {', '.join(map(str, versions))}" if isinstance(versions, list) and versions else "chưa có bản sửa"
    return f"{fault['id']}, {mended}"


if __name__ == "__main__":
    sys.exit(main())

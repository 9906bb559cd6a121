"""What `run.py audit` concludes from pip-audit's answers: nothing asked about is never told as safe."""

import importlib.util
import json
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT

ASKED = {"name": "pillow", "version": "12.0.0", "vulns": []}
UNKNOWN = {"name": "pyhanko", "skip_reason": "Dependency not found on PyPI and could not be audited: pyhanko (0.37.0)"}
UNSAFE = {
    "name": "urllib3",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1"]}, {"id": "PYSEC-2026-2", "fix_versions": []}],
}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "packaging" / "audit.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("answers", "code", "words"),
    [
        ([ASKED, ASKED], 0, "cả 2 gói"),
        ([ASKED, UNKNOWN], 3, "Chưa hỏi được: pyhanko"),
        ([UNKNOWN, UNKNOWN], 4, "không biết gói nào trong 2 gói"),
        ([ASKED, UNKNOWN, UNSAFE], 1, "urllib3 1.0: PYSEC-2026-1, sửa ở 1.1"),
        ([UNSAFE], 1, "PYSEC-2026-2, chưa có bản sửa"),
        ([], 4, "không biết gói nào"),
    ],
)
def test_each_answer_has_its_verdict(audit: ModuleType, answers: list[object], code: int, words: str) -> None:
    found, said = audit.judge(json.dumps({"dependencies": answers, "fixes": []}))
    assert found == code and words in said


@pytest.mark.parametrize("told", ["", "Traceback", "[]", "{}"])
def test_no_answer_is_trouble(audit: ModuleType, told: str) -> None:
    assert audit.judge(told)[0] == 4

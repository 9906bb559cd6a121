"""`counterctl issue`: the clerk's act without a screen, with its keys and exit codes."""

from pathlib import Path

import pytest

from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.cli.test_contract import Ctl, ctl
from tests.practice import PASSWORD
from tests.workflow.test_day import file_key
from tests.workflow.test_issue import dossier_with_result

__all__ = ["ctl"]


def test_a_result_is_issued_from_the_command_line(ctl: Ctl, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAT_KHAU", PASSWORD)
    dossier = dossier_with_result(office, signed=True)
    act = ("issue", dossier.id, "--data", office.folder, "--person", "nhan.ht")
    key = ("--p12", file_key(office, "seal").path, "--pin-env", "MAT_KHAU", "--level", "B-B")
    assert ctl(*act)[0] == 2, "a key is needed"
    code, (planned,), _ = ctl(*act, "--dry-run")
    assert (code, planned["status"], planned["number"]) == (0, "planned", 1)
    assert planned["parts"] == ["number", "day", "month", "seal"] and planned["seal_on_signature"] is True
    assert queue.dossier(office, dossier.id) == dossier
    code, (told,), _ = ctl(*act, *key)
    assert code == 0 and {name: told[name] for name in planned} == planned | {"status": "signed"}
    keys = ("status", "number", "level", "debt", "verdict", "signatures", "code")
    assert [told[one] for one in keys] == ["signed", 1, "B-B", False, "valid", 5, None]
    assert Path(told["output"]).is_file() and PASSWORD not in str(told)
    code, (again,), _ = ctl(*act, *key)
    assert (code, again["error"]) == (1, "workflow.issued_already")


def test_who_may_not_and_what_is_not_ready_is_told(ctl: Ctl, office: Office) -> None:
    signed, unsigned = (dossier_with_result(office, signed=one) for one in (True, False))
    data = ("--data", office.folder, "--dry-run")
    assert ctl("issue", signed.id, *data, "--person", "ha.nt")[0] == 1
    code, (told,), _ = ctl("issue", unsigned.id, *data, "--person", "nhan.ht")
    assert (code, told["error"]) == (1, "workflow.issue_unsigned")
    code, (told,), _ = ctl("issue", signed.id, *data, "--person", "nhan.ht", "--file", "khong-co.pdf")
    assert (code, told["error"]) == (2, "cli.which_result")

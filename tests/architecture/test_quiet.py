"""Nothing is sent anywhere but where the settings say, and nobody's name stands in a title or a log."""

import ast
import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT, modules, name

# Who may speak to the network, and by which setting.
SPEAKS = {
    "counter_app/signing/local_services.py": "the practice office's own services, on this machine only",
    "counter_app/signing/time_stamp.py": "time_stamp_url",
    "counter_app/signing/revocation.py": "addresses of certificates that end at a trusted root",
    "counter_app/signing/cms.py": "none: asyncio for pyHanko",
    "counter_app/store/news.py": "database_url",
    "counter_app/store/object_store.py": "vault_address, vault_endpoint",
    "counter_app/workflow/practice.py": "a free port of this machine",
    "counter_app/workflow/doctor.py": "time_stamp_url",
    "counter_app/pdf/validation_chain.py": "none: asyncio for pyHanko",
    "counter_app/pdf/validation_online.py": "verify_online, verify_hosts",
}
NETWORK = (
    "socket",
    "socketserver",
    "urllib.request",
    "http",
    "ssl",
    "smtplib",
    "ftplib",
    "asyncio",
    "aiohttp",
    "requests",
)
SERVICES = ("boto3", "botocore", "psycopg", "PySide6.QtNetwork", "PySide6.QtWebEngineCore")
PLAY = """
import json, sys
from pathlib import Path
asked = []
def hook(event, values):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        asked.append([event, repr(values[1:] if event != "socket.getaddrinfo" else values[0])])
sys.addaudithook(hook)
from counter_app.cli import main
folder, paper, out = sys.argv[1:4]
for line in (["queue"], ["dossiers", "list"], ["inspect", paper], ["verify", paper], ["audit", "verify"],
             ["retention", "plan", "--person", "phuoc.dh"], ["support", "--out", out], ["licences"]):
    main([*line, "--data", folder])
print("ASKED " + json.dumps(asked))
"""


def test_only_these_modules_can_reach_a_network() -> None:
    found = set()
    for path in modules("counter_app", "ui"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            if any(one == known or one.startswith(known + ".") for one in names for known in (*NETWORK, *SERVICES)):
                found.add(name(path))
    assert found == set(SPEAKS)


def test_a_morning_s_work_opens_no_connection(practice_folder: Path, tmp_path: Path) -> None:
    """An audit hook of Python itself sees every connection, whoever opens it."""
    paper = next(path for path in (practice_folder / "vault").glob("[0-9a-f][0-9a-f]/*"))
    command = [sys.executable, "-c", PLAY, str(practice_folder), str(paper), str(tmp_path / "goi.zip")]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=200, check=False)
    (told,) = [line for line in ended.stdout.splitlines() if line.startswith("ASKED ")]
    beyond = [one for one in json.loads(told.removeprefix("ASKED ")) if "/" not in one[1] or one[0] != "socket.connect"]
    assert beyond == [], ended.stderr[-500:]  # a path is a socket of this machine


def test_no_title_is_made_of_what_a_dossier_says() -> None:
    """Titles stand in the task bar, on shared screens and in reports of other programs."""
    wrong = []
    for path in modules("ui"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            is_title = called == "setWindowTitle" or called.endswith("Dialog")
            if is_title and node.args and tells_values(node.args[0]):
                wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []


def tells_values(title: ast.expr) -> bool:
    """Put together of something else than a count."""
    if isinstance(title, ast.JoinedStr):
        values = [part.value for part in title.values if isinstance(part, ast.FormattedValue)]
        return not all(ast.unparse(value).startswith("len(") for value in values)
    return isinstance(title, ast.BinOp)


def test_nothing_is_logged_but_that_a_bug_was_met() -> None:
    """Logging calls hold a constant and no value: a library's values may name a person."""
    wrong = []
    for path in modules("counter_app", "ui"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            log = node.func.attr in ("debug", "info", "warning", "error", "exception", "critical", "log")
            if log and "ogg" in ast.unparse(node.func.value):
                constant = all(isinstance(one, ast.Constant) for one in node.args) and not node.keywords
                if not constant:
                    wrong.append(f"{name(path)}:{node.lineno}")
    assert wrong == []

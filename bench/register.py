"""A register of a million dossiers, made by SQLite itself in seconds and kept for one run of the benchmarks.

For measuring only: invented people, nothing of it is in the diary. What is open lies among the newest tenth, as it does
in an office; every dossier has its states in `dossier_history`, every open one three components.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path

from counter_app.clock import VIETNAM, to_seconds
from counter_app.model.text import fold
from counter_app.store.database import open_store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
MILLION = 1_000_000
DAYS = 1000  # over which the dossiers came in
SURNAMES = ("Nguyễn",) * 8 + ("Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Lò", "Quàng")
MIDDLES = ("Thị", "Văn", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Xuân", "Thu", "Đình")
GIVENS = ("Ưởng", "Hương", "Đào", "Linh", "Dũng", "Hà", "Thảo", "Tuấn", "Ánh", "Hùng", "Phượng", "Nga", "Sơn", "Điệp")
STREETS = ("Điện Biên", "Trần Hưng Đạo", "Lê Lợi", "Bạch Đằng", "Võ Nguyên Giáp", "Hai Bà Trưng")
FIELDS = tuple(f"Lĩnh vực {number}" for number in range(1, 13))
OFFICERS = 40
_WORDS = {"surname": SURNAMES, "middle": MIDDLES, "given": GIVENS, "street": STREETS, "field": FIELDS}
# One number per dossier and purpose: the remainders of two primes, so that no two columns go in step.
_DICE = "(((n * {0}) % 1000003) * 31 % 999983 % {1})"


def die(salt: int, sides: int) -> str:
    return _DICE.format(salt, sides)


# Every value that others build on, one row per dossier; `:now`, `:day` and `:count` are given.
_NUMBERED = f"""
WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < :count),
dice AS (
  SELECT n, n > :count * 9 / 10 AND n % 2 = 0 AS is_open,
    :day - {DAYS} * 86400 + (n - 1) * {DAYS} / :count * 86400 + 1800 + {die(7919, 34000)} AS received,
    (n - 1) % (:count / {DAYS}) + 1 AS place, {die(104729, 3)} AS state, {die(15485863, 20)} AS band
  FROM count)
"""
_INSERT = f"""
INSERT INTO dossier (id, code, local_code, procedure_code, procedure_name, procedure_version, case_name, field,
  term_words, applicant_name, applicant_kind, identity_number, address, phone, email, delegate_name, delegate_number,
  delegate_phone, delegate_authorisation, channel, state, holder, submitted_at, received_at, intake_due_at, decided_at,
  due_at, ended_at, rule_set, supplement_count, note, version, queue_due_at, state_changed_at, unchecked, failed,
  unsigned, result_count, unsigned_result_count, folded)
{_NUMBERED}, made AS (
  SELECT n, is_open, received, band,
    'H31.15-' || substr(strftime('%Y%m%d', received, 'unixepoch', '+7 hours'), 3) || printf('-%04d', place) AS code,
    'TN-' || strftime('%Y', received, 'unixepoch', '+7 hours') || '-' || printf('%06d', n) AS local_code,
    CASE WHEN is_open THEN state * (state + 1) / 2 + 1 ELSE 10 END AS state,
    printf('%012d', 33000000000 + {die(32452843, 999000)} * 999983) AS number, {die(49979687, 390)} + 1 AS house,
    CASE WHEN is_open THEN :now + (band * 6 - 12) * 3600 + {die(67867967, 21000)} ELSE received + 864000 END AS due
  FROM dice)
SELECT n, code, local_code, printf('1.%06d', {die(86028121, 60)} + 1), 'Cấp Phiếu lý lịch tư pháp', 1, '', field.text,
  '10 ngày làm việc', surname.text || ' ' || middle.text || ' ' || given.text, 1, number,
  'Số ' || house || ' đường ' || street.text, '', '', '', '', '', '', n % 3 + 1, state,
  'cb' || ({die(6700417, OFFICERS)} + 1), received, received, received + 90000,
  CASE WHEN state = 1 THEN NULL ELSE received + 3600 END, due,
  CASE WHEN is_open THEN NULL ELSE received + 432000 END, '2026-08', 0, '', 1, due,
  CASE WHEN is_open THEN received ELSE received + 432000 END, is_open * (n / 2 % 3), 0, is_open * (n / 2 % 7 = 0),
  NOT is_open, 0,
  lower(code || ' ' || local_code) || ' ' || surname.folded || ' ' || middle.folded || ' ' || given.folded || ' '
    || number || ' so ' || house || ' duong ' || street.folded
FROM made
CROSS JOIN word surname ON surname.kind = 'surname' AND surname.place = {die(982451653, len(SURNAMES))}
CROSS JOIN word middle ON middle.kind = 'middle' AND middle.place = {die(472882027, len(MIDDLES))}
CROSS JOIN word given ON given.kind = 'given' AND given.place = {die(217645199, len(GIVENS))}
CROSS JOIN word street ON street.kind = 'street' AND street.place = {die(141650939, len(STREETS))}
CROSS JOIN word field ON field.kind = 'field' AND field.place = {die(122949823, len(FIELDS))}
"""
_AFTERWARDS = (
    "INSERT INTO dossier_history (dossier_id, at, state, queue_due_at) SELECT id, received_at, 1, intake_due_at "
    "FROM dossier",
    "INSERT INTO dossier_history (dossier_id, at, state, queue_due_at) SELECT id, state_changed_at, state, "
    "queue_due_at FROM dossier WHERE state <> 1",
    "INSERT INTO component (dossier_id, number, name, required, must_sign, paper_kind, verdict, remark, checked_by, "
    "checked_at) SELECT dossier.id, part.value, 'Đơn đề nghị', 1, 1, 'original', dossier.unsigned, '', '', "
    "dossier.received_at FROM dossier, json_each('[1,2,3]') part WHERE dossier.state <> 10",
    "INSERT INTO dossier_search(dossier_search) VALUES ('rebuild')",
    "INSERT INTO dossier_code_search(dossier_code_search) VALUES ('rebuild')",
)


def fill(path: Path, count: int = MILLION) -> None:
    """Make the register; one dossier in twenty is open. The same count gives the same register."""
    open_store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for pragma in ("synchronous=OFF", "cache_size=-262144", "temp_store=MEMORY"):
            raw.execute(f"PRAGMA {pragma}")
        # Triggers and indexes are put back at the end, all at once.
        later = raw.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        ).fetchall()
        raw.execute("CREATE TEMP TABLE word (kind, place, text, folded, PRIMARY KEY (kind, place))")
        words = [(kind, place, word, fold(word)) for kind, found in _WORDS.items() for place, word in enumerate(found)]
        raw.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", words)
        raw.execute("BEGIN")
        for kind, name, _ in later:
            raw.execute(f"DROP {kind} {name}")
        now = to_seconds(NOW)
        raw.execute(_INSERT, {"now": now, "day": now - 9 * 3600, "count": count})
        people = [(f"cb{number}", f"Công chức {number}", "officer", "") for number in range(1, OFFICERS + 1)]
        raw.executemany("INSERT INTO person (login, name, role, title) VALUES (?, ?, ?, ?)", people)
        for statement in _AFTERWARDS:
            raw.execute(statement)
        for _, _, statement in later:
            raw.execute(statement)
        raw.execute("ANALYZE")
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@cache
def kept(count: int = MILLION) -> Path:
    """The register in a folder that goes away with the process: several benchmarks of one run share it."""
    folder = Path(tempfile.mkdtemp(prefix="quay-do-"))
    atexit.register(shutil.rmtree, folder, True)
    fill(folder / "counter.db", count)
    return folder / "counter.db"

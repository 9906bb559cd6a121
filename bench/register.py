"""A register of a million dossiers, made by SQLite itself in a few minutes and kept between runs.

For measuring only: invented people, and a diary without its chain of hashes. What is open lies among the newest tenth,
as it does in an office; every dossier has the moments, states, papers, results and diary entries that its state asks
for (see `register_past`).
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path

from bench import register_past
from bench.register_past import die
from counter_app.clock import VIETNAM, to_seconds
from counter_app.model.text import fold
from counter_app.store.database import open_store
from counter_app.store.schema import MIGRATIONS
from counter_app.store.tables import NO_TERM

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
MILLION = 1_000_000
DAYS = 1000  # over which the dossiers came in
KEPT = Path(__file__).resolve().parent.parent / "artefacts"
SURNAMES = ("Nguyễn",) * 8 + ("Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Lò", "Quàng")
MIDDLES = ("Thị", "Văn", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Xuân", "Thu", "Đình")
GIVENS = ("Ưởng", "Hương", "Đào", "Linh", "Dũng", "Hà", "Thảo", "Tuấn", "Ánh", "Hùng", "Phượng", "Nga", "Sơn", "Điệp")
STREETS = ("Điện Biên", "Trần Hưng Đạo", "Lê Lợi", "Bạch Đằng", "Võ Nguyên Giáp", "Hai Bà Trưng")
FIELDS = tuple(f"Lĩnh vực {number}" for number in range(1, 13))
OFFICERS = 40
_WORDS = {"surname": SURNAMES, "middle": MIDDLES, "given": GIVENS, "street": STREETS, "field": FIELDS}

# Every value that others build on, one row per dossier; `:now`, `:day` and `:count` are given. Of a hundred that are
# over, 94 were returned, 3 refused, 2 withdrawn, 1 stopped; on free days only the portal is open.
_NUMBERED = f"""
WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < :count),
drawn AS (
  SELECT n, n > :count * 9 / 10 AND n % 2 = 0 AS is_open,
    :day - {DAYS} * 86400 + (n - 1) * {DAYS} / :count * 86400 AS midnight,
    (n - 1) % (:count / {DAYS}) + 1 AS place, {die(104729, 100)} AS fate, {die(15485863, 20)} AS band,
    {die(67867967, 100)} AS luck, {die(32452867, 86400)} AS second
  FROM count),
dated AS (
  SELECT *, ((midnight + 25200) / 86400 + 3) % 7 > 4 OR {die(49979693, 100)} < 62 AS online,
    CASE WHEN is_open THEN CASE WHEN fate < 15 THEN 1 WHEN fate < 40 THEN 2 WHEN fate < 85 THEN 4 WHEN fate < 93 THEN 5
      ELSE 9 END ELSE CASE WHEN fate < 94 THEN 10 WHEN fate < 97 THEN 3 WHEN fate < 99 THEN 7 ELSE 8 END END AS state
  FROM drawn),
received AS (
  SELECT *, midnight + CASE WHEN online THEN 21600 + second * 2 / 3 WHEN second % 2 THEN 27000 + second / 6
    ELSE 48600 + second / 7 END AS received FROM dated),
decided AS (
  SELECT *, CASE WHEN state = 1 THEN NULL ELSE min(received + 1800 + second % 27000 * 3, :now - 3600) END AS decided
  FROM received),
ended AS (
  SELECT *, CASE WHEN state = 3 THEN decided
    WHEN NOT is_open THEN min(decided + (2 + second % 11 + (luck < 6) * 9) * 86400 + second / 5, :now - 60)
    WHEN state = 9 THEN decided + (:now - decided) * luck / 101 END AS ended
  FROM decided)
"""
_INSERT = f"""
INSERT INTO dossier (id, code, local_code, procedure_code, procedure_name, procedure_version, case_name, field,
  term_words, applicant_name, applicant_kind, identity_number, address, phone, email, delegate_name, delegate_number,
  delegate_phone, delegate_authorisation, channel, state, holder, submitted_at, received_at, intake_due_at, decided_at,
  due_at, ended_at, rule_set, supplement_count, note, version, queue_due_at, state_changed_at, unchecked, failed,
  unsigned, result_count, unsigned_result_count, folded, arrived_at, accepted_at, closed_at)
{_NUMBERED}, made AS (
  SELECT n, is_open, received, decided, ended, luck, online, state,
    'H31.15-' || substr(strftime('%Y%m%d', midnight, 'unixepoch', '+7 hours'), 3) || printf('-%04d', place) AS code,
    'TN-' || strftime('%Y', midnight, 'unixepoch', '+7 hours') || '-' || printf('%06d', n) AS local_code,
    printf('%012d', 33000000000 + {die(32452843, 999000)} * 999983) AS number, {die(49979687, 390)} + 1 AS house,
    CASE WHEN is_open THEN :now + (band * 6 - 12) * 3600 + second % 21000 WHEN state = 3 THEN NULL
      ELSE decided + 14 * 86400 END AS due
  FROM ended)
SELECT n, code, local_code, printf('1.%06d', {die(86028121, 60)} + 1), 'Cấp Phiếu lý lịch tư pháp', 1, '', field.text,
  '10 ngày làm việc', surname.text || ' ' || middle.text || ' ' || given.text, 1, number,
  'Số ' || house || ' đường ' || street.text, '', '', '', '', '', '',
  CASE WHEN online THEN 2 WHEN luck % 8 THEN 1 ELSE 3 END, state,
  'cb' || ({die(6700417, OFFICERS)} + 1), received, received, CASE WHEN state = 1 THEN due ELSE received + 86400 END,
  decided, CASE WHEN state = 1 THEN NULL ELSE due END, ended, '2026-08',
  (luck % 12 = 0) + (luck = 0), '', 1, coalesce(due, {NO_TERM}),
  coalesce(ended, CASE WHEN state = 1 THEN received ELSE decided + (:now - decided) * luck / 101 END),
  is_open * (n / 2 % 3), 0, is_open * (n / 2 % 7 = 0), state IN (9, 10), state IN (9, 10) AND n / 2 % 31 = 0,
  lower(code || ' ' || local_code) || ' ' || surname.folded || ' ' || middle.folded || ' ' || given.folded || ' '
    || number || ' so ' || house || ' duong ' || street.folded,
  received, CASE WHEN state <> 3 THEN decided END, ended
FROM made
CROSS JOIN word surname ON surname.kind = 'surname' AND surname.place = {die(982451653, len(SURNAMES))}
CROSS JOIN word middle ON middle.kind = 'middle' AND middle.place = {die(472882027, len(MIDDLES))}
CROSS JOIN word given ON given.kind = 'given' AND given.place = {die(217645199, len(GIVENS))}
CROSS JOIN word street ON street.kind = 'street' AND street.place = {die(141650939, len(STREETS))}
CROSS JOIN word field ON field.kind = 'field' AND field.place = {die(122949823, len(FIELDS))}
"""


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
        for statement in register_past.STATEMENTS:
            raw.execute(statement)
        for _, _, statement in later:
            raw.execute(statement)
        raw.execute("ANALYZE")
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@cache
def kept(count: int = MILLION) -> Path:
    """The register, made once for this making and schema. It is only read: see `copy_of` for who writes."""
    folder = KEPT / f"register-{count}-{_fingerprint()}"
    if not folder.is_dir():
        for old in KEPT.glob(f"register-{count}-*"):
            shutil.rmtree(old)
        making = KEPT / f"making-{count}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        fill(making / "counter.db", count)
        making.rename(folder)
    return folder / "counter.db"


def copy_of(count: int, folder: Path) -> Path:
    """A register of one's own in `folder`, for a benchmark that writes."""
    path = folder / "counter.db"
    shutil.copyfile(kept(count), path)
    return path


def _fingerprint() -> str:
    """What the register is made by: this folder's two modules and the schema."""
    made_by = (Path(__file__), Path(register_past.__file__), *sorted((MIGRATIONS / "versions").glob("*.py")))
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_by)).hexdigest()[:12]

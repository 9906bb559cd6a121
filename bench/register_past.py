"""What has happened to the dossiers of `register`: states, papers, results, diary, ratings. Statements for SQLite.

In the proportions of an office: two papers and a result each, one in forty of them without a signature, one paper in
ten reused, four entries in the diary besides what is rare (a wait, a supplement, a question to the supervisor).
"""

from __future__ import annotations

# One number per dossier and purpose: the remainders of two primes, so that no two columns go in step.
_DICE = "(((n * {0}) % 1000003) * 31 % 999983 % {1})"


def die(salt: int, sides: int) -> str:
    return _DICE.format(salt, sides)


_ISO = "strftime('%Y-%m-%dT%H:%M:%S+07:00', {0}, 'unixepoch', '+7 hours')"
_HISTORY = "INSERT INTO dossier_history (dossier_id, at, state, queue_due_at) "
_PARTS = "FROM dossier JOIN json_each('[1,2,3]') part ON part.value < 3 OR dossier.state NOT IN (3, 7, 8, 10)"
_FILE = (
    "INSERT INTO file (dossier_id, component_id, number, hash, name, size, pages, attached_at, attached_by, "
    "signed_from, signature_level, signed_by, signed_at, source) "
)
# What the diary tells of each dossier: condition, moment, kind, details.
_TOLD = (
    ("channel = 2", "received_at + 300", "import", "json_object('list', 'Danh sách của Cổng', 'row', id % 1000)"),
    ("channel <> 2", "received_at", "receive", "json_object('code', local_code)"),
    ("accepted_at IS NOT NULL", "accepted_at", "accept", f"json_object('due_at', {_ISO.format('due_at')})"),
    ("state = 3", "decided_at", "refuse", "json_object('reason', 'Không thuộc phạm vi giải quyết')"),
    (
        "accepted_at IS NOT NULL",
        "accepted_at + 1800",
        "hand_over",
        "json_object('receiver', 'cb' || (id % 40 + 1), 'unit', 'Phòng chuyên môn')",
    ),
    (
        "result_count = 1",
        "ended_at - 3600",
        "attach_result",
        f"json_object('signed_at', {_ISO.format('ended_at - 7200')}, 'name', 'ket-qua.pdf')",
    ),
    ("supplement_count > 0 AND state <> 1", "decided_at - 60", "request_supplement", "json_object('reason', 'Thiếu')"),
    (
        "supplement_count > 0 AND state IN (2, 4) AND id % 48 = 0",
        "decided_at + 60",
        "ask_supplement_approval",
        "json_object('ground', 'Khoản 2 Điều 5')",
    ),
    (
        "ended_at > due_at AND id % 3 = 0",
        "accepted_at + 86400",
        "wait_begin",
        "json_object('wait_for', 'agency', 'whom', 'Công an cấp xã', 'reason', 'xác minh')",
    ),
)
_EVENTS = " UNION ALL ".join(
    f"SELECT id AS dossier_id, {at} AS at, holder, '{kind}' AS kind, {details} AS details FROM dossier WHERE {which}"
    for which, at, kind, details in _TOLD
)
_LATE = "FROM dossier WHERE ended_at > due_at AND"
STATEMENTS = (
    f"{_HISTORY} SELECT id, received_at, 1, coalesce(intake_due_at, queue_due_at) FROM dossier",
    f"{_HISTORY} SELECT id, decided_at, 2, queue_due_at FROM dossier WHERE accepted_at IS NOT NULL",
    f"{_HISTORY} SELECT id, ended_at - 1800, 9, queue_due_at FROM dossier WHERE state = 10",
    f"{_HISTORY} SELECT id, state_changed_at, state, queue_due_at FROM dossier WHERE state NOT IN (1, 2)",
    "INSERT INTO component (dossier_id, number, name, required, must_sign, paper_kind, verdict, remark, checked_by, "
    "checked_at) SELECT dossier.id, part.value, 'Đơn đề nghị', 1, 1, 'original', part.value > unchecked, '', holder, "
    f"CASE WHEN part.value > unchecked THEN received_at + 1200 END {_PARTS}",
    f"{_FILE} SELECT dossier_id, id, number, printf('%064x', id * 8), 'don-de-nghi.pdf', 180000, 2, at, by, "
    f"CASE WHEN signed THEN printf('%064x', id * 8 + 1) END, CASE WHEN signed THEN 'B-T' ELSE '' END, "
    "CASE WHEN signed THEN 'Công chức' ELSE '' END, CASE WHEN signed THEN at + 1800 END, source FROM ("
    "SELECT c.dossier_id, c.id, c.number, d.received_at AS at, d.holder AS by, c.verdict = 1 AND CASE WHEN d.unsigned "
    "THEN c.number < 3 ELSE c.id % 40 > 0 END AS signed, CASE WHEN c.id % 10 = 0 THEN 'personal_store' WHEN "
    "d.channel = 2 THEN 'applicant_upload' ELSE 'counter_scan' END AS source "
    "FROM component c JOIN dossier d ON d.id = c.dossier_id WHERE c.id % 50 > 0)",
    f"{_FILE} SELECT id, NULL, 1, printf('%064x', id * 8 + 2), 'ket-qua.pdf', 240000, 1, ended_at - 3600, holder, "
    "CASE WHEN unsigned_result_count = 0 THEN printf('%064x', id * 8 + 3) END, "
    "CASE WHEN unsigned_result_count > 0 THEN '' WHEN id % 5000 THEN 'B-T' ELSE 'B-B' END, '', "
    "CASE WHEN unsigned_result_count = 0 THEN ended_at - 1800 END, '' FROM dossier WHERE result_count = 1",
    "INSERT INTO event (dossier_id, at, by_login, kind, details, previous_hash, hash) SELECT dossier_id, at, holder, "
    f"kind, details, printf('%064x', dossier_id), printf('%064x', dossier_id + 1) FROM ({_EVENTS}) ORDER BY at",
    "INSERT INTO approval_question (dossier_id, what, by_login, at) SELECT dossier_id, 'supplement', by_login, at "
    "FROM event WHERE kind = 'ask_supplement_approval'",
    "INSERT INTO rating (dossier_id, satisfaction, source, at, by_login) SELECT id, CASE WHEN id % 40 = 0 THEN 3 "
    "ELSE 1 + (id / 12 % 3 = 0) END, 'entered', ended_at, holder FROM dossier WHERE state = 10 AND id % 12 = 0",
    f"INSERT INTO explanation (dossier_id, cause, words, responsible, at, by_login) SELECT id, 'processing', "
    f"'Khối lượng hồ sơ lớn', 'Phòng chuyên môn', ended_at, holder {_LATE} id % 4 = 0",
    "INSERT INTO reappointment (dossier_id, ordinal, original_due_at, new_due_at, reason, at, by_login) SELECT id, 1, "
    f"due_at, due_at + 432000, 'Chờ xác minh', due_at - 3600, holder {_LATE} id % 5 = 0",
    "INSERT INTO feedback (year, number, kind, dossier_id, sender, contact, content, received_at, forward_due_at, "
    "answer_due_at, forwarded_to, forwarded_at, answer, answered_at, received_by) SELECT 2026, id, 'complaint', id, "
    "'Người phản ánh', '', 'Chậm', ended_at, ended_at + 86400, ended_at + 1296000, '', NULL, 'Đã trả lời', "
    f"ended_at + 864000, holder {_LATE} id % 50 = 0",
    "INSERT INTO dossier_search(dossier_search) VALUES ('rebuild')",
    "INSERT INTO dossier_code_search(dossier_code_search) VALUES ('rebuild')",
)

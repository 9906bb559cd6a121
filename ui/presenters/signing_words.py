"""What is said around the rows of the signing page: the explanation under them, the foot before, while and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.access import authority
from counter_app.model.finding import Severity
from counter_app.model.person import Person
from counter_app.model.signature import CertificateInfo, PreflightVerdict, SignOutcome, SignStatus
from ui.presenters.signing import STEP_WORDS, SignLine, Step, joined, worst

SEE = "Xem trang trước và sau"
AT_PAD = "Nhập PIN trên bàn phím của token"
KEEPS = "Dừng lại giữ nguyên các tệp đã ký"

# Under the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a row needs a hand and what to do; `tone` is bad or warn."""

    title: str
    words: str
    tone: str
    act: str = ""  # what can be done about it here


def explanation(lines: Sequence[SignLine], current: int) -> Explanation | None:
    """Of the current row when it has something to say, else of the first row that cannot be signed."""
    if 0 <= current < len(lines):
        own = _explained(lines[current])
        if own is not None:
            return own
    return next((said for line in lines if line.cannot and (said := _explained(line))), None)


def told(said: Explanation | None) -> tuple[str, str, str, str]:
    """For the panel; an empty title hides it."""
    return (said.title, said.words, said.tone, said.act) if said else ("", "", "bad", "")


def _explained(line: SignLine) -> Explanation | None:
    name = line.row.file.name
    if line.outcome is not None:
        if line.outcome.status in (SignStatus.REFUSED, SignStatus.FAILED):
            return Explanation(title=f"{name} chưa ký được", words=line.outcome.message, tone="bad")
        if line.outcome.debt:
            return Explanation(title=f"{name} đã ký, còn nợ dấu thời gian", words=line.outcome.message, tone="warn")
        return None
    gravest = worst(line)
    if gravest is None or line.preflight is None:
        return None
    said = [one for one in line.preflight.findings if one.severity is gravest.severity]
    words = " ".join(f"{one.message} {one.advice}".strip() for one in said)
    if gravest.severity is Severity.ERROR:
        return Explanation(title=f"{name} không ký được", words=words, tone="bad")
    if line.must_be_seen:
        return Explanation(title=f"{name} phải được xem trước khi ký", words=words, tone="warn", act=SEE)
    return Explanation(title=f"{name} ký được, cần lưu ý", words=words, tone="warn")


# The foot


@dataclass(frozen=True, slots=True, kw_only=True)
class FootWords:
    first: str
    second: str
    button: str
    count: int  # how many files the button signs


def foot(lines: Sequence[SignLine]) -> FootWords:
    wanted = sum(line.wanted for line in lines)
    signed = [line for line in lines if line.signed]
    failed = [line for line in lines if line.outcome is not None and not line.signed]
    waiting = sum(line.wanted and line.outcome is None for line in lines)
    skipped = len(lines) - wanted - len(signed)
    looking = sum(line.preflight is None for line in lines)
    if signed or failed:
        first = joined(
            f"Đã ký và đọc lại đúng {len(signed)} tệp",
            f"{len(failed)} chưa ký được" if failed else "",
            f"{waiting} còn chờ" if waiting else "",
        )
    else:
        first = joined(f"{wanted} tệp sẽ ký", f"{skipped} bỏ qua" if skipped and not looking else "")
    seen = f"Đang kiểm tra trước {len(lines) - looking} trên {len(lines)} tệp"
    second = seen if looking else _verdict_words(lines)
    verb = "Ký tiếp" if signed or failed else "Ký"
    button = f"{verb} {wanted} tệp" if wanted else "Ký"
    return FootWords(first=first, second=second, button=button, count=wanted)


def _verdict_words(lines: Sequence[SignLine]) -> str:
    debts = sum(line.outcome is not None and line.outcome.debt for line in lines)
    if debts:
        return f"{debts} tệp còn nợ dấu thời gian; không cần ký lại"
    found = [line.preflight.verdict for line in lines if line.preflight is not None and line.outcome is None]
    names = {
        PreflightVerdict.READY: "sẵn sàng",
        PreflightVerdict.WARNING: "cảnh báo",
        PreflightVerdict.CANNOT: "không ký được",
    }
    return joined(*(f"{found.count(verdict)} {words}" for verdict, words in names.items() if verdict in found))


def running_words(
    batch: Sequence[SignLine], left_out: int, seconds_per_file: float, *, at_pad: bool = False
) -> tuple[float, str, str]:
    """(part done, first line, second line) while a batch runs. `seconds_per_file` 0: not known yet."""
    total = len(batch)
    done = sum(line.step is Step.DONE for line in batch)
    signed = sum(line.signed for line in batch)
    failed = done - signed
    under_way = next((STEP_WORDS[line.step][1] for line in batch if line.step in STEP_WORDS), 0.0)
    first = AT_PAD if at_pad else f"Đang ký {min(done + 1, total)} trên {total}"
    if seconds_per_file and done < total:
        first += f" · {left_words(seconds_per_file * (total - done - under_way))}"
    second = joined(
        f"{signed} đã ký và đọc lại đúng",
        f"{max(0, total - done - 1)} chờ" if total - done > 1 else "",
        f"{failed} chưa ký được" if failed else "",
        f"{left_out} bỏ qua" if left_out else "",
    )
    return (done + under_way) / total if total else 0.0, first, second


def left_words(seconds: float) -> str:
    """«còn khoảng 8 giây»; from a minute and a half on in minutes. Rounded up, so that it never promises too much."""
    whole = max(1, -int(-seconds // 1))
    return f"còn khoảng {whole} giây" if whole < 90 else f"còn khoảng {-(-whole // 60)} phút"


def certificate_words(certificate: CertificateInfo | None, person: Person) -> tuple[str, str]:
    """(words, tone) beside the button: whose certificate, and by what authority in a colleague's place."""
    if certificate is None:
        return "", "text2"
    if certificate.key.kind == "p12":
        return f"Tệp khóa {certificate.subject} · mở bằng mật khẩu", "text2"
    until = f"Chứng thư {certificate.subject} · còn hạn đến {certificate.not_after:%d/%m/%Y}"
    if certificate.subject != person.name:
        return f"{until} · không phải của bạn", "warn"
    said = authority.reason(person)
    return f"{until} · {said}" if said else until, "text2"


def batch_toast(outcomes: Sequence[SignOutcome]) -> str:
    signed = sum(outcome.status is SignStatus.SIGNED for outcome in outcomes)
    rest = sum(outcome.status in (SignStatus.REFUSED, SignStatus.FAILED) for outcome in outcomes)
    pending = sum(outcome.status is SignStatus.PENDING for outcome in outcomes)
    if pending == len(outcomes):
        return ""  # the PIN was not given: nothing happened
    return joined(
        f"Đã ký và đọc lại đúng {signed} tệp" if signed else "",
        f"{rest} chưa ký được" if rest else "",
        f"{pending} chưa đến lượt" if pending else "",
    )

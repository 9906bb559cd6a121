"""B-T, B-LT and B-LTA with a real time-stamp authority, OCSP and lists; levels raised later without a key."""

import datetime
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from counter_app.errors import Refused
from counter_app.model.signature import Level, RaiseItem, SignatureInfo, SignOutcome, SignStatus, Verdict
from counter_app.pdf.validation import verify_file
from counter_app.signing import levels
from counter_app.signing.local_services import LocalServices
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import Desk, assert_sound, valid_signatures
from tests.signing.papers import paper, signed_by_applicant

DEAD = "http://127.0.0.1:9/"


@pytest.fixture
def level_desk(make_desk: Callable[..., Desk], pki: PracticeKeys) -> Callable[..., Desk]:
    def make(**options: Any) -> Desk:
        known = {"time_stamp_urls": [pki.tsa_url], "trust_folders": [pki.trust_folder]}
        return make_desk(**(known | options))

    return make


def one_item(desk: Desk, number: int = 0) -> Any:
    return desk.item(paper(desk.folder / f"{number}.pdf", number=number))


def offline(path: str | Path, pki: PracticeKeys, *, years: int = 0) -> tuple[SignatureInfo, ...]:
    """What somebody without any network and lists reads, now or years later."""
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=365 * years)
    return verify_file(Path(path), trust_folders=[pki.trust_folder], at=at).signatures


def kept_bytes(before: str | Path, after: str | Path) -> bool:
    """Whether `after` begins with all of `before`."""
    old = Path(before).read_bytes()
    return Path(after).read_bytes()[: len(old)] == old


@pytest.mark.poppler
@pytest.mark.qpdf
@pytest.mark.parametrize("level", [Level.B_LT, Level.B_LTA])
def test_a_long_term_level_is_valid_without_any_network(
    level_desk: Any, services: LocalServices, pki: PracticeKeys, level: Level
) -> None:
    desk = level_desk()
    outcomes = desk.sign([one_item(desk, 0), one_item(desk, 1)], level=level)
    assert [(one.status, one.level, one.debt, one.code) for one in outcomes] == [
        (SignStatus.SIGNED, level, False, "")
    ] * 2
    found = offline(outcomes[1].output, pki)
    assert (found[0].level, found[0].verdict, found[0].revocation) == (level, Verdict.VALID, "good")
    assert [one.is_document_timestamp for one in found] == [False, True][: 1 + (level is Level.B_LTA)]
    assert_sound(Path(outcomes[0].output))
    with Path(outcomes[0].output).open("rb") as file:
        store = PdfFileReader(file).root["/DSS"]
    assert "/OCSPs" in store or "/CRLs" in store
    assert "long_term" in [step for _, step in desk.steps]


def test_an_archived_file_outlives_its_certificate(level_desk: Any, services: Any, pki: PracticeKeys) -> None:
    desk = level_desk()
    (outcome,) = desk.sign([one_item(desk)], level=Level.B_LTA)
    signature, stamp = offline(outcome.output, pki, years=4)  # the officer's certificate has run out
    assert signature.not_after is not None
    assert (signature.verdict, stamp.verdict) == (Verdict.VALID, Verdict.VALID)


def test_without_revocation_data_nothing_is_called_long_term(
    level_desk: Any, services: Any, tmp_path: Path, pki: PracticeKeys
) -> None:
    """The stranger's authority answers nothing here and no list of it was imported."""
    assert pki.stranger is not None
    desk = level_desk()
    unknown = desk.folder / "nobody"
    unknown.mkdir()
    strict = Desk(tmp_path, pki, time_stamp_urls=[pki.tsa_url], trust_folders=[unknown])
    (outcome,) = strict.sign([one_item(strict)], level=Level.B_LT)
    assert (outcome.status, outcome.level, outcome.debt) == (SignStatus.SIGNED, "B-T", True)
    assert outcome.code == "signing.long_term_unknown_issuer" and outcome.message
    with Path(outcome.output).open("rb") as file:
        assert "/DSS" not in PdfFileReader(file).root


@pytest.mark.softhsm
@pytest.mark.parametrize("level", [Level.B_B, Level.B_LT])
def test_a_certificate_that_its_issuer_has_revoked_is_refused_before_the_pin(
    level_desk: Any, services: Any, softhsm: PracticeKeys, level: Level
) -> None:
    desk = level_desk()
    with pytest.raises(Refused) as refused:
        desk.sign([one_item(desk)], softhsm.token_key("revoked"), level=level)
    assert refused.value.code == "signing.certificate_revoked" and not desk.asked
    assert list(desk.out.iterdir()) == []


@pytest.mark.softhsm
def test_it_is_told_as_soon_as_the_token_is_looked_at(level_desk: Any, services: Any, softhsm: PracticeKeys) -> None:
    desk = level_desk(modules=(str(softhsm.softhsm_library),))
    assert desk.room.look_ahead(Level.B_B) == ()
    desk.room.certificates()
    found = desk.room.look_ahead(Level.B_B)
    assert [(one.code, one.severity) for one in found] == [("signing.certificate_revoked", "error")]
    desk.room.close()


def test_a_key_file_is_asked_about_before_it_signs_and_silence_stops_nothing(
    level_desk: Any, services: LocalServices, pki: PracticeKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key file shows its certificate only with its password."""
    monkeypatch.setattr(levels, "LOOK_SECONDS", 60.0)  # the service answers; a busy machine may need more than 6 s
    desk = level_desk()
    with pytest.raises(Refused) as refused:
        desk.sign([one_item(desk)], pki.file_key("revoked"))
    assert refused.value.code == "signing.certificate_revoked" and list(desk.out.iterdir()) == []
    (signed,) = desk.sign([one_item(desk)])
    assert signed.status is SignStatus.SIGNED
    nobody = level_desk(trust_folders=[])
    assert nobody.sign([one_item(nobody, 1)], pki.file_key("revoked"))[0].status is SignStatus.SIGNED


def test_the_next_service_is_asked_when_the_first_is_dead(level_desk: Any, services: Any, pki: PracticeKeys) -> None:
    desk = level_desk(time_stamp_urls=[DEAD, pki.tsa_url])
    (outcome,) = desk.sign([one_item(desk)], level=Level.B_T)
    assert (outcome.level, outcome.debt, outcome.code) == ("B-T", False, "")


# Raised later, without any key


@pytest.mark.poppler
@pytest.mark.qpdf
@pytest.mark.parametrize("level", [Level.B_T, Level.B_LT, Level.B_LTA])
def test_a_debt_is_paid_without_the_key(level_desk: Any, services: Any, pki: PracticeKeys, level: Level) -> None:
    desk = level_desk(time_stamp_urls=[DEAD])
    (owing,) = desk.sign([one_item(desk)], level=level)
    assert (owing.level, owing.debt, len(desk.asked)) == ("B-B", True, 1)
    (paid,) = raised(level_desk(), owing.output, level)
    assert (paid.status, paid.level, paid.debt, paid.code) == (SignStatus.SIGNED, level, False, "")
    found = offline(paid.output, pki)
    assert (found[0].level, found[0].intact, found[0].time_source) == (level, True, "time_stamp")
    assert found[0].verdict is (Verdict.INDETERMINATE if level is Level.B_T else Verdict.VALID)
    assert_sound(Path(paid.output))
    if level is Level.B_T:  # the stamp is inside the signature: nothing was appended
        assert Path(paid.output).stat().st_size == Path(owing.output).stat().st_size
    (again,) = raised(desk, paid.output, level, "again.pdf")
    assert (again.status, again.code) == (SignStatus.SKIPPED, "signing.already_at_level")


def raised(desk: Desk, source: str, level: Level, name: str = "raised.pdf") -> tuple[SignOutcome, ...]:
    return desk.room.raise_level([RaiseItem(source=source, output=str(desk.folder / name))], level)


@pytest.mark.poppler
def test_a_debt_under_a_later_signature_is_paid_with_a_stamp_of_the_whole_document(
    level_desk: Any, services: Any, pki: PracticeKeys
) -> None:
    """Rewriting an inner signature would break the outer one."""
    desk = level_desk()
    (first,) = desk.sign([one_item(desk)], level=Level.B_B)
    outer = desk.folder / "outer.pdf"
    Path(first.output).rename(outer)
    (second,) = desk.sign([desk.item(outer)], pki.file_key("cuong"), level=Level.B_B)
    inner = desk.folder / "inner.pdf"
    inner.write_bytes(Path(second.output).read_bytes())
    with inner.open("ab") as file:
        file.write(b"\n")  # somebody's program: the last signature does not end the file any more
    (paid,) = raised(desk, str(inner), Level.B_T)
    assert (paid.status, paid.level) == (SignStatus.SIGNED, "B-T")
    assert kept_bytes(inner, paid.output)
    found = offline(paid.output, pki)
    assert [one.is_document_timestamp for one in found] == [False, False, True]
    assert all(one.intact and one.time_source == "time_stamp" for one in found)


def test_foreign_and_locked_signatures_are_stamped_without_a_change(
    level_desk: Any, services: Any, pki: PracticeKeys
) -> None:
    assert pki.stranger is not None
    desk = level_desk()
    for name, options in (("tay-ho.pdf", {}), ("khoa.pdf", {"lock_all": True})):
        source = signed_by_applicant(desk.folder / name, pki.stranger.p12, pki.password, **options)  # type: ignore[arg-type]
        (paid,) = raised(desk, str(source), Level.B_T, "raised-" + name)
        if paid.status is SignStatus.SIGNED:
            assert all(one.intact for one in offline(paid.output, pki))
        else:
            assert paid.message and not Path(paid.output).exists()
        (long,) = raised(desk, str(source), Level.B_LT, "long-" + name)
        assert long.status is not SignStatus.SIGNED or (long.level, long.debt) == ("B-T", True)


@pytest.mark.parametrize("kind", ["unsigned", "touched", "junk"])
def test_what_cannot_be_raised_is_said_and_left_alone(level_desk: Any, services: Any, kind: str) -> None:
    desk = level_desk()
    source = paper(desk.folder / "nguon.pdf")
    if kind == "touched":
        (outcome,) = desk.sign([desk.item(source)])
        data = bytearray(Path(outcome.output).read_bytes())
        data[data.index(b"Van ban thu") if b"Van ban thu" in data else 30] ^= 1
        source.write_bytes(data)
    elif kind == "junk":
        source.write_bytes(b"nothing of the kind")
    (outcome,) = raised(desk, str(source), Level.B_LTA)
    assert outcome.status in (SignStatus.REFUSED, SignStatus.FAILED) and outcome.message
    assert not (desk.folder / "raised.pdf").exists() and not list(desk.folder.glob(".sign-*"))


def test_a_dead_service_ends_the_run_and_the_rest_wait(level_desk: Any) -> None:
    desk = level_desk(time_stamp_urls=[DEAD])
    signed = desk.sign([one_item(desk, number) for number in range(3)])
    items = [RaiseItem(source=one.output, output=str(desk.folder / f"r{n}.pdf")) for n, one in enumerate(signed)]
    outcomes = desk.room.raise_level(items, Level.B_T)
    assert [one.status for one in outcomes] == [SignStatus.FAILED, SignStatus.PENDING, SignStatus.PENDING]
    assert {one.code for one in outcomes} == {"signing.time_stamp_failed"}
    assert not list(desk.folder.glob("r*.pdf"))


# The office requires the level


def test_a_required_level_is_looked_at_before_the_pin(level_desk: Any) -> None:
    desk = level_desk(time_stamp_urls=[DEAD], level_required=True)
    with pytest.raises(Refused) as refused:
        desk.sign([one_item(desk)], level=Level.B_T)
    assert refused.value.code == "signing.level_required" and not desk.asked


class _Dying(http.server.BaseHTTPRequestHandler):
    """Answers the first questions by asking the real service, then never again."""

    real = ""
    left = 0
    meanwhile: Callable[[], object]

    def do_POST(self) -> None:
        import urllib.request

        type(self).meanwhile()
        if type(self).left <= 0:
            self.send_error(503)
            return
        type(self).left -= 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = {"Content-Type": "application/timestamp-query"}
        with urllib.request.urlopen(urllib.request.Request(self.real, data=body, headers=kind)) as answer:
            data = answer.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def dying_service(services: LocalServices) -> Iterator[str]:
    _Dying.real, _Dying.left, _Dying.meanwhile = services.tsa_url, 2, lambda: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Dying) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.poppler
@pytest.mark.softhsm
def test_what_was_signed_before_the_service_died_is_kept_and_completed_without_the_key(
    level_desk: Any, dying_service: str, shim: Any, softhsm: PracticeKeys
) -> None:
    """One answer before the PIN, one for the first file; the second file is signed and must not be signed again."""
    from dataclasses import replace

    desk = level_desk(time_stamp_urls=[dying_service], level_required=True)
    key = replace(softhsm.token_key("ha"), path=str(shim.library))
    items = [one_item(desk, number) for number in range(3)]
    outcomes = desk.sign(items, key, level=Level.B_T)
    assert [one.status for one in outcomes] == [SignStatus.SIGNED, SignStatus.FAILED, SignStatus.PENDING]
    assert [one.code for one in outcomes[1:]] == ["signing.kept_for_level", "signing.level_required"]
    assert [path.name for path in desk.out.iterdir()] == ["0.pdf"]
    made = shim.count("sign")
    _Dying.left, taken = 100, Path(items[1].output)
    desk.steps.clear()
    _Dying.meanwhile = lambda: (1, "time_stamp") in desk.steps and taken.write_bytes(b"of somebody else")
    refused = desk.sign(items[:2], key, level=Level.B_T)[1]
    assert refused.code == "signing.output_exists" and taken.read_bytes() == b"of somebody else"
    taken.unlink()
    _Dying.meanwhile = lambda: None
    again = desk.sign(items, key, level=Level.B_T)
    assert [(one.status, one.level) for one in again[1:]] == [(SignStatus.SIGNED, "B-T")] * 2
    assert again[0].status is SignStatus.SKIPPED
    assert shim.count("sign") == made + 1  # only the third file
    assert valid_signatures(Path(again[1].output)) == 1
    assert not list((desk.folder / "journal").glob("*.kept.pdf"))

"""Whose certificate, and was it good when the file was signed: trust, purpose, revocation, time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.clock import VIETNAM
from counter_app.model.finding import Severity
from counter_app.model.signature import SignatureInfo, Verdict, Verification
from counter_app.pdf.trust import load_crls, load_trust, missing_authority, read_certificates
from counter_app.pdf.validation import verify_file
from counter_app.pdf.validation_chain import ChainJudgement, Evidence, ReferenceTime, judge_signer
from counter_app.signing.local_services import LocalServices
from counter_app.signing.practice_architecture import PRACTICE_CA
from counter_app.signing.practice_pki import PracticeKeys
from tests.pdf import signed_files as make

NOW = datetime.now(VIETNAM)
LATER = NOW + timedelta(days=6 * 365)  # every signer's certificate has run out by then


def only(verification: Verification) -> SignatureInfo:
    (found,) = verification.signatures
    return found


def codes(info: SignatureInfo | ChainJudgement) -> set[str]:
    return {reason.code.removeprefix("validation.") for reason in info.reasons}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make.plain_pdf(tmp_path_factory.mktemp("plain") / "plain.pdf")


@pytest.fixture
def signed_by(pki: PracticeKeys, plain: Path, tmp_path: Path) -> Callable[[str], Path]:
    return lambda login: make.sign(plain, tmp_path / f"{login}.pdf", pki.key(login))


@pytest.fixture
def judge(pki: PracticeKeys) -> Callable[[Path], SignatureInfo]:
    return lambda path: only(verify_file(path, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder))


def test_without_revocation_data_nothing_is_called_valid(pki: PracticeKeys, signed_by: Callable[[str], Path]) -> None:
    """regulation.md 10.F6: offline is «chưa kiểm tra được trạng thái thu hồi», never «hợp lệ»."""
    info = only(verify_file(signed_by("ha"), trust_folders=[pki.trust_folder]))
    assert (info.verdict, info.intact, info.trusted) == (Verdict.INDETERMINATE, True, True)
    assert info.revocation == "not_checked"
    assert "revocation_not_checked" in codes(info)


def test_a_revocation_list_that_ran_out_leaves_it_unknown(pki: PracticeKeys, signed_by: Callable[[str], Path]) -> None:
    info = only(
        verify_file(
            signed_by("ha"),
            trust_folders=[pki.trust_folder],
            crl_folder=pki.crl_folder,
            at=NOW + timedelta(days=90),
        )
    )
    assert (info.verdict, info.revocation) == (Verdict.INDETERMINATE, "unknown")
    assert "revocation_unknown" in codes(info)


def test_a_revoked_certificate_is_invalid(
    signed_by: Callable[[str], Path], judge: Callable[[Path], SignatureInfo]
) -> None:
    info = judge(signed_by("revoked"))
    assert (info.verdict, info.intact, info.revocation) == (Verdict.INVALID, True, "revoked")
    assert "revoked" in codes(info)


def test_an_expired_certificate_is_undetermined_with_its_last_day(
    signed_by: Callable[[str], Path], judge: Callable[[Path], SignatureInfo]
) -> None:
    info = judge(signed_by("expired"))
    assert (info.verdict, info.trusted) == (Verdict.INDETERMINATE, False)
    (reason,) = [reason for reason in info.reasons if reason.code == "validation.certificate_expired"]
    assert info.not_after is not None
    assert info.not_after.strftime("%d/%m/%Y") in reason.message


def test_a_certificate_for_signing_in_is_not_for_signing(
    signed_by: Callable[[str], Path], judge: Callable[[Path], SignatureInfo]
) -> None:
    info = judge(signed_by("login_only"))
    assert info.verdict is Verdict.INDETERMINATE
    assert "not_for_signing" in codes(info)


def test_an_unknown_authority_is_named(
    pki: PracticeKeys, plain: Path, tmp_path: Path, judge: Callable[[Path], SignatureInfo]
) -> None:
    assert pki.stranger is not None
    info = judge(make.sign(plain, tmp_path / "x.pdf", pki.stranger))
    assert (info.verdict, info.trusted) == (Verdict.INDETERMINATE, False)
    (reason,) = [reason for reason in info.reasons if reason.severity is Severity.WARNING]
    assert reason.code == "validation.unknown_issuer"
    assert "CA công cộng tập sự" in reason.message


def test_the_missing_link_is_named_not_the_one_that_is_there(pki: PracticeKeys, plain: Path, tmp_path: Path) -> None:
    """Most real signatures carry the signer's certificate only: the issuing authority must be installed."""
    leaf_only = make.sign(plain, tmp_path / "leaf.pdf", pki.key("ha"), leaf_only=True)
    root_only, both = tmp_path / "root", tmp_path / "both"
    for folder in (root_only, both):
        folder.mkdir()
        (folder / "goc.crt").write_bytes(pki.root.read_bytes())
    info = only(verify_file(leaf_only, trust_folders=[root_only], crl_folder=pki.crl_folder))
    assert [reason.values["issuer"] for reason in info.reasons if "issuer" in reason.values] == [PRACTICE_CA]
    (both / "trung-gian.der").write_bytes(read_certificates(pki.intermediate)[0].dump())
    assert verify_file(leaf_only, trust_folders=[both], crl_folder=pki.crl_folder).verdict is Verdict.VALID


def test_an_issuing_authority_alone_is_no_root_of_trust(
    pki: PracticeKeys, tmp_path: Path, signed_by: Callable[[str], Path]
) -> None:
    (tmp_path / "trung-gian.crt").write_bytes(pki.intermediate.read_bytes())
    info = only(verify_file(signed_by("ha"), trust_folders=[tmp_path], crl_folder=pki.crl_folder))
    assert not info.trusted
    assert [reason.values["issuer"] for reason in info.reasons if "issuer" in reason.values] == [f"Gốc {PRACTICE_CA}"]


def test_trust_folders_hold_what_they_hold_and_name_what_is_no_certificate(pki: PracticeKeys, tmp_path: Path) -> None:
    (tmp_path / "hong.crt").write_bytes(b"khong phai chung thu")
    (tmp_path / "ghi-chu.txt").write_text("x")
    store = load_trust([pki.trust_folder, tmp_path, tmp_path / "khong-co"])
    assert set(store.names) == {PRACTICE_CA, f"Gốc {PRACTICE_CA}"}
    assert (len(store.roots), len(store.intermediates), store.unreadable) == (1, 1, ("hong.crt",))
    assert missing_authority(store.intermediates[0], (), ()) == f"Gốc {PRACTICE_CA}"


@pytest.fixture
def known(pki: PracticeKeys) -> Evidence:
    return Evidence(trust=load_trust([pki.trust_folder]), crls=load_crls(pki.crl_folder))


def test_revoked_after_the_claimed_time_cannot_be_told_without_a_time_stamp(pki: PracticeKeys, known: Evidence) -> None:
    (certificate,) = read_certificates(pki.key("revoked").certificate)
    claimed = NOW - timedelta(days=200)  # fifty days before the revocation
    unproven = judge_signer(certificate, known, ReferenceTime(moment=NOW, proven=False, claimed=claimed), None)
    assert (unproven.revocation, codes(unproven)) == ("revoked", {"revoked_later"})
    assert all(reason.severity is not Severity.ERROR for reason in unproven.reasons)
    proven = judge_signer(certificate, known, ReferenceTime(moment=claimed, proven=True, claimed=claimed), None)
    assert (proven.revocation, proven.reasons) == ("good", ())


def test_expired_since_signing_is_told_apart_from_expired_before(pki: PracticeKeys, known: Evidence) -> None:
    (certificate,) = read_certificates(pki.key("expired").certificate)
    in_its_time = NOW - timedelta(days=2 * 365)
    since = judge_signer(certificate, known, ReferenceTime(moment=NOW, proven=False, claimed=in_its_time), None)
    assert codes(since) == {"certificate_expired_since"}
    before = judge_signer(certificate, known, ReferenceTime(moment=NOW, proven=False, claimed=NOW), None)
    assert codes(before) == {"certificate_expired"}
    too_early = NOW - timedelta(days=9 * 365)
    early = judge_signer(certificate, known, ReferenceTime(moment=too_early, proven=True, claimed=too_early), None)
    assert codes(early) & {"certificate_not_yet_valid"}


def test_a_time_stamp_of_a_known_authority_gives_the_time(
    pki: PracticeKeys, services: LocalServices, plain: Path, tmp_path: Path, judge: Callable[[Path], SignatureInfo]
) -> None:
    stamped = make.sign(plain, tmp_path / "bt.pdf", pki.key("ha"), tsa=services.tsa_url)
    info = judge(stamped)
    assert (info.verdict, info.time_source, info.level) == (Verdict.VALID, "time_stamp", "B-T")
    assert info.reasons == ()
    # Without the root the time-stamp proves nothing either, and its authority is named.
    unknown = only(verify_file(stamped, trust_folders=[]))
    assert unknown.time_source == "signer_clock"
    assert {"unknown_issuer", "time_stamp_untrusted"} <= codes(unknown)


def test_a_time_stamp_of_another_signature_is_broken(
    pki: PracticeKeys, services: LocalServices, plain: Path, tmp_path: Path, judge: Callable[[Path], SignatureInfo]
) -> None:
    stamped = make.sign(plain, tmp_path / "bt.pdf", pki.key("ha"), tsa=services.tsa_url)
    taken: list[object] = []

    def take(message: object) -> bytes:
        taken.append(message["content"]["signer_infos"][0]["unsigned_attrs"].copy())  # type: ignore[index]
        return bytes(message.dump())  # type: ignore[attr-defined]

    def give(message: object) -> bytes:
        message["content"]["signer_infos"][0]["unsigned_attrs"] = taken[0]  # type: ignore[index]
        return bytes(message.dump(force=True))  # type: ignore[attr-defined]

    make.rewrite_cms(stamped, tmp_path / "same.pdf", take)
    other = make.sign(plain, tmp_path / "other.pdf", pki.key("cuong"), tsa=services.tsa_url)
    info = judge(make.rewrite_cms(other, tmp_path / "x.pdf", give))
    assert (info.verdict, info.intact, info.time_source) == (Verdict.INDETERMINATE, True, "signer_clock")
    assert "time_stamp_broken" in codes(info)


def test_long_term_data_carry_the_proof_beyond_the_certificate(
    pki: PracticeKeys, services: LocalServices, plain: Path, tmp_path: Path
) -> None:
    """Without any list at hand, six years later: B-LT and B-LTA still tell, B-B does not."""

    def level_and_verdict(path: Path) -> tuple[str, Verdict]:
        found = verify_file(path, trust_folders=[pki.trust_folder], at=LATER)
        return found.signatures[0].level, found.verdict

    context = make.online_context(pki)
    basic = make.sign(plain, tmp_path / "bb.pdf", pki.key("ha"))
    long = make.sign(plain, tmp_path / "lt.pdf", pki.key("ha"), tsa=services.tsa_url, long_term=context)
    archive = make.sign(
        plain, tmp_path / "lta.pdf", pki.key("ha"), tsa=services.tsa_url, long_term=context, archive=True
    )
    assert level_and_verdict(basic) == ("B-B", Verdict.INDETERMINATE)
    assert level_and_verdict(long) == ("B-LT", Verdict.VALID)
    assert level_and_verdict(archive) == ("B-LTA", Verdict.VALID)
    stamp = verify_file(archive, trust_folders=[pki.trust_folder]).signatures[1]
    assert (stamp.is_document_timestamp, stamp.time_source, stamp.verdict) == (True, "time_stamp", Verdict.VALID)
    assert stamp.signer == "Dấu thời gian tập sự"


def test_a_document_time_stamp_alone_also_proves_the_time(
    pki: PracticeKeys, services: LocalServices, plain: Path, tmp_path: Path
) -> None:
    stamped = make.stamp_document(
        make.sign(plain, tmp_path / "bb.pdf", pki.key("ha")), tmp_path / "x.pdf", services.tsa_url
    )
    found = verify_file(stamped, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
    assert found.verdict is Verdict.VALID
    first = found.signatures[0]
    assert (first.time_source, first.changes_after) == ("time_stamp", "long_term_data")
    changed = make.tamper(stamped, tmp_path / "y.pdf")
    broken = verify_file(changed, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder)
    assert [(info.verdict, info.intact) for info in broken.signatures] == [(Verdict.INVALID, False)] * 2


def test_online_only_the_named_hosts_are_asked(
    pki: PracticeKeys, services: LocalServices, plain: Path, tmp_path: Path
) -> None:
    leaf_only = make.sign(plain, tmp_path / "leaf.pdf", pki.key("ha"), leaf_only=True)
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "goc.crt").write_bytes(pki.root.read_bytes())
    folders = [tmp_path / "root"]
    asked = verify_file(leaf_only, trust_folders=folders, online=True, allowed_hosts=["127.0.0.1"])
    assert asked.verdict is Verdict.VALID  # issuer, OCSP and revocation list came from the practice services
    kept_away = only(verify_file(leaf_only, trust_folders=folders, online=True, allowed_hosts=["ca.example"]))
    assert (kept_away.trusted, kept_away.verdict) == (False, Verdict.INDETERMINATE)
    revoked = make.sign(plain, tmp_path / "revoked.pdf", pki.key("revoked"))
    told = only(verify_file(revoked, trust_folders=folders, online=True, allowed_hosts=["127.0.0.1"]))
    assert (told.verdict, told.revocation) == (Verdict.INVALID, "revoked")


def test_a_host_that_does_not_answer_leaves_it_unchecked(
    tmp_path_factory: pytest.TempPathFactory, pki: PracticeKeys, plain: Path, tmp_path: Path
) -> None:
    from counter_app.signing.practice_pki import make_practice_pki
    from tests.pki import OFFICE, PEOPLE, free_port

    silent = make_practice_pki(tmp_path, PEOPLE[:1], OFFICE, today=NOW.date(), services_port=free_port())
    signed = make.sign(plain, tmp_path / "x.pdf", silent.key("ha"))
    info = only(verify_file(signed, trust_folders=[silent.trust_folder], online=True, allowed_hosts=["127.0.0.1"]))
    assert (info.trusted, info.revocation, info.verdict) == (True, "not_checked", Verdict.INDETERMINATE)

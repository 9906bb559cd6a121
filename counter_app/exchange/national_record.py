"""A dossier in the national shapes DongBoHoSoMC and CapNhatTienDoHoSoMC: exact field names, dates, codes, string
booleans. What this office does not know is left empty and told; nothing is padded.

Source: shared vocabulary of several public clients of the national axis (interop.md §6.3, 6.4); there is no public
official specification. The application never sends these itself: they are files for the province's IT staff.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.clock import vietnam
from counter_app.model.dossier import AttachedFile, Channel, Component, Dossier, DossierState, Event, FileSource
from counter_app.model.procedure import Procedure

LONGEST_PERSON, LONGEST_SUMMARY, LONGEST_FILE = 50, 1000, 4000
_CARD, _OLD_CARD = 12, 9  # digits of a citizen's card (1) and of the identity card before it (2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A field that this office has no value for. `code`: its sentence; `what`: the paper or person meant, if any."""

    field: str
    code: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    values: Mapping[str, Any]
    missing: tuple[Missing, ...]


def national_moment(moment: datetime | None) -> str:
    """`yyyyMMddHHmmss` in Viet Nam time; empty when absent."""
    return f"{vietnam(moment):%Y%m%d%H%M%S}" if moment else ""


def dossier_record(
    dossier: Dossier,
    events: Sequence[Event],
    procedure: Procedure | None,
    *,
    unit: str,
    receipt: int,
    files: Mapping[str, str],
) -> Record:
    """One DongBoHoSoMC. `unit`: DonViXuLy; `receipt`: number of the receipt, 0 when none; `files`: name in the package
    by hash."""
    applicant, missing = dossier.applicant, _Missing()
    number = applicant.identity_number
    returned = next((event for event in events if event.kind == "return_result"), None)
    values = {
        "MaHoSo": missing.unless(dossier.code, "MaHoSo", "exchange.no_code"),
        "SoBienNhan": str(receipt) if receipt else "",
        "MaTTHC": missing.unless(_known_code(dossier.procedure_code), "MaTTHC", "exchange.no_procedure_code"),
        "TenTTHC": dossier.procedure_name,
        "MaLinhVuc": missing.unless("", "MaLinhVuc", "exchange.no_field_code"),
        "TenLinhVuc": dossier.field,
        "KenhThucHien": str(int(dossier.channel)),
        "ChuHoSo": applicant.name,
        "LoaiDoiTuong": str(int(applicant.kind)),
        "SoGiayToChuHoSo": missing.unless(number, "SoGiayToChuHoSo", "exchange.no_number"),
        "DinhDanhCHS": _identity(number),
        "Email": applicant.email,
        "SoDienThoai": applicant.phone,
        "GhiChu": dossier.note,
        "TrichYeuHoSo": f"{dossier.procedure_name} – {applicant.name}"[:LONGEST_SUMMARY],
        "NgayNopHoSo": missing.unless(national_moment(dossier.submitted_at), "NgayNopHoSo", "exchange.no_submitted"),
        "NgayTiepNhan": national_moment(_accepted(dossier, events)),
        "NgayHenTra": national_moment(dossier.due_at),
        "NgayKetThucXuLy": national_moment(_done(dossier, events)),
        "NgayTra": national_moment(returned.at if returned else None),
        "NgayTuChoi": national_moment(dossier.decided_at if dossier.state is DossierState.REFUSED else None),
        "TrangThaiHoSo": str(int(dossier.state)),
        "HinhThuc": _way(returned),
        "DonViXuLy": unit,
        "NoiNopHoSo": missing.unless("", "NoiNopHoSo", "exchange.unknown_portal") if _online(dossier) else "",
        "HoSoCoThanhPhanSoHoa": "1" if any(part.file for part in dossier.components) else "0",
        "TaiLieuNop": [_paper(part, procedure, dossier, files, missing) for part in dossier.components if part.file],
        "DanhSachHoSoBoSung": _supplements(events),
        "DanhSachGiayToKetQua": [_result(one, procedure, files, missing) for one in dossier.results],
    }
    return Record(values=values, missing=missing.found)


def progress_record(dossier: Dossier, event: Event, *, person: str, title: str, unit: str, words: str) -> Record:
    """One CapNhatTienDoHoSoMC for one act."""
    missing = _Missing()
    values = {
        "MaHoSo": missing.unless(dossier.code, "MaHoSo", "exchange.no_code"),
        "NguoiXuLy": person[:LONGEST_PERSON],
        "ChucDanh": title,
        "ThoiDiemXuLy": national_moment(event.at),
        "PhongBanXuLy": unit,
        "NoiDungXuLy": words,
        "TrangThai": str(int(dossier.state)),
        "NgayBatDau": national_moment(dossier.received_at),
        "NgayKetThucTheoQuyDinh": national_moment(dossier.due_at),
    }
    return Record(values=values, missing=missing.found)


class _Missing:
    def __init__(self) -> None:
        self._found: list[Missing] = []

    def unless(self, value: str, field: str, code: str, what: str = "") -> str:
        if not value:
            self._found.append(Missing(field=field, code=code, what=what))
        return value

    @property
    def found(self) -> tuple[Missing, ...]:
        return tuple(self._found)


def _known_code(code: str) -> str:
    """Codes of our own stand for a procedure whose national code is not known."""
    return "" if code.startswith("LOCAL-") else code


def _identity(number: str) -> list[dict[str, str]]:
    kinds = {_CARD: "1", _OLD_CARD: "2"}
    if not number.isdecimal() or len(number) not in kinds:
        return []
    return [{"LoaiDinhDanh": kinds[len(number)], "SoDinhDanh": number}]


def _online(dossier: Dossier) -> bool:
    return dossier.channel is Channel.ONLINE


def _accepted(dossier: Dossier, events: Sequence[Event]) -> datetime | None:
    """The officer's acceptance; of a dossier that came in accepted, its decision."""
    told = next((event.at for event in events if event.kind == "accept"), None)
    refused = dossier.state in (DossierState.REFUSED, DossierState.NEW, DossierState.PAYMENT_REQUESTED)
    return told or (None if refused else dossier.decided_at)


def _done(dossier: Dossier, events: Sequence[Event]) -> datetime | None:
    if dossier.state in (DossierState.DONE, DossierState.RETURNED):
        signed = [event.at for event in events if event.kind in ("sign_result", "issue_result")]
        return max(signed, default=dossier.ended_at)
    return dossier.ended_at if not dossier.state.open else None


def _way(returned: Event | None) -> str:
    """HinhThuc: 0 handed over, 1 by post; the vocabulary has no figure for what went out electronically."""
    told = "" if returned is None else str(returned.details.get("way", ""))
    return {"in_person": "0", "postal": "1"}.get(told, "")


def _paper(
    part: Component, procedure: Procedure | None, dossier: Dossier, files: Mapping[str, str], missing: _Missing
) -> dict[str, str]:
    assert part.file is not None
    case = procedure.case(dossier.case_name) if procedure else None
    required = next((one for one in case.components if one.number == part.number), None) if case else None
    code = required.code if required else ""
    return {
        "TepDinhKemId": part.file.hash,
        "TenTepDinhKem": files[part.file.hash][:LONGEST_FILE],
        "IsDeleted": "False",
        "MaThanhPhanHoSo": missing.unless(code, "MaThanhPhanHoSo", "exchange.no_component_code", part.name),
        "DuongDanTaiTepTin": "",
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "1" if part.file.source.reused else "0",
        "DuocLayTuKhoDMQG": "1" if part.file.source is FileSource.PERSONAL_STORE else "0",
        "MaKetQuaThayThe": "",
    }


def _result(
    file: AttachedFile, procedure: Procedure | None, files: Mapping[str, str], missing: _Missing
) -> dict[str, str]:
    code = procedure.result_code if procedure else ""
    return {
        "TenGiayTo": (procedure.result_name if procedure and procedure.result_name else files[file.hash])[:2000],
        "MaThanhPhanHoSo": "",
        "GiayToId": file.hash,
        "DuongDanTepTinKetQua": "",
        "MaGiayToKetQua": missing.unless(code, "MaGiayToKetQua", "exchange.no_result_code", files[file.hash]),
    }


def _supplements(events: Sequence[Event]) -> list[dict[str, str]]:
    """Each request with the receipt that followed it; TrangThaiBoSung 1 once it is there, else 0."""
    found: list[dict[str, str]] = []
    for event in events:
        if event.kind == "request_supplement":
            found.append(
                {
                    "HoSoBoSungId": str(len(found) + 1),
                    "NguoiYeuCauBoSung": event.by,
                    "NoiDungBoSung": str(event.details.get("reason") or ""),
                    "NgayBoSung": national_moment(event.at),
                    "NguoiTiepNhanBoSung": "",
                    "NgayTiepNhanBoSung": "",
                    "TrangThaiBoSung": "0",
                }
            )
        elif event.kind == "receive_supplement" and found:
            found[-1] |= {
                "NguoiTiepNhanBoSung": event.by,
                "NgayTiepNhanBoSung": national_moment(event.at),
                "TrangThaiBoSung": "1",
            }
    return found

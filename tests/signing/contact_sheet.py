"""Run as a program: every mark on pages of every kind, as pictures to be looked at (artefacts/marks).

`python -m tests.signing.contact_sheet` signs real files with the practice keys and draws them with pdfium: a decision
that goes from initial to seal, and each other profile on its own, upright, lying, turned and oddly cut pages.
"""

import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from counter_app.forms.practice_decision import draw_decision
from counter_app.model.signature import Box, FurtherMark, Placement, SignItem, SignStatus, StampKind, StampText
from counter_app.pdf.blanks import find_blanks
from counter_app.pdf.practice_pages import draw_paper
from counter_app.resources import resource
from counter_app.signing.geometry import PageGeometry
from counter_app.signing.practice_images import draw_seal, draw_signature
from counter_app.signing.practice_pki import make_practice_pki
from counter_app.signing.profiles import Profile, shipped_profiles
from counter_app.workflow.issue import seal_box
from tests.pki import OFFICE, PEOPLE
from tests.signing.desk import AGENCY, NAME, Desk, frozen

Rectangle = tuple[float, float, float, float]
FOLDER = Path(__file__).resolve().parents[2] / "artefacts" / "marks"
VALUES = {"signer": NAME, "organisation": AGENCY, "document": "Số: 12/QĐ-SXD", "copy_form": "SAO Y"}
OWN = Profile(
    key="cua-toi",
    name="Của cơ quan",
    kind=StampKind.COMPONENT,
    lines=("ĐÃ KIỂM TRA – {dossier}", "{title}: {signer}", "Ngày {signed_on}"),
    frame=True,
    centred=True,
    place="bottom_left",
)
CELL, GAP, WHOLE, CLOSE = 400, 12, 390, 2.6


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that shows `shape` points after its /Rotate, `margin` points cut off by the CropBox on each side."""

    name: str
    shape: tuple[float, float] = (595.0, 842.0)
    rotate: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    margin: float = 0.0

    def make(self, ground: Path, path: Path) -> Path:
        """The first page of `ground`, upright to its reader, as large as fits."""
        width, height = self.shape
        with pikepdf.open(ground) as source, pikepdf.new() as document:
            shown = document.copy_foreign(source.pages[0].as_form_xobject())
            across = (float(shown.BBox[2]), float(shown.BBox[3]))
            scale = min(width / across[0], height / across[1])
            side = (height, width) if self.rotate % 180 else (width, height)
            x, y = self.origin
            page = document.add_blank_page(page_size=side)
            cut = self.margin
            page.MediaBox = [x - cut, y - cut, x + side[0] + cut, y + side[1] + cut]
            if cut:
                page.CropBox = [x, y, x + side[0], y + side[1]]
            if self.rotate:
                page.Rotate = self.rotate
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Ground=shown))
            turn = _upright(self.rotate, width, height)
            page.Contents = document.make_stream(
                f"1 0 0 1 {x} {y} cm {' '.join(map(str, turn))} cm {scale} 0 0 {scale} 0 0 cm /Ground Do".encode()
            )
            document.save(path)
        return path

    def geometry(self) -> PageGeometry:
        side = self.shape[::-1] if self.rotate % 180 else self.shape
        x, y = self.origin
        return PageGeometry((x, y, x + side[0], y + side[1]), self.rotate)


SHEETS = (
    Sheet("đứng"),
    Sheet("ngang", shape=(842.0, 595.0)),
    Sheet("quay 90", rotate=90),
    Sheet("quay 180", rotate=180),
    Sheet("quay 270", rotate=270),
    Sheet("cắt lệch gốc, quay 90", rotate=90, origin=(-120.0, 75.0), margin=60.0),
)


def _upright(rotate: int, width: float, height: float) -> tuple[float, ...]:
    turned = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}
    return turned.get(rotate, (1, 0, 0, 1, 0, 0))


@dataclass(slots=True)
class Table:
    """The signing desk with its images; every step signs one file per kind of page."""

    desk: Desk
    seal: Path
    signature: Path

    def begin(self, step: str) -> None:
        self.desk.out = self.desk.folder / step
        self.desk.out.mkdir()

    def sign(self, items: Sequence[SignItem], who: str) -> list[Path]:
        outcomes = self.desk.sign(items, self.desk.pki.file_key(who))
        if bad := [one.message for one in outcomes if one.status is not SignStatus.SIGNED]:
            sys.exit(bad[0])
        return [Path(one.output) for one in items]

    def boxes(self, items: Sequence[SignItem]) -> list[Box]:
        return [plan.box for plan in self.desk.room.preflight(items) if plan.box is not None]

    def stamp(self, profile: Profile, *, image: bool = True) -> StampText:
        picture = {"seal": self.seal, "signature": self.signature}.get(profile.image)
        return profile.stamp(VALUES | {"title": "Công chức", "dossier": "TN-2026-000123"}, str(picture or "") * image)


def decision(table: Table, sources: Sequence[Path]) -> Iterator[tuple[str, list[Path], list[Box]]]:
    """The leader's way of a result: initial, signature, number with day and month, seal."""
    kinds = shipped_profiles()
    initial = kinds["initial"]
    table.begin("ky-nhay")
    items = [table.desk.item(one, table.stamp(initial), placement=initial.placement) for one in sources]
    boxes = table.boxes(items)
    paths = table.sign(items, "ha")
    yield "ky-nhay", paths, boxes
    under = replace(kinds["result"].placement, anchor="GIÁM ĐỐC")
    table.begin("lanh-dao")
    items = [table.desk.item(one, table.stamp(kinds["result"]), placement=under) for one in paths]
    signed = table.boxes(items)
    paths = table.sign(items, "cuong")
    yield "lanh-dao", paths, signed
    table.begin("phat-hanh")
    items, blanks = [], []
    for path, box in zip(paths, signed, strict=True):
        found = find_blanks(path)
        marks = [(found.number, "07", "DienSo"), (found.day, "05", "DienNgay"), (found.month, "11", "DienThang")]
        parts = [
            FurtherMark(
                field_name=name,
                stamp=StampText(
                    kind=StampKind.BLANK, lines=(text,), frame=False, centred=True, font_size=blank.font_size
                ),
                placement=Placement(box=blank.box, page=blank.page),
            )
            for blank, text, name in marks
            if blank is not None
        ]
        seal = FurtherMark(
            field_name="ConDau", stamp=table.stamp(kinds["seal"]), placement=Placement(box=seal_box(box), page=-1)
        )
        first, *rest = [*parts, seal]
        items.append(
            table.desk.item(path, first.stamp, placement=first.placement, field_name=first.field_name, more=tuple(rest))
        )
        blanks.append(_around([one.placement.box for one in parts if one.placement.box]))
    paths = table.sign(items, "seal")
    yield "phat-hanh-so-ngay-thang", paths, blanks
    yield "phat-hanh-con-dau", paths, [_around([box, seal_box(box)]) for box in signed]


def alone(table: Table, sources: Sequence[Path]) -> Iterator[tuple[str, list[Path], list[Box]]]:
    """Each other profile at its usual place on a scan; the two with a picture also without one."""
    kinds = shipped_profiles()
    for profile in (kinds["component"], kinds["copy"], kinds["appendix"], OWN, kinds["result"], kinds["seal"]):
        stamp = table.stamp(profile, image=False)
        name = profile.key + ("-chu" if profile.image else "")
        table.begin(name)
        items = [table.desk.item(one, stamp, placement=profile.placement) for one in sources]
        boxes = table.boxes(items)
        yield name, table.sign(items, "ha"), boxes


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(one.x for one in boxes), min(one.y for one in boxes)
    right, bottom = max(one.x + one.width for one in boxes), max(one.y + one.height for one in boxes)
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def draw(name: str, paths: Sequence[Path], boxes: Sequence[Box], folder: Path) -> Path:
    """Each page whole, and the place of the mark close to."""
    font = ImageFont.truetype(str(resource("fonts", "NotoSans-Regular.ttf")), 15)
    columns = 2
    rows = math.ceil(len(paths) / columns)
    sheet = Image.new("RGB", (columns * (2 * CELL + 2 * GAP), rows * (CELL + 40)), (216, 220, 226))
    pen = ImageDraw.Draw(sheet)
    for place, (path, box, kind) in enumerate(zip(paths, boxes, SHEETS, strict=True)):
        x, y = (place % columns) * (2 * CELL + 2 * GAP) + GAP, (place // columns) * (CELL + 40) + 30
        with pypdfium2.PdfDocument(path) as document:
            document.init_forms()
            page = document[len(document) - 1]
            whole = page.render(scale=WHOLE / max(page.get_size())).to_pil().convert("RGB")
            scale = min(CLOSE, CELL / (box.width + 60), CELL / (box.height + 60))
            close = page.render(scale=scale).to_pil().convert("RGB")
        middle = (box.x + box.width / 2) * scale, (box.y + box.height / 2) * scale
        left = min(max(middle[0] - CELL / 2, 0), max(close.width - CELL, 0))
        top = min(max(middle[1] - CELL / 2, 0), max(close.height - CELL, 0))
        sheet.paste(whole, (x, y))
        sheet.paste(close.crop((int(left), int(top), int(left) + CELL, int(top) + CELL - 10)), (x + CELL, y))
        pen.text((x, y - 22), f"{name} · {kind.name}", font=font, fill=(26, 31, 39))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.png"
    sheet.save(target)
    return target


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pki = make_practice_pki(folder / "pki", PEOPLE, OFFICE, softhsm_library=None, today=date.today())
        draw_seal(folder / "seal.png")
        draw_signature(folder / "signature.png", NAME)
        table = Table(Desk(folder, pki, clock=frozen()), folder / "seal.png", folder / "signature.png")
        letter = folder / "quyet-dinh.pdf"
        draw_decision(
            letter,
            office="Sở Xây dựng Thử Nghiệm",
            parent="UBND TỈNH THỬ NGHIỆM",
            place="Thử Nghiệm",
            symbol="QĐ-SXD",
            year=2026,
            title="Phó Giám đốc",
            signer=NAME,
        )
        draw_paper(folder / "giay.pdf", "Đơn đề nghị cấp giấy phép", signer=NAME)
        for ground, steps in ((letter, decision), (folder / "giay.pdf", alone)):
            made = folder / ground.stem
            made.mkdir()
            sources = [one.make(ground, made / f"{number}.pdf") for number, one in enumerate(SHEETS)]
            for name, paths, boxes in steps(table, sources):
                print(draw(name, paths, boxes, FOLDER))


if __name__ == "__main__":
    main()

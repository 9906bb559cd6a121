"""A result as an office drafts it: born digital, laid out after NĐ 30/2020, with blanks for number, day and month."""

from pathlib import Path
from typing import Any

from counter_app.resources import resource

A4 = (595.28, 841.89)
BODY = (
    "Căn cứ quy định hiện hành về chức năng, nhiệm vụ, quyền hạn của cơ quan;",
    "Căn cứ kết quả thẩm định hồ sơ đã tiếp nhận tại Bộ phận Một cửa;",
    "Theo đề nghị của phòng chuyên môn,",
    "",
    "QUYẾT ĐỊNH:",
    "",
    "Điều 1. Chấp thuận nội dung đề nghị trong hồ sơ tập sự này.",
    "Điều 2. Tổ chức, cá nhân được nêu thực hiện đúng nội dung đã đề nghị.",
    "Điều 3. Quyết định này có hiệu lực kể từ ngày ký./.",
)


def draw_decision(
    path: Path, *, office: str, parent: str, place: str, symbol: str, year: int, title: str, signer: str
) -> None:
    """One A4 page; the same arguments give the same bytes."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for style in ("Regular", "Bold", "Italic"):
        pdfmetrics.registerFont(TTFont(f"Tinos-{style}", str(resource("fonts", f"Tinos-{style}.ttf"))))
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas: Any = Canvas(str(path), pagesize=A4, invariant=1, pdfVersion=(1, 7))
    canvas.setTitle("Quyết định (bản tập sự)")
    pen = _Pen(canvas)
    canvas.setFillColorRGB(0.75, 0.16, 0.16)
    pen.left(85, 812, "Bold", 9, "BẢN TẬP SỰ – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ")
    canvas.setFillColorRGB(0, 0, 0)
    pen.centred(165, 780, "Regular", 12, parent)
    for number, line in enumerate(_two_lines(office.upper())):
        pen.centred(165, 764 - 15 * number, "Bold", 12, line)
    pen.centred(420, 780, "Bold", 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    pen.centred(420, 764, "Bold", 13, "Độc lập - Tự do - Hạnh phúc")
    canvas.line(335, 758, 505, 758)
    pen.centred(165, 722, "Regular", 13, f"Số:{' ' * 12}/{symbol}")
    pen.centred(420, 722, "Italic", 13, f"{place}, ngày{' ' * 9}tháng{' ' * 9}năm {year}")
    pen.centred(297, 672, "Bold", 14, "QUYẾT ĐỊNH")
    pen.centred(297, 654, "Bold", 14, "Về việc giải quyết hồ sơ tập sự")
    y = 616
    for line in BODY:
        if line.isupper():
            pen.centred(297, y, "Bold", 14, line)
        else:
            pen.left(113 if line else 85, y, "Regular", 13, line)
        y -= 21
    pen.left(85, y - 30, "Italic", 12, "Nơi nhận:")
    pen.left(85, y - 45, "Regular", 11, "- Như Điều 2;")
    pen.left(85, y - 59, "Regular", 11, "- Lưu: VT.")
    pen.centred(420, y - 30, "Bold", 13, "KT. GIÁM ĐỐC")
    pen.centred(420, y - 48, "Bold", 13, title.upper())
    pen.centred(420, y - 150, "Bold", 13, signer)
    canvas.save()


class _Pen:
    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas

    def left(self, x: float, y: float, style: str, size: float, text: str) -> None:
        self._canvas.setFont(f"Tinos-{style}", size)
        self._canvas.drawString(x, y, text)

    def centred(self, x: float, y: float, style: str, size: float, text: str) -> None:
        self._canvas.setFont(f"Tinos-{style}", size)
        self._canvas.drawCentredString(x, y, text)


def _two_lines(name: str) -> list[str]:
    if len(name) <= 28:
        return [name]
    words = name.split()
    cut = next((n for n in range(len(words), 0, -1) if len(" ".join(words[:n])) <= 28), 1)
    return [" ".join(words[:cut]), " ".join(words[cut:])]

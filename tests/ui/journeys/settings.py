"""«Cài đặt» over the practice office, section by section."""

from datetime import date

from tests.forms.test_logo import drawn
from tests.ui.journeys.window import Journey

DAYS = """Loại,Từ ngày,Đến ngày,Thứ,Giờ tính,Giờ không tính,Tên,Bù cho ngày,Trạng thái,Văn bản,Xác minh
nghỉ,31/12/2026,,,,,hoán đổi sang thứ Bảy 09/01,,đã công bố,Thông báo 77/TB-UBND,có
làm bù,09/01/2027,,,,,,31/12/2026,đã công bố,Thông báo 77/TB-UBND,có
giờ riêng,25/11/2026,,,07:30-11:30,,tổng vệ sinh,,đã công bố,,có
"""


def main() -> None:
    journey = Journey("phuoc.dh", "settings")
    look, page = journey.look, journey.window.page
    look("office")
    page.section.take_logo(drawn(journey.folder / "huy-hieu.png"))
    look("office-logo")
    page.section.fields["office_code"].control.setText("15 H31")
    page.section.save()
    look("office-refused")
    page.section.discard()
    page.open_section("display")
    look("display")
    page.open_section("rules")
    look("rules")
    page.section.chosen.setCurrentIndex(3)
    look("rules-repealed")
    page.open_section("calendar")
    section = page.section
    section.go_to(date(2026, 11, 24))
    look("month")
    section.month.choose(date(2026, 11, 25))
    section.month.choose(date(2026, 11, 26), extend=True)
    section.day_panel.mark.set_value("off")
    section.day_panel.name.setText("nghỉ do bão số 12")
    section.day_panel.apply()
    section.draft.mark([date(2027, 2, 11), date(2027, 2, 12)], "off", name="nghỉ thêm sau Tết", expected=True)
    section.go_to(date(2027, 2, 11))
    look("tet")
    section.bar.segment.set_value("year")
    section._choose_view(True)
    look("year")
    section.bar.show_month()
    section._choose_view(False)
    section.go_to(date(2026, 11, 25))
    section.save()
    look("changes")
    section.discard()
    path = journey.folder / "them-ngay.csv"
    path.write_text(DAYS, encoding="utf-8")
    section.import_file(path)
    look("import")
    section.discard()
    section.show_panel("hours")
    look("hours")
    section.go_to(date(2028, 2, 1))
    section.show_panel("proposals")
    look("proposals")
    path.write_text(DAYS.replace("09/01/2027", "31/12/2026"), encoding="utf-8")
    section.import_file(path)
    look("import-refused")
    journey.close()


if __name__ == "__main__":
    main()

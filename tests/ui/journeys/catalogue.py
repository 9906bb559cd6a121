"""«Danh mục thủ tục»: looked through, one procedure edited, refused, saved."""

from tests.ui.journeys.window import Journey

TABLE = """Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn;Phí;Thành phần hồ sơ
9.000001;Cấp giấy phép mẫu cho cơ sở thử nghiệm;Tiêu chuẩn đo lường chất lượng;15-20 ngày;Theo biểu của tỉnh;Đơn đề nghị
;;;;;Bản vẽ mặt bằng
2.001209;Đăng ký công bố hợp chuẩn dựa trên kết quả chứng nhận;Tiêu chuẩn đo lường chất lượng;7 ngày làm việc;180.000;
2.001207;Đăng ký công bố hợp chuẩn, tự đánh giá;Tiêu chuẩn đo lường chất lượng;Ngay trong ngày;150.000;
"""


def main() -> None:
    journey = Journey("phuoc.dh", "settings")
    look = journey.look
    journey.window.page.open_section("catalogue")
    look("catalogue")
    section = journey.window.page.section
    section.browse.field.setText("hop chuan")
    journey.rest(120)
    look("catalogue-search")
    section.browse.start_edit()
    look("catalogue-edit")
    section.edit.general.ends.setText("31/02/2027")
    section.edit.general.short_name.setText("Công bố hợp chuẩn, bên thứ ba")
    journey.rest(300)
    section.edit.save()
    look("catalogue-refused")
    section.edit.general.ends.clear()
    section.edit.open_tab("terms")
    look("catalogue-terms")
    section.edit.terms.checks.add_check()
    look("catalogue-check")
    section.edit.terms.checks._drop_row(section.edit.terms.checks.rows[-1])
    section.edit.open_tab("papers")
    look("catalogue-papers")
    section.edit.save()
    look("catalogue-saved")
    path = journey.folder / "danh-muc.csv"
    path.write_text(TABLE, encoding="utf-8")
    section.import_file(path)
    look("catalogue-import")
    section.update_sheet.table.selectRow(1)
    section.update_sheet.report._toggle()
    look("catalogue-changed")
    section.update_sheet.write_chosen()
    look("catalogue-imported")
    section.open_history()
    look("catalogue-history")
    journey.close()


if __name__ == "__main__":
    main()

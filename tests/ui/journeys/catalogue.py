"""«Danh mục thủ tục»: looked through, one procedure edited, refused, saved."""

from tests.ui.journeys.window import Journey


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
    section.edit.open_tab("papers")
    look("catalogue-papers")
    section.edit.save()
    look("catalogue-saved")
    journey.close()


if __name__ == "__main__":
    main()

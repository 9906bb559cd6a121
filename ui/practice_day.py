"""The practice day: one dossier's whole way through the real pages, without a hand on the mouse.

`python3 run.py` does this where there is no display; `python -m ui.practice_day` does it anywhere. The practice office
is made anew, a portal's list comes in, the papers are checked, accepted, signed with one PIN, the receipt is printed,
the result is attached, signed by the leader and returned, and the supervisor looks at the board. Each step is kept as
a picture; at the end it says where everything is.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import load_practice, open_office
from counter_app.clock import Clock, SystemClock
from counter_app.errors import CounterError
from counter_app.model.dossier import ComponentVerdict, Decision, DossierState
from counter_app.model.signature import Verdict
from counter_app.pdf.practice_pages import draw_paper, draw_photo
from counter_app.signing.practice_pki import PRACTICE_PASSWORD, PRACTICE_PIN
from counter_app.workflow import practice, queue, signing
from counter_app.workflow.office import Office
from ui.app import UseCases, make_application
from ui.main_window import MainWindow
from ui.presenters.intake import Step
from ui.theme import apply_theme

FOLDER = Path("artefacts") / "ngay-tap-su"
QUIET = 4  # looks in a row without work under way
PATIENCE = 180  # seconds for one step; the slowest machine seen needed a tenth of it


class Stuck(Exception):
    """A step did not come to its end."""


class PracticeDay:
    def __init__(self, window: MainWindow, office: Office, folder: Path, say: Callable[[str], None]) -> None:
        self.window, self.office, self.folder, self.say = window, office, folder, say
        self.pictures = folder / "hinh"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.code = ""
        self._shown = 0

    @property
    def page(self) -> Any:
        return self.window.page

    # Waiting and looking

    def wait(self, happened: Callable[[], bool], what: str) -> None:
        """Let the window work until `happened`; Stuck with the step's name when it does not."""
        loop, timer = QEventLoop(), QTimer()
        left, seen = PATIENCE * 50, False

        def look() -> None:
            nonlocal left, seen
            left -= 1
            seen = happened()
            if seen or left <= 0:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(20)
        loop.exec()
        timer.stop()
        if not seen:
            raise Stuck(what)

    def settle(self) -> None:
        """The lanes have come to rest: what one task brings up is waited for as well."""
        quiet = 0

        def at_rest() -> bool:
            nonlocal quiet
            quiet = 0 if self.window.tasks.busy else quiet + 1
            return quiet >= QUIET

        self.wait(at_rest, "các việc đang chạy")

    def picture(self, name: str) -> None:
        self.settle()
        self.pause(400)  # what a page asks for a moment later, as its side panel does
        self.settle()
        self._shown += 1
        path = self.pictures / f"{self._shown:02d}-{name}.png"
        self.window.grab().save(str(path))

    def dossier(self) -> Any:
        return queue.find_dossier(self.office, self.code)

    # The day

    def run(self) -> None:
        self.picture("hom-nay")
        self._take_the_list()
        self._check_the_papers()
        self._accept()
        self._sign_components()
        self._print_the_receipt()
        self._hand_over_and_attach_the_result()
        self._sign_the_result()
        self._return_the_result()
        self._look_at_the_board()

    def _take_the_list(self) -> None:
        path = self.folder / "danh-sach-tu-cong.xlsx"
        self.code = practice.write_day_list(self.office, path)
        self.window.open_page("intake", new=True)
        self.settle()
        self.page.lists.begin(path)
        self.wait(lambda: self.page.lists.open, "xem trước danh sách")
        self.picture("danh-sach-truoc-khi-nhap")
        self.page.lists.take()
        self.wait(self._is_known, "nhập danh sách")
        self.picture("nhap-danh-sach")
        self.say(f"Đã nhập danh sách: hồ sơ {self.code}")

    def _is_known(self) -> bool:
        try:
            return bool(self.dossier())
        except CounterError:
            return False

    def _check_the_papers(self) -> None:
        dossier = self.dossier()
        self.window.open_page("intake", dossier_id=dossier.id)
        self.settle()
        for part in dossier.components:
            paper = self.folder / "giay-to" / f"{part.number:02d}_giay-to{'.jpg' if part.number == 1 else '.pdf'}"
            if part.number == 1:  # a photo of a telephone: becomes a PDF without loss
                draw_photo(paper, part.name)
            else:
                draw_paper(paper, part.name, pages=2 if part.number == 2 else 1, signer="Người Nộp", seed=part.number)
            self.page.show_component(part)
            self.settle()
            self.page.files.take_files(part, [paper])
            self.wait(lambda number=part.number: self._part(number).file is not None, "đính tệp")
            self.settle()
            self.page.work.check(ComponentVerdict.PASS, "", part.paper_kind)
            self.wait(lambda number=part.number: self._part(number).verdict is ComponentVerdict.PASS, "kiểm tra")
            if part.number <= 2:
                self.picture(f"kiem-tra-{part.number}")
        self.say(f"Đã kiểm tra {len(dossier.components)} thành phần")

    def _part(self, number: int) -> Any:
        return next(part for part in self.dossier().components if part.number == number)

    def _accept(self) -> None:
        self.page.go_to(Step.DECISION)
        self.settle()
        self.page.ui.decision.options[Decision.ACCEPT].click()
        self.picture("quyet-dinh")
        self.page.primary()
        self.wait(lambda: self.dossier().state is DossierState.ACCEPTED, "tiếp nhận")
        self.picture("da-tiep-nhan")
        self.say(f"Đã tiếp nhận, hẹn trả {self.dossier().due_at:%H:%M %d/%m/%Y}")

    def _sign_components(self) -> None:
        self._sign("thanh-phan")
        self.wait(lambda: not signing.waiting(self.office, dossier_id=self.dossier().id), "ký thành phần")
        self.say("Đã ký các thành phần, từng tệp được đọc lại từ đĩa")

    def _sign(self, what: str) -> None:
        """Open the dossier's signing list, type the PIN once, wait until every file was read back."""
        self.window.open_page("signing", dossier_id=self.dossier().id)
        page = self.page
        self.wait(lambda: not self.window.tasks.busy and page.keys.chosen is not None, "tìm khóa ký")
        self.picture(f"ky-{what}-truoc")
        chosen = page.keys.chosen
        page.list.sign()
        self.wait(lambda: page.list._run is None or page.list._run.dialog is not None, "hỏi PIN")
        if page.list._run is None:
            raise Stuck("hỏi PIN")
        self._picture_of_dialog(f"ky-{what}-pin", page.list._run.dialog)
        dialog = page.list._run.dialog
        dialog.field.setText(PRACTICE_PIN if chosen.certificate.key.kind == "pkcs11" else PRACTICE_PASSWORD)
        dialog._send()
        self.wait(lambda: not page.list.running, "ký")
        self.picture(f"ky-{what}-xong")

    def pause(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _picture_of_dialog(self, name: str, dialog: Any) -> None:
        """The window with the dialog in it; the batch waits for the answer meanwhile, so nothing settles."""
        for _ in range(5):
            QApplication.processEvents()
        self._shown += 1
        dialog.grab().save(str(self.pictures / f"{self._shown:02d}-{name}.png"))

    def _print_the_receipt(self) -> None:
        self.window.open_page("intake", dossier_id=self.dossier().id)
        self.settle()
        self.page.go_to(Step.FINISH)
        self.settle()
        self.page.work.print_receipt()
        self.wait(lambda: self.page.work.receipt is not None, "in giấy tiếp nhận")
        self.picture("giay-tiep-nhan")
        self.say(f"Giấy tiếp nhận: {self.page.work.receipt}")

    def _hand_over_and_attach_the_result(self) -> None:
        self.window.open_page("results", dossier_id=self.dossier().id)
        self.settle()
        self.page.panel.hand_over.emit("Phòng Quản lý chuyên ngành", "Đỗ Quang Minh")
        self.wait(lambda: self.dossier().state is DossierState.PROCESSING, "chuyển xử lý")
        self.settle()
        self.page.panel.give_back.emit({"receiver": "Người nộp", "way": "in_person"})
        self.picture("chua-co-ket-qua")
        if self.dossier().state is DossierState.RETURNED:
            raise Stuck("hồ sơ chưa có kết quả mà vẫn đóng được")
        result = self.folder / "giay-to" / "ket-qua.pdf"
        draw_paper(result, "Giấy chứng nhận", signer="Vũ Đình Lãm", seed=77)
        self.page.attach(result)
        self.wait(lambda: bool(self.dossier().results), "đính kết quả")
        self.picture("dinh-ket-qua")
        self.say("Đã đính kết quả; đóng hồ sơ khi chưa có kết quả ký số bị từ chối")

    def _sign_the_result(self) -> None:
        leader = next(login for login, person in self.office.people.items() if person.role == "leader")
        self._switch(leader)
        self._sign("ket-qua")
        self.wait(lambda: all(file.signed_from for file in self.dossier().results), "ký kết quả")
        self.say("Lãnh đạo đã ký trên tệp kết quả")

    def _return_the_result(self) -> None:
        officer = self.office.settings.person
        self._switch(officer)
        self.window.open_page("results", dossier_id=self.dossier().id)
        self.settle()
        self.page.panel.give_back.emit({"receiver": "Người nộp", "way": "in_person"})
        self.wait(lambda: self.dossier().state is DossierState.RETURNED, "trả kết quả")
        self.window.open_page("search", text=self.code)
        self.picture("da-tra-ket-qua")
        self.say(f"Đã trả kết quả, hồ sơ {self.code} đóng")

    def _look_at_the_board(self) -> None:
        supervisor = next(login for login, person in self.office.people.items() if person.role == "supervisor")
        self._switch(supervisor)
        self.window.open_page("board")
        self.picture("giam-sat")
        apply_theme(QApplication.instance(), "dark")
        self.picture("giam-sat-toi")

    def _switch(self, login: str) -> None:
        self.settle()
        self.window.switch_person(login)
        self.settle()
        self.office = self.window.office

    # The end

    def summary(self) -> str:
        dossier = self.dossier()
        signed = sorted((self.office.folder / "signed" / str(dossier.id)).glob("*.pdf"))
        verdicts = [signing.verify(self.office, path).verdict for path in signed]
        intact = sum(verdict is Verdict.VALID for verdict in verdicts)
        forms = sorted((self.office.folder / "forms" / str(dossier.id)).glob("*.pdf"))
        lines = [
            "",
            f"Ngày tập sự xong: hồ sơ {self.code} từ danh sách của cổng đến kết quả đã ký và trả.",
            f"Tệp đã ký ({intact} trên {len(signed)} còn nguyên vẹn): {signed[0].parent if signed else '—'}",
            *(f"  {path.name}" for path in signed),
            f"Biểu mẫu: {forms[0].parent if forms else '—'}",
            *(f"  {path.name}" for path in forms),
            f"Hình các màn hình: {self.pictures}",
            *(f"  {path.name}" for path in sorted(self.pictures.glob("*.png"))),
            f"Dữ liệu tập sự: {self.office.folder}",
        ]
        if intact < len(signed) or not signed or not forms:
            raise Stuck("kiểm tra lại các tệp đã ký")
        return "\n".join(lines)


def perform(folder: Path, say: Callable[[str], None], clock: Clock, size: tuple[int, int] = (1366, 768)) -> str:
    """Make the office in `folder`, do the day, answer with what was made and where. Stuck, CounterError."""
    application = QApplication.instance() or make_application()
    qInstallMessageHandler(_tell_qt)
    apply_theme(application, "light")
    say("Tạo cơ quan tập sự…")
    load_practice(folder / "du-lieu", clock=clock, progress=lambda words: say(f"  {words}"))
    office = open_office(folder / "du-lieu", clock=clock)
    window = MainWindow(clock)
    window.resize(*size)
    window.show()
    try:
        window.use_office(office, UseCases(), "today")
        day = PracticeDay(window, office, folder, say)
        day.run()
        return day.summary()
    finally:
        window.close()
        window.tasks.close()
        office.close()


def _tell_qt(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Qt's own remarks go to standard error, but for the one that the offscreen screen makes for every dialog."""
    if "propagateSizeHints" not in words:
        sys.stderr.write(words + "\n")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="practice-day", description="Ngày tập sự, không cần tay")
    parser.add_argument("--out", type=Path, default=FOLDER, help="thư mục kết quả, được làm mới mỗi lần")
    given = parser.parse_args(argv)
    folder: Path = given.out.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / "du-lieu").exists():
        sys.stderr.write(f"Thư mục {folder} đang có tệp khác. Chọn thư mục trống bằng --out.\n")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def say(words: str) -> None:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()

    try:
        say(perform(folder, say, SystemClock()))
    except Stuck as stuck:
        sys.stderr.write(f"Ngày tập sự dừng ở bước: {stuck}. Hình đến bước đó nằm trong {folder / 'hinh'}\n")
        return 1
    except CounterError as error:
        sys.stderr.write(f"{error}\n")
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The child process: one for many files, gone when closed, and no file takes the application with it."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from counter_app.errors import Refused, Trouble
from counter_app.pdf.facts import gather_facts
from counter_app.pdf.reader import FileReader
from tests.pdf.made_files import scan_pdf, scan_picture, text_pdf


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as reader:
        yield reader


def _alive(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_child_tells_the_same_facts_and_is_used_again(reader: FileReader, tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "Đơn đề nghị.pdf", scan_picture(100))
    assert reader.inspect(path) == gather_facts(path)
    pid = reader.pid
    assert reader.inspect(path).readable
    assert reader.pid == pid != os.getpid()


def test_images_become_a_pdf_and_an_existing_file_is_kept(reader: FileReader, tmp_path: Path) -> None:
    scan_picture(100).save(tmp_path / "a.jpg")
    output = tmp_path / "a.pdf"
    reader.to_pdf([tmp_path / "a.jpg"], output)
    assert reader.inspect(output).pdfa == "2b"
    before = output.read_bytes()
    with pytest.raises(Refused) as refused:
        reader.to_pdf([tmp_path / "a.jpg"], output)
    assert refused.value.code == "pdf.output_exists"
    assert output.read_bytes() == before
    (tmp_path / "b.heic").write_bytes(b"\0\0\0\x18ftypheic")
    with pytest.raises(Refused, match="hỏng"):
        reader.to_pdf([tmp_path / "b.heic"], tmp_path / "b.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "a.pdf", "b.heic"]


def test_a_folder_that_cannot_be_written_is_trouble(reader: FileReader, tmp_path: Path) -> None:
    scan_picture(50).save(tmp_path / "a.jpg")
    with pytest.raises(Trouble) as trouble:
        reader.to_pdf([tmp_path / "a.jpg"], tmp_path / "no such folder" / "a.pdf")
    assert trouble.value.code == "pdf.disk"
    with pytest.raises(Trouble) as trouble:
        reader.to_pdf([tmp_path / "b.jpg"], tmp_path / "a.pdf")
    assert trouble.value.code == "pdf.file_gone"


def test_pages_and_texts_come_through_the_pipe(reader: FileReader, tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", "Nguoi nop ho so")
    page = reader.render(path, 1, 1240)
    assert (page.width, len(page.data)) == (1240, page.stride * page.height)
    assert len(reader.find_text(path, 1, "ho so")) == 1
    with pytest.raises(Refused) as refused:
        reader.render(path, 2, 100)
    assert refused.value.code == "pdf.cannot_show"


def test_a_file_that_is_gone_is_trouble(reader: FileReader, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"a\.pdf"):
        reader.inspect(tmp_path / "a.pdf")


def test_the_child_writes_nothing_on_our_channels(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """libtiff complains on standard error about a broken fax page."""
    scan_picture(150).convert("1").save(tmp_path / "a.tif", compression="group4")
    data = bytearray((tmp_path / "a.tif").read_bytes())
    data[60:400:7] = b"\x55" * len(data[60:400:7])
    (tmp_path / "a.tif").write_bytes(data)
    with FileReader() as reader:
        assert reader.inspect(tmp_path / "a.tif").page_count in (0, 1)
    assert capfd.readouterr() == ("", "")


def test_many_threads_get_their_own_answers(reader: FileReader, tmp_path: Path) -> None:
    paths = [text_pdf(tmp_path / f"{count}.pdf", *["Trang"] * count) for count in range(1, 7)]
    answers: dict[int, int] = {}

    def ask(count: int) -> None:
        answers[count] = reader.inspect(paths[count - 1]).page_count

    threads = [threading.Thread(target=ask, args=(count,)) for count in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {count: count for count in range(1, 7)}


def test_closing_leaves_no_process_and_the_next_call_starts_anew(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", "Don")
    with FileReader() as reader:
        reader.inspect(path)
        first = reader.pid
        assert _alive(first)
        reader.close()
        assert not _alive(first)
        assert reader.pid is None
        assert reader.inspect(path).readable
        second = reader.pid
    assert not _alive(second)
    reader.close()


def test_a_child_killed_at_rest_is_replaced_without_a_word(tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "a.pdf", "Don")
    with FileReader() as reader:
        reader.inspect(path)
        os.kill(reader.pid or 0, signal.SIGKILL)
        assert reader.inspect(path).readable


class DeadlyPath(type(Path())):  # type: ignore[misc]
    """A file that ends the child the moment it gets to it: always, or only the first time."""

    def __reduce__(self) -> tuple[object, ...]:
        return _arrive, (str(self), "once" in self.name)


def _arrive(name: str, once: bool) -> Path:
    mark = Path(name + ".seen")
    if not (once and mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Path(name)


def test_a_file_that_kills_the_child_twice_is_damaged_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = DeadlyPath(text_pdf(tmp_path / "a.pdf", "Don"))
    with FileReader() as reader:
        facts = reader.inspect(path)
        assert (facts.readable, facts.trouble) == (False, "damaged")
        assert facts.sha256 == gather_facts(tmp_path / "a.pdf").sha256
        assert reader.inspect(tmp_path / "a.pdf").readable
        with pytest.raises(Refused) as refused:
            reader.render(path, 1, 100)
        assert refused.value.code == "pdf.too_much"


def test_a_file_is_not_blamed_for_one_death(tmp_path: Path) -> None:
    path = DeadlyPath(text_pdf(tmp_path / "once.pdf", "Don"))
    with FileReader() as reader:
        assert reader.inspect(path).readable
    assert (tmp_path / "once.pdf.seen").exists()


def test_a_file_that_never_ends_is_a_timeout_and_the_next_one_is_read(tmp_path: Path) -> None:
    heavy = scan_pdf(tmp_path / "a.pdf", *[scan_picture(300)] * 60)
    scan_picture(300).save(tmp_path / "c.png")
    with FileReader(time_limit=0.3) as reader:
        facts = reader.inspect(heavy)
        assert (facts.readable, facts.trouble, facts.size) == (False, "timeout", heavy.stat().st_size)
        assert reader.pid is None
        reader._time_limit = 60.0  # a small file may have to wait for a busy machine
        assert reader.inspect(text_pdf(tmp_path / "b.pdf", "Don")).readable
        reader._time_limit = 0.3
        with pytest.raises(Refused) as refused:
            reader.to_pdf([tmp_path / "c.png"] * 40, tmp_path / "c.pdf")
        assert refused.value.code == "pdf.too_much"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "c.png"]


def test_a_file_that_eats_the_memory_is_stopped_by_the_limit(tmp_path: Path) -> None:
    Image.new("RGB", (7000, 7000), "white").save(tmp_path / "a.png")  # 147 MB of pixels in a file of half a megabyte
    with FileReader(memory_limit=300 * 1024**2) as reader:
        facts = reader.inspect(tmp_path / "a.png")
        assert (facts.readable, facts.trouble) == (False, "too_big")
        assert reader.inspect(text_pdf(tmp_path / "b.pdf", "Don")).readable
    with FileReader() as reader:
        assert reader.inspect(tmp_path / "a.png").readable


def test_a_pdf_with_an_image_too_large_to_show_is_too_big_and_never_called_blank(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        image = document.make_stream(
            b"",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=20_000,
            Height=20_000,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        page = document.add_blank_page()
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = document.make_stream(b"595 0 0 842 0 0 cm /Im0 Do")
        document.save(tmp_path / "a.pdf")
    with FileReader() as reader:
        facts = reader.inspect(tmp_path / "a.pdf")
        assert (facts.readable, facts.trouble) == (False, "too_big")
        assert reader.inspect(text_pdf(tmp_path / "b.pdf", "Don")).readable

"""Only what is read back from the disk and found intact counts as signed."""

from pathlib import Path
from typing import Any

import pytest

from counter_app.model.signature import Level, PinAnswer, SignStatus
from tests.signing.desk import Desk, valid_signatures
from tests.signing.papers import paper


@pytest.mark.poppler
@pytest.mark.parametrize("part", ["the source's part", "what was added", "cut off"])
def test_a_copy_that_the_disk_gives_back_otherwise_is_not_signed_and_gets_no_name(
    desk: Desk, tmp_path: Path, part: str
) -> None:
    item = desk.item(paper(tmp_path / "a.pdf"))
    size = Path(item.source).stat().st_size

    def spoil(step: Any) -> None:
        """The paper process waits for the answer to this step, between writing and reading back."""
        if step.step == "reading_back":
            (copy,) = desk.out.iterdir()
            data = bytearray(copy.read_bytes())
            data[size // 2 if part == "the source's part" else size + 20] ^= 1
            copy.write_bytes(data[: -3 if part == "cut off" else None])

    def sign(progress: Any) -> Any:
        pin = lambda _: PinAnswer(secret=desk.pki.password)  # noqa: E731
        (outcome,) = desk.room.sign([item], desk.pki.file_key("ha"), level=Level.B_B, pin=pin, progress=progress)
        return outcome

    failed = sign(spoil)
    assert (failed.status, failed.code) == (SignStatus.FAILED, "signing.read_back_differs")
    assert list(desk.out.iterdir()) == []
    assert sign(lambda _: None).status is SignStatus.SIGNED and valid_signatures(Path(item.output)) == 1

"""A kill at any moment loses nothing that was confirmed, and leaves nothing half done."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import SignStatus
from counter_app.workflow import queue, signing
from counter_app.workflow.office import Office
from tests.practice import MORNING, PASSWORD
from tests.workflow.test_day import answer, file_key, new_online_dossier, pass_everything

# Signs the dossier's components and says each one that the use case has confirmed; then waits to be killed.
SIGN_AND_TELL = """
    import sys, time
    from pathlib import Path
    from counter_app.bootstrap import open_office
    from counter_app.clock import FixedClock, vietnam
    from counter_app.model.signature import KeyRef, Level, PinAnswer
    from counter_app.workflow import signing
    from datetime import datetime

    if __name__ == "__main__":
        folder, dossier_id, moment = Path(sys.argv[1]), int(sys.argv[2]), vietnam(datetime.fromisoformat(sys.argv[3]))
        office = open_office(folder, clock=FixedClock(moment))
        key = KeyRef(kind="p12", path=str(folder / "keys" / "ha.nt.p12"))

        def tell(step):
            if step.outcome is not None:
                print("confirmed", step.index, flush=True)
                time.sleep(0.3)

        rows = signing.waiting(office, dossier_id=dossier_id)
        signing.sign(office, rows, key, pin=lambda _: PinAnswer(secret=sys.argv[4]), level=Level.B_B, progress=tell)
"""


def test_a_batch_killed_in_the_middle_goes_on_where_it_was(
    office: Office, practice_folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    rows = signing.waiting(office, dossier_id=dossier.id)
    script = tmp_path / "sign_and_tell.py"
    script.write_text(textwrap.dedent(SIGN_AND_TELL), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(practice_folder), str(dossier.id), MORNING.isoformat(), PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("confirmed")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    signed = [part for part in queue.dossier(office, dossier.id).components if part.signed]
    assert signed, "what was confirmed is written down"
    left = signing.waiting(office, dossier_id=dossier.id)
    assert len(left) == len(rows) - len(signed)
    report = signing.sign(office, rows, file_key(office, "ha.nt"), pin=answer(PASSWORD))
    assert {one.status for one in report.outcomes} <= {SignStatus.SIGNED, SignStatus.SKIPPED}
    after = queue.dossier(office, dossier.id)
    assert all(part.signed for part in after.components if part.must_sign)
    events = [event for event in queue.events(office, dossier.id) if event.kind == "sign_component"]
    assert len(events) == len(rows), "nothing is signed or written down twice"
    for part in after.components:
        if part.file is None or not part.must_sign:
            continue
        assert len(signing.verify(office, office.vault.path(part.file.hash)).signatures) == 1


@pytest.mark.parametrize("place", ["signed", "journal"])
def test_what_a_kill_leaves_behind_in_the_folders_harms_nothing(office: Office, place: str, tmp_path: Path) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    folder = office.folder / place / (str(dossier.id) if place == "signed" else "")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".sign-abcd.tmp").write_bytes(b"half a file")
    report = signing.sign(
        office, signing.waiting(office, dossier_id=dossier.id), file_key(office, "ha.nt"), pin=answer(PASSWORD)
    )
    assert report.count(SignStatus.SIGNED) == len(report.rows)
    assert queue.ids(office, QueueFilter())

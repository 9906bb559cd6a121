"""The other counter of `bench.counters`: an open window on «Hôm nay» that tells when its first row shows a new holder.

`python -m bench.counter_window FOLDER URL`
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.register import NOW
from counter_app.clock import FixedClock
from counter_app.settings import Settings, save_settings


def main(folder: Path, url: str) -> None:
    from counter_app.bootstrap import open_office
    from ui.app import UseCases, make_application
    from ui.main_window import MainWindow
    from ui.theme import apply_theme

    save_settings(folder, Settings(office_name="Sở Thử Nghiệm", practice=True, database_url=url))
    application = make_application()
    apply_theme(application, "light")
    window = MainWindow(FixedClock(NOW))
    window.show()
    window.use_office(open_office(folder, clock=FixedClock(NOW)), UseCases(), "today")
    model = window.page.model  # type: ignore[union-attr]
    seen = [""]

    def look() -> None:
        application.processEvents()  # what changed is on its way to the screen
        row = model.row_at(0)
        if row is not None and row.holder != seen[0]:
            seen[0] = row.holder
            print(json.dumps({"at": time.monotonic(), "holder": row.holder}), flush=True)

    model.dataChanged.connect(lambda *_: look())
    while not window.live.connected or model.row_at(0) is None:
        application.processEvents()
        time.sleep(0.01)
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

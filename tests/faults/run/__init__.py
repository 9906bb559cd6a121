"""Every fault of the list, played as often as told, with what was lost: `python -m tests.faults.run --rounds 50`."""

"""Entry of the built application: the window."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # files are read and keys used in child processes, which start this program again
    from ui.app import main

    sys.exit(main())

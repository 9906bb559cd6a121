"""Entry of the built command `counterctl`."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # files are read and keys used in child processes, which start this program again
    from counter_app.cli import main

    sys.exit(main())

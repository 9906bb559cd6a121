"""`counterctl`: the same use cases without a screen. Thin: reads arguments, calls workflow, prints JSON or text.

Exit codes: 0 done · 1 refused by a rule or a finding of severity error · 2 wrong usage · 3 some of several failed ·
4 trouble (disk, token, network). Bad input never ends in a traceback.
"""

import sys
from collections.abc import Sequence

from counter_app.cli.arguments import parse
from counter_app.cli.output import Output, exit_code_of, file_trouble
from counter_app.errors import CounterError


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = parse(arguments)
    output = Output(as_json=given.json)
    try:
        code: int = given.run(given, output)
    except CounterError as error:
        output.failed(error)
        return exit_code_of(error)
    except BrokenPipeError:
        return 0  # the reader of our output went away, as `head` does
    except KeyboardInterrupt:
        output.note("Đã dừng theo yêu cầu.")
        return 4
    except OSError as error:
        output.failed(file_trouble(error))
        return 4
    return code

"""`raise`: signed files to a higher level later, without any key."""

import argparse

from counter_app.cli.output import Output, several
from counter_app.cli.sign_commands import print_outcome, signing_room
from counter_app.errors import Misuse
from counter_app.model.signature import Level, RaiseItem, SignProgress, SignStatus


def raise_level(given: argparse.Namespace, output: Output) -> int:
    """Exit 0 all raised or at the level before, 1 refused, 3 some of several failed or fell short, 4 trouble."""
    if len({path.name for path in given.files}) < len(given.files):
        raise Misuse("cli.same_names")
    level = Level(given.level)
    given.out.mkdir(parents=True, exist_ok=True)
    items = [RaiseItem(source=str(path), output=str(given.out / path.name)) for path in given.files]
    told: set[int] = set()

    def tell(step: SignProgress) -> None:
        if step.outcome is not None:
            told.add(step.index)
            print_outcome(output, step.outcome)

    outcomes = signing_room(given, given.out / ".counterctl").raise_level(items, level, progress=tell)
    for index, outcome in enumerate(outcomes):
        if index not in told:
            print_outcome(output, outcome)
    count = {status: sum(one.status is status for one in outcomes) for status in SignStatus}
    short = sum(one.debt for one in outcomes)
    output.line(
        {"summary": {str(status): number for status, number in count.items()} | {"debt": short}},
        f"{count[SignStatus.SIGNED] - short} đã đạt mức {level}, {short} chưa đạt, "
        f"{count[SignStatus.SKIPPED]} đã đủ từ trước, {count[SignStatus.REFUSED]} không bổ sung được, "
        f"{count[SignStatus.FAILED] + count[SignStatus.PENDING]} lỗi",
    )
    failed = count[SignStatus.FAILED] + count[SignStatus.PENDING] + short
    return several(failed, len(outcomes), refused=count[SignStatus.REFUSED])

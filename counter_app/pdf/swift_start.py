"""The start of a child process that opens files: its libraries are loaded at once, without what it never uses.

pyHanko loads aiohttp for fetchers of its own, at the price of a quarter of its start. Nothing here goes by them (what
is asked of the network, and of whom, is decided in `validation_online` and `signing.time_stamp`), and a process that
opens strangers' files is better off without a web client.
"""

import gc
import importlib
import sys
from types import ModuleType
from typing import Any

_WEB_CLIENT = "aiohttp"


class _Absent(ModuleType):
    """Stands where pyHanko names the client's classes in annotations; whoever makes one of them is told."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": _refuse})


def _refuse(*_values: object, **_named: object) -> None:
    raise RuntimeError("this process has no web client")


def load(*modules: str) -> None:
    """Import them now. Only for the start of a process of its own: the client stays away for good."""
    sys.modules.setdefault(_WEB_CLIENT, _Absent(_WEB_CLIENT))
    gc.disable()  # nothing of what is loaded ever goes, so there is nothing to look for meanwhile or later
    for module in modules:
        importlib.import_module(module)
    gc.freeze()
    gc.enable()

"""What the act beside an alert is called and where it leads. Free of Qt."""

import array
from typing import Any

from counter_app.model.alert import Alert, AlertKind
from ui.presenters.scope import Scope, View


def act_of(alert: Alert) -> tuple[str, str, dict[str, Any]]:
    """Words, page, and the arguments to open it with."""
    if alert.kind is AlertKind.SHIFT:
        return "Mở", "board", {"digest": True}
    ids = array.array("q", alert.dossiers)
    view = View(words="", read=lambda _cases, _office: ids)
    return "Xem", "search", {"scope": Scope(source="nhắc việc", title="Sắp hết hạn", views=(view,))}

"""The office's server and its shared vault in words. Free of Qt."""

from typing import Protocol
from urllib.parse import urlsplit

from counter_app.settings import Settings
from ui.presenters.safety import State


class Server(Protocol):
    """`workflow.office_move.Server`."""

    @property
    def where(self) -> str: ...

    @property
    def dossiers(self) -> int: ...


def register_state(settings: Settings, reached: bool = True) -> State:
    if not settings.database_url:
        return State(
            icon="database",
            token="text2",
            what="Sổ nằm trên máy này",
            detail="Một quầy thì vậy là đủ. Nhiều quầy làm chung một sổ thì chuyển sổ lên máy chủ PostgreSQL.",
        )
    where = place_words(settings.database_url)
    if not reached:
        return State(icon="octagon-alert", token="bad", what=f"Máy chủ {where} không trả lời", detail="")
    return State(
        icon="circle-check",
        token="good",
        what=f"Sổ nằm trên máy chủ {where}",
        detail="Các quầy thấy thay đổi của nhau ngay; mất kết nối thì cửa sổ tự nối lại.",
    )


def vault_state(settings: Settings) -> State:
    if not settings.vault_address:
        return State(
            icon="folder-open",
            token="warn" if settings.database_url else "text2",
            what="Tệp hồ sơ nằm trên máy này",
            detail="Quầy khác không mở được giấy tờ nhận ở quầy này."
            if settings.database_url
            else "Mỗi tệp một tên theo mã kiểm tra của nội dung, không tệp nào bị ghi đè.",
        )
    return State(
        icon="circle-check",
        token="good",
        what=f"Tệp hồ sơ nằm ở {settings.vault_address}",
        detail="Mọi quầy đọc và ghi cùng một kho; tệp nào đọc về cũng được đối chiếu mã kiểm tra.",
    )


def tried_words(server: Server) -> str:
    if server.dossiers == 0:
        return f"Nối được {server.where}: sổ ở đó còn trống."
    return f"Nối được {server.where}: sổ ở đó có {server.dossiers} hồ sơ."


def place_words(address: str) -> str:
    """Host and database, never user or password."""
    parts = urlsplit(address)
    return f"{parts.hostname or 'của máy này'}/{parts.path.strip('/')}"

"""Qt's own words in Vietnamese: edit menus, buttons of standard dialogs, the file chooser. Qt ships none for «vi»."""

from PySide6.QtCore import QTranslator

_EDIT = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "&Cắt",
    "&Copy": "&Sao chép",
    "Copy &Link Location": "Sao chép &liên kết",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "&Step up": "&Tăng",
    "Step &down": "&Giảm",
}
_BUTTONS = {
    "OK": "Đồng ý",
    "&OK": "&Đồng ý",
    "Cancel": "Hủy",
    "&Cancel": "&Hủy",
    "Close": "Đóng",
    "&Close": "Đó&ng",
    "&Yes": "&Có",
    "&No": "&Không",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Open": "Mở",
    "&Open": "&Mở",
    "Discard": "Không lưu",
    "Retry": "Thử lại",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Help": "Trợ giúp",
    "Abort": "Dừng",
    "Ignore": "Bỏ qua",
}
_FILES = {
    "Look in:": "Trong thư mục:",
    "Back": "Lùi",
    "Go back": "Lùi",
    "Forward": "Tiến",
    "Go forward": "Tiến",
    "Parent Directory": "Thư mục cha",
    "Go to the parent directory": "Lên thư mục cha",
    "Create New Folder": "Tạo thư mục",
    "Create a New Folder": "Tạo thư mục",
    "New Folder": "Thư mục mới",
    "&New Folder": "Thư &mục mới",
    "List View": "Danh sách",
    "Change to list view mode": "Xem dạng danh sách",
    "Detail View": "Chi tiết",
    "Change to detail view mode": "Xem dạng chi tiết",
    "File &name:": "&Tên tệp:",
    "Files of type:": "Loại tệp:",
    "Directory:": "Thư mục:",
    "&Choose": "&Chọn",
    "&Rename": "Đổi &tên",
    "&Delete": "&Xóa",
    "Show &hidden files": "Hiện tệp ẩ&n",
    "Sidebar": "Chỗ hay dùng",
    "Files": "Tệp",
    "All Files (*)": "Mọi tệp (*)",
    "Find Directory": "Tìm thư mục",
    "Name": "Tên",
    "Size": "Kích thước",
    "Type": "Loại",
    "Kind": "Loại",
    "Date Modified": "Sửa lần cuối",
    "My Computer": "Máy này",
    "Computer": "Máy này",
}
WORDS = {**_EDIT, **_BUTTONS, **_FILES}


class VietnameseWords(QTranslator):
    """Answers by the words themselves, whichever part of Qt asks."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        return WORDS.get(source)

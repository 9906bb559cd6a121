"""Words the whole window shares: roles, states, channels. Days and moments: `counter_app.working_time.words`.

Conventions: Vietnamese with full diacritics; «thứ Hai 23/11/2026», «08:00», «buổi sáng 07:30–11:30»; a sentence says
what happened and what to do next, ends with a full stop and never shouts; buttons are verbs.
"""

from counter_app.model.dossier import Channel, DossierState
from counter_app.model.person import Role

ROLE_WORDS = {
    Role.OFFICER: "công chức tiếp nhận",
    Role.SUPERVISOR: "lãnh đạo theo dõi",
    Role.SEAL_KEEPER: "văn thư",
    Role.LEADER: "lãnh đạo ký kết quả",
    Role.ADMINISTRATOR: "quản trị hệ thống",
    Role.INSPECTOR: "kiểm tra, chỉ xem",
}

CHANNEL_WORDS = {Channel.DIRECT: "Trực tiếp", Channel.ONLINE: "Trực tuyến", Channel.POSTAL: "Bưu chính"}
CHANNEL_ICONS = {Channel.DIRECT: "store", Channel.ONLINE: "globe", Channel.POSTAL: "mail"}

STATE_WORDS = {
    DossierState.NEW: "Chờ tiếp nhận",
    DossierState.ACCEPTED: "Đã tiếp nhận",
    DossierState.REFUSED: "Từ chối tiếp nhận",
    DossierState.PROCESSING: "Đang xử lý",
    DossierState.SUPPLEMENT_REQUESTED: "Chờ bổ sung",
    DossierState.PAYMENT_REQUESTED: "Chờ nộp phí, lệ phí",
    DossierState.WITHDRAWN: "Người nộp đã rút",
    DossierState.STOPPED: "Dừng xử lý",
    DossierState.DONE: "Chờ trả kết quả",
    DossierState.RETURNED: "Đã trả kết quả",
}

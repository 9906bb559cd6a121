"""The program and what it is made of, as facts. Free of Qt."""

import platform

from counter_app.licences import components
from ui.presenters.intake_facts import Fact, FactGroup


def about_groups() -> list[FactGroup]:
    own, *rest = components()
    program = (
        Fact(label="Phiên bản", value=own.version),
        Fact(label="Giấy phép", value=own.licence),
        Fact(label="Chạy trên", value=f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"),
        Fact(label="Gửi đi đâu", value="Không gửi gì; chỉ nối tới máy chủ và dịch vụ ghi tên trong cài đặt"),
    )
    parts = tuple(Fact(label=one.name, value=one.licence) for one in rest if not one.library)
    libraries = tuple(
        Fact(label=one.name, value=f"{one.licence} · {one.version}" if one.version else one.licence)
        for one in rest
        if one.library
    )
    return [
        FactGroup(title=own.name, facts=program),
        FactGroup(title="Phông chữ, biểu tượng, thành phần", facts=parts),
        FactGroup(title="Thư viện", facts=libraries, qualifier=f"{len(libraries)} thư viện"),
    ]

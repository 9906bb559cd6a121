"""The reports of a period: what was counted in the register, put under names that people know."""

from counter_app.model.period import Period
from counter_app.model.report import Report
from counter_app.report import period as sheet
from counter_app.workflow.office import Office


def period(office: Office, span: Period) -> Report:
    """«Tình hình, kết quả giải quyết TTHC»."""
    now, readings = office.now(), office.store.readings.reports
    by_field = readings.counted(span, now, sheet.FIGURES, "field")
    whole = readings.counted(span, now, sheet.WHOLE_FIGURES).get("", {})
    return sheet.period_report(by_field, whole, period=span, at=now)

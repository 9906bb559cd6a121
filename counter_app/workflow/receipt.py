"""Print the receipt (Giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

from pathlib import Path

from counter_app.model.dossier import DossierId
from counter_app.model.form import FormKind
from counter_app.workflow.forms import Printed, print_form
from counter_app.workflow.office import Office


def print_receipt(office: Office, dossier_id: DossierId, output: Path | None = None) -> Printed:
    """Make the receipt as PDF. A second print keeps the number of the first; nothing is overwritten."""
    return print_form(office, FormKind.RECEIPT, dossier_id, output=output)

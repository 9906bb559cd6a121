"""A hash of what a file tells, whatever its layout: it shows a change on the way from one office to another.

It is no signature: whoever writes a file writes its hash as well.
"""

import hashlib
import json
from typing import Any

KEY = "sha256"  # where it stands in a file


def values_hash(values: Any) -> str:
    """SHA-256, in hexadecimal digits, of values as JSON tells them; the order of members is of no weight."""
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()

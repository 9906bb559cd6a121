"""A failed read or write of a file, in words; apart from the database's, whose libraries a file does not need."""

import errno

from counter_app.errors import Trouble

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def of_file_system(error: OSError, where: str) -> Trouble:
    """A failed write or read of a file, in words."""
    if error.errno in _NO_SPACE:
        return Trouble("store.disk_full", where=where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble("store.not_writable", where=where)
    return Trouble("store.disk_error", where=where)

"""Is a folder on another machine's disk? SQLite's log needs memory that is shared, which no network drive has: two
counters on one file there would damage it (SQLite's own page on WAL, «All processes … must be on the same host»)."""

from pathlib import Path

from counter_app.errors import Refused

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "9p", "afpfs", "webdav", "davfs", "ncpfs", "afs"})
_NETWORK_HELPERS = ("fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs", "fuse.gvfsd-fuse")


def expect_local(file: Path) -> None:
    """Refused `store.network_drive` for a register that would lie on a network drive."""
    kind = drive_kind(file)
    if kind in _NETWORK or kind.startswith(_NETWORK_HELPERS):
        raise Refused("store.network_drive", folder=file.parent.name or str(file.parent), kind=kind)


def drive_kind(path: Path) -> str:
    """The file system that `path` lies on, by the deepest mount above it; «cifs» for any network drive of Windows;
    empty where the system does not tell."""
    import psutil

    place = str(path.absolute())
    if place.startswith("\\\\"):  # \\server\share
        return "cifs"
    best, kind = "", ""
    for mount in psutil.disk_partitions(all=True):
        point = mount.mountpoint.rstrip("/\\")
        inside = place == point or place.startswith((point + "/", point + "\\"))
        if inside and len(mount.mountpoint) >= len(best):
            best, kind = mount.mountpoint, "cifs" if "remote" in mount.opts.split(",") else mount.fstype
    return kind

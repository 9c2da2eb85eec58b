"""Runs a program as a user other than root, because Postgres refuses to run as root.

A user namespace works best: the program sees itself as `nobody`, but its files stay root's, so it works inside a folder
with mode 0700. Containers often forbid namespaces; there the program becomes the real `nobody`.
Standard library only, because the reaper imports it before the site packages are found.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from enum import StrEnum
from pathlib import Path

CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


class Identity(StrEnum):
    SAME = "same"
    NAMESPACE = "namespace"
    NOBODY = "nobody"


def needed() -> bool:
    """Whether Postgres would refuse the current user: root, or one that is not in /etc/passwd."""
    if os.geteuid() == 0:
        return True
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return True
    return False


def nobody() -> pwd.struct_passwd:
    """The account `nobody`, or else the one with the highest id that is not root."""
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return max((entry for entry in pwd.getpwall() if entry.pw_uid != 0), key=lambda entry: entry.pw_uid)


def owner(identity: Identity) -> tuple[int, int]:
    """The user and group that the program's files must belong to, as numbers outside any namespace."""
    if identity is Identity.NOBODY:
        account = nobody()
        return account.pw_uid, account.pw_gid
    return os.geteuid(), os.getegid()


def give(path: Path, identity: Identity) -> None:
    """Makes the identity the owner of `path` and everything in it. Does nothing unless run as root."""
    uid, gid = owner(identity)
    if os.geteuid() != 0 or path.stat().st_uid == uid:
        return
    for folder, _, files in os.walk(path):
        for name in files:
            os.lchown(os.path.join(folder, name), uid, gid)
        os.lchown(folder, uid, gid)


def become(identity: Identity) -> None:
    """Switches the current process, which must have only one thread, to the identity. Raises OSError."""
    if identity is Identity.NAMESPACE:
        _enter_namespace()
    elif identity is Identity.NOBODY:
        _become_nobody()


def _enter_namespace() -> None:
    uid, gid, account = os.geteuid(), os.getegid(), nobody()
    _checked(ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{account.pw_uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{account.pw_gid} {gid} 1")


def _become_nobody() -> None:
    """Becomes nobody. Keeps, if possible, the one capability that reaches files inside a folder with mode 0700."""
    account = nobody()
    libc = ctypes.CDLL(None, use_errno=True)
    linux = sys.platform == "linux"
    if linux:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    if linux:
        bit = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
        if libc.capset(header, sets) == 0:
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    try:
        become(Identity(sys.argv[1]))
    except OSError as error:
        sys.exit(str(error))

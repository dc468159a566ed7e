"""What a worker may not do: use more memory than its share, outlive the service, open sockets or start programs.

Linux only for all but the memory limit; elsewhere the guard of `api.sparql.guard` stands alone, and `lock_in` says so.
"""

import contextlib
import ctypes
import os
import platform
import signal
import struct
import sys

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
RET_ALLOW, RET_EPERM = 0x7FFF0000, 0x00050000 | 1
# Opcodes of classic BPF (linux/bpf_common.h): load word, jump if equal, jump if greater or equal, return.
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
# For each machine: its AUDIT_ARCH value and the numbers of socket, connect, execve, execveat, ptrace, io_uring_setup.
MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 425)),
}
X32 = 0x40000000  # system calls of the x32 variant have this bit set; refused, they would pass the list


def program(machine: str) -> bytes:
    """The filter in classic BPF: refuse the listed calls with EPERM, and every call of a foreign architecture."""
    architecture, denied = MACHINES[machine]
    lines: list[tuple[int, int, int, int]] = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, RET_EPERM)]
    lines.append((LOAD, 0, 0, 0))
    for left, number in zip(range(len(denied), 0, -1), denied, strict=True):
        lines.append((EQUAL, left + 1, 0, number))
    lines += [(AT_LEAST, 1, 0, X32), (RETURN, 0, 0, RET_ALLOW), (RETURN, 0, 0, RET_EPERM)]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def forbid_network() -> bool:
    """Take sockets and new programs away from this process for good. True where the kernel did so."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return False
    filter_ = program(platform.machine())
    holder = ctypes.create_string_buffer(filter_, len(filter_))
    head = struct.pack("HxxxxxxP", len(filter_) // 8, ctypes.addressof(holder))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    done: int = libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(head), 0, 0)
    return done == 0


def limit_memory(megabytes: int) -> bool:
    """Allow this process that much private memory; beyond it allocation fails and the process ends."""
    try:
        import resource
    except ImportError:  # not on Windows
        return False
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def step_back() -> None:
    """Let other processes go first."""
    with contextlib.suppress(OSError):  # a hardened host may refuse; a lower priority is a courtesy only
        os.nice(5)


def die_with_parent() -> None:
    """End with the process that started this one (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def lock_in(megabytes: int) -> dict[str, bool]:
    """Apply all that this platform has; say what took hold."""
    die_with_parent()
    return {"memory": limit_memory(megabytes), "network": forbid_network()}

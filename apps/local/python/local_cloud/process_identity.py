"""Naming a process so that a recycled process id is never taken for it."""

import subprocess


def start_token(pid: int) -> str:
    """When the process started, in the words of the system: clock ticks on Linux, a date elsewhere."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            # The name in brackets may hold spaces; the start time is field 22 of the line.
            return file.read().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        ps = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return ps.stdout.strip()

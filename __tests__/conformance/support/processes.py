"""Running processes, listed with `ps`, which is available on Linux and macOS."""

import subprocess


def _all_processes():
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat=,command="], check=True, capture_output=True, text=True)
    for line in listing.stdout.splitlines():
        pid, parent, state, command = line.split(None, 3)
        # A zombie has ended, but its parent has not read the exit code yet.
        if not state.startswith("Z"):
            yield int(pid), int(parent), command


def descendants_of(pid):
    """Returns the commands of all running descendants by process ID."""
    processes = [entry for entry in _all_processes() if not entry[2].startswith("ps -A")]
    found, frontier = {}, {pid}
    while frontier:
        children = {child: command for child, parent, command in processes if parent in frontier}
        found.update(children)
        frontier = set(children)
    return found


def still_alive(commands):
    """Returns the given processes (commands by ID) that are still running."""
    alive = {pid: command for pid, _, command in _all_processes()}
    return {pid: command for pid, command in commands.items() if alive.get(pid) == command}

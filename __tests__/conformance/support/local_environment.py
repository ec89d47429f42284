"""`poller local --json` as a child process, as users start the local endpoints."""

import json
import os
import signal
import subprocess
import threading

from support.paths import NODE, NODE_BIN, ROOT
from support.processes import descendants_of, still_alive
from support.wait import wait_until

# Includes building the bundles and synthesizing.
START_TIMEOUT_SECONDS = 120
STOP_TIMEOUT_SECONDS = 60


class LocalEnvironment:
    """Running endpoints. `settings` is the parsed output line of `poller local --json`."""

    def __init__(self, speed):
        command = [NODE, "--import", "tsx", "cli/main.ts", "local", "--json", "--speed", str(speed)]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            # Outside the terminal's process group: Ctrl-C reaches only pytest, which then stops this process.
            start_new_session=True,
            env={**os.environ, "PATH": f"{NODE_BIN}{os.pathsep}{os.environ['PATH']}"},
        )
        try:
            self.settings = json.loads(self._first_line())
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise

    def _first_line(self):
        lines = []
        reader = threading.Thread(target=lambda: lines.append(self._process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(START_TIMEOUT_SECONDS)
        assert lines, f"poller local printed nothing within {START_TIMEOUT_SECONDS} s"
        assert lines[0], f"poller local ended with {self._process.wait()} before it printed settings; see its message"
        return lines[0]

    @property
    def process_id(self):
        return self._process.pid

    def client_settings(self, service, variable):
        """Returns the arguments for boto3's `client`."""
        return {
            "service_name": service,
            "endpoint_url": self.settings[variable],
            "region_name": self.settings["AWS_REGION"],
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
        }

    def stop(self):
        """Sends SIGINT, like Ctrl-C. Returns exit code, child processes before, and child processes that remain."""
        children = descendants_of(self.process_id)
        self._process.send_signal(signal.SIGINT)
        try:
            exit_code = self._process.wait(STOP_TIMEOUT_SECONDS)
        finally:
            self._process.kill()
            self._process.stdout.close()
        # A killed process can remain in the process table for a moment.
        try:
            remaining = wait_until(lambda: still_alive(children), lambda alive: not alive, timeout_seconds=5)
        except TimeoutError:
            remaining = still_alive(children)
        return exit_code, children, remaining

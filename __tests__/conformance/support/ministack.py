"""MiniStack, another implementation of Step Functions and Lambda, as a child process."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import boto3

from support.paths import NODE_BIN
from support.processes import descendants_of, still_alive
from support.wait import wait_until

REGION = "us-east-1"
STOP_TIMEOUT_SECONDS = 30


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MiniStack:
    def __init__(self, folder: pathlib.Path, account_id, batch_url):
        self.account_id = account_id
        self._url = f"http://127.0.0.1:{_free_port()}"
        self._log = (folder / "ministack.log").open("w")
        self._process = subprocess.Popen(
            [pathlib.Path(sys.executable).parent / "ministack"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={
                # MiniStack runs functions with the first `node` in PATH. This one matches the Lambda runtime.
                "PATH": f"{NODE_BIN}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(folder),
                "TMPDIR": str(folder),
                "GATEWAY_PORT": self._url.rsplit(":", 1)[1],
                "BIND_HOST": "127.0.0.1",
                "LOG_LEVEL": "WARNING",
                "MINISTACK_ACCOUNT_ID": account_id,
                # Skips Wait states and retry delays.
                "SFN_WAIT_SCALE": "0",
                # Inherited by the functions.
                "AWS_ENDPOINT_URL_BATCH": batch_url,
            },
        )
        try:
            wait_until(self._is_up, bool)
        except BaseException:
            self.stop()
            raise

    def _is_up(self):
        assert self._process.poll() is None, f"ministack ended with {self._process.returncode}; see {self._log.name}"
        try:
            with urllib.request.urlopen(f"{self._url}/_ministack/health", timeout=5) as reply:
                return reply.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self._url,
            region_name=REGION,
            # MiniStack uses an access key of 12 digits as the account ID.
            aws_access_key_id=self.account_id,
            aws_secret_access_key="test",
        )

    def stop(self):
        """Ends the process and returns child processes that remain."""
        children = descendants_of(self._process.pid)
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._log.close()
        # A terminated process can take a moment to exit.
        try:
            return wait_until(lambda: still_alive(children), lambda alive: not alive, timeout_seconds=15)
        except TimeoutError:
            return still_alive(children)

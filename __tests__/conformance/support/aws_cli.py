"""The `aws` executable, configured for the local endpoints by environment variables only."""

import json
import os
import pathlib
import subprocess
import sys

from support.paths import CONFORMANCE

CONFIG = "[plugins]\nchecker = support.aws_cli_plugin\n"


class AwsCli:
    def __init__(self, settings, home: pathlib.Path):
        config = home / "config"
        config.write_text(CONFIG)
        self._command = pathlib.Path(sys.executable).parent / "aws"
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": str(CONFORMANCE),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_CONFIG_FILE": str(config),
            **{name: value for name, value in settings.items() if name.startswith("AWS_")},
        }

    def run(self, *arguments):
        """Returns the completed process, regardless of its exit code."""
        return subprocess.run(
            [self._command, *arguments, "--output", "json"],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    def __call__(self, *arguments):
        """Returns the parsed output of a command, or None if there is none. Requires exit code 0."""
        completed = self.run(*arguments)
        assert completed.returncode == 0, f"aws {' '.join(arguments)}: {completed.stderr}"
        return json.loads(completed.stdout) if completed.stdout.strip() else None

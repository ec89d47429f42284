"""Stacks synthesized by `main.ts`."""

import io
import json
import os
import pathlib
import subprocess
import zipfile

from support.paths import NODE, ROOT

SETTINGS = {
    "DEPLOY_ENVIRONMENT": "dev",
    "AWS_REGION": "us-east-1",
    "AWS_ACCOUNT_ID": "123456789012",
    # Every provider knows it, also where `npm run node-24` runs the functions on Node 24.
    "LAMBDA_RUNTIME": "nodejs22.x",
}


def build_lambdas():
    subprocess.run([NODE, "tools/build-lambdas.mjs"], cwd=ROOT, check=True)


class SynthesizedStack:
    """Job-poller stack of one integration, read from its cdk.tf.json."""

    def __init__(self, integration, folder: pathlib.Path):
        environment = {**os.environ, **SETTINGS, "WAIT_INTEGRATION": integration, "CDKTF_OUTDIR": str(folder)}
        subprocess.run([NODE, "--import", "tsx", "main.ts"], cwd=ROOT, check=True, env=environment)
        self._folder = folder / "stacks" / "job-poller-dev"
        self._stack = json.loads((self._folder / "cdk.tf.json").read_text())

    @property
    def state_machine(self):
        (state_machine,) = self._stack["resource"]["aws_sfn_state_machine"].values()
        return state_machine

    @property
    def definition(self):
        return json.loads(self.state_machine["definition"])

    @property
    def functions(self):
        return list(self._stack["resource"]["aws_lambda_function"].values())

    def zip_of(self, function):
        """Returns the zip that the archive provider would create from the function's bundle."""
        (archive,) = [
            archive
            for name, archive in self._stack["data"]["archive_file"].items()
            if f"data.archive_file.{name}." in function["filename"]
        ]
        source = self._folder / archive["source_dir"]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
            for file in sorted(path for path in source.rglob("*") if path.is_file()):
                zipped.write(file, file.relative_to(source))
        return buffer.getvalue()

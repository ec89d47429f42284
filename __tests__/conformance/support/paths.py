"""Paths in the repository, relative to this file."""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
CONFORMANCE = ROOT / "__tests__" / "conformance"
NODE_BIN = ROOT / "node_modules" / ".bin"
NODE = NODE_BIN / "node"

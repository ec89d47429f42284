"""Runs a command in a pseudo-terminal and renders its last screen as one SVG per theme.

    python record_terminal.py EXIT_CODE OUT COMMAND

Writes OUT-light.svg and OUT-dark.svg. Exit code 1 if the command does not end with EXIT_CODE.
"""

import fcntl
import os
import pty
import struct
import sys
import termios
from io import StringIO
from pathlib import Path

from rich.color import parse_rgb_hex
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

COLUMNS = 88
ROWS = 60

# Colours of GitHub: background, text, and ANSI colours from black to white.
THEMES = {
    "light": "ffffff 101418 24292f cf222e 116329 7d4e00 0550ae 8250df 1b7c83 6e7781",
    "dark": "0d1117 e6edf3 484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4",
}

# Replaces Rich's format, which has window buttons and a web font, which GitHub blocks.
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 14 {{width}} {{height}}" role="img" aria-label="{label}">
<style>
.{{unique_id}}-matrix {{{{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {{char_height}}px; line-height: {{line_height}}px;
}}}}
{{styles}}
</style>
<defs>
{{lines}}
</defs>
<rect x="0.1%" y="15" width="99.8%" height="99.8%" rx="8" fill="{background}" stroke="#8c959f"/>
<g transform="translate({{terminal_x}}, {{terminal_y}})">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""


def run(command):
    """Returns the terminal output of the command and its exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.pop("NO_COLOR", None)
        # Hides npm warnings about the settings of this machine.
        os.environ.update(TERM="xterm-256color", npm_config_loglevel="error")
        os.execvp("sh", ["sh", "-c", f"stty rows {ROWS} columns {COLUMNS}; {command}"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # On Linux, reading fails when the other end is closed.
            break
        if not piece:
            break
        written += piece
    return written.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def last_screen(written):
    """Returns the final state of each line: the text after its last carriage return."""
    return "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in written.split("\n")).rstrip()


def draw(command, screen, theme):
    colours = [tuple(parse_rgb_hex(colour)) for colour in THEMES[theme].split()]
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold"), command))
    console.print(Text.from_ansi(screen), highlight=False)
    label = f"A terminal in which {command.split(' >')[0]} has run".replace('"', "")
    return console.export_svg(
        title="",
        theme=TerminalTheme(colours[0], colours[1], colours[2:]),
        code_format=FORMAT.format(label=label, background=f"#{THEMES[theme].split()[0]}"),
        unique_id="terminal",
    )


def main(wanted_code, out, command):
    written, code = run(command)
    if code != int(wanted_code):
        sys.exit(f"{command} must end with exit code {wanted_code}, got {code}; output:\n{written}")
    for theme in THEMES:
        Path(f"{out}-{theme}.svg").write_text(draw(command, last_screen(written), theme))


main(*sys.argv[1:])

"""`inspect-app mail-catcher`: a mail server for development that takes everything over and sends nothing on."""

import socketserver
from collections.abc import Callable
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path

import click

from inspect_app.kernel.language import gettext as _

Taken = Callable[[bytes], None]
LONGEST_LINE, MOST_BYTES = 2000, 20 * 1024 * 1024


class MailCatcher(socketserver.ThreadingTCPServer):
    """Speaks the little SMTP that a scheduler speaks, on this machine alone; `taken` gets every mail's bytes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, taken: Taken, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.taken = taken

    @property
    def url(self) -> str:
        """What INSPECT_SMTP_URL must be to reach it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: MailCatcher

    def handle(self) -> None:
        """One client until it says goodbye or is gone."""
        self._say("220 mail-catcher")
        while line := self.rfile.readline(LONGEST_LINE):
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 end with a dot")
        lines, size = [], 0
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            size += len(line)
            lines.append(line[1:] if line.startswith(b"..") else line)
            if size > MOST_BYTES:
                self._say("552 too large")
                return
        if not line:
            # The client is gone in the middle of a mail: it was not handed over.
            return
        self.server.taken(b"".join(lines))
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@click.command("mail-catcher")
@click.option("--port", type=click.IntRange(1, 65535), default=1025, show_default=True, help="Where it listens.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/mail"),
    show_default=True,
    help="Where each mail is kept as a file that mail programs open.",
)
def mail_catcher(port: int, folder: Path) -> None:
    """Takes over every mail that is sent to it and keeps it as a file, until Ctrl-C: for development, no mail leaves.

    \b
    Example:  inspect-app mail-catcher &
              INSPECT_SMTP_URL=smtp://127.0.0.1:1025 inspect-app serve
    """
    folder.mkdir(parents=True, exist_ok=True)
    numbers = count(len(list(folder.glob("*.eml"))) + 1)

    def keep(data: bytes) -> None:
        path = folder / f"{next(numbers):05d}.eml"
        path.write_bytes(data)
        mail = message_from_bytes(data, policy=policy.default)
        click.echo(f"{path}  {mail['To']}  {mail['Subject']}")

    try:
        catcher = MailCatcher(keep, port)
    except OSError as error:
        raise click.ClickException(_("Không mở được cổng %(port)s: %(why)s.", port=port, why=error.strerror)) from error
    with catcher:
        click.echo(_("Đang nhận thư tại %(url)s, giữ trong %(folder)s.", url=catcher.url, folder=folder), err=True)
        try:
            catcher.serve_forever()
        except KeyboardInterrupt:
            return

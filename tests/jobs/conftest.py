"""A database that a test may commit to, on both engines, and a mail server that it may break."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from inspect_app.kernel.database import make_engine, session_factory
from inspect_app.kernel.ids import new_id
from inspect_app.kernel.tables import Base


@pytest.fixture
def own_engine(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A database of the test's own, of the same kind as `engine`."""
    if engine.dialect.name == "sqlite":
        own = make_engine(f"sqlite:///{tmp_path / 'own.db'}")
        Base.metadata.create_all(own)
        yield own
        own.dispose()
        return
    name = f"own_{new_id().hex}"
    administrator = engine.execution_options(isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    own = make_engine(engine.url.set(database=name).render_as_string(hide_password=False))
    Base.metadata.create_all(own)
    yield own
    own.dispose()
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))


@pytest.fixture
def transactions(own_engine: Engine) -> sessionmaker[Session]:
    """Sessions that commit."""
    return session_factory(own_engine)


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP; keeps what it took over, and refuses or hangs up when it is told to."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[Message] = []
        self.answers: dict[str, str] = {}
        self.hang_up_after_taking = False

    @property
    def url(self) -> str:
        """INSPECT_SMTP_URL of this server."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        """One conversation."""
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode() if line.split() else ""
            answer = self.server.answers.get(word)
            if answer is not None:
                self.say(answer)
            elif word == "DATA":
                if not self.take():
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self) -> bool:
        """Takes a mail over."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append(message_from_bytes(b"".join(lines)))
        if self.server.hang_up_after_taking:
            self.server.hang_up_after_taking = False
            return False
        self.say("250 taken")
        return True

    def say(self, line: str) -> None:
        """One line of answer."""
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server on a free port of this machine."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()

"""The server as it is started: it answers, speaks TLS, ends whole, and refuses what would be unsafe."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspect_app.cli import main
from inspect_app.cli.server import Place

SECRET = "pV3xq0Zk7LwT9sYb2NfG5hJ8mRcD1aEu"
PATIENCE = 60.0
EVERYWHERE = str(IPv4Address(0))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INSPECT_")}
    return {**kept, "INSPECT_DATA_DIR": str(folder), "INSPECT_SECRET_KEY": SECRET, **more}


def get(port: int, path: str, context: ssl.SSLContext | None = None) -> tuple[HTTPResponse, str]:
    """A page of the server on this port; over HTTPS when there is a context."""
    made = HTTPConnection("127.0.0.1", port, timeout=10)
    if context is not None:
        made = HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
    with closing(made) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response, response.read().decode()


def wait_for(port: int, process: subprocess.Popen[str], context: ssl.SSLContext | None = None) -> str:
    """What /healthz answers once the server answers."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            response, body = get(port, "/healthz", context)
        except (OSError, HTTPException):
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            assert response.status == 200
            return body


def children_of(pid: int) -> set[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return {int(line) for line in found.stdout.split()}


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def served(folder: Path, *arguments: str, command: str = "serve") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`inspect-app serve` on a free port, ended afterwards whatever happens."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "inspect_app.cli", command, "--port", str(port), *arguments],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@pytest.mark.slow
def test_serving_answers_and_ends_whole(tmp_path):
    with served(tmp_path) as (process, port):
        assert json.loads(wait_for(port, process)) == {"status": "ok"}
        assert "Đăng nhập" in get(port, "/dang-nhap")[1]
        assert get(port, "/lich/secret-of-a-calendar.ics")[0].status == 404
        children = children_of(process.pid)
        assert len(children) == 2
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert f"http://127.0.0.1:{port}" in out
    assert "secret-of-a-calendar" not in out + err, "the address of a calendar is its secret"
    assert not [pid for pid in children if alive(pid)]
    assert (tmp_path / "inspect.db").exists()


@pytest.mark.slow
def test_what_runs_beside_a_server_that_was_killed_ends_by_itself(tmp_path):
    with served(tmp_path) as (process, port):
        wait_for(port, process)
        children = children_of(process.pid)
        process.kill()
        process.communicate()
    end = time.monotonic() + PATIENCE
    while any(map(alive, children)) and time.monotonic() < end:
        time.sleep(0.2)
    left = set(filter(alive, children))
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate of 127.0.0.1 and its key, made as docs/operations.md says."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    what = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=may-chu"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = [openssl, "req", *what, *names, "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


@pytest.mark.slow
def test_tls_works_with_a_certificate_of_ones_own(tmp_path, certificate):
    cert, key = certificate
    trusting = ssl.create_default_context(cafile=str(cert))
    with served(tmp_path / "data", "--tls-cert", str(cert), "--tls-key", str(key), command="web") as (process, port):
        wait_for(port, process, trusting)
        response, _page = get(port, "/dang-nhap", trusting)
        assert "max-age" in response.headers["Strict-Transport-Security"]
        cookies = response.headers.get_all("Set-Cookie") or []
        assert cookies
        assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
        with pytest.raises(ssl.SSLCertVerificationError):
            get(port, "/healthz", ssl.create_default_context())


def refused(*arguments, **variables):
    """A start that must end at once: its exit code and what it says."""
    names = {"INSPECT_SECRET_KEY": SECRET, "INSPECT_DATABASE_URL": "", "HOST": "", "PORT": "", **variables}
    result = CliRunner().invoke(main, [*arguments], env=names)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("command", ["serve", "web"])
@pytest.mark.parametrize(
    "secret",
    [
        "",
        "short",
        "x" * 40,
        "change-me-please-change-me-please-0123",
        "default-secret-key-of-this-example-01234",
        "abababababababababababababababababab",
    ],
)
def test_production_refuses_a_missing_short_or_known_secret(tmp_path, command, secret):
    result = refused(command, INSPECT_SECRET_KEY=secret, INSPECT_DATA_DIR=str(tmp_path / "data"))
    assert result.exit_code == 1
    assert "INSPECT_SECRET_KEY" in result.stderr
    assert not secret or secret not in result.output
    assert not (tmp_path / "data").exists()


def test_a_port_in_use_is_said_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = refused("web", "--port", port, INSPECT_DATA_DIR=str(tmp_path))
    assert result.exit_code == 1
    assert port in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_several_workers_want_postgresql(tmp_path):
    result = refused("web", "--workers", "2", INSPECT_DATA_DIR=str(tmp_path))
    assert result.exit_code == 1
    assert "PostgreSQL" in result.stderr


def test_a_mail_server_that_is_none_is_refused_at_the_start(tmp_path):
    result = refused("serve", INSPECT_SMTP_URL="thu.example", INSPECT_DATA_DIR=str(tmp_path))
    assert result.exit_code == 1
    assert "INSPECT_SMTP_URL" in result.stderr


def test_a_certificate_that_is_none_is_refused(tmp_path):
    pem = tmp_path / "x.pem"
    pem.write_text("no certificate")
    result = refused("web", "--tls-cert", str(pem), "--tls-key", str(pem), INSPECT_DATA_DIR=str(tmp_path))
    assert result.exit_code == 1
    assert "PEM" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve", "--as-of", "2024-06-17"],
        ["serve", "--demo", "--as-of", "17/06/2024"],
        ["web", "--port", "70000"],
        ["web", "--tls-cert", __file__],
        ["web", "--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.pem"],
        ["scheduler", "--x"],
    ],
)
def test_wrong_use_is_exit_2(tmp_path, arguments):
    assert refused(*arguments, INSPECT_DATA_DIR=str(tmp_path)).exit_code == 2


def test_a_proxy_count_that_is_none_is_wrong_use(tmp_path):
    assert refused("web", INSPECT_TRUSTED_PROXY="yes", INSPECT_DATA_DIR=str(tmp_path)).exit_code == 2


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        (EVERYWHERE, "127.0.0.1"),
        ("::", "[::1]"),
        ("fe80::1", "[fe80::1]"),
        ("may-chu", "may-chu"),
    ],
)
def test_the_address_that_is_printed_can_be_opened(host, shown):
    assert Place(host, 8000).url == f"http://{shown}:8000"

"""`inspect-app account create`, on a database of its own."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from inspect_app.accounts import operations
from inspect_app.accounts.codes import code_at
from inspect_app.accounts.models import Account
from inspect_app.accounts.passwords import matches
from inspect_app.accounts.queries import actor_for
from inspect_app.cli import main
from inspect_app.journal.queries import verify
from inspect_app.kernel.clock import local_date, real_now
from inspect_app.kernel.database import make_engine, session_factory

PASSWORD = "mưa rào tháng sáu"


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setenv("INSPECT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("INSPECT_DATABASE_URL", raising=False)

    def run(*words, text="", command="create"):
        return CliRunner().invoke(main, ["account", command, *words], input=text)

    return run


@pytest.fixture
def accounts(tmp_path):
    def read():
        engine = make_engine(f"sqlite:///{tmp_path / 'inspect.db'}")
        with session_factory(engine)() as session:
            assert verify(session) is None
            found = session.scalars(select(Account)).all()
            told = [(one.username, [held.role for held in one.person.roles], one.password_hash) for one in found]
        engine.dispose()
        return told

    return read


def test_the_first_administrator_is_made_with_a_password_from_standard_input(run, accounts):
    done = run("lan.nt", "--name", "Quản trị viên 1", "--password-stdin", text=f"{PASSWORD}\n")
    assert (done.exit_code, "Quản trị viên" in done.output) == (0, True), done.output
    [(username, roles, password_hash)] = accounts()
    assert (username, roles) == ("lan.nt", ["administrator"])
    assert matches(password_hash, PASSWORD)


def test_the_password_is_asked_twice_and_not_shown(run, accounts):
    done = run("lan.nt", "--name", "Điều phối 1", "--role", "coordinator", text=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert accounts()[0][1] == ["coordinator"]


def test_a_refused_password_makes_nobody_and_says_why(run, accounts):
    done = run("lan.nt", "--name", "Quản trị viên 1", "--password-stdin", text="1234567890\n")
    assert done.exit_code == 1
    assert "phổ biến" in done.output
    assert accounts() == []


def test_a_second_account_of_the_same_name_is_refused(run, accounts):
    for expected in (0, 1):
        done = run("lan.nt", "--name", "Quản trị viên 1", "--password-stdin", text=f"{PASSWORD}\n")
        assert done.exit_code == expected
    assert len(accounts()) == 1


def test_wrong_use_ends_with_two(run):
    assert run("lan.nt").exit_code == 2
    assert run("lan.nt", "--name", "A", "--role", "king").exit_code == 2


def test_the_only_administrator_who_lost_his_phone_is_let_in_again_by_the_command_line(run, tmp_path):
    run("lan.nt", "--name", "Quản trị viên 1", "--password-stdin", text=f"{PASSWORD}\n")
    engine = make_engine(f"sqlite:///{tmp_path / 'inspect.db'}")
    with session_factory(engine)() as session:
        account = session.scalars(select(Account)).one()
        actor = actor_for(session, account, local_date(real_now()))
        step = operations.begin_second_step(session, actor, account, password=PASSWORD, real_now=real_now())
        code = code_at(step.secret_bytes, real_now())
        operations.confirm_second_step(
            session, actor, account, code=code, keep_session_id=None, now=real_now(), real_now=real_now()
        )
        session.commit()
    assert run("ai.do", "--reason", "Mất điện thoại", command="remove-second-step").exit_code == 1
    done = run("lan.nt", "--reason", "Mất điện thoại", command="remove-second-step")
    assert (done.exit_code, "Đã gỡ" in done.output) == (0, True), done.output
    with session_factory(engine)() as session:
        assert not session.scalars(select(Account)).one().asks_for_code
        assert verify(session) is None
    engine.dispose()

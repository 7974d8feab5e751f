"""What a tablet takes along for the measured form: made by the server's own templates and functions."""

from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks.tablet.form import Described, dossier_rows, version_of
from benchmarks.tablet.standin import NOW, PERSON, VISIT, recovery_spki
from inspect_app.fieldwork.bundle import checklist_values
from inspect_app.fieldwork.views.fragments import fragments_of
from inspect_app.kernel.clock import Clock
from inspect_app.kernel.database import make_engine
from inspect_app.kernel.settings import Settings
from inspect_app.web.app import create_app
from inspect_app.web.schema import upgrade


def application(folder: Path) -> Flask:
    """The application on an empty database of its own."""
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.db'}", demo=True)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    engine.dispose()
    return create_app(settings, Clock(), testing=False)


def bundle(app: Flask, form: Described) -> dict[str, Any]:
    """The bundle of a visit with the form's checklist."""
    version = version_of(form)
    with app.test_request_context():
        fragments, values = fragments_of(version), checklist_values(version)
    visit = {
        "id": VISIT, "code": "TD-10", "title": "Đo lường", "unit": {"id": VISIT, "name": "UBND huyện mẫu", "code": "M"},
        "starts_on": "2024-06-17", "ends_on": "2024-06-18", "stream": "do-luong", "unannounced": False,
    }  # fmt: skip
    return {
        "visit": visit, "campaign": {"id": VISIT, "code": "2024", "title": "Đợt", "recovery_spki": recovery_spki()},
        "me": {"person": PERSON, "role": "lead", "may_close": True, "may_begin": True},
        "team": [{"person": PERSON, "name": "Thanh tra viên", "role": "lead"}],
        **values, "fragments": fragments, "phrases": [{"item": None, "text": "Chưa niêm yết công khai"}], "last_year": [],
        "open_actions": [], "self_reports": [], "dossiers": [], "minutes_form": "", "state": _state(form),
    }  # fmt: skip


def _state(form: Described) -> dict[str, Any]:
    answers = {}
    if form.dossier_item:
        fields = {
            f"rows-{number}-{name}": text
            for number, row in enumerate(dossier_rows(form.rows))
            for name, text in row.items()
        }
        given = {
            "revision": 1,
            "fields": fields,
            "verdict": "pass",
            "by": "Đồng nghiệp mẫu",
            "at": NOW,
            "change": None,
            "seen": VISIT,
        }
        answers[form.dossier_item] = {**given, "change": None}
    visit = {
        "id": VISIT,
        "state": "under_way",
        "begun_at": NOW,
        "closed_at": None,
        "frozen": False,
        "minutes_pdf": None,
    }
    return {
        "protocol": 1, "version": "1", "server_time": NOW, "visit": visit, "owners": {}, "answers": answers,
        "evidence": {}, "held": [], "strays": 0, "photos_missing": [], "minutes": None, "signatures": [], "closing": None,
    }  # fmt: skip

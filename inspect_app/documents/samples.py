"""The shipped samples, PDF and Word: `python -m inspect_app.documents.samples docs/samples`. All data in them is made up."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import (
    CampaignReportSheet,
    ChecklistFormSheet,
    ConclusionNoticeSheet,
    CorrectionLetterSheet,
    InspectionPlanSheet,
    MinutesSheet,
    RatingNoticeSheet,
    RemediationReminderSheet,
    ReportOutlineSheet,
    Sheet,
    TeamDecisionSheet,
    VisitNoticeSheet,
    VisitReportSheet,
)
from inspect_app.documents.sheets.stored import StoredSheet
from inspect_app.documents.word.making import docx_of
from inspect_app.kernel.resources import resource_root
from inspect_app.kernel.yaml_source import read_yaml

FILE_NAMES: Final[dict[type[Sheet], str]] = {
    ChecklistFormSheet: "phieu-kiem-tra.pdf",
    MinutesSheet: "bien-ban-kiem-tra.pdf",
    VisitReportSheet: "bao-cao-cuoc-kiem-tra.pdf",
    CampaignReportSheet: "bao-cao-dot-kiem-tra.pdf",
    ConclusionNoticeSheet: "thong-bao-ket-luan.pdf",
    CorrectionLetterSheet: "cong-van-dinh-chinh.pdf",
    InspectionPlanSheet: "ke-hoach-kiem-tra.pdf",
    TeamDecisionSheet: "quyet-dinh-doan-kiem-tra.pdf",
    VisitNoticeSheet: "cong-van-bao-lich.pdf",
    ReportOutlineSheet: "de-cuong-bao-cao.pdf",
    RemediationReminderSheet: "cong-van-don-doc-khac-phuc.pdf",
    RatingNoticeSheet: "thong-bao-xep-loai.pdf",
}
AnySheet = TypeVar("AnySheet", bound=StoredSheet)
MADE_AT = datetime(2024, 6, 18, 10, tzinfo=UTC)


def sample_sheet(kind: type[AnySheet]) -> AnySheet:
    """The sheet of templates/documents/<kind>/sample.yaml. Raises ProblemsFound or RuleBroken for a broken file."""
    path = resource_root() / "templates" / "documents" / kind.KIND / "sample.yaml"
    values = read_yaml(path, path.read_bytes()).data
    return kind.from_json(json.dumps({"kind": kind.KIND, **values}, default=str))


def write_samples(folder: Path) -> list[Path]:
    """Writes every sample as PDF and as Word file into the folder and gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for kind, name in FILE_NAMES.items():
        file = folder / name
        sheet = sample_sheet(kind)
        file.write_bytes(pdf_of(sheet, made_at=MADE_AT))
        word = file.with_suffix(".docx")
        word.write_bytes(docx_of(sheet, made_at=MADE_AT))
        files += [file, word]
    return files


def main() -> None:
    """Writes the samples into the folder named on the command line."""
    for file in write_samples(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/samples")):
        sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()

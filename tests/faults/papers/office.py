"""Word files opened in LibreOffice, all in one call, and what their pages look like then. Word itself is not here."""

import os
import shutil
import subprocess
from pathlib import Path

import pdfplumber
from pypdf import PdfReader

MM = 72 / 25.4
TIMES = ("Tinos", "LiberationSerif", "TimesNewRoman")
SECONDS = 900


def writer() -> str | None:
    """LibreOffice with its Writer, or None."""
    program = shutil.which("soffice")
    found = program and list(Path(program).resolve().parent.glob("libswlo.so"))
    return program if found else None


def converted(files: list[Path], folder: Path) -> dict[str, Path]:
    """The PDFs that LibreOffice makes of the files, by their name."""
    program = writer()
    assert program is not None
    home = folder / "home"
    home.mkdir()
    command = [program, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, env={**os.environ, "HOME": str(home)}, capture_output=True, check=True, timeout=SECONDS)
    return {file.stem: folder / f"{file.stem}.pdf" for file in files}


def page_count(file: Path) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(file).pages)


def problems_of(file: Path, *, official: bool) -> list[str]:
    """What is not in order with fonts, and in an official paper with margins and page numbers."""
    with pdfplumber.open(file) as pdf:
        return [told for number, page in enumerate(pdf.pages) for told in _problems(page, number, official)]


def _problems(page: pdfplumber.page.Page, number: int, official: bool) -> list[str]:
    told = []
    fonts = {char["fontname"].partition("+")[2].replace("-", "").replace(" ", "") for char in page.chars}
    if foreign := {font for font in fonts if not font.startswith(TIMES)} - {"LiberationMono", "OpenSymbol"}:
        told.append(f"page {number + 1}: fonts {sorted(foreign)}")
    if not official:
        return told
    body = [char for char in page.chars if char["top"] > 19.5 * MM and char["text"].strip()]
    right = page.width - 15 * MM
    if body and (min(char["x0"] for char in body) < 29.5 * MM or max(char["x1"] for char in body) > right):
        told.append(f"page {number + 1}: text outside the margins")
    if body and max(char["bottom"] for char in body) > page.height - 19.5 * MM:
        told.append(f"page {number + 1}: text below the margin")
    middle = (30 * MM + page.width - 20 * MM) / 2
    above = [char for char in page.chars if char["bottom"] < 19.5 * MM and abs(char["x0"] - middle) < 12 * MM]
    shown = "".join(char["text"] for char in above).strip()
    if (shown and not shown.isdigit()) or shown == "1":
        told.append(f"page {number + 1}: “{shown}” where its number belongs")
    if any(not 13 <= round(char["size"], 1) <= 14 for char in above):
        told.append(f"page {number + 1}: number of another size")
    return told

"""The paper in Typst: content as JSON on standard input, times as JSON on standard output. Runs in its own environment."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import typst

given = json.load(sys.stdin)


def quoted(text: str) -> str:
    """A string of Typst."""
    return json.dumps(text, ensure_ascii=False)


def source() -> str:
    """The paper in Typst's language."""
    parts = [
        '#set page(paper: "a4", margin: (left: 30mm, right: 20mm, top: 20mm, bottom: 20mm), numbering: "1")',
        '#set text(font: "Tinos", size: 14pt, lang: "vi")',
        "#set par(justify: true, first-line-indent: (amount: 12.7mm, all: true), spacing: 10pt, leading: 6pt)",
    ]
    for block in given["blocks"]:
        if "rows" in block:
            widths = ", ".join(f"{width}mm" for width in block["widths"])
            cells = ", ".join(f"text({quoted(cell)})" for row in block["rows"] for cell in row)
            parts.append(f"#table(columns: ({widths},), {cells})")
        else:
            shown = f"text({quoted(block['text'])})"
            parts.append(f"#par(strong({shown}))" if block["bold"] else f"#par({shown})")
    return "\n\n".join(parts)


with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "paper.typ"
    file.write_text(source())
    compiler = typst.Compiler(str(file), font_paths=[given["fonts"]])
    compiler.compile()
    seconds = []
    for run in range(int(sys.argv[1])):
        # Another word each time: Typst keeps what it has laid out.
        file.write_text(source().replace("kiểm tra", f"kiểm tra {run}"))
        begun = time.perf_counter()
        pdf = typst.Compiler(str(file), font_paths=[given["fonts"]]).compile()
        seconds.append(time.perf_counter() - begun)
json.dump(
    {
        "seconds": seconds,
        "pages": pdf.count(b"/Type /Page\n") or pdf.count(b"/Type/Page/") or pdf.count(b"/Type /Page "),
    },
    sys.stdout,
)

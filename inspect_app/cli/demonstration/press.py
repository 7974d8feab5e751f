"""Printing ahead: papers whose words are known are rendered beside the play, in the renderer's own process."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inspect_app.cli.demonstration.pictures import sample_picture
from inspect_app.documents.render import pdf_of
from inspect_app.documents.sheets import Sheet


@dataclass
class Press:
    """Papers that were ordered ahead. What was not ordered, or turned out to be worded otherwise, is printed at once."""

    site_dir: Path | None = None
    _workers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    _ordered: dict[str, Future[bytes]] = field(default_factory=dict)

    def order(self, key: str, make: Callable[[], bytes]) -> None:
        """Has a paper made meanwhile."""
        self._ordered[key] = self._workers.submit(make)

    def take(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The paper: as ordered, or made now. Raises what its making raises."""
        ordered = self._ordered.pop(key, None)
        return ordered.result() if ordered is not None else make()

    def order_sheet(self, sheet: Sheet, made_at: datetime) -> None:
        """Has a document printed meanwhile."""
        self.order(_key(sheet, made_at), lambda: pdf_of(sheet, made_at=made_at, site_dir=self.site_dir))

    def take_sheet(self, sheet: Sheet, made_at: datetime) -> bytes:
        """The document as PDF."""
        return self.take(_key(sheet, made_at), lambda: pdf_of(sheet, made_at=made_at, site_dir=self.site_dir))

    def picture(self, drawing: str, *words: str) -> bytes:
        """A sample picture with a few words under it."""
        return sample_picture(drawing, *words)

    def close(self) -> None:
        """Lets what is being printed end, and forgets the rest."""
        self._workers.shutdown(wait=True, cancel_futures=True)


def _key(sheet: Sheet, made_at: datetime) -> str:
    return f"{made_at.isoformat()} {sheet.to_json()}"

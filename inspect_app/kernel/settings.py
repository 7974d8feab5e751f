"""Configuration by environment, few and documented in docs/operations.md."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

DEFAULT_DATA_DIR = "var"


@dataclass(frozen=True)
class Settings:
    """What a site may set. Only web and serve need the secret key."""

    data_dir: Path
    database_url: str
    site_dir: Path | None = None
    secret_key: str | None = None
    smtp_url: str | None = None
    mail_sender: str = "inspect-app@localhost"
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxy: int = 0
    # Whether a signed copy is refused when its certificate leads to none of the site's roots; else it is taken and told.
    known_issuers_only: bool = False
    demo: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Reads INSPECT_* variables; whatever is unset has a stated default."""
        env = os.environ if environment is None else environment
        data_dir = Path(env.get("INSPECT_DATA_DIR") or DEFAULT_DATA_DIR).resolve()
        site = env.get("INSPECT_SITE_DIR")
        host, port = env.get("HOST") or "127.0.0.1", env.get("PORT") or "8000"
        return cls(
            data_dir=data_dir,
            database_url=env.get("INSPECT_DATABASE_URL") or f"sqlite:///{data_dir / 'inspect.db'}",
            site_dir=Path(site).resolve() if site else None,
            secret_key=env.get("INSPECT_SECRET_KEY") or None,
            smtp_url=env.get("INSPECT_SMTP_URL") or None,
            mail_sender=env.get("INSPECT_MAIL_SENDER") or "inspect-app@localhost",
            public_url=env.get("INSPECT_PUBLIC_URL") or f"http://{host}:{port}",
            trusted_proxy=int(env.get("INSPECT_TRUSTED_PROXY") or 0),
            known_issuers_only=env.get("INSPECT_KNOWN_ISSUERS_ONLY") == "1",
        )

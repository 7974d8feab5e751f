"""The Flask-SQLAlchemy extension over the kernel's metadata: web only; jobs and commands use kernel.database."""

from flask_sqlalchemy import SQLAlchemy

from inspect_app.kernel.tables import Base

db = SQLAlchemy(metadata=Base.metadata)

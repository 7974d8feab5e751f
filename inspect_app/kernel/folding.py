"""Search without diacritics over columns that keep no search key of their own: the database folds as `kernel.text.fold` does."""

import sqlite3
import unicodedata
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from inspect_app.kernel.text import fold

SQL_NAME = "fold_text"
# Vietnamese in NFC, large and small: PostgreSQL's lower() knows only ASCII where the database's locale is C.
_LETTERS = "ĐđÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĨĩŨũƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
_PLAIN = "".join("d" if letter in "Đđ" else unicodedata.normalize("NFD", letter)[0].lower() for letter in _LETTERS)


class Folded(FunctionElement[str]):
    """`Folded(column).contains(fold(word), autoescape=True)`: the column in lower case, without diacritics, đ as d."""

    type = String()
    inherit_cache = True


@compiles(Folded, "sqlite")
def _on_sqlite(element: Folded, compiler: SQLCompiler, **options: Any) -> str:
    return f"{SQL_NAME}({compiler.process(element.clauses, **options)})"


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower(translate({compiler.process(element.clauses, **options)}, '{_LETTERS}', '{_PLAIN}'))"


def teach_folding(connection: sqlite3.Connection) -> None:
    """Gives a connection to SQLite the function that `Folded` calls."""
    connection.create_function(SQL_NAME, 1, lambda text: fold(text) if text else text, deterministic=True)

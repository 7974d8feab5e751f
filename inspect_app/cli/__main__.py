"""`python -m inspect_app.cli`."""

from inspect_app.cli import main

main()

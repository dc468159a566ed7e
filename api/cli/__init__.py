"""The command line. Heavy things are imported inside the commands, so that `amur --help` answers at once."""

from api.cli.program import app, main

__all__ = ["app", "main"]

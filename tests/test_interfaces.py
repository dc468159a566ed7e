"""What others build on is written down: routes, parameters, settings, columns and commands, or the test fails."""

import re
from dataclasses import fields

import pytest

from api.app import make_app
from api.cli.program import app as program
from api.settings import Settings, variable
from api.shapes import COLUMNS
from tests.programs import ROOT

PAGES = {path.name: path.read_text(encoding="utf8") for path in sorted((ROOT / "docs").glob("*.md"))}
WRITTEN = "\n".join(PAGES.values())


def routes() -> list[str]:
    return sorted(make_app(Settings()).openapi()["paths"])


@pytest.mark.parametrize("path", routes())
def test_every_route_is_documented(path: str) -> None:
    """As itself, or with `…` for the thing's own address: `/events/{id}`, `…/{id}`."""
    parts = [path, re.sub(r"\{\w+\}", "{id}", path)]
    first = "/" + path.split("/")[1]
    known = any(f"`{part}" in WRITTEN or f" {part}`" in WRITTEN for part in parts)
    assert known or (f"`{first}`" in WRITTEN and "…/{id}" in WRITTEN), f"{path} stands on no page of docs/"


def test_every_setting_is_documented() -> None:
    table = PAGES["api.md"].partition("## Settings")[2]
    for field in fields(Settings):
        name = variable(field.name)
        tail = name.rpartition("_")[2]
        assert name in WRITTEN or f"…_{tail}" in table or re.search(rf"…_\w*{tail}`", table), f"{name} is on no page"


def test_the_columns_are_those_that_are_written_down() -> None:
    stated = PAGES["interfaces.md"].partition("## Columns of the CSV")[2].partition("in this order")[0]
    assert tuple(re.findall(r"`(\w+)`", stated)) == COLUMNS


def test_every_command_is_documented() -> None:
    named = [command.name or command.callback.__name__ for command in program.registered_commands if command.callback]
    named += [group.name for group in program.registered_groups if group.name]
    for name in named:
        assert re.search(rf"amur (?:--data \w+ )?{name}\b", WRITTEN + (ROOT / "README.md").read_text("utf8")), name

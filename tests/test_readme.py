"""What the README promises holds."""

import re
import runpy

from tests.programs import ROOT

README = (ROOT / "README.md").read_text(encoding="utf8")


def test_the_answer_shown_is_the_answer_given() -> None:
    refresh = runpy.run_path(str(ROOT / "docs" / "refresh.py"))
    assert refresh["shown"]() == refresh["answer"](), "run: .venv/bin/python docs/refresh.py"


def test_every_link_and_every_page_of_the_index_is_there() -> None:
    for page in (ROOT / "README.md", ROOT / "docs" / "README.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text(encoding="utf8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_named_is_one() -> None:
    from api.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    known |= {group.name for group in app.registered_groups if group.name}
    assert set(re.findall(r"`amur ([a-z]+)", README)) <= known

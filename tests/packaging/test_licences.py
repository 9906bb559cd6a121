"""The list of licences is that of what is installed, and everything on it may be shipped with an Apache program."""

import json

import pytest

from counter_app.cli import main
from counter_app.licences import components
from counter_app.resources import resource
from tests.packaging.licence_list import shipped, text

# Strong copyleft would ask for our own source under its terms; libraries that stay apart (LGPL, MPL) do not.
STRONG = ("AGPL", "GPL-2.0-only", "GPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later", "SSPL")


def test_the_list_is_that_of_the_installed_libraries() -> None:
    made = resource("licences", "libraries.toml").read_text(encoding="utf-8")
    assert made == text(shipped()), "python -m tests.packaging.licence_list > resources/licences/libraries.toml"


def test_each_has_a_licence_under_which_it_may_be_shipped() -> None:
    for one in components():
        choices = [choice.strip(" ()") for choice in one.licence.split(" OR ")]
        assert all(choices), one.name
        assert any(not choice.startswith(STRONG) for choice in choices), one.name


def test_every_font_and_icon_set_is_named_and_brings_its_text() -> None:
    names = {one.name for one in components()}
    for font in resource("fonts").glob("*.ttf"):
        assert any(name.replace(" ", "") in font.name for name in names), font.name
    for path in ("fonts/NotoSans-OFL.txt", "fonts/Tinos-LICENSE.txt", "icons/LICENSE"):
        assert resource(*path.split("/")).stat().st_size > 500


def test_the_command_tells_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licences", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["name"] == "Quầy Một cửa" and len(told) == len(components()) > 80
    assert all(one["version"] for one in told if one["library"])

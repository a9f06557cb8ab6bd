"""The look: what was copied is what the list says; the colours are right and can be read."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
CSS = (STATIC / "css" / "portal.css").read_text()
GOALS = json.loads((Path(settings.BASE_DIR) / "consultation/data/sdgs.json").read_text())["sdgs"]
LEAST_CONTRAST = 4.5


def luminance(color: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2)."""
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def token(name: str) -> str:
    value = re.search(rf"--{name}: (#[0-9a-f]+);", CSS)
    assert value, name
    short = value[1]
    return short if len(short) == 7 else "#" + "".join(2 * digit for digit in short[1:])


def test_vendored_files_are_those_of_the_list():
    listed = dict(
        re.findall(
            r"\| `([^`]+)` \|.*?\| `([0-9a-f]{64})` \|", (STATIC / "vendor/README.md").read_text()
        )
    )
    found = {
        str(path.relative_to(STATIC / "vendor")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.suffix in {".css", ".js"}
    }
    assert found == listed


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal["code"])
def test_a_goal_has_its_own_colour_and_a_number_that_can_be_read(goal: dict[str, str]):
    rule = re.search(rf"\.goal-{goal['number']} {{ --goal: (#\w+); --goal-text: ([^;]+); }}", CSS)
    assert rule
    assert rule[1] == goal["color"].lower()
    text = {"#fff": "#ffffff", "#000": "#000000", "var(--ink)": token("ink")}[rule[2]]
    assert contrast(rule[1], text) >= LEAST_CONTRAST


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "paper-warm"),
        ("ink-soft", "paper"),
        ("ink-soft", "paper-warm"),
        ("ink-soft", "sun-pale"),
        ("lake", "paper"),
        ("lake", "paper-warm"),
        ("lake", "sun-pale"),
        ("lake-deep", "lake-pale"),
        ("sun-text", "sun-pale"),
        ("clay", "paper"),
        ("clay", "clay-pale"),
        ("moss", "moss-pale"),
    ],
)
def test_text_can_be_read(text: str, ground: str):
    assert contrast(token(text), token(ground)) >= LEAST_CONTRAST


def test_only_logical_sides_are_named():
    physical = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)|[;{ ](?:left|right):"
        r"|float: ?(?:left|right)"
    )
    for sheet in (STATIC / "css").glob("*.css"):
        assert physical.findall(sheet.read_text()) == [], sheet.name

"""A workspace's own colours, fonts and logo, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.reports.colours import contrast, lighter, luminance, mixed
from crossfoot.reports.excel.write import write_excel
from crossfoot.reports.from_run import report_model
from crossfoot.reports.theme import css_variables, theme, theme_of
from crossfoot.runs.run import run_workspace
from small_workspace import small_workspace


def written(folder: Path, text: str) -> Path:
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return folder


def refused(folder: Path, text: str) -> str:
    with pytest.raises(CrossfootError) as caught:
        theme_of(written(folder, text))
    return str(caught.value)


def test_contrast_is_that_of_wcag():
    """Examples of the understanding document of criterion 1.4.3 and of WebAIM's checker."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.0, abs=0.01)
    assert contrast("#0000ff", "#ffffff") == pytest.approx(8.59, abs=0.01)


def test_a_folder_without_a_theme_has_the_house_style(tmp_path):
    assert theme_of(tmp_path) is theme()
    assert theme().logo is None


def test_two_colours_change_links_tints_and_series_in_both_schemes(tmp_path):
    own = theme_of(written(tmp_path, '[colours]\nprimary = "#7b1e3a"\nsecondary = "#e0a030"\n'))
    assert own.light["accent"] == "#7b1e3a"
    assert own.light.series[:2] == ("#7b1e3a", "#e0a030")
    assert own.light["accent_soft"] == mixed("#7b1e3a", "#ffffff", 0.88)
    assert own.dark["accent"] != theme().dark["accent"]
    assert contrast(own.dark["accent"], own.dark["page"]) >= 4.5
    assert set(own.light.series[2:]) == set(theme().light.series[2:])
    pairs = pairwise(own.light.series[:4])
    assert all(contrast(one, other) >= 1.4 for one, other in pairs)
    assert own.fonts == theme().fonts
    assert "--accent: #7b1e3a;" in css_variables(own)


def test_fonts_of_one_language_leave_the_other_alone(tmp_path):
    own = theme_of(written(tmp_path, '[fonts]\nzh = ["Source Han Serif SC", "serif"]\n'))
    assert own.font_family("zh").startswith("Source Han Serif SC, ")
    assert own.font_family("en").startswith("Inter, ")


def test_a_logo_stands_beside_its_theme(tmp_path):
    assert "logo.svg is not beside it" in refused(tmp_path, 'logo = "logo.svg"\n')
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert theme_of(tmp_path).logo == tmp_path / "logo.svg"
    outside = tmp_path / "inner"
    outside.mkdir()
    assert "is not beside it" in refused(outside, 'logo = "../logo.svg"\n')


def test_a_pale_primary_colour_is_refused_by_name_of_the_pair(tmp_path):
    message = refused(tmp_path, '[colours]\nprimary = "#e8c547"\n')
    assert "accent (#e8c547) and page (#ffffff) of the light scheme" in message
    assert "less than 4.5" in message


def test_series_that_are_equally_light_are_refused(tmp_path):
    message = refused(tmp_path, '[colours]\nprimary = "#0b5d66"\nsecondary = "#7a3e6f"\n')
    assert "series 1 (#0b5d66) and series 2 (#7a3e6f)" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[colour]\nprimary = "#000000"\n', "colour is not part of a theme"),
        ('[colours]\ntertiary = "#000000"\n', "colours.tertiary is not part of a theme"),
        ('[colours]\nprimary = "red"\n', "colours.primary = 'red' is not of the right kind"),
        ("[colours]\nprimary = 5\n", "is not of the right kind"),
        ('fonts = "Arial"\n', "fonts = 'Arial' is not of the right kind"),
        ('[fonts]\nen = ["A;} body{display:none", "serif"]\n', "is not of the right kind"),
        ('[light]\nseries = ["#000000"]\n', "light.series"),
        ("[light\n", "the theme cannot be used"),
    ],
)
def test_what_is_no_theme_is_refused(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def test_a_colour_is_lightened_in_its_own_hue():
    found = lighter("#0b5d66", "#11191c", 7)
    assert contrast(found, "#11191c") >= 7
    red, green, blue = (int(found[at : at + 2], 16) for at in (1, 3, 5))
    assert red < green <= blue  # still a blue green
    assert luminance(found) > luminance("#0b5d66")


def test_a_data_book_has_the_colours(tmp_path, small_report):
    file = written(tmp_path, '[colours]\nprimary = "#7b1e3a"\n') / "theme.toml"
    report = replace(small_report, house=theme(file))
    book = write_excel(report, "en", tmp_path / "out")
    with ZipFile(book) as archive:
        assert "7B1E3A" in archive.read("xl/styles.xml").decode().upper()


def test_a_workspace_brings_its_theme(tmp_path):
    workspace = small_workspace(tmp_path)
    assert report_model(run_workspace(workspace)).house is theme()
    folder = workspace.folder / "report"
    folder.mkdir()
    written(folder, '[colours]\nprimary = "#7b1e3a"\n')
    assert report_model(run_workspace(workspace)).house.light["accent"] == "#7b1e3a"
    (folder / "report.toml").write_text('theme = "house.toml"\n', encoding="utf-8")
    with pytest.raises(CrossfootError, match=r"house\.toml"):
        report_model(run_workspace(workspace))

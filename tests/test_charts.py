"""Charts, read back from their SVG as a reader would see them: texts, lengths, places."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.charts import axis, colours, style
from pipeline.charts.alternative import alternative_text
from pipeline.charts.drawing import draw, height_mm
from pipeline.charts.labels import spread
from pipeline.charts.model import Chart, Kind, Series
from pipeline.charts.sparkline import sparkline
from pipeline.charts.table import data_table
from pipeline.model import CellKey, Figure, Indicator, State, Target

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
YEARS = ("2021", "2022", "2023", "2024", "2025")
HIDDEN, MISSING = State.HIDDEN, State.MISSING
NOT_SIGNIFICANT, NOT_APPLICABLE = State.NOT_SIGNIFICANT, State.NOT_APPLICABLE
Cell = float | str | State


def indicator(
    title: str = "Taux de sorties dynamiques", unit: str = "%", decimals: int = 0
) -> Indicator:
    """An indicator of which only title, unit and decimals matter to a chart."""
    return Indicator(
        id="insertion/essai",
        code="INS-16",
        title=title,
        question="",
        subject="le taux",
        agreement="ms",
        unit=unit,
        decimals=decimals,
        direction="hausse",
        level="resultat",
        aggregation="ratio",
        definition="",
        source="",
        sensitivity=1,
    )


def figure(cell: Cell) -> Figure:
    """A protected figure holding a number, or in a state without one."""
    key = CellKey("insertion/essai", 2025)
    if isinstance(cell, State):
        return Figure(key, cell)
    return Figure(key, State.VALUE, Decimal(str(cell)))


def row(label: str, *cells: Cell, aim: float | None = None, year: int | None = None) -> Series:
    """A series of figures, with its target if any."""
    target = None
    if aim is not None:
        target = Target("insertion/essai", year, Decimal(str(aim)), "convention", "propre")
    return Series(label, tuple(figure(cell) for cell in cells), target)


def chart(
    kind: Kind,
    columns: tuple[str, ...],
    *series: Series,
    measure: Indicator | None = None,
    theme: str = "insertion",
    events: tuple[tuple[str, str], ...] = (),
    width: float = 112.0,
) -> Chart:
    """A chart named after its kind."""
    meaning = measure or indicator()
    title = "Constat"
    return Chart(kind.value, kind, theme, title, "", "", meaning, columns, series, width, events)


PEOPLE = indicator("Sorties", "pers.")
TREND = chart(
    Kind.TREND,
    YEARS,
    row("dynamiques", 51, 55, 48, 57, 62, aim=60),
    row("dont emploi durable", 18, 20, 15, 21, 23, aim=25),
    events=(("2023", "fermeture de l'atelier, 5 mois"),),
)
CROWD = chart(
    Kind.TREND,
    YEARS,
    row("femmes", 48, 49, 50, 50, 51),
    row("habitants de QPV", 44, 46, 45, 47, 50),
    row("allocataires du RSA", 52, 51, 51, 50, 49),
    row("moins de 26 ans", 20, 22, 21, 23, 24, aim=22),
    row("50 ans et plus", 20, 19, 22, HIDDEN, 23),
    events=(("2022", "nouveau site"), ("2024", "changement de questionnaire")),
)
BARS = chart(
    Kind.BARS,
    ("Berges", "Textile", "Ressourcerie", "Vélo-école", "Cuisine", "Conciergerie", "Cargo"),
    row("", 27, 16, 0, HIDDEN, MISSING, NOT_SIGNIFICANT, NOT_APPLICABLE),
    measure=PEOPLE,
)
STACK = chart(
    Kind.COMPOSITION,
    YEARS,
    row("Emploi durable", 9, 11, 8, 12, 14),
    row("Emploi de transition", 10, 9, HIDDEN, 12, 13),
    row("Sortie positive", 8, 7, HIDDEN, 9, 1),
    row("Autres sorties", 24, 23, 24, 25, 23),
    measure=PEOPLE,
    theme="environnement",
)
GAUGE = chart(Kind.GAUGE, ("2025",), row("Pôle", "54.4", aim=60))
MATRIX = chart(
    Kind.MATRIX,
    ("Berges", "Textile", "Ressourcerie"),
    row("Berges", MISSING, 4, MISSING),
    row("Textile", 4, MISSING, HIDDEN),
    row("Ressourcerie", 9, HIDDEN, MISSING),
    measure=indicator("Actions croisées", "nb"),
    theme="cooperation",
)
EMPTY = chart(Kind.TREND, YEARS, row("dynamiques", HIDDEN, HIDDEN, MISSING, HIDDEN, HIDDEN))
SAMPLES = [TREND, CROWD, BARS, STACK, GAUGE, MATRIX, EMPTY]
NAMES = ["trend", "crowd", "bars", "stack", "gauge", "matrix", "empty"]


@dataclass(frozen=True)
class Rect:
    """A filled shape or a frame, by its bounds in points."""

    name: str
    fill: str
    left: float
    top: float
    right: float
    bottom: float
    dashed: bool

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Word:
    """A text as printed: bounds in points, size in points, ink."""

    text: str
    ink: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


def parse(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 -- our own drawing


def css(element: ET.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def shapes(drawing: str) -> list[Rect]:
    """Every path of the drawing, in painting order, under the name of its group."""
    found = []
    for group in parse(drawing).iter(f"{SVG}g"):
        for path in group.findall(f"{SVG}path"):
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
            xs, ys = numbers[0::2], numbers[1::2]
            fill = css(path).get("fill", "#000000")
            bounds = min(xs), min(ys), max(xs), max(ys)
            found.append(
                Rect(group.get("id", ""), fill.upper(), *bounds, "stroke-dasharray" in css(path))
            )
    return found


def named(drawing: str, part: str) -> list[Rect]:
    return [shape for shape in shapes(drawing) if part in shape.name]


def words(drawing: str) -> list[Word]:
    """Every horizontal text, its width computed from the fonts of the report."""
    found = []
    for element in parse(drawing).iter(f"{SVG}text"):
        look, text = css(element), element.text or ""
        size = float(look["font-size"].removesuffix("px"))
        slant: style.Slant = "italic" if look.get("font-style") == "italic" else "normal"
        weight = int(look.get("font-weight", "400"))
        width = style.text_width(text, size, weight, slant) / style.MM_PER_PT
        place = re.match(r"translate\((\S+) (\S+)\)( rotate\(-0\))?$", element.get("transform", ""))
        if not place:
            continue  # written upwards
        x, y = float(place[1]), float(place[2])
        ink = look.get("fill", "#000000").upper()
        found.append(Word(text, ink, size, x, y - size * style.CAP_HEIGHT, x + width, y))
    return found


def texts(drawing: str) -> list[str]:
    return [word.text for word in words(drawing)]


# --- every kind -----------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_the_drawing_has_the_size_declared_before_it_is_drawn(sample: Chart) -> None:
    root = parse(draw(sample))
    width, height = sample.width_mm * 72 / 25.4, height_mm(sample) * 72 / 25.4
    assert float(root.get("width", "").removesuffix("pt")) == pytest.approx(width, abs=0.01)
    assert float(root.get("height", "").removesuffix("pt")) == pytest.approx(height, abs=0.01)
    assert [float(n) for n in root.get("viewBox", "").split()[2:]] == pytest.approx(
        [width, height], abs=0.01
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_no_text_is_smaller_than_8_points_or_leaves_the_sheet(sample: Chart) -> None:
    drawing = draw(sample)
    for word in words(drawing):
        assert word.size >= 8, word
        assert word.left >= -0.01, word
        assert word.right <= sample.width_mm / style.MM_PER_PT + 0.01, word
        assert 0 <= word.top < word.bottom <= height_mm(sample) / style.MM_PER_PT, word


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_no_text_covers_another(sample: Chart) -> None:
    for one, other in itertools.combinations(words(draw(sample)), 2):
        apart = (
            one.right <= other.left
            or other.right <= one.left
            or one.bottom <= other.top
            or other.bottom <= one.top
        )
        assert apart, (one, other)


@pytest.mark.parametrize("theme", colours.THEMES)
@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_every_text_reaches_contrast_aa_on_what_is_under_it(sample: Chart, theme: str) -> None:
    themed = Chart(**{name: getattr(sample, name) for name in Chart.__slots__} | {"theme": theme})
    drawing = draw(themed)
    grounds = [shape for shape in shapes(drawing) if shape.fill.startswith("#")]
    for word in words(drawing):
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        under = [g for g in grounds if g.left <= x <= g.right and g.top <= y <= g.bottom]
        ground = under[-1].fill if under else colours.WHITE
        assert colours.contrast(word.ink, ground) >= 4.5, (word, ground)


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("theme", colours.THEMES)
def test_the_tints_of_a_composition_stay_apart_in_grey(theme: str, count: int) -> None:
    tints = colours.ramp(colours.THEMES[theme], count)
    for one, other in itertools.pairwise(tints):
        assert colours.contrast(one, other) >= 1.15
    assert all(colours.contrast(colours.ink_on(tint), tint) >= 4.5 for tint in tints)


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_all_texts_start_at_their_place_without_an_anchor(sample: Chart) -> None:
    drawing = draw(sample)
    assert "text-anchor: middle" not in drawing
    assert "text-anchor: end" not in drawing


def test_the_same_figures_give_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from tests.test_charts import SAMPLES; "
        "from pipeline.charts.alternative import alternative_text; "
        "from pipeline.charts.drawing import draw; "
        "print(hashlib.sha256(''.join(draw(c) + alternative_text(c) for c in SAMPLES)"
        ".encode()).hexdigest())"
    )
    here = "".join(draw(c) + alternative_text(c) for c in SAMPLES)
    expected = hashlib.sha256(here.encode()).hexdigest()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "424242"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == expected


def test_an_unprotected_aggregate_is_refused_by_the_types(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "from pipeline.charts.model import Series\n"
        "from pipeline.model import Aggregate, CellKey\n"
        'Series("x", (Aggregate(CellKey("a", 2025)),))\n'
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(wrong)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Aggregate" in done.stdout


def test_labels_cannot_break_the_drawing() -> None:
    nasty = "a\x07b $\\frac{a$ <&> _x \ud800 \U0001f600"
    sample = chart(Kind.BARS, (nasty,), row(nasty, 3), measure=PEOPLE)
    assert "ab $\\frac{a$ <&> _x □" in " ".join(texts(draw(sample)))


def test_a_series_that_does_not_fit_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="3 figures"):
        chart(Kind.TREND, YEARS, row("dynamiques", 1, 2, 3))


def test_without_any_value_the_drawing_says_so() -> None:
    shown = texts(draw(EMPTY))
    assert shown[0] == "aucune valeur publiable"
    assert any("masqué par le secret" in text for text in shown)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_drawn_without_columns_or_values(kind: Kind) -> None:
    series = (row("Pôle", HIDDEN),) if kind is Kind.GAUGE else (row("Pôle"),)
    assert "aucune valeur publiable" in draw(chart(kind, (), *series))


CELLS = st.one_of(
    st.decimals(min_value=0, max_value=10**6, places=1).map(str), st.sampled_from(list(State)[1:])
)
LABELS = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from([Kind.TREND, Kind.BARS, Kind.COMPOSITION, Kind.MATRIX]),
    table=st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)
    ),
    labels=st.lists(LABELS, min_size=6, max_size=6),
    unit=st.sampled_from(["%", "pers.", "€/ETP"]),
)
def test_any_figures_and_labels_give_a_well_formed_drawing(
    kind: Kind, table: list[list[Cell]], labels: list[str], unit: str
) -> None:
    rows = table[:1] if kind is Kind.BARS else table
    series = [row(labels[i], *cells, aim=40) for i, cells in enumerate(rows)]
    sample = chart(kind, tuple(labels[: len(table[0])]), *series, measure=indicator("M", unit, 1))
    assert parse(draw(sample)).tag == f"{SVG}svg"
    assert alternative_text(sample).endswith(".")
    assert all(len(line) == len(data_table(sample).header) for line in data_table(sample).rows)


# --- trend ----------------------------------------------------------------------------------


def test_a_trend_names_its_lines_where_they_end_and_its_targets_on_their_dashes() -> None:
    shown = texts(draw(TREND))
    assert {"62\u202f%", "dynamiques", "23\u202f%", "dont emploi durable"} <= set(shown)
    assert {"objectif 60\u202f%", "objectif 25\u202f%"} <= set(shown)
    assert {"51", "48", "18", "15"} <= set(shown)  # first and lowest values
    event = next(w for w in words(draw(TREND)) if w.text == "fermeture de l’atelier, 5 mois")
    year = next(w for w in words(draw(TREND)) if w.text == "2023")
    assert (event.left + event.right) / 2 == pytest.approx((year.left + year.right) / 2, abs=0.1)


def test_a_trend_is_broken_where_a_figure_is_hidden_and_bears_the_sign_there() -> None:
    drawing = draw(chart(Kind.TREND, YEARS, row("x", 10, 12, HIDDEN, 9, MISSING)))
    lines = named(drawing, "ligne")
    assert len(lines) == 1  # 2021 and 2022; 2024 stands alone between two gaps
    by_text = {word.text: word for word in words(drawing)}
    for sign, year in (("s", "2023"), ("n.d.", "2025")):
        middle = (by_text[sign].left + by_text[sign].right) / 2
        assert middle == pytest.approx((by_text[year].left + by_text[year].right) / 2, abs=0.1)
        assert lines[0].right < by_text[sign].left
    assert "9\u202f% en 2024" in by_text
    assert "s\u00a0: masqué par le secret · n.d.\u00a0: non transmis" in by_text


def test_a_masked_series_is_named_over_the_axis_and_not_beside_its_zero() -> None:
    rows = (row("a", 50, 50, 50, 50, 50), row("b", HIDDEN, HIDDEN, 20, HIDDEN, 20))
    drawing = draw(chart(Kind.TREND, YEARS, *rows))
    first, later = sorted(
        (word for word in words(drawing) if word.text == "b\u00a0: s"), key=lambda word: word.left
    )
    by_text = {word.text: word for word in words(drawing)}
    assert by_text["2021"].left < first.left < first.right < by_text["2022"].right  # told once
    assert by_text["2024"].left < later.right < by_text["2025"].left
    assert first.bottom < by_text["0"].top


def test_a_point_twice_as_high_is_drawn_twice_as_far_from_zero() -> None:
    drawing = draw(chart(Kind.TREND, ("2024", "2025"), row("x", 20, 40)))
    line = named(drawing, "ligne")[0]
    zero = next(w for w in words(drawing) if w.text == "0").bottom
    base = max(s.bottom for s in shapes(drawing) if s.height == 0)
    assert base > zero  # the label stands on its rule
    assert (base - line.top) == pytest.approx(2 * (base - line.bottom), abs=0.05)


def test_a_target_of_one_year_is_drawn_at_that_year_only() -> None:
    always = draw(chart(Kind.TREND, YEARS, row("x", 1, 2, 3, 4, 5, aim=6)))
    once = draw(chart(Kind.TREND, YEARS, row("x", 1, 2, 3, 4, 5, aim=6, year=2025)))
    never = draw(chart(Kind.TREND, YEARS, row("x", 1, 2, 3, 4, 5, aim=6, year=2030)))
    dashes = [
        max((s.width for s in shapes(svg) if s.dashed), default=0) for svg in (always, once, never)
    ]
    assert dashes[2] == 0
    assert 0 < dashes[1] < dashes[0] / 4


# --- bars -----------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_values_from_zero() -> None:
    bars = named(draw(BARS), "barre")
    assert bars[0].left == bars[1].left
    assert bars[0].width / bars[1].width == pytest.approx(27 / 16, abs=0.001)
    assert texts(draw(BARS)).count("0") == 1  # a true zero is a zero, without bar


def test_negative_bars_go_to_the_left_of_zero() -> None:
    drawing = draw(chart(Kind.BARS, ("A", "B"), row("", 12000, -3000), measure=PEOPLE))
    gain, loss = named(drawing, "barre")
    assert loss.right == gain.left
    assert gain.width / loss.width == pytest.approx(4, abs=0.001)
    assert "\u22123\u202f000" in texts(drawing)


def test_a_masked_bar_has_the_same_frame_whatever_its_neighbours() -> None:
    frames = set()
    for others in ((1, 2), (27, 16), (4000, 3)):
        drawing = draw(
            chart(Kind.BARS, ("A", "B", "C", "D"), row("", *others, HIDDEN, HIDDEN), measure=PEOPLE)
        )
        frames |= {round(shape.width, 3) for shape in named(drawing, "barre")[2:]}
        assert "masqué par le secret" in texts(drawing)
    assert len(frames) == 1


def test_the_four_states_without_number_are_told_apart_in_words() -> None:
    shown = texts(draw(BARS))
    for sign, reason in (
        ("s", "masqué par le secret"),
        ("n.d.", "non transmis"),
        ("n.s.", "non significatif"),
        ("–", "sans objet"),
    ):
        assert shown[shown.index(sign) + 1] == reason


def test_numbers_are_french_with_the_unit_written_once() -> None:
    shown = texts(draw(chart(Kind.BARS, ("A", "B"), row("", 12345, 1200), measure=PEOPLE)))
    assert {"12\u202f345\u202fpers.", "1\u202f200"} <= set(shown)


# --- composition ----------------------------------------------------------------------------


def test_parts_are_as_high_as_their_values_and_stand_on_one_another() -> None:
    first = named(draw(STACK), "part-0-")
    assert [part.height / first[0].height for part in first] == pytest.approx(
        [1, 10 / 9, 8 / 9, 24 / 9], abs=0.005
    )
    for lower, upper in itertools.pairwise(first):
        assert upper.bottom == pytest.approx(lower.top, abs=0.001)


def test_a_year_with_a_hidden_part_shows_no_height_at_all() -> None:
    frames = set()
    for others in (8, 800):
        series = [Series(s.label, s.figures, None) for s in STACK.series]
        series[0] = row("Emploi durable", 9, 11, others, 12, 14)
        drawing = draw(chart(Kind.COMPOSITION, YEARS, *series, measure=PEOPLE))
        assert not named(drawing, "part-2-")
        frame = named(drawing, "masque-2")[0]
        frames.add((frame.left, frame.top, frame.right, frame.bottom, drawing))
    assert len(frames) == 1  # nor does it change the scale of the other years


def test_categories_are_named_once_at_the_right_of_the_last_year() -> None:
    shown = texts(draw(STACK))
    for label in ("Emploi durable", "Emploi de transition", "Sortie positive", "Autres sorties"):
        assert shown.count(label) == 1
    assert {"14", "13", "1", "23"} <= set(shown)


def test_a_name_on_two_lines_stays_under_that_of_the_part_above() -> None:
    rows = (row("a", 4036), row("Autres produits de gestion courante", 197), row("c", 33))
    money = indicator(unit="€")
    drawing = draw(chart(Kind.COMPOSITION, ("2025",), *rows, measure=money))
    by_text = {word.text: word for word in words(drawing)}
    assert by_text["c"].bottom <= by_text["Autres produits de gestion"].top


def test_rounded_shares_over_a_hundred_keep_the_scale_at_a_hundred() -> None:
    drawing = draw(chart(Kind.COMPOSITION, ("2025",), row("a", "60.4"), row("b", "40.2")))
    assert "100\u202f%" in texts(drawing)


# --- gauge and matrix -----------------------------------------------------------------------


def test_a_gauge_shows_value_target_and_the_whole_scale() -> None:
    drawing = draw(GAUGE)
    assert set(texts(drawing)) == {"54\u202f%", "objectif 60\u202f%", "0", "100\u202f%"}
    track = shapes(drawing)[0]
    assert named(drawing, "barre")[0].width / track.width == pytest.approx(0.544, abs=0.001)


def test_a_symmetric_matrix_writes_each_name_and_each_pair_once() -> None:
    shown = texts(draw(MATRIX))
    assert sorted(shown[:-1]) == ["4", "9", "Berges", "Ressourcerie", "Textile", "s"]
    assert shown[-1] == "s\u00a0: masqué par le secret"


def test_a_larger_number_has_a_darker_square() -> None:
    tints = [colours.intensity(colours.THEMES["cooperation"], i / 9) for i in range(1, 10)]
    lights = [colours.luminance(tint) for tint in tints]
    assert lights == sorted(lights, reverse=True)


# --- words ----------------------------------------------------------------------------------


def plain(text: str) -> str:
    """With ordinary spaces, to be compared with what a person types."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_alternative_text_of_a_trend_says_where_it_goes_then_its_values() -> None:
    assert plain(alternative_text(TREND)) == (
        "Courbe « Taux de sorties dynamiques », de 2021 à 2025, en pour cent : dynamiques, en "
        "hausse de 11 points, au plus bas en 2023 ; dont emploi durable, en hausse de 5 points, "
        "au plus bas en 2023. "
        "Dynamiques : 51 % en 2021, 55 % en 2022, 48 % en 2023, 57 % en 2024, 62 % en 2025 ; "
        "objectif 60 %. Dont emploi durable : 18 % en 2021, 20 % en 2022, 15 % en 2023, 21 % en "
        "2024, 23 % en 2025 ; objectif 25 %. 2023 : fermeture de l’atelier, 5 mois."
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((HIDDEN, 20, 15, 21, 23), "en hausse de 3 points depuis 2022, au plus bas en 2023 parmi"),
        (
            (18, 20, 15, 21, HIDDEN),
            "en hausse de 3 points jusqu’en 2024, au plus bas en 2023 parmi",
        ),
        ((18, HIDDEN, 20, 21, 23), "en hausse de 5 points. Valeurs"),
        ((HIDDEN, HIDDEN, 15, HIDDEN, HIDDEN), "une valeur, en 2023. Valeurs : 15 % en 2023."),
        ((HIDDEN,) * 5, "aucune valeur publiable. Masqué"),
    ],
)
def test_a_trend_is_told_of_the_years_that_are_printed(cells: tuple[Cell, ...], said: str) -> None:
    assert said in plain(alternative_text(chart(Kind.TREND, YEARS, row("x", *cells))))


def test_the_target_of_a_line_without_any_value_is_told_as_it_is_drawn() -> None:
    both = chart(Kind.TREND, YEARS, row("a", 1, 2, 3, 4, 5), row("b", *[HIDDEN] * 5, aim=25))
    assert "5 % en 2025. B : objectif 25 %. Masqué" in plain(alternative_text(both))


def test_a_line_without_any_value_says_so_beside_another() -> None:
    both = chart(Kind.TREND, YEARS, row("a", 1, 2, 3, 4, 5), row("b", *[HIDDEN] * 5))
    assert "a, en hausse de 4 points ; b, sans valeur publiable. A : 1 %" in plain(
        alternative_text(both)
    )


def test_the_alternative_text_of_bars_says_the_ends_of_what_is_printed() -> None:
    assert plain(alternative_text(BARS)) == (
        "Barres « Sorties », en personnes : parmi les valeurs publiées, la plus élevée est 27 "
        "(Berges), la plus faible 0 (Ressourcerie). Valeurs : Berges 27, Textile 16, "
        "Ressourcerie 0. "
        "Masqué par le secret : Vélo-école. Non significatif : Conciergerie. "
        "Non transmis : Cuisine. Sans objet : Cargo."
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((5, 9, 5), "la valeur la plus élevée est 9 (b), la plus faible 5 (a et c). Valeurs : a 5"),
        ((7, 7, 7), "même valeur partout où elle est publiée, 7. Valeurs"),
        ((7, HIDDEN, HIDDEN), "7 (a), seule valeur publiée. Masqué"),
    ],
)
def test_bars_alike_or_alone_are_told_so(cells: tuple[Cell, ...], said: str) -> None:
    bars = chart(Kind.BARS, ("a", "b", "c"), row("", *cells), measure=PEOPLE)
    assert f"en personnes : {said}" in plain(alternative_text(bars))


def test_the_alternative_text_of_a_composition_says_its_largest_part_then_each_year() -> None:
    assert plain(alternative_text(STACK)) == (
        "Barres empilées « Sorties », de 2021 à 2025, en personnes : la plus grande part est "
        "Autres sorties en 2025 (23) comme en 2021 (24). "
        "En 2021 : Emploi durable 9, Emploi de transition 10, "
        "Sortie positive 8, Autres sorties 24. "
        "En 2022 : Emploi durable 11, Emploi de transition 9, "
        "Sortie positive 7, Autres sorties 23. "
        "En 2023 : Emploi durable 8, Autres sorties 24. "
        "En 2024 : Emploi durable 12, Emploi de transition 12, "
        "Sortie positive 9, Autres sorties 25. "
        "En 2025 : Emploi durable 14, Emploi de transition 13, "
        "Sortie positive 1, Autres sorties 23. "
        "Masqué par le secret : Emploi de transition (2023) "
        "et Sortie positive (2023)."
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((4, 9), (8, 6), "est a en 2025 (8) ; en 2024, b (9)."),
        ((4, HIDDEN), (8, 6), "est a en 2025 (8) comme en 2024 (4, parmi les parts publiées)."),
        ((HIDDEN, HIDDEN), (8, 6), "est a en 2025 (8). En 2025"),
    ],
)
def test_the_largest_part_is_one_of_those_printed(
    first: tuple[Cell, Cell], last: tuple[Cell, Cell], said: str
) -> None:
    parts = (row("a", first[0], last[0]), row("b", first[1], last[1]))
    stack = chart(Kind.COMPOSITION, ("2024", "2025"), *parts, measure=PEOPLE)
    assert f"la plus grande part {said}" in plain(alternative_text(stack))


def test_the_alternative_text_of_gauge_and_matrix() -> None:
    assert plain(alternative_text(GAUGE)) == (
        "Jauge « Taux de sorties dynamiques », en pour cent : Pôle, 54 %, au-dessous de "
        "l’objectif. Objectif 60 %."
    )
    for value, side in ((60, "égal à l’objectif"), (61, "au-dessus de l’objectif")):
        assert side in plain(
            alternative_text(chart(Kind.GAUGE, ("2025",), row("Pôle", value, aim=60)))
        )
    assert plain(alternative_text(MATRIX)) == (
        "Matrice « Actions croisées » : parmi les valeurs publiées, la plus élevée est 9 "
        "(Ressourcerie – Berges). Valeurs rencontrées : 9, 4. "
        "Masqué par le secret : Ressourcerie – Textile."
    )


def test_the_change_told_is_the_one_between_the_figures_printed() -> None:
    sample = chart(Kind.TREND, ("2024", "2025"), row("x", "50.4", "50.6"))
    assert "en hausse de 1 point. Valeurs : 50 % en 2024, 51 % en 2025." in plain(
        alternative_text(sample)
    )
    sample = chart(Kind.TREND, ("2024", "2025"), row("x", "50.1", "50.4"))
    assert "sans changement. Valeurs : 50 % en 2024, 50 % en 2025." in plain(
        alternative_text(sample)
    )


def test_the_data_table_prints_the_signs_and_the_targets() -> None:
    table = data_table(TREND)
    assert table.header == ("Série (%)", *YEARS, "Objectif")
    assert table.rows[0] == ("dynamiques", "51", "55", "48", "57", "62", "60")
    bars = data_table(BARS)
    assert bars.header == ("Structure", "Sorties (pers.)")
    assert [cell for _, cell in bars.rows] == ["27", "16", "0", "s", "n.d.", "n.s.", "–"]
    matrix = data_table(MATRIX)
    assert matrix.header[1:] == ("A", "B"), "columns bear the letters of the rows"
    assert matrix.rows == (
        ("A Berges", "", ""), ("B Textile", "4", ""), ("C Ressourcerie", "9", "s"),
    )  # fmt: skip
    assert not matrix.is_wide
    part = Figure(CellKey("insertion/essai", 2025, "", "cdi"), State.VALUE, Decimal(3))
    by_category = chart(Kind.BARS, ("CDI",), Series("", (part,)), measure=PEOPLE)
    assert data_table(by_category).header[0] == "Catégorie"


# --- geometry and sparkline -----------------------------------------------------------------


@given(
    values=st.lists(st.decimals(min_value=-(10**7), max_value=10**7, places=3), max_size=8),
    decimals=st.integers(0, 3),
    unit=st.sampled_from(["%", "h"]),
)
def test_ticks_hold_zero_and_every_value_in_few_round_steps(
    values: list[Decimal], decimals: int, unit: str
) -> None:
    found = axis.ticks(values, indicator("M", unit, decimals))
    assert 0 in found
    assert found[0] <= min([*values, Decimal(0)])
    assert found[-1] >= max([*values, Decimal(0)])
    assert 2 <= len(found) <= 6
    assert all(tick % Decimal(1).scaleb(-decimals) == 0 for tick in found)


@given(st.lists(st.tuples(st.floats(0, 40), st.floats(3, 8)), max_size=6))
def test_spread_labels_keep_their_order_and_never_overlap(
    labels: list[tuple[float, float]],
) -> None:
    wanted, heights = [y for y, _ in labels], [h for _, h in labels]
    tops = spread(wanted, heights, 0.0, 60.0)
    order = sorted(range(len(labels)), key=lambda i: wanted[i])
    for above, below in itertools.pairwise(order):
        assert tops[above] + heights[above] <= tops[below] + 1e-9
    assert all(top >= 0 and top + h <= 60 + 1e-9 for top, h in zip(tops, heights, strict=True))


def test_a_sparkline_is_broken_at_gaps_and_dotted_at_the_last_value() -> None:
    whole = parse(sparkline(row("", 1, 2, 3, 4, 5).figures, "#2B4C7E"))
    assert [child.tag.removeprefix(SVG) for child in whole] == ["polyline", "circle"]
    broken = parse(sparkline(row("", 1, 2, HIDDEN, 4, MISSING).figures, "#2B4C7E"))
    assert [child.tag.removeprefix(SVG) for child in broken] == ["polyline", "circle"]
    dots = [float(circle.get("cx", "0")) for circle in broken.iter(f"{SVG}circle")]
    assert dots[0] < 13  # the lone value of the fourth year; nothing is drawn at the fifth
    assert not list(parse(sparkline(row("", HIDDEN).figures, "#2B4C7E")))

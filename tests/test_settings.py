"""Every setting a coordinator can get wrong is answered in French, with the way out."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.model import Target
from pipeline.settings import Settings, load_settings

PROJECT = Path(__file__).resolve().parent.parent

POLE = """\
[pole]
nom = "L'Éclaircie & Cie"
forme_juridique = "SCIC SA"
territoire = "Plaine Commune"
adresse = "1 rue du Port, 93200 Saint-Denis"
accroche = "Coopérer pour l'emploi."
porteuse = "eclaircie"
reperes = [
  ["2014", "Création de la coopérative."],
  ["2021", "Premier rapport."],
]

[confidentialite]
seuil = 8

[[objectifs]]
indicateur = "cooperation/actions_croisees"
annee = 2025
valeur = 20
source = "Projet du pôle"
nature = "propre"

[[objectifs]]
indicateur = "insertion/taux_sorties_dynamiques"
valeur = 62.5
source = "Annexe financière"
nature = "conventionné"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with two funders and a demonstration pole, and no pole in data/raw."""
    funders = tmp_path / "report_templates" / "funders"
    funders.mkdir(parents=True)
    for name in ("general", "fabrique-de-territoire"):
        (funders / f"{name}.toml").touch()
    write_pole(tmp_path / "data" / "demo", POLE)
    return tmp_path


def write_pole(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pole.toml").write_text(text, encoding="utf-8")
    return folder


def refusal(root: Path, text: str) -> str:
    """What the coordinator reads when their pole.toml holds this text."""
    write_pole(root / "data" / "raw", text)
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    return str(caught.value)


# --- which pole -----------------------------------------------------------------------------


def test_without_a_pole_in_data_raw_the_demonstration_stands_in(root: Path) -> None:
    settings = load_settings(root)
    assert settings.is_demo
    assert settings.pole_dir == root / "data/demo"


def test_the_pole_of_data_raw_comes_before_the_demonstration(root: Path) -> None:
    write_pole(root / "data" / "raw", POLE)
    settings = load_settings(root)
    assert not settings.is_demo
    assert settings.pole_dir == root / "data/raw"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pole.toml.txt", "Renommez « pole.toml.txt » en pole.toml"),
        ("Pole (1).toml", "Renommez « Pole (1).toml » en pole.toml"),
        ("achats.csv", "copiez-y celui de data/starters/le-phares"),
    ],
)
def test_files_without_pole_toml_are_never_answered_by_the_demonstration(
    root: Path, name: str, told: str
) -> None:
    raw = root / "data" / "raw"
    raw.mkdir()
    (raw / ".gitkeep").touch()
    assert load_settings(root).is_demo, "what nobody sees is no file"
    (raw / name).touch()
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    assert told in str(caught.value)
    assert "make demo" in str(caught.value)


def test_a_folder_beside_is_the_one_meant(root: Path) -> None:
    write_pole(root / "poles" / "le-phare", POLE)
    with pytest.raises(SettingsError, match="Vouliez-vous dire « le-phare »"):
        load_settings(root, pole=str(root / "poles" / "le-fare"))


def test_another_pole_is_asked_for_by_its_folder_even_with_spaces(root: Path) -> None:
    folder = write_pole(root / "mes pôles" / "l'un", POLE)
    settings = load_settings(root, pole=str(folder))
    assert settings.pole_dir == folder
    assert not settings.is_demo


def test_a_folder_without_pole_toml_is_refused(root: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(root, pole=str(root / "absent"))
    assert "absent : ce dossier ne contient pas de fichier pole.toml" in str(caught.value)
    assert "data/starters/le-phares" in str(caught.value)


def test_options_left_empty_by_make_count_as_not_given(root: Path) -> None:
    settings = load_settings(root, pole="", edition="", funder="", output="")
    assert settings.edition is None
    assert settings.funder == "general"
    assert settings.output_root == root / "build"


# --- what is read ---------------------------------------------------------------------------


def test_the_file_gives_the_identity_the_threshold_and_the_targets(root: Path) -> None:
    settings = load_settings(root, edition="2024", funder="fabrique-de-territoire")
    assert settings.pole.name == "L'Éclaircie & Cie"
    assert settings.pole.carrier == "eclaircie"
    assert settings.pole.facts == (
        ("2014", "Création de la coopérative."),
        ("2021", "Premier rapport."),
    )
    assert not settings.pole.is_fictional
    assert settings.threshold == 8
    assert settings.edition == 2024
    assert settings.targets == (
        Target("cooperation/actions_croisees", 2025, Decimal(20), "Projet du pôle", "propre"),
        Target(
            "insertion/taux_sorties_dynamiques",
            None,
            Decimal("62.5"),
            "Annexe financière",
            "conventionné",
        ),
    )


def test_the_pole_gives_its_name_to_the_folder_of_its_reports(root: Path) -> None:
    assert load_settings(root).slug == "l-eclaircie-cie"


def test_without_a_word_on_secrecy_the_threshold_is_five(root: Path) -> None:
    write_pole(root / "data" / "raw", POLE.replace("[confidentialite]\nseuil = 8\n", ""))
    assert load_settings(root).threshold == 5


def test_a_file_saved_by_windows_notepad_reads_the_same(root: Path) -> None:
    expected = load_settings(root)
    saved = b"\xef\xbb\xbf" + POLE.replace("\n", "\r\n").encode()
    (root / "data" / "demo" / "pole.toml").write_bytes(saved)
    assert load_settings(root) == expected


def test_control_characters_of_a_text_are_dropped(root: Path) -> None:
    write_pole(root / "data" / "raw", POLE.replace("Plaine Commune", r"Plaine\u001b Commune"))
    assert load_settings(root).pole.territory == "Plaine Commune"


@pytest.mark.parametrize(
    "folder",
    sorted(path.parent for path in PROJECT.glob("data/[ds]*/**/pole.toml")),
    ids=lambda folder: folder.name,
)
def test_the_poles_that_come_with_the_tool_are_read(folder: Path) -> None:
    settings: Settings = load_settings(PROJECT, pole=str(folder))
    assert settings.pole.is_fictional == (folder.name == "demo")


def test_the_caps_of_a_delivery_are_settings_of_the_pole(root: Path) -> None:
    assert load_settings(root).limits.columns == 200
    write_pole(root / "data" / "raw", f"{POLE}\n[limites]\ncolonnes = 400\nlignes = 3_000_000\n")
    limits = load_settings(root).limits
    assert (limits.columns, limits.lines, limits.sheet_rows) == (400, 3_000_000, 200_000)


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "wrong", "message"),
    [
        (
            "territoire =",
            "territoir =",
            (
                "ligne 4, [pole] : « territoir » n'est pas un réglage. "
                "Vouliez-vous dire « territoire » ?"
            ),
        ),
        ("territoire =", "territoir =", "[pole] : il manque « territoire ». Ajoutez territoire ="),
        ("[pole]", "[pole_]", "[pole_] : cette section n'existe pas. Vouliez-vous dire « pole » ?"),
        ('"SCIC SA"', "14", "ligne 3, [pole] : « forme_juridique » attend un texte"),
        ('"SCIC SA"', '" "', "ligne 3, [pole] : « forme_juridique » attend un texte"),
        ('["2014", "Création', '["Création', "« reperes » attend une liste de paires"),
        ("seuil = 8", "seuil = 4", "ligne 14, [confidentialite] : « seuil » attend un nombre"),
        ("seuil = 8", "seuil = 4", "le seuil ne peut qu'augmenter"),
        (
            "seuil = 8",
            "seuil = 8\n[limites]\ncolonne = 9",
            "« colonne » n'est pas un réglage. Vouliez-vous dire « colonnes » ?",
        ),
        (
            "seuil = 8",
            "seuil = 8\n[limites]\ncolonnes = 0",
            "ligne 16, [limites] : « colonnes » attend un nombre entier, de 1 à 2\u202f000",
        ),
        ("seuil = 8", "strict = 1", "« strict » attend true ou false"),
        ("seuil = 8", 'accord = "velo"', "attend le mot « toutes », ou une liste"),
        ("seuil = 8", "seuil = true", "« seuil » attend un nombre entier d'au moins 5"),
        ("valeur = 62.5", 'valeur = "62,5"', "ligne 25, [[objectifs]] : « valeur » attend un"),
        ("valeur = 62.5", "valeur = nan", "« valeur » attend un nombre"),
        ("annee = 2025", 'annee = "2025"', "ligne 18, [[objectifs]] : « annee » attend une année"),
        ('nature = "propre"', 'nature = "perso"', "officiel, conventionné, propre"),
        ("valeur = 62.5", "", "[[objectifs]] n° 2 : il manque « valeur »"),
        ("[[objectifs]]", "[objectifs_]", "[objectifs_] : cette section n'existe pas."),
    ],
)
def test_a_wrong_key_or_value_is_named_with_the_way_out(
    root: Path, written: str, wrong: str, message: str
) -> None:
    assert message in refusal(root, POLE.replace(written, wrong, 1))


def test_a_single_bracket_for_a_target_is_explained(root: Path) -> None:
    text = POLE[: POLE.rindex("[[objectifs]]")].replace("[[objectifs]]", "[objectifs]")
    assert "écrivez [[objectifs]], avec deux crochets" in refusal(root, text)


def test_all_that_is_wrong_is_told_at_once(root: Path) -> None:
    message = refusal(root, POLE.replace("seuil = 8", "seuil = 1").replace("nom =", "nomm ="))
    assert message.count("\n- ") == 3
    assert message.startswith(f"{root}/data/raw/pole.toml est à corriger, puis relancez :\n- ")


def test_a_line_that_is_not_toml_is_shown_with_its_number(root: Path) -> None:
    message = refusal(root, POLE.replace('"SCIC SA"', '"SCIC SA'))
    assert 'pole.toml, ligne 3 : la ligne ne se lit pas (« forme_juridique = "SCIC SA »)' in message
    assert "avec des guillemets droits fermés" in message


def test_curly_quotes_of_a_word_processor_are_recognised(root: Path) -> None:
    message = refusal(root, POLE.replace('"SCIC SA"', "“SCIC SA”"))
    assert "ligne 3" in message
    assert "guillemets droits" in message
    assert "Remplacez" in message


@pytest.mark.parametrize(
    ("written", "wrong"),
    [("[confidentialite]", "[confidentialité]"), ("annee = 2025", "année = 2025")],
)
def test_an_accent_in_the_name_of_a_setting_is_recognised(
    root: Path, written: str, wrong: str
) -> None:
    message = refusal(root, POLE.replace(written, wrong))
    assert f"(« {wrong} »)" in message
    assert "sans accent" in message


def test_a_file_not_in_utf8_is_refused_with_its_line(root: Path) -> None:
    (root / "data" / "raw").mkdir(parents=True)
    (root / "data" / "raw" / "pole.toml").write_bytes(POLE.encode("cp1252"))
    with pytest.raises(SettingsError, match="ligne 2 : un caractère n'est pas en UTF-8"):
        load_settings(root)


def test_a_project_without_its_demonstration_says_what_is_not_there(root: Path) -> None:
    shutil.rmtree(root / "data" / "demo")
    with pytest.raises(SettingsError, match=r"data/demo/pole.toml ne peut pas être lu"):
        load_settings(root)


@pytest.mark.parametrize("asked", ["20x4", "24", "1999", "2024-2025", "２０２４", " 2024"])
def test_an_edition_that_is_not_a_year_is_refused(root: Path, asked: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(root, edition=asked)
    assert f"EDITION={asked} : ce n'est pas une année." in str(caught.value)
    assert "EDITION=2024" in str(caught.value)


def test_an_unknown_funder_is_answered_by_the_list_of_those_there_are(root: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(root, funder="fabrique-de-territoires")
    message = str(caught.value)
    assert "Vouliez-vous dire « fabrique-de-territoire » ?" in message
    assert "Financeurs disponibles : fabrique-de-territoire, general." in message


def test_a_funder_is_a_name_and_not_a_path(root: Path) -> None:
    with pytest.raises(SettingsError, match="ce financeur est inconnu"):
        load_settings(root, funder="../funders/general")


@pytest.mark.parametrize("output", ["sortie", "sortie/2025/rapports"])
def test_a_file_in_the_place_of_the_output_folder_is_left_alone(root: Path, output: str) -> None:
    (root / "sortie").write_text("précieux", encoding="utf-8")
    with pytest.raises(SettingsError, match="sortie est un fichier ; le rapport s'écrit dans un"):
        load_settings(root, output=str(root / output))
    assert (root / "sortie").read_text(encoding="utf-8") == "précieux"


def test_members_are_readers_and_their_amounts_are_shown_only_if_the_pole_says_so(
    root: Path,
) -> None:
    write_pole(root / "data" / "raw", POLE)
    given = load_settings(root)
    assert given.insiders(["velo"]) == ()
    assert given.agreed == frozenset()
    more = 'seuil = 8\nstrict = true\naccord = ["velo", "jardins"]'
    write_pole(root / "data" / "raw", POLE.replace("seuil = 8", more))
    given = load_settings(root)
    assert given.insiders(["velo"]) == ("velo",)
    assert given.agreed == frozenset({"velo", "jardins"})
    write_pole(root / "data" / "raw", POLE.replace("seuil = 8", 'accord = "toutes"'))
    assert load_settings(root).agreed is None

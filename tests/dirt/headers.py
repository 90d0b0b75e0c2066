"""Headers: the many names of a column, in any order, and columns that must not be there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from pipeline.contracts import Field
from tests.dirt.cases import Operator
from tests.dirt.draft import Draft, Unfit


def _rename(draft: Draft, change: Callable[[Field], str]) -> None:
    draft.take("header")
    before = list(draft.titles.cells)
    for place, name in enumerate(draft.columns):
        if name:
            draft.titles.cells[place] = change(draft.contract.field(name))
    if draft.titles.cells == before:
        raise Unfit


def contract_titles(draft: Draft) -> None:
    _rename(draft, lambda field: field.title)


def contract_names(draft: Draft) -> None:
    _rename(draft, lambda field: field.name)


def capitals(draft: Draft) -> None:
    _rename(draft, lambda field: field.title.upper())


def without_accents(draft: Draft) -> None:
    _rename(draft, lambda field: _bare(field.title))


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def decomposed_accents(draft: Draft) -> None:
    """As macOS writes them: a letter, then its accent."""
    _rename(draft, lambda field: unicodedata.normalize("NFD", field.title))


def spaces_around(draft: Draft) -> None:
    spaces = ["  ", "\xa0", "\t " if draft.delimiter != "\t" else " "]
    _rename(draft, lambda field: f" {field.title.replace(' ', '  ')}{draft.rng.choice(spaces)}")


def words_joined_otherwise(draft: Draft) -> None:
    mark = draft.choose(["_", "-", "."])
    _rename(draft, lambda field: field.title.replace(" ", mark).replace("'", mark))


def line_breaks(draft: Draft) -> None:
    _rename(draft, lambda field: field.title.replace(" ", "\n", 1))


def plurals(draft: Draft) -> None:
    _rename(draft, lambda field: " ".join(_plural(word) for word in field.title.split(" ")))


def _plural(word: str) -> str:
    return (
        f"{word}s" if len(word) > len("dont") and word[-1].isalpha() and word[-1] != "s" else word
    )


def truncated_at_63(draft: Draft) -> None:
    """As a database cuts a long name: the last synonym, which the harness made long."""
    _rename(draft, lambda field: field.synonyms[-1][:63])


def synonyms(draft: Draft) -> None:
    _rename(draft, lambda field: draft.choose(field.synonyms))


def mixed_styles(draft: Draft) -> None:
    """Each column by a name of its own: the contract's, its title, or a synonym."""
    _rename(draft, lambda field: draft.rng.choice([field.name, field.title, field.title.upper()]))


def one_letter_slip(draft: Draft) -> None:
    """One letter doubled in one long title: read, and told."""
    draft.take("header")
    long = [place for place, name in enumerate(draft.columns) if name and len(name) > 8]
    place = draft.choose(long)
    name = draft.columns[place]
    draft.titles.cells[place] = name[:2] + name[1:]
    draft.refuse(None, name, "colonne_proche", lenient=True)


def other_order(draft: Draft) -> None:
    draft.take("columns", "row order")
    order = draft.rng.sample(range(draft.width), draft.width)
    for line in [*draft.header, *draft.body]:
        if len(line.cells) == draft.width:
            line.cells = [line.cells[place] for place in order]
    draft.columns = [draft.columns[place] for place in order]


def optional_columns_left_out(draft: Draft) -> None:
    """A column that nobody filled, of those nothing requires."""
    draft.take("columns")
    for name in [field.name for field in draft.contract.fields if not field.required]:
        if name in draft.columns and all(row[name] is None for row in draft.rows):
            _drop(draft, name)
            return
    raise Unfit


def structure_told_by_the_folder(draft: Draft) -> None:
    _told_by_folder(draft, "structure_id")


def year_told_by_the_folder(draft: Draft) -> None:
    _told_by_folder(draft, "annee")


def _told_by_folder(draft: Draft, name: str) -> None:
    if name not in draft.columns or draft.contract.name == "structures":
        raise Unfit
    draft.take("columns", name)
    _drop(draft, name)


def _drop(draft: Draft, name: str) -> None:
    place = draft.columns.index(name)
    if name in {thing[1] for thing in draft.taken if isinstance(thing, tuple)}:
        raise Unfit
    full = [line for line in draft.body if len(line.cells) >= draft.width]
    if any(line.row is None and line.cells[place] for line in full):
        raise Unfit
    for line in [*draft.header, *full]:
        if len(line.cells) >= draft.width:
            del line.cells[place]
    del draft.columns[place]


def extra_column(draft: Draft) -> None:
    """Listed, never fatal."""
    _add(draft, draft.choose(["Vu par", "Remarque interne", "n° de lot"]), "à revoir")
    draft.refuse(None, "", "colonne_inconnue", lenient=True)


def _add(draft: Draft, title: str, text: str) -> None:
    draft.take("columns", "right edge")
    place = draft.rng.randrange(draft.width + 1)
    draft.columns.insert(place, "")
    for line in [*draft.header, *draft.body]:
        line.cells.insert(place, text if line.row is not None else "")
    draft.titles.cells[place] = title


def personal_column(draft: Draft) -> None:
    """Who a person is: the file is refused whole."""
    titles = ["Nom", "NOM DE FAMILLE", "Prénom", "N° de sécurité sociale", "NIR", "E-mail"]
    titles += ["Courriel", "Téléphone", "Tél. portable", "Adresse", "Date de naissance"]
    known = ("nom", "prénom") if draft.contract.name == "structures" else ()
    _add(draft, draft.choose([t for t in titles if t.lower() not in known]), "Zoé Martin")
    draft.refuse(None, "", "colonne_personnelle")


def required_column_left_out(draft: Draft) -> None:
    draft.take("columns")
    names = [f.name for f in draft.contract.fields if f.required and f.name not in _FOLDER]
    _drop(draft, draft.choose([name for name in names if name in draft.columns]))
    draft.refuse(None, "", "colonne_absente")


def column_twice(draft: Draft) -> None:
    draft.take("columns", "header", "right edge")
    place = draft.rng.randrange(draft.width)
    for line in [*draft.header, *draft.data_lines()]:
        line.cells.append(line.cells[place])
    draft.columns.append("")
    draft.refuse(None, draft.columns[place], "colonne_en_double")


def no_header(draft: Draft) -> None:
    draft.take("header", "above", "end", "columns")
    if draft.contract.name in ("sorties", "structures"):
        raise Unfit  # their cells hold words that are titles elsewhere
    draft.header = []
    draft.refuse(None, "", "en_tete_absent")


_FOLDER = ("structure_id", "annee")

RECOVERED = tuple(
    Operator("Headers", dirty)
    for dirty in (
        contract_titles,
        contract_names,
        capitals,
        without_accents,
        decomposed_accents,
        spaces_around,
        words_joined_otherwise,
        line_breaks,
        plurals,
        truncated_at_63,
        synonyms,
        mixed_styles,
        one_letter_slip,
        other_order,
        optional_columns_left_out,
        structure_told_by_the_folder,
        year_told_by_the_folder,
        extra_column,
    )
)
REFUSED = tuple(
    Operator("Headers that refuse the file", dirty, refuses=True)
    for dirty in (personal_column, required_column_left_out, column_twice, no_header)
)

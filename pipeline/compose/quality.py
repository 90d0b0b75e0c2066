"""The quality annex: balance of lines, coverage, repairs, what was ignored and set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.compose.coverage import compose_coverage
from pipeline.compose.lines import about
from pipeline.compose.material import Source
from pipeline.compose.page import QualityAnnex, Row, Table
from pipeline.french import NBSP, STATE_TEXT, number, plural
from pipeline.model import State
from pipeline.proof import marks
from pipeline.received import Delivery, Fault, Quality, Severity

FEW_FILES = 3  # missing, that the summary names
CASES = 10  # to check, in files of persons: told to the ten
MOST_MISSING = 12  # named above the table of files, whose signs tell them all
MOST_LINES = 8  # of one file, for one cause
MOST_FAULTS = 60  # printed; the others are in anomalies.csv beside the report


def compose_quality(quality: Quality, source: Source) -> QualityAnnex:
    """What the reader needs to trust the intake; no count of a structure's rows.

    The number of a line in a file of persons would be one: so many of them at least.
    """
    set_aside = [f for f in quality.faults if f.severity is not Severity.CHECK]
    to_check = [f for f in quality.faults if f.severity is Severity.CHECK]
    hushed = _of_persons(quality, source)
    aside = _by_cause(set_aside)
    named = tuple(_missing(quality, source, source.figures.years))
    return QualityAnnex(
        statement=_statement(quality, hushed),
        balance=_balance(quality, hushed),
        coverage=compose_coverage(quality, source),
        missing=named if len(named) <= MOST_MISSING else (),
        absent=_absent(quality, source),
        repairs=_counted("Réparations", "Réparation", _repaired_cells(quality), hushed),
        ignored=_counted("Lignes ignorées", "Règle", _lines_by_rule(quality)),
        set_aside=_fault_table("Lignes mises de côté", aside[:MOST_FAULTS], hushed),
        set_aside_more=max(0, len(aside) - MOST_FAULTS),
        to_check=_grouped_faults(to_check, source.figures.threshold, hushed),
    )


def _of_persons(quality: Quality, source: Source) -> frozenset[str]:
    """The files of persons; with them those not recognised, which may be some."""
    if not source.of_persons:
        return frozenset()
    hushed = {*source.of_persons, None}
    return frozenset(file.path for file in quality.files if file.contract in hushed)


def _statement(quality: Quality, hushed: Collection[str]) -> str:
    """How many files and lines; those set aside of files not recognised go with their file."""
    read = sum(b.lines for b in quality.balances)
    unknown = {file.path for file in quality.files if file.contract is None} & set(hushed)
    aside = sum(b.set_aside for b in quality.balances if b.file not in unknown)
    lines = about(read) if hushed else number(read)
    count = marks.of(number(len(unknown)), "bilan/fichiers non reconnus")
    files = f" et {count} {plural(len(unknown), 'fichier')}" if unknown else ""
    return (
        f"{marks.of(number(len(quality.files)), 'bilan/fichiers lus')} fichiers remis par les "
        f"structures, {marks.of(lines, 'bilan/Lignes lues')} lignes lues : chacune est "
        "comptée telle quelle ou réparée, ignorée par une règle nommée, ou mise de côté avec son "
        "motif "
        f"({marks.of(number(aside), 'bilan/mises de côté')} {plural(aside, 'ligne')}{files})."
    )


CHECKED = "La somme est vérifiée à chaque fabrication du rapport."
FATES = {
    "Lignes lues": "lines",
    "comptées telles quelles": "counted",
    "réparées et comptées": "repaired",
    "ignorées par règle": "ignored",
    "mises de côté": "set_aside",
}


def _balance(quality: Quality, hushed: Collection[str]) -> Table:
    """To the line, save those of files of persons, which have a column of their own."""
    of_persons = [b for b in quality.balances if b.file in hushed]
    others = [b for b in quality.balances if b.file not in hushed]
    rows = []
    for label, fate in FATES.items():
        cells = [marks.of(number(sum(getattr(b, fate) for b in others)), f"bilan/{label}")]
        if hushed:
            few = about(sum(getattr(b, fate) for b in of_persons))
            cells.append(marks.of(few, f"bilan/personnes/{label}"))
        rows.append(Row(label, "", tuple(cells)))
    caption = "Le sort de chaque ligne reçue"
    if not hushed:
        return Table(caption, ("", "Lignes"), tuple(rows), notes=(CHECKED,))
    note = f"Arrondies à la centaine{NBSP}: fichiers de personnes ou non reconnus. {CHECKED}"
    return Table(caption, ("", "Exactes", "Arrondies"), tuple(rows), notes=(note,))


def _absent(quality: Quality, source: Source) -> str:
    """What the summary says of the files of the year: all came, or which ones did not."""
    missing = list(_missing(quality, source, [source.year]))
    if not missing:
        return f"Tous les fichiers attendus pour {source.year} sont arrivés."
    if len(missing) > FEW_FILES:
        count = marks.of(number(len(missing)), "bilan/fichiers non reçus")
        return f"{count} fichiers attendus pour {source.year} ne sont pas arrivés."
    named = " ; ".join(one.rpartition(", ")[0] for one in missing)
    verb = plural(len(missing), "Fichier attendu et non reçu", "Fichiers attendus et non reçus")
    return f"{verb} en {source.year} : {named}."


def _missing(quality: Quality, source: Source, years: Collection[int]) -> Iterable[str]:
    for (structure, contract, year), state in sorted(quality.deliveries.items()):
        if state is Delivery.MISSING and year in years:
            name = source.structures.get(structure, structure)
            yield f"{name} ({source.contract_titles[contract].lower()}), {year}"


def _repaired_cells(quality: Quality) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for repair in quality.repairs:
        kinds[repair.name] += repair.cells
    return kinds


def _lines_by_rule(quality: Quality) -> Counter[str]:
    rules: Counter[str] = Counter()
    for line in quality.ignored:
        rules[line.rule] += line.line_end - line.line + 1
    return rules


def _counted(
    caption: str, label: str, counts: Mapping[str, int], hushed: Collection[str] = ()
) -> Table:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = tuple(
        Row(name, "", (marks.of(about(n) if hushed else number(n), f"bilan/{caption}/{name}"),))
        for name, n in ranked
    )
    return Table(caption, (label, "Nombre"), rows)


def _by_cause(faults: Iterable[Fault]) -> list[list[Fault]]:
    """What one file repeats is told once, with its lines."""
    groups: dict[tuple[str, str, str, str], list[Fault]] = {}
    for one in faults:
        groups.setdefault((one.file, one.column, one.cause, one.remedy), []).append(one)
    return list(groups.values())


def _fault_table(caption: str, causes: Iterable[list[Fault]], hushed: Collection[str]) -> Table:
    rows = tuple(
        Row(f.file, "", (marks.of(told, f"ligne/{f.file}"), f.column, f.cause, f.remedy))
        for f, *others in causes
        for told in (STATE_TEXT[State.HIDDEN] if f.file in hushed else _places([f, *others]),)
    )
    return Table(caption, ("Fichier", "Lignes", "Colonne", "Motif", "Remède"), rows)


def _places(faults: Sequence[Fault]) -> str:
    """`16, 212–214…`: the first lines; anomalies.csv has them all."""
    end = "…" if len(faults) > MOST_LINES else ""
    return ", ".join(map(_lines, faults[:MOST_LINES])) + end


def _lines(fault: Fault) -> str:
    if not fault.line:
        return "tout"
    if fault.line_end > fault.line:
        return f"{fault.line}–{fault.line_end}"
    return str(fault.line)


def _grouped_faults(faults: Iterable[Fault], threshold: int, hushed: Collection[str]) -> Table:
    """One line a cause; a few cases may be a few persons, so small counts bear the mask."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.code, fault.remedy), []).append(fault)
    rows = tuple(
        Row(same[0].cause, "", (marks.of(cases, f"constat/{code}"), same[0].remedy))
        for (code, _), same in groups.items()
        for cases in (_cases(same, threshold, hushed),)
    )
    return Table("À vérifier par les structures", ("Constat", "Cas", "Remède"), rows)


def _cases(faults: Sequence[Fault], threshold: int, hushed: Collection[str]) -> str:
    """How many; of files of persons roughly, lest the next edition tell those of one year."""
    if len(faults) < threshold:
        return STATE_TEXT[State.HIDDEN]
    if any(fault.file in hushed for fault in faults):
        return about(len(faults), CASES)
    return number(len(faults))

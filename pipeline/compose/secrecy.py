"""What the reader is told of the secret: the rules in force, what they hid, what it cost.

How many figures each rule hides is told over the whole edition only: table by table, it would say
which of the hidden counts are the small ones. For the same reason the rules that a masked count may
owe its mask to are told as one, and a rule that hid few joins others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pipeline.compose.material import Source
from pipeline.compose.page import Row, Secrecy, Table
from pipeline.french import number, plural, quantity
from pipeline.model import WITHDRAWN, Figure, Figures, Indicator, State
from pipeline.plan import Plan
from pipeline.proof import marks
from pipeline.protecting.merging import merges
from pipeline.protecting.persons import rate_floor
from pipeline.protecting.reasons import PROTECTS
from pipeline.secrecy.rules import SMALL, UNIFORM

ENOUGH = 50  # hidden figures, under which their rules are not counted apart
OTHERS = "autres règles"
ALIKE = "effectif sous le seuil, groupe uniforme ou chiffre qui les trahirait"
SHOWN, MASKED, FEW = State.VALUE, State.HIDDEN, State.NOT_SIGNIFICANT


def compose_secrecy(plan: Plan, source: Source) -> Secrecy:
    """The method note and the log of masks, made from the policy and the figures themselves."""
    figures, printed = source.figures, set(plan.indicators())
    tables = dict(_tables(figures))
    elsewhere = [figure for name, own in tables.items() if name not in printed for figure in own]
    cost = _cost([figure for own in tables.values() for figure in own])
    return Secrecy(
        policy=tuple(_policy(figures, source.structures)),
        short=f"{cost.partition(' ;')[0]}.",
        cost=cost,
        rules=_rules(figures),
        tables=Table(
            "Le secret, par indicateur, toutes années et structures",
            ("Indicateur", "Publiés", "Masqués « s »", "« n.s. »", "Part masquée"),
            (
                *(
                    _row(figures.indicators[name], own)
                    for name, own in tables.items()
                    if name in printed and any(f.state in {MASKED, FEW} for f in own)
                ),
                *([_row(None, elsewhere)] if elsewhere else []),
            ),
        ),
    )


def _tables(figures: Figures) -> Iterator[tuple[str, list[Figure]]]:
    """The figures that secrecy may touch, by indicator: persons, and amounts that it hid."""
    own: dict[str, list[Figure]] = {}
    for figure in figures.cells.values():
        if figure.state in {SHOWN, MASKED, FEW}:
            own.setdefault(figure.key.indicator, []).append(figure)
    for head in sorted(figures.indicators.values(), key=lambda head: head.code):
        told = own.get(head.id, [])
        if told and (head.sensitivity or any(figure.state is MASKED for figure in told)):
            yield head.id, told


def _policy(figures: Figures, structures: Mapping[str, str]) -> Iterator[str]:
    seuil = marks.of(str(figures.threshold), "reglage/seuil")
    yield (
        f"Un effectif de moins de {seuil} personnes n’est pas imprimé, ni ce qui permettrait de le "
        "retrouver : les masques sont choisis sur tous les tableaux et toutes les années à la "
        "fois, au moindre coût, les totaux du pôle en dernier. Le même signe, « s », couvre tous "
        "les cas. Un zéro est imprimé."
    )
    few = marks.of(number(rate_floor(figures.threshold)), "reglage/effectif significatif")
    none, every = (marks.of(quantity(part, "%"), "regle/uniforme") for part in (0, 100))
    yield (
        f"Sous {few} personnes, le taux d’une structure est « n.s. ». Sont masqués aussi : les "
        "heures de trop peu de personnes, et, pour une donnée sensible (handicap, RSA, quartier "
        f"prioritaire…), la part d’une structure qui vaudrait {none} ou {every}."
    )
    yield from _earlier_thresholds(figures)
    yield _amounts(figures, structures)
    if gone := sorted(head.code for head in figures.indicators.values() if head.kept == WITHDRAWN):
        yield f"Pour le secret, le pôle a retiré de son rapport : {', '.join(gone)}."
    if merged := list(_merged(figures)):
        yield (
            "Un tableau dont plus de la moitié des effectifs seraient trop petits, si le chiffre "
            "du pôle s’y partageait à parts égales, ou un tableau nouveau dont aucun masque ne "
            "protégerait le détail, est donné à l’échelon au-dessus : "
            f"{' ; '.join(merged)}. Les vrais effectifs ne décident que du second cas."
        )
    yield (
        "Avant publication, un contrôle indépendant relit le PDF, la page, les dessins, les "
        "fichiers joints et les éditions déjà publiées : si les additions, soustractions et "
        "pourcentages qu’il connaît situaient de trop près un petit effectif, rien ne paraîtrait."
    )
    yield _members(figures)
    yield (
        "Les lignes des fichiers de personnes sont comptées tous fichiers réunis, à la centaine : "
        "contrat par contrat, ou d’une édition à l’autre, leur nombre ferait retrouver un effectif "
        "masqué. Une ligne d’un fichier de personnes n’est située que pour la structure qui l’a "
        "remis. Les nombres que le pôle écrit dans ses textes sont les siens."
    )


def _earlier_thresholds(figures: Figures) -> Iterator[str]:
    """The years that came out under another threshold, which they keep."""
    years: dict[int, list[int]] = {}
    for year in figures.years:
        own = figures.thresholds.get(year, figures.threshold)
        if own != figures.threshold:
            years.setdefault(own, []).append(year)
    for own, (first, *others) in years.items():
        seuil = marks.of(str(own), f"reglage/seuil de {first}")
        few = marks.of(number(rate_floor(own)), f"reglage/effectif significatif de {first}")
        who = f"Les années {first} à {others[-1]}" if others else f"L’année {first}"
        out, keep = ("déjà publiées", "le gardent") if others else ("déjà publiée", "le garde")
        yield (
            f"{who}, {out} sous un seuil de {seuil} personnes, {keep} : le taux d’une structure y "
            f"est « n.s. » sous {few}."
        )


def _members(figures: Figures) -> str:
    """Which other readers the edition withstands, and which it does not."""
    if figures.is_strict:
        return (
            "Une structure membre, qui connaît ses propres chiffres, ne le peut pas davantage. "
            "Plusieurs structures qui mettraient les leurs en commun le pourraient peut-être."
        )
    return (
        "Une structure membre, qui connaît ses propres chiffres, pourrait en situer quelques-uns : "
        "cette édition protège du public, non de ses membres."
    )


def _merged(figures: Figures) -> Iterator[str]:
    """`pour le pôle seul, DEV-01, DEV-03`: the tables of each way of merging."""
    ways: dict[str, list[str]] = {}
    for one in merges(figures.indicators, figures.told):
        ways.setdefault(one.way, []).append(one.place)
    yield from (f"{way}, {', '.join(places)}" for way, places in ways.items())


def _amounts(figures: Figures, structures: Mapping[str, str]) -> str:
    if figures.agreed is None or set(structures) <= figures.agreed:
        return "Les structures acceptent que leurs montants et leurs tonnages soient publiés."
    count = marks.of(number(len(figures.agreed & set(structures))), "reglage/accords")
    return (
        "Le montant ou le tonnage d’une structure n’est imprimé que si elle l’accepte "
        f"({count} l’ont fait) ; un montant du pôle que trop peu de structures composent, ou une "
        "seule presque entier, est masqué, et ce qui se calcule d’un montant masqué l’est avec lui."
    )


def _cost(told: Iterable[Figure]) -> str:
    states = Counter((bool(figure.key.structure), figure.state) for figure in told)
    pole, own = (
        (states[level, MASKED] + states[level, FEW], states[level, SHOWN])
        for level in (False, True)
    )
    hidden, shown = pole[0] + own[0], pole[1] + own[1]
    return (
        f"Pour protéger les personnes, {_told(hidden, 'bilan/chiffres tus')} "
        f"{plural(hidden, 'chiffre')} sur "
        f"{_told(hidden + shown, 'bilan/chiffres sur des personnes')} "
        f"({_part(hidden, hidden + shown, 'bilan/part tue')}) "
        f"{plural(hidden, 'n’est pas imprimé', 'ne sont pas imprimés')} ; pour le pôle entier, "
        f"{_told(pole[0], 'bilan/chiffres tus du pôle')} sur "
        f"{_told(sum(pole), 'bilan/chiffres du pôle')} "
        f"({_part(pole[0], sum(pole), 'bilan/part tue du pôle')})."
    )


def _rules(figures: Figures) -> str:
    counts: Counter[str] = Counter()
    for rule, count in figures.masks.items():
        is_alike = rule in {SMALL, UNIFORM, PROTECTS}
        counts[ALIKE if is_alike else rule if count >= figures.threshold else OTHERS] += count
    if counts.total() < ENOUGH:
        return ""
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    told = (f"{rule}, {_told(count, f'bilan/masques/{rule}')}" for rule, count in ranked)
    return f"Par règle : {' ; '.join(told)}."


def _row(head: Indicator | None, own: Iterable[Figure]) -> Row:
    """An indicator of the report; None for all those of the attached file alone."""
    title, code = (head.title, head.code) if head else ("Autres, dans le fichier joint", "")
    states = Counter(figure.state for figure in own)
    silent, place = states[MASKED] + states[FEW], code or "fichier joint"
    cells = [_told(states[state], f"bilan/{state.value}/{place}") for state in (SHOWN, MASKED, FEW)]
    part = _part(silent, silent + states[SHOWN], f"bilan/part tue/{place}")
    return Row(title, code, (*cells, part))


def _told(count: int, origin: str) -> str:
    return marks.of(number(count), origin)


def _part(count: int, whole: int, origin: str) -> str:
    return marks.of(quantity(100 * count // whole if whole else 0, "%"), origin)

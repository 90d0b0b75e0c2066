"""A new indicator to fill in: its SQL file and test folder, refused as long as one is empty."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.counting.heads import CODE_PREFIXES
from pipeline.counting.queries import CONTEXT_TABLES
from pipeline.errors import SettingsError, did_you_mean

NAME = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r'^code\s*=\s*"[A-Z]+-(\d+)"', re.MULTILINE)

SQL = """\
/*---
code         = "{code}"
titre        = ""
question     = ""
sujet        = ""
accord       = ""
unite        = ""
decimales    = 0
sens         = ""
niveau       = ""
agregation   = ""
definition   = ""
source       = ""
sensibilite  = -1
limites      = ""
---*/
select
    annee,
    structure_id,
    count(*) as valeur
from a_remplir
group by grouping sets ((annee, structure_id), (annee))
"""


def scaffold(root: Path, indicator_id: str) -> tuple[Path, Path]:
    """Write both under `root`; the SQL file and the test folder."""
    theme, _, stem = indicator_id.partition("/")
    _refuse_bad_name(indicator_id, theme, stem)
    queries = root / "queries"
    path = queries / "indicators" / theme / f"{stem}.sql"
    case = root / "tests" / "indicators" / theme / stem
    tables = (root / "data" / "contracts" / f"{stem}.json", root / "data/reference" / f"{stem}.csv")
    others = (one for one in (case, *tables) if one.exists())
    if taken := [*sorted(queries.rglob(f"{stem}.sql")), *others]:
        raise SettingsError(
            f"ID={indicator_id} : {taken[0].relative_to(root).as_posix()} existe déjà. "
            "Rien n'a été écrit. Choisissez un autre nom."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    case.mkdir(parents=True)
    path.write_text(SQL.format(code=_next_code(path.parent, theme)), encoding="utf-8")
    (case / "attendu.csv").write_text("annee,structure_id,valeur\n", encoding="utf-8")
    (case / "lisez-moi.md").write_text("", encoding="utf-8")
    return path, case


def _refuse_bad_name(indicator_id: str, theme: str, stem: str) -> None:
    if theme not in CODE_PREFIXES:
        hint = did_you_mean(theme, CODE_PREFIXES)
        raise SettingsError(
            f"ID={indicator_id} : « {theme} » n'est pas un thème.{hint} "
            f"Écrivez ID=theme/nom, avec l'un de ces thèmes : {', '.join(CODE_PREFIXES)}."
        )
    if not NAME.fullmatch(stem) or stem in CONTEXT_TABLES:
        what = f"« {stem} » n'est pas un nom possible" if stem else "le nom manque"
        raise SettingsError(
            f"ID={indicator_id} : {what}. Écrivez ID={theme}/nom, "
            "en minuscules sans accent, chiffres et tirets bas, par exemple part_femmes."
        )


def _next_code(folder: Path, theme: str) -> str:
    """One more than the highest: a number given up is never given again."""
    heads = (path.read_text(encoding="utf-8") for path in folder.glob("*.sql"))
    numbers = [int(number) for head in heads for number in CODE.findall(head)]
    return f"{CODE_PREFIXES[theme]}{max(numbers, default=0) + 1:02d}"

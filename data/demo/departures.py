"""How pathways end, and what became of people afterwards."""

from __future__ import annotations

from datetime import date, timedelta

from cast import CLOSING, Book, stream
from insertion import Contract
from people import Stay, exits

FOLLOW_UPS = (("3m", 91), ("6m", 183), ("12m", 365))
# category: motives, each with the kind of employer and the shortest and longest contract (months)
# fmt: off
MOTIVES: dict[str, tuple[tuple[str, str | None, int, int], ...]] = {
    "durable": (("cdi", "entreprise", 0, 0), ("cdi", "association", 0, 0),
                ("cdi_structure", "structure_ou_filiale", 0, 0),
                ("cdd_6_mois_et_plus", "entreprise", 6, 12),
                ("cdd_6_mois_et_plus", "public", 6, 12),
                ("interim_6_mois_et_plus", "agence_interim", 6, 9),
                ("fonction_publique", "public", 0, 0), ("creation_entreprise", None, 0, 0)),
    "transition": (("cdd_moins_6_mois", "entreprise", 1, 5), ("cdd_moins_6_mois", "public", 2, 5),
                   ("interim_moins_6_mois", "agence_interim", 1, 4),
                   ("contrat_aide_cdd", "association", 9, 12)),
    "positive": (("formation_qualifiante", None, 0, 0), ("formation_pre_qualifiante", None, 0, 0),
                 ("autre_siae", "siae", 0, 0), ("formation_qualifiante", None, 0, 0),
                 ("retraite", None, 0, 0)),
    "passage": (("autre_siae", "siae", 0, 0),),
    "autre": (("chomage", None, 0, 0), ("chomage", None, 0, 0), ("sans_nouvelle", None, 0, 0),
              ("inactivite", None, 0, 0), ("licenciement", None, 0, 0)),
    "retrait": (("fin_periode_essai", None, 0, 0), ("conge_longue_duree", None, 0, 0),
                ("duree_insuffisante", None, 0, 0), ("decision_justice", None, 0, 0)),
}
# fmt: on
SITUATIONS = {  # what people say six months later, by how they left
    "durable": ("CDI", "CDI", "CDI", "CDD6+", "independant", "CDD6+"),
    "transition": ("CDD6-", "CDD6+", "interim", "recherche", "CDI", "interim"),
    "positive": ("formation", "SIAE", "SIAE", "CDD6+", "formation", "recherche"),
    "autre": ("recherche", "inactif", "CDD6-", "interim", "recherche", "formation"),
}


def write_exits(book: Book, signed: list[Contract]) -> None:
    """How each pathway ended, and what became of people three, six and twelve months later."""
    rng = stream("sorties")
    last = {id(contract.stay): contract for contract in signed}
    ranks: dict[tuple[str, int], int] = {}
    for stay, day in exits([c.stay for c in last.values()]):
        place = (stay.member, day.year)
        ranks[place] = ranks.get(place, 0) + 1
        motive, employer, least, most = rng.choice(
            MOTIVES["passage" if stay.moves_on else stay.category]
        )
        proofs = ("contrat", "attestation", "contrat", "declaratif")
        dynamic = stay.category in ("durable", "transition", "positive")
        book.add(
            "sorties",
            stay.member,
            day.year,
            sortie_id=f"S-{stay.member[:3].upper()}-{day.year}-{ranks[place]:02d}",
            structure_id=stay.member,
            salarie_key=stay.person.key,
            contrat_id=last[id(stay)].id,
            date_sortie=day,
            motif=motive,
            categorie=stay.category,
            employeur_type=employer,
            duree_contrat_mois=rng.randint(least, most) if most else None,
            formation_type="titre professionnel" if motive == "formation_qualifiante" else None,
            justificatif=rng.choice(proofs) if dynamic else "aucun",
        )
        if stay.category in SITUATIONS:
            _follow(book, stay, day)


def _follow(book: Book, stay: Stay, day: date) -> None:
    """Calls after the exit; about two people in three answer, fewer as time goes by."""
    rng = stream(f"suivi/{stay.person.key}/{stay.member}")
    for rank, (term, days) in enumerate(FOLLOW_UPS):
        called = day + timedelta(days=days + rng.randrange(-6, 15))
        if called > CLOSING:
            return
        reached = rng.randrange(100) < 78 - 9 * rank
        situation = rng.choice(SITUATIONS[stay.category]) if reached else "inconnu"
        book.add(
            "suivi_sorties",
            stay.member,
            called.year,
            salarie_key=stay.person.key,
            structure_id=stay.member,
            echeance=term,
            date_contact=called,
            joint=reached,
            situation=situation,
        )

"""Rows that break no rule, for each contract, drawn with a seeded random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.dirt.draft import YEAR, Row

ROWS = 9
PEOPLE = 6  # insertion contracts of each member
NAMES = (
    "Épicerie du marché",
    "Café des Écluses",
    "Menuiserie Lefèvre & fils",
    "Société générale d'équipement",
    "Matériel à dîner",
    "Total Énergies",
    "Hôtel Sainte-Geneviève",
)
RICH_NAMES = ("L’Atelier – façade", "Cœur de pôle", "Achats à 5 €", 'Café "Le Phare"', "A+B")
SIRETS = ("12345678200002", "73282932000074", "35600000000048")
COMMUNES = ("93066", "01004", "2A004", "75118")


def amount(rng: Random, low: float, high: float) -> Decimal:
    """An amount in cents; the sizes vary as much as those of real files."""
    top = rng.choice([high, min(high, 20), min(high, 2000)])
    return Decimal(str(round(rng.uniform(low, max(low, top)), 2))).quantize(Decimal("0.01"))


def day(rng: Random) -> date:
    """A day of the year of the tests."""
    return date(YEAR, 1, 1) + timedelta(days=rng.randrange(365))


def name(rng: Random) -> str:
    """A free text with the accents and signs that people use."""
    return rng.choice(NAMES if rng.random() < 0.75 else RICH_NAMES)


def person(case: int, rank: int) -> tuple[str, str]:
    """Key and contract of one of the members' people, as in `supporting_contracts`."""
    return f"p{case}-{rank % PEOPLE}", f"c{case}-{rank % PEOPLE}"


def _hours(rng: Random, case: int, rank: int) -> Row:
    paid = amount(rng, 1, 150)
    off = rng.choice([None, Decimal(0), paid])
    _, contract = person(case, rank)
    return {
        "contrat_id": contract,
        "mois": date(YEAR, 1 + rank % 12, 1),
        "heures_payees": paid,
        "heures_travaillees": rng.choice([None, amount(rng, 1, 150)]),
        "dont_absence": off,
    }


def _purchase(rng: Random, case: int, rank: int) -> Row:
    return {
        "achat_id": f"a{case}-{rank}",
        "annee": YEAR,
        "fournisseur_nom": rng.choice([None, name(rng), name(rng)]),
        "fournisseur_siret": rng.choice([None, *SIRETS]),
        "code_postal": rng.choice([None, "93200", "01000", "20000"]),
        "code_commune": rng.choice([None, *COMMUNES]),
        "montant_ht_eur": amount(rng, -300, 3_000_000),
        "categorie": name(rng),
        "fournisseur_ess": rng.choice([True, False, None]),
        "fournisseur_siae": rng.choice([True, False]),
        "groupe": rng.choice([True, False, None]),
        "label_environnemental": rng.choice([None, "AB"]),
    }


def _waste(rng: Random, case: int, rank: int) -> Row:
    return {
        "mouvement_id": f"d{case}-{rank}",
        "date": day(rng),
        "sens": rng.choice(["entrant", "sortant"]),
        "flux": rng.choice(["textiles", "DEA_meubles", "carton_papier", "biodechets", "OMR"]),
        "code_dechet": rng.choice([None, "20 01 10", "150103"]),
        "poids_kg": amount(rng, 0, 19_000),
        "destination": rng.choice(["reemploi", "recyclage", "incineration"]),
        "code_traitement": rng.choice([None, "R1", "R3", "D10"]),
        "exutoire": name(rng),
        "methode_pesee": rng.choice([None, "pesee", "bon", "estimation"]),
    }


def _exit(rng: Random, case: int, rank: int) -> Row:
    key, contract = person(case, rank)
    reason, category, months = rng.choice(
        [
            ("cdi", "durable", None),
            ("cdd_6_mois_et_plus", "durable", 8),
            ("cdd_moins_6_mois", "transition", 3),
            ("formation_qualifiante", "positive", None),
            ("sans_nouvelle", None, None),
        ]
    )
    return {
        "sortie_id": f"x{case}-{rank}",
        "salarie_key": key,
        "contrat_id": rng.choice([contract, None]),
        "date_sortie": day(rng),
        "motif": reason,
        "categorie": category,
        "employeur_type": rng.choice([None, "entreprise", "agence_interim"]),
        "duree_contrat_mois": months,
        "formation_type": rng.choice([None, name(rng)]),
        "justificatif": rng.choice([None, "contrat", "declaratif"]),
    }


def _job(rng: Random, case: int, rank: int) -> Row:
    start = date(rng.randrange(2015, YEAR), rng.randrange(1, 13), rng.randrange(1, 29))
    return {
        "emploi_id": f"e{case}-{rank}",
        "type_contrat": rng.choice(["CDI", "CDD", "service_civique"]),
        "fonction": rng.choice(["ETI", "CIP", "direction", "animation"]),
        "etp": rng.choice([Decimal(1), Decimal("0.5"), Decimal("0.75")]),
        "date_debut": start,
        "date_fin": rng.choice([None, day(rng)]),
        "sexe": rng.choice(["F", "M", None]),
        "annee_naissance": rng.choice([None, rng.randrange(1960, 1998)]),
        "qpv": rng.choice([None, "oui", "non", "inconnu"]),
        "code_commune": rng.choice([None, *COMMUNES]),
        "partage_entre": rng.choice([None, name(rng)]),
        "salaire_brut_annuel_etp": rng.choice([None, amount(rng, 21_000, 45_000)]),
    }


def _activity(rng: Random, case: int, rank: int) -> Row:
    when, women, extra = day(rng), rng.randrange(9), rng.randrange(400)
    people = women + 8 + rng.randrange(30)
    return {
        "activite_id": f"v{case}-{rank}",
        "type": rng.choice(["evenement", "mediation_numerique", "permanence"]),
        "theme": rng.choice([None, "insertion", "environnement"]),
        "date": when,
        "mois": rng.choice([None, when.replace(day=1)]),
        "ouverture": rng.choice(["public", "prive"]),
        "nb_passages": people + extra * rng.choice([1, 40]),
        "nb_personnes": people,
        "comptage": rng.choice(["registre", "billetterie", "estimation"]),
        "nb_femmes": women,
        "nb_moins_26": rng.choice([None, rng.randrange(4)]),
        "nb_60_plus": rng.choice([None, rng.randrange(4)]),
        "nb_qpv": rng.randrange(4),
        "nb_inconnu_qpv": rng.randrange(4),
        "nb_handicap": rng.choice([None, 0, 2]),
        "heures": rng.choice([None, Decimal("1.5"), Decimal(35)]),
    }


def _budget(rng: Random, _case: int, rank: int) -> Row:
    return {
        "annee": YEAR,
        "compte": str(60 + rank),
        "libelle": name(rng),
        "nature": "realise",
        "montant_eur": amount(rng, 0, 3_000_000),
        "action_id": None,
    }


def _structure(rng: Random, case: int, rank: int) -> Row:
    return {
        "structure_id": f"voisin-{case}-{rank}",
        "nom": f"Voisin {name(rng)} n° {case}-{rank}",
        "siret": rng.choice(SIRETS),
        "forme_juridique": rng.choice(["association", "SCIC", "entreprise_individuelle"]),
        "categorie_art9": rng.choice(["ESS", "collectivite", "recherche_formation"]),
        "type_siae": rng.choice([None, "ACI", "ETTI"]),
        "residente": rng.choice([True, False]),
        "societaire": rng.choice([True, False]),
        "date_entree": date(rng.randrange(2015, 2024), 1 + rank, 1 + rank),
        "date_sortie": rng.choice([None, day(rng)]),
        "surface_occupee_m2": rng.choice([None, amount(rng, 10, 3000)]),
        "code_commune": rng.choice(COMMUNES),
        "naf": rng.choice([None, "81.30Z"]),
        "creee_avec_pole": rng.choice([False, None]),
        "date_creation": day(rng) - timedelta(days=3650),
    }


def _energy(rng: Random, _case: int, rank: int) -> Row:
    return {
        "site": "Halle" if rank < ROWS // 2 else "Bâtiment A",
        "surface_m2": rng.choice([None, amount(rng, 10, 3000)]),
        "fluide": "electricite",
        "date_debut": date(YEAR, 1 + rank, 1),
        "date_fin": date(YEAR, 2 + rank, 1),
        "quantite": amount(rng, 0, 90_000),
        "unite": "kWh",
        "renouvelable": rng.choice([True, False, None]),
        "cout_eur": amount(rng, 0, 9_000),
        "type": rng.choice([None, "releve"]),
    }


def _funding(rng: Random, case: int, rank: int) -> Row:
    return {
        "annexe_id": f"f{case}-{rank}",
        "mesure": rng.choice(["ACI_DC", "ACI_MP", "ETTI_DC"]),
        "date_debut": date(YEAR, 1, 1) + timedelta(days=rank),
        "date_fin": date(YEAR, 12, 31),
        "etat": rng.choice(["VALIDE", "PROVISOIRE"]),
        "etp_conventionnes": amount(rng, 0, 30),
        "nb_prev_sorties": rng.choice([None, rng.randrange(40)]),
        "etat_eur": amount(rng, 0, 400_000),
        "fse_eur": rng.choice([None, amount(rng, 0, 90_000)]),
        "part_ventes_pct": amount(rng, 0, 30),
    }


def _green(rng: Random, case: int, rank: int) -> Row:
    return {
        "annee": YEAR,
        "site": f"Verger {case}-{rank}",
        "code_commune": rng.choice([None, *COMMUNES]),
        "surface_m2": amount(rng, 0, 12_000),
        "gestion": rng.choice(["fauche_tardive", "ecopaturage", "maraichage"]),
        "intervention": rng.choice(["entretien", "renaturation"]),
        "phyto": rng.choice(["aucun", "biocontrole"]),
        "nb_plants": 40 + rank,
        "nb_vivants_n1": rng.choice([None, rank]),
    }


BUILDERS: dict[str, Callable[[Random, int, int], Row]] = {
    "heures_insertion": _hours,
    "achats": _purchase,
    "dechets": _waste,
    "sorties": _exit,
    "emplois": _job,
    "activites_publics": _activity,
    "budget": _budget,
    "structures": _structure,
    "energie": _energy,
    "annexes_financieres": _funding,
    "espaces_verts": _green,
}

"""What is bought and from whom; the hours that public buyers ask for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cast import BY_ID, MEMBERS, YEARS, Book, Value, invented_siret, money, stream
from economy import ECONOMIES, GROWTH

# fmt: off
# outside suppliers: name, commune, postcode, category, ESS, SIAE
# fmt: off
SUPPLIERS: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("Quincaillerie du Port", "93066", "93200", "Fournitures", False, False),
    ("Matériaux de la Boucle", "93031", "93800", "Matériaux", False, False),
    ("Imprimerie des Docks", "93001", "93300", "Communication", False, False),
    ("Pépinières du Canal", "93072", "93240", "Végétaux", False, False),
    ("Garage des Deux Ponts", "93070", "93400", "Entretien des véhicules", False, False),
    ("Le Grenier coopératif", "93066", "93200", "Alimentation", True, False),
    ("Net'Rives insertion", "93027", "93120", "Nettoyage", True, True),
    ("Papeterie solidaire du Nord", "93008", "93000", "Fournitures", True, True),
    ("Mutuelle des Quais", "75118", "75018", "Assurances", True, False),
    ("Banque des Canaux", "75118", "75018", "Services bancaires", False, False),
    ("Énergie du Fleuve", "92036", "92230", "Énergie", True, False),
    ("Télécom des Plaines", "92036", "92230", "Télécommunications", False, False),
    ("Location Outils Express", "92036", "92230", "Location", False, False),
    ("Cabinet Martelière", "75118", "75018", "Honoraires", False, False),
    ("Équipements Textiles du Rhône", "69123", "69003", "Matériel", False, False),
    ("Logiciels du Ponant", "44109", "44000", "Logiciels", True, False),
)
# fmt: on
POSTCODES = {
    "93066": "93200",
    "93001": "93300",
    "93031": "93800",
    "93072": "93240",
    "93027": "93120",
    "93070": "93400",
    "93079": "93430",
    "93039": "93450",
}
INNER = ("coop-services", "ressourcerie", "cuisine", "formation", "semaphore", "velo")


CLAUSES = (
    ("berges", "Entretien des espaces publics", 2100),
    ("coop-services", "Propreté", 2900),
    ("atelier-fil", "Vêtements de travail", 640),
)


def write_purchases(book: Book) -> None:
    """Invoices by supplier: local ones, members of the pole, group purchases, a credit note."""
    rng = stream("achats")
    for place, member in enumerate(MEMBERS):
        for year in member.years:
            total = ECONOMIES[member.id].income * GROWTH[year] // 1000 * 26 // 100
            outside = [s for i, s in enumerate(SUPPLIERS) if (i * 5 + place * 3) % 7 < 5]
            inside = [m for m in INNER if m != member.id and year in BY_ID[m].years][: 2 + year % 2]
            weights = [rng.randrange(40, 160) for _ in outside]
            rank = 0
            for weight, supplier in zip(weights, outside, strict=True):
                rank += 1
                local = 88 + 4 * (year - min(YEARS)) if supplier[1].startswith("93") else 100
                amount = money(total * weight * local / 100 / sum(weights) * 0.93)
                _buy(
                    book,
                    member.id,
                    year,
                    rank,
                    supplier,
                    invented_siret(100 + SUPPLIERS.index(supplier)),
                    amount,
                )
            for name in inside:
                rank += 1
                seller = BY_ID[name]
                part = (
                    seller.name,
                    seller.commune,
                    POSTCODES[seller.commune],
                    "Prestations du pôle",
                    seller.category == "ESS",
                    seller.siae is not None,
                )
                amount = money(total * rng.randrange(14, 27) * (year - 2015) / 8000)
                _buy(book, member.id, year, rank, part, seller.siret, amount)
        last = member.years[-1]
        back = SUPPLIERS[0]
        _buy(book, member.id, last, 90, back, invented_siret(100), money(-40 - 7 * place))


def _buy(
    book: Book,
    member: str,
    year: int,
    rank: int,
    supplier: tuple[str, str, str, str, bool, bool],
    siret: str,
    amount: Decimal,
) -> None:
    """One row of purchases from one supplier."""
    name, commune, postcode, category, ess, siae = supplier
    label: dict[str, Value] = {"label_environnemental": "AB"} if category == "Alimentation" else {}
    book.add(
        "achats",
        member,
        year,
        achat_id=f"A-{member[:3].upper()}-{year}-{rank:02d}",
        structure_id=member,
        annee=year,
        fournisseur_nom=name,
        fournisseur_siret=siret,
        code_postal=postcode,
        code_commune=commune,
        montant_ht_eur=amount,
        categorie=category,
        fournisseur_ess=ess,
        fournisseur_siae=siae,
        groupe=category == "Énergie",
        **label,
    )


def write_clauses(book: Book) -> None:
    """Hours worked under social clauses of public contracts."""
    for rank, (member, buyer, hours) in enumerate(CLAUSES):
        for year in BY_ID[member].years:
            planned = hours * (100 + 6 * (year - min(YEARS))) // 100
            done = planned * (93 + (year * 7 + rank * 5) % 15) // 100
            if (member, year) == ("atelier-fil", 2023):
                done = planned * 45 // 100
            book.add(
                "clauses_sociales",
                member,
                None,
                clause_id=f"CL-{member[:3].upper()}-{year}",
                structure_id=member,
                marche_ref=f"{year - 1}-M{rank + 11}",
                donneur_ordre=buyer,
                heures_prevues=Decimal(planned),
                heures_realisees=Decimal(done),
                nb_personnes=done // 160 + 1,
                date_debut=date(year, 1, 1),
                date_fin=date(year, 12, 31),
            )

"""The e-mail that goes with a slip, ready to be pasted."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.french import typo
from pipeline.received import Severity
from pipeline.returns.describe import counted
from pipeline.returns.model import Extract, Slip


def message(slip: Slip, attached: str) -> str:
    """The subject, a blank line, the text; it quotes no cell."""
    return "\n".join([f"Objet : {_subject(slip)}", "", *_body(slip, attached), ""])


def _subject(slip: Slip) -> str:
    if slip.to_mend:
        return f"Vos fichiers {slip.year} : {counted(slip.to_mend, 'point')} à corriger"
    if slip.late:
        return f"Vos fichiers {slip.year} : il en manque {len(slip.late)}"
    if slip.to_check:
        return f"Vos fichiers {slip.year} : {counted(slip.to_check, 'point')} à vérifier"
    return f"Vos fichiers {slip.year} : tout est bon, merci"


def _body(slip: Slip, attached: str) -> Iterator[str]:
    yield "Bonjour,"
    yield ""
    lines = sum(receipt.balance.lines for receipt in slip.receipts)
    if slip.receipts:
        received = f"{counted(len(slip.receipts), 'fichier')} ({counted(lines, 'ligne')})"
        yield typo(f"Nous avons bien reçu {received} pour « {slip.name} ». Merci !")
    else:
        yield typo(f"Nous n'avons encore reçu aucun fichier pour « {slip.name} ».")
    if not slip.extracts:
        yield typo("Aucune anomalie dans ce que nous avons reçu.") if slip.receipts else ""
    yield from _to_mend(slip, attached)
    yield from _missing(slip)
    yield ""
    yield typo(
        "N'envoyez jamais de nom, d'adresse ni de numéro de sécurité sociale : "
        "seule la clé salarié est admise."
    )
    yield ""
    yield "Merci de votre aide, et bien cordialement,"
    yield typo(f"L'équipe du pôle {slip.pole}")


def _to_mend(slip: Slip, attached: str) -> Iterator[str]:
    for heading, severities in (
        ("À corriger (ces lignes ne sont pas encore comptées dans le rapport)", _HARD),
        ("À vérifier (ces lignes sont comptées, un doute demeure)", {Severity.CHECK}),
    ):
        lines = [line for one in slip.extracts if (line := _extract(one, severities))]
        if lines:
            yield ""
            yield typo(f"{heading} :")
            yield from lines
    if any(extract.sent for extract in slip.extracts):
        yield ""
        yield typo(
            f"Le plus simple : ouvrez le classeur joint, {attached}.xlsx. Ce sont vos propres "
            "lignes ; la colonne « À corriger » et les cellules encadrées disent quoi faire. "
            "Corrigez-les, puis renvoyez-nous ce classeur en entier par le canal sécurisé habituel."
        )
        yield typo(f"Le détail se lit aussi dans la page jointe, {attached}.html.")


_HARD = {Severity.BLOCKING, Severity.SET_ASIDE}


def _extract(extract: Extract, severities: set[Severity]) -> str:
    reasons: dict[str, int] = {}
    for finding in extract.findings:
        if finding.severity in severities:
            reasons[finding.reason] = reasons.get(finding.reason, 0) + 1
    if not reasons:
        return ""
    listed = " ; ".join(
        f"{reason[:1].lower()}{reason[1:].rstrip('.')}" + (f" ({times} fois)" if times > 1 else "")
        for reason, times in reasons.items()
    )
    sender = f"fichier envoyé par {extract.sender}" if extract.sender else ""
    titles = ", ".join(filter(None, (extract.title, sender)))
    return f"- {extract.name}" + typo((f" ({titles})" if titles else "") + f" : {listed}.")


def _missing(slip: Slip) -> Iterator[str]:
    if slip.late:
        yield ""
        yield typo(f"Il nous manque, pour {slip.year} :")
        yield from (typo(f"- {title}") for title in slip.late)
        yield typo(
            "Si vous n'avez rien à déclarer, renvoyez le modèle vierge avec ses seuls titres."
        )
    if slip.late_before:
        yield ""
        yield typo("Il manque aussi, pour les années passées :")
        yield from (typo(f"- {title}, {year}") for year, title in slip.late_before)

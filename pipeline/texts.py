"""The coordinator's own words: Markdown with live figures, from `textes/` in the pole's folder."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pipeline.errors import SettingsError, did_you_mean, plain_path
from pipeline.french import typo
from pipeline.model import Figures
from pipeline.narrative import value_in_words
from pipeline.printing.pdf import LINK_SCHEMES
from pipeline.unsaid import CUT, UNSAID, cut_unsaid

MAX_LENGTH = 50_000  # characters of one text: a chapter's words, not a book


def read_text(folder: Path, chapter: str, figures: Figures) -> Markup:
    """The HTML of one text, empty when the pole wrote none.

    `textes/<year>/<chapter>.md` wins over `textes/<chapter>.md`. The text may call
    `valeur("theme/nom")`, `valeur("theme/nom", 2023)` and use `annee`, nothing else. A sentence
    whose figure has no value is cut; a text of which nothing else is left is no text.
    Raises SettingsError, naming file and line, for a call that cannot be answered and for a
    link that paper cannot follow.
    """
    year = figures.years[-1]
    for path in (
        folder / "textes" / str(year) / f"{chapter}.md",
        folder / "textes" / f"{chapter}.md",
    ):
        if path.is_file():
            return _html(_filled(path, figures), path)
    return Markup("")


def _filled(path: Path, figures: Figures) -> str:
    # Markdown escapes what comes next and reads no HTML: escaping here would do it twice.
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    sandbox.globals.clear()
    sandbox.filters.clear()
    source = _not_too_long(_source(path), path)
    try:
        template = sandbox.from_string(source)
        text = template.render(valeur=_value_of(figures), annee=figures.years[-1])
    except _UnanswerableError as error:
        raise _refusal(path, source, error, str(error)) from None
    except (TemplateError, TypeError, ArithmeticError, RecursionError) as error:
        raise _refusal(path, source, error, "un appel entre accolades est illisible") from None
    return _not_too_long(text, path)


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{plain_path(path)} n'est pas en UTF-8 : réenregistrez-le.") from None


def _not_too_long(text: str, path: Path) -> str:
    if len(text) > MAX_LENGTH:
        raise SettingsError(f"{plain_path(path)} dépasse {MAX_LENGTH} signes : raccourcissez-le.")
    return text


def _refusal(path: Path, source: str, error: Exception, reason: str) -> SettingsError:
    number = _line_of(error)
    line = source.split("\n")[number - 1].strip()
    return SettingsError(
        f"{plain_path(path)}, ligne {number} : {reason} (« {line[:80]} »).\n"
        'Écrivez par exemple {{ valeur("insertion/taux_sorties_dynamiques") }} ; seuls valeur '
        "et annee sont offerts."
    )


def _line_of(error: Exception) -> int:
    """The line of the text at which a call failed: Jinja puts it among those of Python."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 1 for f in frames if f.filename == "<template>"), 1)


class _UnanswerableError(Exception):
    """A call that reads well and has no answer: an unknown indicator, a year not shown."""


def _value_of(figures: Figures) -> Callable[..., str]:
    def valeur(indicator: str, year: int | None = None) -> str:
        head = figures.indicators.get(indicator)
        if head is None:
            near = did_you_mean(str(indicator), figures.indicators)
            raise _UnanswerableError(f"l'indicateur « {indicator} » n'existe pas.{near}")
        if year is not None and year not in figures.years:
            raise _UnanswerableError(
                f"l'année {year} est hors de l'édition, de {figures.years[0]} à {figures.years[-1]}"
            )
        figure = figures.get(indicator, year or figures.years[-1])
        return UNSAID if figure.value is None else value_in_words(head, figure)

    return valeur


def _html(markdown: str, path: Path) -> Markup:
    reader = MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "html_block", "html_inline"]
    )
    reader.core.ruler.before("inline", "cut_unsaid", cut_unsaid)
    tokens = reader.parse(markdown)
    if {token.content for token in tokens if token.type == "inline"} == {CUT}:
        return Markup("")
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h4"  # a text never opens a level above the chapter's own
        _refuse_links(token, path)
        for child in token.children or []:
            if child.type == "text":
                child.content = typo(child.content)
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 - built by markdown-it with HTML off


def _refuse_links(block: Token, path: Path) -> None:
    """A link to a file or to a place of the page leads nowhere once printed."""
    line = block.map[0] + 1 if block.map else 1
    for token in block.children or []:
        line += token.type in {"softbreak", "hardbreak"}
        target = str(token.attrGet("href")) if token.type == "link_open" else ""
        if token.type == "link_open" and urlsplit(target).scheme not in LINK_SCHEMES:
            raise SettingsError(
                f"{plain_path(path)}, ligne {line} : le lien « {target} » ne mène nulle part "
                "une fois le rapport imprimé.\nÉcrivez une adresse complète, par exemple "
                "https://exemple.fr, ou retirez le lien."
            )

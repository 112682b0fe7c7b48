"""White cells whose parts explain the total: neutrophils, lymphocytes, and what else a cause makes many of."""

import math

from ..case.limits import limits_for
from ..case.model import Case
from ..knowledge.anchors import BLAST_PERCENT, LYMPHOCYTES, NEUTROPHILS, WHITE_CELLS
from ..knowledge.knowledge import Knowledge
from .chance import Chance
from .plausible import drawn_shares
from .rules import teaching_rules
from .values import Latent, draw_value, touched, value_in


def draw_white_cells(leaf: int, counts: dict[str, float], case: Case, chance: Chance, knowledge: Knowledge) -> dict[str, float]:
    """Draw the total and what explains it beside the neutrophils, by analyte in its canonical unit.

    Where a cause of the leaf says something of the total, the total is drawn and what is left of it is told as lymphocytes, or as
    the other cells that the leaf makes many of; else the parts are drawn, and the total is their sum.
    """
    neutrophils = counts.get(NEUTROPHILS)
    if neutrophils is None or WHITE_CELLS not in knowledge.analytes:
        return {}
    rule, latent = teaching_rules(knowledge)["vignette"], Latent(chance, {})
    kind = other_cells(leaf, knowledge)
    drawn = touched(LYMPHOCYTES, leaf, knowledge) or not touched(WHITE_CELLS, leaf, knowledge) or kind not in (None, LYMPHOCYTES)
    lymphocytes = draw_value(LYMPHOCYTES, leaf, case, latent, knowledge) if drawn and kind != LYMPHOCYTES else None
    if drawn and kind != LYMPHOCYTES and lymphocytes is None:
        return {}
    known = neutrophils + rule["white_cells_beside"] + (lymphocytes or 0.0)
    if touched(WHITE_CELLS, leaf, knowledge) and (kind is not None or lymphocytes is None):
        total = _draw_total(leaf, known, case, chance, knowledge, more=kind is not None, lymphocytes=lymphocytes)
        return {WHITE_CELLS: total, **_parts(kind, total, known, lymphocytes, rule)}
    if kind == LYMPHOCYTES and (lymphocytes := draw_value(LYMPHOCYTES, leaf, case, latent, knowledge)) is not None:
        return {WHITE_CELLS: known + lymphocytes, LYMPHOCYTES: lymphocytes}
    if kind in (None, LYMPHOCYTES) or (many := draw_value(kind, leaf, case, latent, knowledge)) is None:
        return {WHITE_CELLS: known, LYMPHOCYTES: lymphocytes} if lymphocytes is not None else {}
    if kind == BLAST_PERCENT:
        total = known / (1 - min(many, rule["most_blasts"]) / 100)
        return {WHITE_CELLS: total, **_parts(kind, total, known, lymphocytes, rule)}
    return {WHITE_CELLS: known + many, LYMPHOCYTES: lymphocytes, kind: many}


def _draw_total(leaf: int, known: float, case: Case, chance: Chance, knowledge: Knowledge, *, more: bool, lymphocytes: float | None) -> float:
    """Draw the total from the leaf's profile: no less than its known parts, with lymphocytes of health where these are what is left.

    Nor is it more than lymphocytes of health explain, unless other cells are there, too (`more`).
    """
    health = limits_for(knowledge.analytes[LYMPHOCYTES], case)
    least = known + ((health.low or 0.0) if lymphocytes is None else 0.0)
    most = math.inf if more else known + (health.high or math.inf)
    value = value_in(knowledge.analytes[WHITE_CELLS], drawn_shares(WHITE_CELLS, leaf, knowledge), case, chance, chance.share(),
                     few=teaching_rules(knowledge)["vignette"]["typical"]["few"], least=least, most=most)
    return least if value is None else value


def _parts(kind: str | None, total: float, known: float, lymphocytes: float | None, rule: dict) -> dict[str, float]:
    """Return what explains a total beside its known parts; what is left is lymphocytes where none were drawn."""
    left = max(total - known, 0.0)
    if kind is None or kind == LYMPHOCYTES or lymphocytes is None:
        return {LYMPHOCYTES: left}
    if kind == BLAST_PERCENT:
        share = left / total
        return {LYMPHOCYTES: lymphocytes, **({BLAST_PERCENT: 100 * share} if share >= rule["least_told"] else {})}
    return {LYMPHOCYTES: lymphocytes, kind: left + rule["white_cells_beside"]}


def other_cells(leaf: int, knowledge: Knowledge) -> str | None:
    """Return the analyte that tells the white cells, other than neutrophils, of which a leaf often has many; None where it has not."""
    rule = teaching_rules(knowledge)["vignette"]["other_cells"]
    shares = {name: _many(name, findings, leaf, knowledge) for name, findings in rule["shown_by"].items()}
    most = max(shares, key=lambda name: round(shares[name], 6), default=None)
    return most if most is not None and shares[most] >= rule["share"] else None


def _many(name: str, findings: tuple[str, ...], leaf: int, knowledge: Knowledge) -> float:
    shares = [float(knowledge.tables.probability[knowledge.findings[one].index, leaf]) for one in findings]
    if touched(name, leaf, knowledge):
        drawn = drawn_shares(name, leaf, knowledge)
        shares.append(float(sum(share for step, share in zip(knowledge.analytes[name].bins, drawn, strict=True) if step.level == "high")))
    return max(shares, default=0.0)

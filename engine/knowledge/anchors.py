"""Ids of the rules that the engine's own formulas name. Whoever renames one in `rules/` renames it here; a test holds both together."""

WHITE_CELLS = "wbc"
"""The total white count: it stands in for the neutrophils where their count is not given."""

NEUTROPHILS = "neutrophils"
"""The analyte, and the lineage that it counts."""

LYMPHOCYTES = "lymphocytes"
"""Low white cells may be these."""

BLAST_PERCENT = "blast-percent"
MCV = "mcv"

PREGNANCY = "pregnancy"
"""The finding that says what `pregnant` of a case says."""

ANALYTES = (WHITE_CELLS, NEUTROPHILS, LYMPHOCYTES, BLAST_PERCENT, MCV)

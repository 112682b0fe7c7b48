"""The one notice that stands with every ranking, and its first words for where there is little room."""

SHORT_NOTICE = "Educational, not diagnostic"
NOTICE = f"{SHORT_NOTICE}: for hypothetical cases. Do not enter real patients' data."

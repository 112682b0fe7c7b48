"""The one notice that stands with every ranking."""

NOTICE = "Educational, not diagnostic: for hypothetical cases. Do not enter real patients' data."

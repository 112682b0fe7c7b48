"""What Penia is, how it reasons, and what it must not be used for."""

import streamlit as st

from app_parts import wording
from app_parts.state import knowledge

rules = knowledge()
st.title("About")
st.markdown(f"""
Penia is a workbench for one question: {wording.QUESTION.lower()} It maps findings to ranked candidate causes and shows every number it
added up, with its source, so that the answer can be argued with. {wording.NOTICE}

**How it reasons.** Each cause starts with its share where the case is seen. Age, sex and pregnancy, the pattern and depth of the
low counts, laboratory values, findings and drugs each multiply its odds by a likelihood ratio; correlated findings are discounted. What
is not mentioned is unknown, never absent, and says nothing, with three exceptions that are shown as reasons: once any history is told, a cause that
hinges on something striking (a drug, chemotherapy, drinking, Down syndrome) of which nothing is said becomes less likely; who names a journey
has named all of it; and in the setting for published reports a symptom or sign left out speaks a little against. "Something else" is
always in the list. Red flags stand beside the ranking and never change it.

**What the numbers are.** A frequency with a link was seen in the publication named; "assumption" marks a named band or an expert's guess.
A probability is the model's own belief under these numbers, not a measured chance; above 95% it is told no more exactly, because more has not
been shown on published cases.

**Limits.** Written for teaching on hypothetical cases. It does not diagnose, suggests no treatment, and has not been tested in care.
""")
st.markdown(f"**Knowledge**: {len(rules.causes)} causes, {len(rules.findings):,} findings, "
            f"{len(rules.analytes)} analytes, {len(rules.drugs):,} drugs, {len(rules.sources):,} sources; digest `{rules.digest[:12]}`.")

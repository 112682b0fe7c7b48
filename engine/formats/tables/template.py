"""A table to fill in: headers that are understood, and one row that shows how."""

import csv
import io

_ROWS = (
    ("id", "age", "sex", "WBC (10^9/L)", "ANC (10^9/L)", "Hb (g/dL)", "MCV (fL)", "Platelets (10^9/L)", "Ferritin (ng/mL)", "LDH (U/L)",
     "splenomegaly", "symptoms", "negatives", "history", "meds", "exposures", "diet", "family history", "onset"),
    ("example-1", "52", "male", "2.1", "0.6", "8.2", "102", "140", "", "", "no", "gait ataxia; numb feet", "fever; weight loss",
     "gastric bypass 8 years ago", "zinc supplement for 2 years", "", "", "", "months"),
    ("example-2", "34", "f", "5.4", "", "11.8", "84", "9", "40", "", "no", "petechiae; nosebleeds", "fever", "", "none", "", "", "", "days"),
)


def template() -> str:
    """Return the template as CSV text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_ROWS)
    return text.getvalue()

"""Every sentence of the screen that is not knowledge. Plain, sentence case, no claim beyond teaching."""

from engine import NOTICE

TITLE = "Penia"
PAGE_CASE = "Case"
PAGE_COMPARE = "Compare"
PAGE_KNOWLEDGE = "Knowledge"
PAGE_ABOUT = "About"
QUESTION = "Why are these blood counts low?"

COUNTS = ("wbc", "neutrophils", "hemoglobin", "platelets", "mcv", "reticulocyte-percent")
"""Analytes of the blood count form, in the order in which a report prints them."""

ENTRY_KINDS = {
    "present": "Finding, present", "absent": "Finding, absent", "unsure": "Finding, unsure", "history": "History",
    "exposures": "Exposure, travel, work", "diet": "Diet", "family_history": "Family history",
}
STATES = {"present": "present", "absent": "absent", "unsure": "unsure"}
STATUS = {"used": "used", "partly": "partly used", "unused": "recognized, carries no weight here", "not_understood": "not understood"}

EMPTY = "Enter a blood count or a finding, or start from an example."
NO_LOW_COUNT = ("No count is low in what was entered. The ranking below answers why counts would be low; "
                "check the values and their units first.")
ARTIFACT = ("An in-vitro artifact is likely enough to look at first: repeat the count (citrate tube, warmed sample) "
            "and look at the smear before weighing causes.")
HIDDEN = "The ranking is hidden until you have written your own differential. Write at least one cause, then reveal."
STABILITY_HELP = "How often it came first when our numbers were drawn within their ranges: robustness to our numbers, not a chance of being right."
WEIGHT_HELP = "Weights are log10 of the likelihood ratio that was summed: +1 multiplies the odds by ten, -1 divides them by ten."
PRIOR_HELP = "How common each cause is where the case is seen; changes every rank a little."


def percent(probability: float) -> str:
    """Return a whole percent; what rounds to nothing is below one, never zero."""
    return "<1 %" if probability < 0.005 else ">99 %" if probability > 0.995 else f"{probability * 100:.0f} %"


def signed(weight: float) -> str:
    """Return a weight with its sign, so that colour never carries it alone."""
    return f"{weight:+.2f}".replace("-", "\u2212")


"""Every sentence of the screen that is not knowledge. Plain, sentence case, no claim beyond teaching."""

from engine import NOTICE as NOTICE
from engine import telling
from engine.days import DAYS_A_WEEK, DAYS_A_YEAR, span
from engine.notice import SHORT_NOTICE as SHORT_NOTICE
from engine.telling import Reasoned
from engine.telling import factor as factor
from engine.telling import percent as percent
from engine.telling import share as share
from engine.telling import signed as signed
from engine.telling import times as times
from engine.telling import two_percents as two_percents
from engine.telling import unit as unit

TITLE = "Penia"
PAGE_CASE = "Case"
PAGE_BRING_IN = "Bring in"
PAGE_COMPARE = "Compare"
PAGE_WHAT_IF = "What if"
PAGE_LEARN = "Learn"
PAGE_PRACTICE = "Practice"
PAGE_MANY = "Many cases"
PAGE_PROGRESS = "Progress"
PAGE_TEACH = "Teach"
PAGE_KNOWLEDGE = "Knowledge"
PAGE_ABOUT = "About"
QUESTION = "Why are these blood counts low?"

COUNTS: dict[str, str | None] = {
    "wbc": "cells", "neutrophils": "cells", "lymphocytes": "cells", "platelets": "cells",
    "hemoglobin": "hemoglobin", "mcv": None, "reticulocyte-percent": None,
}
"""Analytes of the blood count form in the order of a report, with the unit choice that bare numbers of each follow."""

UNIT_CHOICES = {"cells": "Cells in", "hemoglobin": "Hemoglobin in"}

ENTRY_KINDS = {"present": "Present", "absent": "Absent", "unsure": "Unsure", "history": "History",
               "exposures": "Exposure", "diet": "Diet", "family_history": "Family"}
ENTRY_NAMES = {"age": "age", "sex": "sex:", "pregnant": "pregnant:", "gestation_weeks": "weeks of pregnancy:", "ancestry": "ancestry:",
               "onset": "began:", "absent": "absent:", "unsure": "unsure:", "family_history": "family:", "medications": "drug:"}
"""What stands before an entry in a list of entries of all kinds."""

SERIES = "Counts over time"
SERIES_COUNTS = ("wbc", "neutrophils", "hemoglobin", "platelets")
"""Analytes that the table of dated counts always offers; an opened file may add others."""
SERIES_HELP = ("One row a day, dates as 2024-01-31 or days as day 14 or -14, from the presentation. The newest counts stand for the present where "
               "the form above has none.")
SERIES_KEYS = "By keyboard: arrows move, typing changes a cell, Enter keeps it, Delete empties it; the last row begins a new one."
SERIES_NO_DATE = "A row without a date stays here; it does not count yet and is not saved."
SERIES_TWICE = ("Two rows have the same date and a value each of the same test: the later row counts. Add the time to tell them apart, "
                "as 2024-01-31 08:00.")
SERIES_OFFER = "The cycle is offered, not entered: what wanders without a rhythm passes for a cycle now and then."
SERIES_TWO = "With two dates or more a chart is drawn."
SERIES_KEY = "Green: reference limits. Triangles down: low; circles: normal; triangles up: high. Brown bars: drugs. Dashes: lows of a regular cycle."

STATES = ("present", "absent", "unsure")
STATUS = {"used": "used", "partly": "partly used", "unused": "recognized, carries no weight here", "not_understood": "not understood"}
MARKS = {"partly": ("partly understood", ":material/rule:", "orange"), "unused": ("carries no weight", ":material/horizontal_rule:", "gray"),
         "not_understood": ("not understood", ":material/question_mark:", "red")}
DID_YOU_MEAN = "Did you mean"
READ_AS_ABSENT = "read as absent"

START = "Enter a blood count or a finding, or start from an example."
START_PASTE = "Or paste a report or a vignette"
RESULT_EMPTY = "The ranked causes will stand here, each with its reasons."
SHARE_NEEDS_WHITE_CELLS = "with white cells, the count follows"
POSSIBLE = "possible are {} to {} {}"
NO_VALUE = "no value of this test"
LIMITS_PRINTED = ", as printed"
NOTHING_LOW = ("No count is low in what was entered, so there is nothing to explain and nothing is ranked. "
               "Check the values and their units, or enter what is low.")
NO_COUNT_YET = ("No blood count is read yet, so nothing is ranked. Enter a low count, or a finding that says so, such as pancytopenia or anemia.")
COUNTS_HELP = "Type numbers as printed. A unit written after a number, as in 84 g/L, counts before the one chosen here."
SEARCH_HELP = ("Symptoms, signs, smear, marrow, imaging, conditions, travel, food: choose from the list, or type your own words "
               "and press Enter. Synonyms and abbreviations are understood.")
VALUE_HINT = "value in {}, or low"
ARTIFACT = ("An in-vitro artifact is likely enough to look at first: repeat the count (citrate tube, warmed sample) "
            "and look at the smear before weighing causes.")
HIDE = "Hide the ranking until I have written mine"
HIDDEN = "The ranking is hidden. Write your own differential, one cause a line or with commas between, most likely first; then reveal and compare."
LONG_TERM = "taken for a year or longer"
BAR_NOT_READ = "Nothing is ranked until what cannot be read is mended."
BAR_HIDDEN = "The first three are hidden until you have written yours."
BAR_NOTHING_LOW = "No low count is known, so nothing is ranked."
BAR_EMPTY = "The first three causes will stand here."
OWN_NOT_KNOWN = "not a name known here"
WRITE_FIRST = "Write at least one cause first."
WEIGHT_HELP = "Each line is the log10 of the likelihood ratio that was summed, and in brackets what it does to the odds: +1 multiplies them by ten."
WITHOUT_HELP = ("“Without it” is where this cause would be, had the entries behind the line not been made; what they implied, and other "
                "lines that rest on them, go with them. Where that is not said, it would stay where it is. It rises where a rival would lose more.")
NOT_A_CHANCE = "That is robustness to our numbers, not a chance of being right."
MOST_UNUSUAL_FIRST = "what is most unlike other causes stands first"
MOST_TELLING_FIRST = "What tells them apart most stands first."
WEIGHED_FORM = "Each stands for all its forms together, as on the page Case; what is weighed below is the most probable of them:"
UNTESTED_HELP = ("How often each cause has it. What would tell most about which of these causes it is stands first; "
                 "a dot marks a published number, the rest are assumptions.")
COHORTS_OF_CAUSE = ("People selected for a low count, and the share that had this cause, alone or counted together with others. "
                   "The priors of the real settings follow those that are used, the further the more there are.")
ANCESTRY_HELP = ("Shifts how common inherited causes are, and tells where a low count is usual. What is not in the list can be entered "
                 "as a finding under Family, such as Italian ancestry.")
AGE_HELP = "Years, or a number with its unit: 40, 1.5, 8 months, 3 weeks"
WEEKS_HELP = "Weeks, or weeks and days: 28, 28+3"
NOT_READ = "not read"
READ_AS = "read as {}"
OPEN_BY_SEX = "low or high depends on the sex"
OPEN_BY_BOUND = "a limit that leaves open whether it is low or high"
READ_IT_AS = "Read {} as {}"
COUNTS_AS_UNKNOWN = "Until then it counts as unknown."
REGION_HELP = "Where the patient lives: in the tropics infections such as malaria and dengue are more common; a country says which."
PRIOR_HELP = "How common each cause is where the case is seen; changes every rank a little."
SPEAKS_FOR_RIVAL = "Speaks for {}, against this:"
TELLS_APART = "What to look at to tell it from {}:"
ONLY_COMMON = "no finding: it stands here because it is common where this case is seen ({})"
WORKED_OUT = "Worked out from what was entered: {}"
NOT_WEIGHED = "Not understood on the page Case, so not weighed here either:"
NEXT = "What to look at next"
NEXT_HELP = ("Findings and tests not yet entered whose answer is expected to tell the leading causes and those that must not be missed apart. "
             "How much it helps is the information that its answer is expected to bring. Cost, harm and waiting are assumptions. For teaching: "
             "nothing here is advice to do a test, and no treatment is ever suggested.")
POLICIES = {"informative": "Most informative", "cheapest": "Cheapest safe"}
NEXT_STOP = ("No single answer that is left is expected to change the first place, nor its probability by more than a little. "
             "What still tells the causes apart most:")
NEXT_STOP_ALL = ("No answer that is left is expected to change the first place, nor its probability by more than a little. "
                 "That is about telling causes apart, not about what the person needs.")
NEXT_CALLED_FOR = "**Whatever the ranking says,** the danger above asks for:"
NEXT_NOTHING = "Nothing that is left tells these causes apart."
NOTHING_TOLD_OF_DRUGS = "Without a drug, nothing is told of medicines, unless it is ticked that none are taken."
WHAT_IF = "Change anything and see the ranks move. Your case stays as it is until you take the changes over."
DIAL_HELP = "At 0% every mechanism is taken as equally common; at 100% causes are as common as the setting says."
FOLLOWS = "What follows from these, and can be changed apart: {}"
RED_FLAGS = "Red flags: these need attention at once, whatever the cause"
GRAVE_CAUSES = "Dangerous if missed, and probable enough to think of"
GRAVE = " ·\u00a0*must\u00a0not\u00a0miss*"
"""Without an icon: a line may end behind one, whatever stands there."""
CONTRADICTIONS = "These entries cannot all be right. Mend them first: until then they count as is said here."
LEARN_INTRO = ("Invented people after published patterns, told in stages. At each stage you commit your differential before more is shown. "
               "They practise a way of thinking; whether that helps with patients has not been shown.")
LEARN_LINK = ("The address of this page holds the case: the same link gives everybody the same case. Once you have committed it holds your "
              "place, too, and a reload goes on there; leave out what follows \u201cbegun\u201d when you give it to others.")
LEARN_WORDS = "Words of the field, each with an example that is computed:"
LEARN_NO_CASE = "There is no such case."
LEARN_BROKEN = "A teaching case is wrong; none can be shown until it is mended."
LEARN_EMPTY = "There are no teaching cases in the folder cases/teaching."
LEARN_REFLECT = ("Your list stands. For its first two causes: which of the facts speak for it, which against, and what would you expect that nobody "
                 "has told? What you leave empty is not counted as wrong.")
LEARN_STAGES = ("What differs from the engine by three times or more in odds is called too much or too little. The engine's numbers may be wrong; "
                "the author is one person.")
LEARN_REFLECTED = ("In a reflection stands what the engine summed for that cause, log10. A fact that hardly moves it was weighed too much; "
                   "one of the other sign is on the wrong side.")
MANY_INTRO = ("A table of invented cases, one a row: CSV, Excel or Parquet. Headers that people use are understood: Age, Sex, WBC (10^9/L), "
              "Hb g/dL, symptoms, meds, or a finding with yes and no. An empty cell is unknown, never absent.")
MANY_DROPPED = ("Columns that look like a real person's identifier were dropped before anything was kept. Do not enter real patients' data.")
MANY_LEFT_OUT = "Not read of the file:"
MANY_WITHOUT_LOW = "Rank rows without a low count, too"
MANY_PRIVATE = "The file is read in this session only; nothing is sent anywhere, and nothing is stored when the session ends."
MANY_LEADS_HELP = "How often each cause is first, and among the first three. The mean is over all ranked rows; one that does not tell it counts 0%."
MANY_COLUMNS_HELP = "What each column was read as, and the cells in it that were not understood, the most frequent first."
PRACTICE_INTRO = ("Invented people, drawn from the numbers of the knowledge. Commit your differential before you see the engine's. "
                  "They practise reading these numbers; whether that helps with patients has not been shown.")
PRACTICE_LINK = "The address of this page holds the case: the same link gives everybody the same case, as long as the knowledge is the same."
COMMIT = ("Name up to five causes and how probable you hold each, in percent. What you leave goes to something else. "
                   "Once committed, it cannot be changed.")
NOT_COMMITTED = "Not committed; your list is as it was."
COUNTED_TOGETHER = "A cause counts alone and together with another, so these may add up to more than 100%."
PRACTICE_NO_CASE = "There is no such case."
WORD_CAPTION = ("The numbers of the example are computed now, from the rules as they are. They show how this tool reckons; "
                "they are not measured, and knowing the word does not settle a case.")
ONSETS = ("days", "weeks", "months", "years", "lifelong")
COPIED = "a copy"
PRACTICE_FITS = "The other causes of the set are hardly ever met in such a person, by age, sex or pregnancy."
PRACTICE_HABITS = "The rules hold your list against the engine's own numbers, which may be wrong. They say nothing of what you thought."
PRACTICE_CALIBRATION = ("Who is neither too sure nor too unsure finds the share that was true within the last column 95 times in 100. "
                        "With few answers that says little.")
PRACTICE_ROW = "By itself the set is known and mixed it is not, so the two are not equally hard. A few cases say little."
PRACTICE_DOUBT = "One of its numbers was made wrong on purpose. Below is what it summed for this cause, the wrong number among it."
PRACTICE_WHY_DOUBT = ("**Why doubt is taught.** A ranking looks as sure with a wrong number in it as without. These numbers come from papers and "
                      "assumptions; some will be wrong. Asking of each what it rests on, and whether it fits what you know, is part of reading any "
                      "such list.")
BRING_IN = ("Paste a laboratory print-out, a vignette in prose, or both. What is found is marked in the text and offered below; "
            "nothing goes into the case until you take it.")
BRING_KINDS = {"age": "Age", "sex": "Sex", "pregnant": "Pregnant", "gestation_weeks": "Weeks pregnant", "labs": "Value",
               "onset": "Began over", "medications": "Drug", **ENTRY_KINDS}
BRING_PRIVACY = ("Names, record numbers and birth dates that are recognized are dropped before anything is kept; not all can be. "
                 "Nothing is sent anywhere.")
BRING_EMPTY = "Nothing stands in the box yet. Paste a report or a vignette, or try the example."
BRING_NOTHING = "Nothing was found. Values are read by their names, findings in the words of the vocabulary; see Knowledge for those."
BRING_MARKS = "Each mark has the number of its line in the list of what was found."
BRING_UNSURE = "not ticked: "
PROGRESS_INTRO = ("What was missed comes back after a day or more, as a new case of the same topic. The dates are those of a standard scheduler for "
                  "single facts (FSRS); that they suit topics is an assumption.")
PROGRESS_NONE = "Nothing yet. Commit a differential on the page Practice, and its topic will come back here."
PROGRESS_NOT_KEPT = "Progress could not be kept or read. The exercises go on without it."
PROGRESS_OWN = "They are kept in a file on this computer, under a random number and no name."
PROGRESS_SHARED = "They are kept in this site's database under a random code, and no name."
PROGRESS_REFUSED = "The file was not imported; the answers that are here are as they were."
RETURN_RULE = ("An answer that gave the true cause {easy} or more counts as easy, {good} or more as good, {hard} or more as hard, less as missed. "
               "FSRS then takes the day on which {retention} of such topics should still be known; the soonest is a day later.")
TEACH_INTRO = ("A case is told in stages; at each the learner commits before seeing more. Write it in your own words, of nobody in particular: "
               "never from a real patient's record.")
TEACH_EMPTY = "Write the story to begin. What is missing is said here as you go."
TEACH_SHARE = "give the file to others, or put it into `cases/teaching/`, where the page Learn finds it."
TEACH_WRONG = "Some entries cannot be read. The case can be saved once they are mended."
TEACH_UNFINISHED = "Not finished. What is still to be done:"
TEACH_LEFT_OUT = "Stage {}: write what is told; without it, what was entered there is left out of the case."
TEACH_BROKEN = "The engine does not see it as the case promises. It may be wrong; then say so in the case, or tell more."
TEACH_NOT_UNDERSTOOD = "The engine does not understand these entries, and does not weigh them:"
TEACH_GOOD = "The case is whole, and the engine ranks its answer as promised."
CLASS_INTRO = ("Learners export a file on the page Progress; it holds no name. Files are read here together and are not kept. "
               "Few answers say little: look at what was confused, not at who.")
CLASS_RESULTS_HELP = "A table of all answers, one a row, for your own counting. It names nobody."
OPENS = "Case file (YAML), saved report, Phenopacket or FHIR Bundle (JSON), at most 1 MB"
LEFT_OUT_OF_FILE = "This case was brought in from another program's file. What that file says of who the person is was dropped."
STANDARDS = {"phenopacket": "Phenopacket", "fhir": "FHIR Bundle"}
NOT_HELD = "These cannot hold, and so leave out:"
NOT_OPENED = "The file was not opened; the form is as it was."
NOT_RANKED = "This case cannot be ranked; nothing you typed was lost."


def whole(share: float) -> str:
    """Return a share as a whole number of percent, without the sign."""
    return f"{share * 100:.0f}"


def few(number: float) -> str:
    """Return a small number of choices: with one decimal below ten."""
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"


def plain(text: str) -> str:
    """Keep knowledge's own text from being read as markup. A person's text goes to st.text instead."""
    return "".join(f"\\{letter}" if letter in "\\*_[]()#`<>|$~:!" else letter for letter in text)


def stated(one: Reasoned) -> str:
    """Return what speaks for or against a cause with its state, units as people write them."""
    return unit(telling.stated(one))


def span_of_life(years: float) -> str:
    """Return an age in the unit people would use: "8 months", "1.5 years"."""
    return span(years * DAYS_A_YEAR) if years < 1 else f"{years:.3g} year{'' if years == 1 else 's'}"


def weeks_and_days(weeks: float) -> str:
    """Return weeks of pregnancy with their days: "28 weeks and 3 days"."""
    whole, days = divmod(round(weeks * DAYS_A_WEEK), DAYS_A_WEEK)
    return f"{whole} weeks" + (f" and {days} day{'' if days == 1 else 's'}" if days else "")

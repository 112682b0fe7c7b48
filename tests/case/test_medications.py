"""What an entry of a list of medicines says is taken, and by whom; drugs that are named in other entries."""

import pytest

from engine import Case, Medication
from engine.case.drugs import DOUBTED
from engine.case.timing import read_timing
from engine.reasoning.observations import observe


def drugs_of(knowledge, name, taken=""):
    seen = observe(Case(medications=(Medication(name, taken),)), knowledge)
    return {drug for use in seen.drugs or () for drug in use.drugs}, seen


@pytest.mark.parametrize(("name", "taken"), [
    ("lamotrigine 200", "never started"), ("clozapine", "prescribed, not started"), ("clozapine", "did not fill"), ("warfarin", "not taking"),
    ("warfarin", "declined"), ("carbimazole", "planned"), ("no heparin", ""), ("no NSAIDs, no aspirin", ""), ("no aspirin, ibuprofen", ""),
    ("denies NSAIDs", ""), ("never took clozapine", ""), ("clozapine, never started", ""), ("penicillin allergy", ""),
    ("allergic to penicillin", ""), ("NKDA", ""), ("eculizumab", "pending approval"), ("heparin", "contraindicated"), ("heparin", "being considered"),
    ("heparin", "scheduled for tomorrow"), ("consider rituximab", ""), ("rituximab planned", ""), ("rituximab", "refused by the insurance"),
])
def test_what_is_denied_is_not_taken(name, taken, knowledge):
    drugs, seen = drugs_of(knowledge, name, taken)

    assert (drugs, seen.drugs) == (set(), None)
    assert "present" not in seen.states.values()
    assert [one.status for one in seen.readings] == ["used"]


@pytest.mark.parametrize(("name", "taken"), [
    ("?quinine", ""), ("quinine?", ""), ("possible quinine", ""), ("may have taken quinine", ""), ("unsure if on methotrexate", ""),
    ("valproic acid?", ""), ("was on ?metformin", ""), ("quinine", "?"), ("quinine", "possibly"),
])
def test_what_was_perhaps_taken_is_left_out_and_told(name, taken, knowledge):
    drugs, seen = drugs_of(knowledge, name, taken)

    assert (drugs, seen.drugs) == (set(), None)
    assert [(one.status, one.note) for one in seen.readings] == [("not_understood", DOUBTED)]


def test_beside_a_drug_that_is_taken_one_in_doubt_is_shown(knowledge):
    drugs, seen = drugs_of(knowledge, "aspirin, ?quinine")

    assert drugs == {"acetylsalicylic-acid"}
    assert [(one.status, one.leftover) for one in seen.readings] == [("partly", ("quinine",))]


@pytest.mark.parametrize("where", ["present", "history", "exposures"])
def test_in_words_a_drug_in_doubt_is_not_taken_either(where, knowledge):
    assert observe(Case(**{where: ("?quinine",)}), knowledge).drugs is None


@pytest.mark.parametrize(("name", "taken", "drugs"), [
    ("heparin for suspected PE", "", {"heparin"}), ("TMP-SMX for presumed PCP", "", {"trimethoprim-sulfamethoxazole"}),
    ("metformin 500 mg (?dose)", "", {"metformin"}), ("quinine", "possibly 2 weeks ago", {"quinine"}),
    ("methotrexate 20 mg weekly, no folate", "2 yrs", {"methotrexate"}), ("heparin, consider rituximab", "", {"heparin"}),
    ("methotrexate", "consider stopping", {"methotrexate"}), ("aspirin, allergic to nuts", "", {"acetylsalicylic-acid"}),
    ("methotrexate without folic acid", "", {"methotrexate"}),
    ("pyrimethamine + sulfadiazine", "no leucovorin", {"pyrimethamine", "sulfadiazine"}),
    ("amoxicillin, allergic to sulfa", "", {"amoxicillin"}),
    ("ferrous sulfate 3 mg/kg/d", "x 2 mo, no response", {"iron-supplement"}),
    ("aspirin given by mother for fever", "", {"acetylsalicylic-acid"}),
    ("insulin (mother has GDM)", "", {"insulin"}),
    ("inhaled NO", "", {"inhaled-nitric-oxide"}),
])
def test_a_denial_holds_for_what_follows_it(name, taken, drugs, knowledge):
    assert drugs_of(knowledge, name, taken)[0] == drugs


@pytest.mark.parametrize("name", ["no meds", "not on any meds", "denies any meds", "no regular meds"])
def test_no_meds_is_an_empty_list(name, knowledge):
    assert drugs_of(knowledge, name)[1].drugs == ()


@pytest.mark.parametrize(("name", "taken"), [
    ("cefazolin given to mother intrapartum", ""), ("mom on lamotrigine and phenobarbital", "in pregnancy"), ("mother took valproate", ""),
    ("maternal phenobarbital", "until delivery"), ("breast milk from mom on dapsone", ""),
])
def test_what_a_mother_takes_is_hers(name, taken, knowledge):
    drugs, seen = drugs_of(knowledge, name, taken)

    assert (drugs, seen.states) == (set(), {"maternal-medication": "present"})


@pytest.mark.parametrize(("name", "taken", "drugs", "beside"), [
    ("frobnizole + heparin", "", {"heparin"}, ("frobnizole",)),
    ("heparin, xyzzymab 5 mg bid", "", {"heparin"}, ("xyzzymab",)),
    ("quinine for leg cramps, prn", "", {"quinine"}, ()),
    ("Bactrim DS 1 tab BID, for 10 d", "", {"trimethoprim-sulfamethoxazole"}, ()),
])
def test_a_drug_of_a_list_that_is_not_known_is_told(name, taken, drugs, beside, knowledge):
    found, seen = drugs_of(knowledge, name, taken)

    assert (found, seen.readings[-1].leftover) == (drugs, beside)


@pytest.mark.parametrize(("name", "taken", "drugs"), [
    ("6-MP 50 mg/m2 + MTX weekly", "", {"mercaptopurine", "methotrexate"}),
    ("vanc/zosyn", "day 8", {"vancomycin", "piperacillin-tazobactam"}),
    ("carbo/pem + pembro", "C2", {"carboplatin", "pemetrexed", "pembrolizumab"}),
    ("MMF 1 g BID, tacro 3 mg BID, pred 5", "", {"mycophenolate-mofetil", "tacrolimus", "prednisone"}),
    ("colchicine 0.6", "+ clarithromycin last wk", {"colchicine", "clarithromycin"}),
    ("azathioprine 100 mg", "plus allopurinol", {"azathioprine", "allopurinol"}),
    ("Mg sulfate gtt", "", {"magnesium"}), ("Fe sulfate 325", "", {"iron-supplement"}), ("iron", "", {"iron-supplement"}),
    ("Janumet", "", {"metformin-sitagliptin", "metformin", "sitagliptin"}),
    ("AC-T", "", {"ac-t-regimen", "doxorubicin", "cyclophosphamide", "paclitaxel"}),
    ("gin & tonic", "", {"quinine"}),
])
def test_short_names_doses_salts_and_additions_are_read(name, taken, drugs, knowledge):
    assert drugs_of(knowledge, name, taken)[0] == drugs


@pytest.mark.parametrize(("text", "started", "stopped"), [
    ("d/c'd 1 yr ago", None, 365), ("dc'd 3 wk ago", None, 21), ("held x 3 d", None, 3), ("not taking x 2 wk", None, 14),
    ("since d/c 3 wk ago", 21, None), ("28w", None, None), ("since 16w", None, None), ("since 12 weeks gestation", None, None),
    ("12w", 84, None), ("day 4 of life", None, None), ("ICU day 4", None, None), ("day 5 of illness", None, None), ("POD 8", None, None),
    ("stopped, restarted 2 wk ago", 14, None), ("exposed 2 months ago, restarted yesterday", 1, None),
    ("since POD1, now POD9", 8, None), ("since surgery, POD 8", 8, None), ("C3D10", 10, None), ("C1 D12", 12, None), ("D15 of cycle 1", 15, None),
    ("day 1-8, stopped yesterday", 9, 1), ("days 1-8", 8, None), ("from day 3 to day 9", 7, None), ("days 1-7 every 28 days", None, None),
    ("off and on for 3 years", 1095, None), ("on and off", None, None),
    ("d10", 10, None), ("wk 8", 56, None), ("x14 d", 14, None), ("vitamin D3 1000 iu", None, None),
])
def test_shorthand_of_days_is_read_and_other_calendars_are_not(text, started, stopped, knowledge):
    read = read_timing(text, knowledge.lexicon)

    assert (read.started_days, read.stopped_days) == (started, stopped)


@pytest.mark.parametrize(("text", "past"), [
    ("held", True), ("not taking any more", True), ("received valproate as infant", True), ("kawasaki at 3 y, got IVIG", True),
    ("on and off", False), ("on/off for years", False), ("breast ca s/p AC-T 2014", True), ("had it in 2014", True), ("started as a child", False),
    ("not taken as prescribed", False), ("since childhood", False),
    ("diagnosed in 2019, on it since", False),
])
def test_what_was_taken_long_ago_is_past(text, past, knowledge):
    assert read_timing(text, knowledge.lexicon).past is past


@pytest.mark.parametrize(("where", "text", "drug"), [
    ("present", "sore throat, T 40, on carbimazole", "carbimazole"), ("present", "cyanosis after dapsone", "dapsone"),
    ("present", "thrombocytopenia on heparin", "heparin"), ("present", "drug rash day 14 of allopurinol", "allopurinol"),
    ("present", "no fever, on carbimazole", "carbimazole"), ("history", "rheumatoid arthritis on methotrexate", "methotrexate"),
    ("present", "fever improved after prednisone", None), ("present", "palpable mass in RIF", None), ("present", "VAD in situ day 20", None),
    ("history", "mom took phenytoin", None),
    ("history", "response to IV immunoglobulin", None), ("history", "no methimazole", None),
])
def test_a_drug_under_which_an_illness_came_is_taken(where, text, drug, knowledge):
    seen = observe(Case(**{where: (text,)}), knowledge)

    assert [name for use in seen.drugs or () for name in use.drugs] == ([drug] if drug else [])

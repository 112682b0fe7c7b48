"""A case as a paragraph that people read. It says what the case says, nothing else."""

from ..case.model import Case
from ..case.words import read_words
from ..days import age_in_units, age_told
from ..knowledge.knowledge import Knowledge

_TESTS = ("smear", "laboratory", "microbiology", "imaging", "marrow", "flow", "genetics")
_BLOOD_COUNT = ("wbc", "neutrophils", "lymphocytes", "hemoglobin", "mcv", "platelets")


def tell(case: Case, knowledge: Knowledge) -> str:
    """Return a case as text, a paragraph for each part."""
    return "\n\n".join(f"{lead}: {text}" if lead else text for lead, text in paragraphs(case, knowledge))


def paragraphs(case: Case, knowledge: Knowledge) -> tuple[tuple[str, str], ...]:
    """Return a case in parts, each with what leads it: who and course (led by nothing), complaints, history, medicines, counts, tests."""
    kinds = {text: _kind(text, where, knowledge) for where, text in case.entries()}
    found, denied = ([text for text in texts if kinds[text] not in _TESTS] for texts in (case.present, case.absent))
    tests, clean = ([text for text in texts if kinds[text] in _TESTS] for texts in (case.present, case.absent))
    names = knowledge.lexicon
    counted = {name for name in case.labs if names.analyte(name) in _BLOOD_COUNT}
    told = {name: f"{name} {value.removesuffix(f' {name}')}" for name, value in case.labs.items()}
    counts, values = ([text for name, text in told.items() if (name in counted) is wanted] for wanted in (True, False))
    parts = {"Complaints and signs": found, "Not present": denied, "History": case.history, "Exposures": case.exposures, "Diet": case.diet,
             "Family": case.family_history, "Medicines": _medicines(case), "Blood count": counts, "Other values": values,
             "Tests found": tests, "Tests did not find": clean}
    who = " ".join(filter(None, (_who(case, knowledge), _course(case))))
    return ("", who), *((lead, f"{'; '.join(texts)}.") for lead, texts in parts.items() if texts)


def _kind(text: str, where: str, knowledge: Knowledge) -> str:
    named = [one.id for one in read_words(text, where, knowledge.lexicon).mentions if one.kind == "finding"]
    return knowledge.findings[named[0]].kind if named else ""


def _who(case: Case, knowledge: Knowledge) -> str:
    setting = knowledge.settings.get(case.setting or "")
    person = {"female": ("girl", "woman"), "male": ("boy", "man")}.get(case.sex or "", ("child", "person"))
    grown = case.age is None or case.age >= 18
    who = person[grown]
    if case.age is not None:
        number, unit = age_in_units(case.age)
        who = f"{number}-year-old {who}" if unit == "year" else f"{person[0]} of {age_told(case.age)}"
    article = "An" if who[:1] in "8aeiou" or who.startswith(("11-", "18-")) else "A"
    origin = f" of {case.ancestry.removesuffix(' ancestry')} ancestry" if case.ancestry else ""
    weeks = f" for {case.gestation_weeks:g} weeks" if case.gestation_weeks else ""
    state = f", pregnant{weeks}" if case.pregnant else ""
    where = {"tropics": "the tropics", "temperate": None}.get(case.region or "temperate", case.region)
    place = f", living in {where}" if where else ""
    return f"{article} {who}{origin}{state}{place}{f', seen in: {setting.label[0].lower()}{setting.label[1:]}' if setting else ''}."


def _course(case: Case) -> str:
    if not case.onset:
        return ""
    return "It has been so since birth." if case.onset == "lifelong" else f"It began over {case.onset}."


def _medicines(case: Case) -> list[str]:
    if case.medications is None:
        return []
    return [f"{one.name}{f' ({one.taken})' if one.taken else ''}" for one in case.medications] or ["none taken"]

"""Other ways to write what a clinician wrote, nearer to how findings are called: "platelets fell" as "falling platelets".

Only forms of words are changed: adjectives to nouns, verbs to what they describe, words that say nothing left out. No medicine is in it.
"""

import re

_WAYS_OF_BIRTH = ("uneventful|uncomplicated|normal|spontaneous|vaginal|assisted|vacuum|"
                  "forceps|elective|emergency|urgent|planned|repeat|primary|twin|preterm|term")
_FORMS: tuple[tuple[re.Pattern, str], ...] = tuple((re.compile(pattern, re.IGNORECASE), by) for pattern, by in (
    (r"\b(\w{3,})penic\b", r"\1penia"), (r"\b(\w{2,})argic\b", r"\1argy"),
    (r"\b(\w{3,})uric\b", r"\1uria"), (r"\b(\w{2,})xic\b", r"\1xia"),
    (r"\b(\w{2,})emic\b", r"\1emia"), (r"\b(\w{3,})ythmic\b", r"\1ythmia"), (r"\b(\w{4,})pneic\b", r"\1pnea"), (r"\b(\w{4,})cardic\b", r"\1cardia"),
    (r"\b(?:has |have |had |was |were )?(?:fell|fallen|dropped|declined|declining|dropping|falling)\b", "falling"),
    (r"\b(?:has |have |had |was |were )?(?:rose|risen|climbed|rising)\b", "rising"),
    (r"\b(?:has |have |had |was |were )?(?:worsened|deteriorated|worsening)\b", "worsening"),
    (r"\b(?:could|can|did|does) not tolerate (\w+)", r"\1 intolerance"), (r"\b(?:cannot|can't|couldn't) tolerate (\w+)", r"\1 intolerance"),
    (r"\b(?:could|can|was|were)(?:n't| not) be (?:felt|palpated)\b|\b(?:was|were)(?:n't| not) felt\b", "not palpable"),
    (r"\bimpalpable\b", "not palpable"),
    (r"\b(?:could|can|did|do)(?:n't| not) (?:feel|palpate) (?:the |his |her |any |an? )?(.+)$", r"\1 not palpable"),
    (r"\b(?:does|do|did)(?:n't| not) (?:ever )?smoke\b|\b(?:has|have|had)(?:n't| not|never) smoked\b", "not smoking"),
    (r"\b(?:has|have|had|did)(?:n't| not) (?:recently )?travell?(?:ed)?\b", "not recent travel"),
    (r"\blost (?:a (?:lot|great deal|good deal)|much|some|considerable|significant)(?: of)? weight\b", "lost weight"),
    (r"\b(left|right)[\s-]hand side\b", r"\1 side"), (r"\b(?:on |in )?(?:the )?(left|right) side of (?:the |his |her |their )?", r"\1 "),
    (r"\b(\d\d)\s?\+\s?[0-6](?=\s*(?:weeks?|wks?)\b)", r"\1"),
    (rf"\b(?:after|following) (?:an? |the |her )?(?:(?:{_WAYS_OF_BIRTH}) )*"
     r"(?:delivery|ca?esare?an(?: section| delivery)?|c-section|LSCS|childbirth)\b",
     "after delivery"),
    (r"\bblood tests?\b", "blood test"), (r"\bin the (newborn|neonatal) period\b", "in the newborn"),
    (r"\b(?:almost|nearly|rather|somewhat|fairly|all|both|each|also|once|again|still|already|even|entirely|completely|otherwise)\s+", ""),
    (r"\b(?:along|over|across|around|throughout|within)\b", "on"), (r"^(.+?) (?:was|were|is|are|remained|remains|came back) (\w+)$", r"\2 \1"),
    (r"\b(?:episodes?|bouts?|attacks?|spells?|paroxysms?|periods?) of\s+", ""),
))
_PLACES = (
    (re.compile(r"\b(?:peripheral |blood )*(?:smears?|films?)\b", re.IGNORECASE), ("on smear", "on blood smear")),
    (re.compile(r"\b(?:bone )?marrow\b|\bBM(?=:)", re.IGNORECASE), ("in marrow",)),
    (re.compile(r"\bCT\b|\bcomputed tomography\b"), ("on CT",)),
    (re.compile(r"\bMRI\b"), ("on MRI",)),
    (re.compile(r"\bultraso(?:und|nography)\b", re.IGNORECASE), ("on ultrasound",)),
    (re.compile(r"\bchest (?:x-?ray|radiograph|film)\b", re.IGNORECASE), ("on chest x-ray",)),
    (re.compile(r"\bflow cytometry\b", re.IGNORECASE), ("on flow cytometry", "by flow cytometry")),
    (re.compile(r"\b(?:echocardiogra\w+|echo)\b", re.IGNORECASE), ("on echocardiography",)),
    (re.compile(r"\b(?:endoscopy|gastroscopy|colonoscopy)\b", re.IGNORECASE), ("on endoscopy",)),
)


def forms_of(text: str) -> list[str]:
    """Return a phrase and, where there is any, its other forms: with one change, with all."""
    forms = [text]
    everything = text
    for pattern, by in _FORMS:
        changed = " ".join(pattern.sub(by, text).split())
        everything = " ".join(pattern.sub(by, everything).split())
        if changed and changed != text:
            forms.append(changed)
    return list(dict.fromkeys([*forms, everything])) if len(forms) > 1 else forms


def places_of(sentence: str) -> list[str]:
    """Return how to say where things were seen that a sentence tells of: "CT showed no lung disease" speaks of what is "on CT"."""
    return [said for pattern, sayings in _PLACES if pattern.search(sentence) for said in sayings]

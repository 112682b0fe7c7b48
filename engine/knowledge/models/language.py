"""`rules/language.yaml`: how people write, apart from any medical meaning."""

from pydantic import Field

from .amounts import Drinks, YearsAgo
from .base import RuleFile, RuleModel
from .printout import Printout
from .table_words import TableWords


class Severity(RuleModel):
    """Words for how severe something is."""

    severe: tuple[str, ...]
    moderate: tuple[str, ...]
    mild: tuple[str, ...]


class Negation(RuleModel):
    """Words that turn a statement into its absence, before or after what is denied, or say that it is normal.

    `one_kind` are words beside which only one kind is denied. `told_last` are words that say that a thing is there, and may be denied behind
    it: "spleen not palpable"; of them what is felt is said of `organs` only. `not_large` are organs that everybody has, of which "no" means
    that they are not large.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    one_kind: tuple[str, ...] = ()
    told_last: tuple[str, ...] = ()
    not_large: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    normal: tuple[str, ...]
    abnormal: tuple[str, ...]


class LevelWords(RuleModel):
    """Words for the level of a quantity, and for the way that it takes."""

    low: tuple[str, ...]
    high: tuple[str, ...]
    normal: tuple[str, ...]
    falling: tuple[str, ...] = ()
    rising: tuple[str, ...] = ()


class FamilyWords(RuleModel):
    """Words that move a statement from the person to a relative.

    Beside one of `others` an infection told as an exposure is theirs, see `contacts` of the model; what one of `persons` has is
    neither the person's nor a family history. Before one of `tells` somebody only came along.
    """

    relatives: tuple[str, ...]
    persons: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    mothers: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    may_be_patient: tuple[str, ...] = ()
    own_children: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()
    no_subject: tuple[str, ...] = ()


class Shorthand(RuleModel):
    """Shorthand that is written out by what it names: who tells it, organs before "ca", and which numbers behind "T" are a temperature."""

    tellers: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    celsius: tuple[int, int] = (0, 0)
    fahrenheit: tuple[int, int] = (0, 0)


class Places(RuleModel):
    """Words for where cells were seen."""

    marrow: tuple[str, ...]
    blood: tuple[str, ...]


class ScopeWords(RuleModel):
    """Words of one kind of scope in running text: what only looks like a sign, signs before and after, and what ends their reach."""

    pseudo: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    end: tuple[str, ...] = ()


class Scopes(RuleModel):
    """Whose a finding of a running text is, and whether it is there: by negation, by a negative test, of a relative, of others, past, in doubt.

    What is set `aside` is not told to be there at all; a test that is `ordered` has no result; a drug that is `untaken` is planned or avoided.
    """

    denied: ScopeWords
    unfelt: ScopeWords
    negative: ScopeWords
    family: ScopeWords
    others: ScopeWords
    past: ScopeWords
    doubted: ScopeWords
    aside: ScopeWords
    ordered: ScopeWords
    untaken: ScopeWords


class SetAside(RuleModel):
    """Words that set aside what a longer entry names: anywhere before it, or right behind it; and names of other things.

    `untold` are those behind a test that has no result.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    untold: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Results(RuleModel):
    """Words of laboratory results. `organisms`: what grew; a star stands for the letters before an ending, capitals count as they are typed.

    `headings`: what is measured under these is measured in blood. `pairs`: names of two values, told as "8.1/24".
    """

    organisms: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    pairs: dict[str, tuple[str, str]] = {}


class Taking(RuleModel):
    """Words of taking a drug.

    `takes`: somebody takes it; `about`: these and others that tell of taking and name nothing; `under`: before the drug that an illness
    came under; `no_name`: what begins so tells how, why or when; `treating`, `effect`: beginnings of words that say that it was given
    for something, and that it helped.
    """

    takes: tuple[str, ...]
    about: tuple[str, ...]
    under: tuple[str, ...]
    no_name: tuple[str, ...]
    treating: tuple[str, ...]
    effect: tuple[str, ...]


class Turns(RuleModel):
    """Words at which a denial ends: those that turn it, those that make an exception of it, and words that tell what follows.

    A part of a denied list that begins with one of `begins` or `told`, or ends with one of `ends`, tells of what is there.
    """

    but: tuple[str, ...]
    exception: tuple[str, ...]
    told: tuple[str, ...]
    unanswered: tuple[str, ...] = Field(default=(), description="beginnings of words that deny no illness behind \"not\" or \"never\"")
    doubt: tuple[str, ...] = Field(default=(), description="what stands before one of these is there, what follows is asked")
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


class OtherDiagnoses(RuleModel):
    """Words of a written diagnosis behind which all is another diagnosis, `apart`, or one word is somebody else's, `whose`."""

    apart: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()


class PregnancyWeeks(RuleModel):
    """Which weeks are those of a pregnancy: no more than `most`, and where they stand alone no fewer than `alone`."""

    most: int = Field(gt=0)
    alone: int = Field(gt=0)




class LanguageFile(RuleFile):
    """The whole of `rules/language.yaml`."""

    spelling: dict[str, str]
    cut_short: dict[str, str] = Field(default={}, description="words by themselves, in the singular, and what they are short for")
    signs: dict[str, str] = Field(default={}, description="signs between the words of a note, and what they are short for")
    sections: dict[str, tuple[str, ...]] = Field(
        default={}, description="headings of a note, by the key of a case that they stand for, or as a kind of `scopes`")
    fillers: tuple[str, ...]
    severity: Severity
    modifiers: tuple[str, ...]
    negation: Negation
    nothing: tuple[str, ...] = ()
    uncertain: tuple[str, ...]
    recent_weeks: float = Field(gt=0, description="weeks in which an event is called recent")
    pregnancy_weeks: PregnancyWeeks
    grown_years: float = Field(gt=0, description="from this age on a pregnancy without trouble is one's own, and not that of one's birth")
    years_ago: YearsAgo
    how_many: dict[str, float] = Field(default={}, description="words for how many, where a span of time is compared with a limit")
    infancy_years: float = Field(gt=0, description="years of age up to which a child that died, died young")
    shorthand: Shorthand = Shorthand()
    shortest_spleen_cm: float = Field(gt=0, description="centimeters below which a spleen of no stated length may be counted from the ribs")
    drinks: Drinks
    massive_spleen_cm: float = Field(gt=0, description="centimeters below the ribs from which a spleen is called massive")
    levels: LevelWords
    earlier: tuple[str, ...]
    over: tuple[str, ...] = Field(default=(), description="behind a thing: it is over")
    long_ago: tuple[str, ...] = Field(default=(), description="behind a thing: it was so in childhood")
    set_aside: SetAside
    turns: Turns
    results: Results = Results()
    printout: Printout = Printout()
    family: FamilyWords
    residence: tuple[str, ...] = Field(default=(), description="beside a place: somebody lives there, and is of another descent")
    came_from: tuple[str, ...] = Field(default=(), description="behind the name of a country: somebody came from it, which is no descent")
    recently: tuple[str, ...] = Field(default=(), description="beside what is true of the last weeks only: it is so now")
    other_diagnoses: OtherDiagnoses = OtherDiagnoses()
    joiners: tuple[str, ...]
    denying_joiners: tuple[str, ...] = Field(default=(), description="they begin a new part of a list and deny it")
    places: Places
    taking: Taking
    drug_fillers: tuple[str, ...]
    not_taken: tuple[str, ...] = Field(default=(), description="beside the name of a drug: it is not taken now")
    not_yet_taken: tuple[str, ...] = Field(default=(), description="before or behind the name of a drug: it is still to come")
    short_drug_names: tuple[str, ...] = Field(default=(), description="beside other words these are drugs only where taking is told")
    medicines: tuple[str, ...] = Field(default=(), description="denied by themselves, these say that no medicines are taken")
    opposite_prefixes: tuple[tuple[str, str], ...] = Field(description="pairs of beginnings that are opposites")
    scopes: Scopes = Field(description="how a running text says whose a finding is, and whether it is there")
    no_eponyms: tuple[str, ...] = Field(default=(), description="names that stand for no illness without \"disease\" or \"syndrome\"")
    not_inside: tuple[str, ...] = Field(default=(), description="in a longer entry these say nothing by themselves")
    not_alone: tuple[str, ...] = Field(default=(), description="in a running text these say nothing by themselves")
    tables: TableWords = Field(description="headers and cells of tables")

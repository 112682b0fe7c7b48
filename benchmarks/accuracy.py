"""How often the right cause is found, beside simpler rankers; what the numbers rest on; and whether published shares are reproduced.

    python -m benchmarks.accuracy        (make evaluate)

Writes docs/evaluation.md and docs/reliability.svg. The cases are those of tests/data/published.yaml: the authors have seen them. Those of
tests/data/later.yaml were written down before the rules were looked at, see docs/decisions/0016-later-cases.md.
"""

from pathlib import Path

from engine import NOTICE, CaseError, CaseFile, Knowledge, load, rank, read_cases
from engine.evaluation import Judgement, Ranker, Summary, judge, summarize
from engine.evaluation.audit import audit
from engine.evaluation.coverage import coverage, read_labels
from engine.evaluation.weight import sourced_weight
from engine.knowledge import RULES
from engine.knowledge.rulebook import read_rules
from engine.knowledge.yaml12 import read_yaml

from .baselines import NaiveBayes, TfIdf, prior_only, scales
from .cohorts import compare
from .reliability import reliability_svg
from .report import audit_section, cohort_section, later_section, score_section
from .speed import CASES, ROOT

SETTING = "published"
STAGES = ("presentation", "confirmed")
MISSES = ROOT / "tests" / "cases" / "misses.yaml"
LISTS = ROOT / "tests" / "data" / "coverage.csv"
REPORT = ROOT / "docs" / "evaluation.md"
LATER = ROOT / "tests" / "data" / "later.yaml"
PLOT = ROOT / "docs" / "reliability.svg"

HEAD = f"""# Evaluation

Written by `make evaluate` (`python -m benchmarks.accuracy`); do not edit by hand. {NOTICE}

Cases: `tests/data/published.yaml`, setting `{SETTING}`. **Development figures: the authors have seen these cases.** Labels and rows are judged by
`engine/evaluation/judge.py`, the same for every ranker.
"""


def scored(cases: list[CaseFile], stage: str) -> list[CaseFile]:
    """Return the cases that have a diagnosis and the stage."""
    return [case for case in cases if case.diagnosis and (stage == "presentation" or case.confirming)]


def judged(cases: list[CaseFile], knowledge: Knowledge, ranker: Ranker, stage: str) -> list[Judgement]:
    """Judge every case with one ranker."""
    return [judge(case, knowledge, stage=stage, setting=SETTING, ranker=ranker) for case in cases]


def baselines(cases: list[CaseFile], knowledge: Knowledge, stage: str) -> dict[str, Summary]:
    """Return the summaries of the simpler rankers by name; TF-IDF at the scale that suits these cases best."""
    bayes, pages = NaiveBayes(knowledge), TfIdf(knowledge)
    rankers: dict[str, Ranker] = {"prior only": prior_only, "naive Bayes, assessed findings, our prior and drug odds": bayes.assessed,
                                  "naive Bayes, not mentioned taken as absent": bayes.plain}
    made = {name: summarize(judged(cases, knowledge, ranker, stage)) for name, ranker in rankers.items()}
    tried = [(scale, summarize(judged(cases, knowledge, ranker, stage))) for scale, ranker in scales(pages)]
    scale, best = min(tried, key=lambda pair: pair[1].log_score)
    return made | {f"TF-IDF of the pages, softmax scale {scale:g}": best}


def read_misses(file: Path = MISSES) -> dict[str, str]:
    """Return the reasons kept by hand, by id of the case."""
    return dict(read_yaml(file.read_bytes(), file=file.name, error=CaseError).value)


def main() -> None:
    """Write the report and the plot, and say where."""
    knowledge, cases, reasons = load(), read_cases(CASES), read_misses()
    parts, own = [HEAD], {}
    found = {stage: judged(scored(cases, stage), knowledge, rank, stage) for stage in STAGES}
    confirmed = {one.id: one for one in found["confirmed"]}
    for stage, judgements in found.items():
        own[stage] = summarize(judgements)
        others = baselines(scored(cases, stage), knowledge, stage)
        parts.append(score_section(stage, own[stage], others, judgements, reasons, confirmed if stage == "presentation" else None))
        if stage == "presentation":
            parts.append(f"![Reliability plot: confidence of the first row against the share right; the numbers stand in the tables]({PLOT.name})\n")
    later = read_cases(LATER)
    parts.append(later_section({stage: summarize(judged(scored(later, stage), knowledge, rank, stage)) for stage in STAGES}))
    weights = [sourced_weight(scored(files, STAGES[0]), knowledge, stage=STAGES[0], setting=SETTING) for files in (cases, later)]
    parts.append(audit_section(audit(knowledge), *weights, coverage(read_labels(LISTS), knowledge, read_rules(RULES).coverage)))
    parts.append(cohort_section(compare()))
    PLOT.write_text(reliability_svg(own), encoding="utf-8")
    REPORT.write_text("\n".join(parts), encoding="utf-8")
    print(NOTICE)
    for stage, summary in own.items():
        print(f"{stage}: top-1 {summary.top[1]:.3f}, top-3 {summary.top[3]:.3f}, top-5 {summary.top[5]:.3f}, log score {summary.log_score:.3f}, "
              f"confidence minus accuracy {summary.gap:+.3f}")
    print(f"written: {REPORT.relative_to(ROOT)}, {PLOT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

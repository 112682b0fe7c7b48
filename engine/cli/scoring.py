"""`evaluate`: the figures over case files, with every miss."""

import dataclasses
import json
import sys
from pathlib import Path

from ..errors import CaseError
from ..evaluation import Judgement, Summary, judge, summarize
from ..knowledge import Knowledge, load
from ..notice import NOTICE
from ..telling import percent
from .gathering import known_setting
from .opening import opened


def run(files: list[Path], *, stage: str, setting: str | None, as_json: bool) -> None:
    """Print how well the diagnoses of the cases are found. At "confirmed" only cases that have that stage are scored.

    Raises CaseError where no case can be scored.
    """
    knowledge = load()
    known_setting(setting, knowledge)
    cases = [case for file in files for case in opened(file)]
    scored = [case for case in cases if case.diagnosis and (stage == "presentation" or case.confirming)]
    if not scored:
        raise CaseError(f"{', '.join(map(str, files))}:0:0: no case has a diagnosis at the stage '{stage}'; nothing to score; "
                        "add 'diagnosis', or 'confirming' for the confirmed stage")
    judgements = [judge(case, knowledge, stage=stage, setting=setting) for case in scored]
    summary = summarize(judgements)
    print(NOTICE, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print(json.dumps({"stage": stage, "setting": setting, "knowledge": knowledge.digest, "notice": NOTICE,
                          **dataclasses.asdict(summary), "judgements": [dataclasses.asdict(one) for one in judgements]},
                         ensure_ascii=False))
    else:
        _print(summary, judgements, stage, setting, knowledge)


def _print(summary: Summary, judgements: list[Judgement], stage: str, setting: str | None, knowledge: Knowledge) -> None:
    print(f"{summary.cases} cases, stage {stage}, setting {setting}")
    for name, top in (("any accepted label", summary.top), ("main label alone", summary.exact_top)):
        print(f"  {name:<20} top-1 {top[1]:.3f}   top-3 {top[3]:.3f}   top-5 {top[5]:.3f}")
    print(f"  MRR {summary.mrr:.3f}   log score {summary.log_score:.3f}   Brier score {summary.brier:.3f}")
    low, high = summary.gap_interval
    print(f"  mean confidence {summary.confidence:.3f}, minus accuracy {summary.gap:+.3f} (95 % {low:+.3f} to {high:+.3f})")
    print("  calibration, five bins of equal count: confidence, accuracy, band of a perfect model")
    for step in summary.calibration:
        print(f"    n {step.count:>3}   {step.confidence:.2f}   {step.accuracy:.2f}   {step.band[0]:.2f}-{step.band[1]:.2f}")
    total = max(sum(summary.words.values()), 1)
    print("  words " + "   ".join(f"{name.replace('_', ' ')} {count} ({count / total:.2f})" for name, count in summary.words.items()))
    print(f"  labels that name no cause: {', '.join(summary.unresolved) or 'none'}")
    print("  not first:")
    for one in judgements:
        if one.place != 1:
            print(f"    {one.place or 'absent':>6}  {one.id}: {one.label}; first {one.first} ({percent(one.confidence, knowledge)})")

"""Whether the sampler and the engine agree: practice cases drawn from many seeds, read back and ranked.

    python -m benchmarks.practice [CASES]        (make practice), 10,000 cases unless said otherwise

Prints which share is read back whole, and where the cause that a case was drawn from stands; then the causes that are missed most often.
"""

import sys
import time
from collections import Counter

from engine import NOTICE, Knowledge, load
from engine.reasoning.observations import observe
from engine.teaching import QuestionBank, Vignette, sample

CASES = 10_000
TOP = 5
_WORST = 15


def not_read(vignette: Vignette, knowledge: Knowledge) -> list[str]:
    """Return what the case reader does not wholly understand of a case, and what it finds contradictory."""
    seen = observe(vignette.file.case, knowledge)
    return [f"{one.where}: {one.text} ({one.status})" for one in seen.readings if one.status not in ("used", "unused")] + seen.conflicts


def main(cases: int) -> None:
    """Draw, read, rank, print."""
    knowledge = load()
    bank = QuestionBank.of(knowledge)
    places: Counter[int] = Counter()
    drawn: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    troubled: list[tuple[int, list[str]]] = []
    start = time.perf_counter()
    for seed in range(cases):
        vignette = sample(knowledge, seed=seed, bank=bank)
        family = knowledge.leaves[knowledge.column(vignette.leaf)].family
        places[vignette.place] += 1
        drawn[family] += 1
        missed[family] += vignette.place > TOP
        if trouble := not_read(vignette, knowledge):
            troubled.append((seed, trouble))
    spent = time.perf_counter() - start
    print(NOTICE)
    print(f"{cases} practice cases, knowledge {knowledge.digest[:12]}, {1000 * spent / cases:.0f} ms each")
    print(f"  read back whole: {1 - len(troubled) / cases:.4f}")
    for limit in (1, 3, TOP):
        print(f"  own cause among the first {limit}: {sum(count for place, count in places.items() if place <= limit) / cases:.4f}")
    for seed, trouble in troubled[:_WORST]:
        print(f"    seed {seed}: {'; '.join(map(str, trouble))}")
    print("  missed most often, of how many drawn:")
    for family, count in missed.most_common(_WORST):
        print(f"    {count:>4} of {drawn[family]:>4}  {family}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)

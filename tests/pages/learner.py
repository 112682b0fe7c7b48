"""A learner as tests of Practice, Progress and Teach need one: answers put into the file, and a list committed."""

from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from engine.teaching import Guess
from engine.teaching.record import Answer
from engine.teaching.store import append, kept, own_learner

SEED, SET = 5, "megaloblastic"
KEY = f"name-{SEED}-{SET}-any-1"


def mine(place) -> tuple[Answer, ...]:
    return kept(place, own_learner(place, new="me"))


def put(place, *answers: Answer) -> None:
    append(place, own_learner(place, new="me"), answers)


def an_answer(*, days_ago: float, seed: int = 1, first: str = "folate-deficiency", given: float = 0.1, truth: str = "copper-deficiency") -> Answer:
    return Answer(datetime.now(UTC) - timedelta(days=days_ago), "practice", SET, f"case-{seed}", truth,
                  (Guess(first, 0.9), Guess(truth, given)), given, seed=seed)


def practise(app: AppTest, cause: str, percent: int) -> AppTest:
    app.session_state["practice_link"] = {"mode": "name", "seed": str(SEED), "topic": SET, "difficulty": "any"}
    app.switch_page("app_pages/practice.py").run()
    app.selectbox(key=f"practice_cause_1_{KEY}").select(cause).run()
    app.number_input(key=f"practice_share_1_{KEY}").set_value(percent).run()
    return app.button(key="practice_commit").click().run()


def progress(app: AppTest) -> AppTest:
    return app.switch_page("app_pages/progress.py").run()


def teach(app: AppTest) -> AppTest:
    return app.switch_page("app_pages/teach.py").run()

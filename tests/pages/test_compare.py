"""The page Compare, and what the page Case says of its own certainty: what the engine says, in words."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine import candidates, gather, leaders, rank, stability
from engine.notice import SHORT_NOTICE
from engine.reasoning.compare import compare, ledger
from engine.reasoning.flips import flips
from engine.reasoning.information import information
from engine.reasoning.leave_one_out import leave_one_out, without_reasons
from engine.telling import factor
from tests.pages.driving import EXAMPLES, told


@pytest.fixture
def app(app) -> AppTest:
    """The bypass example on the page Case."""
    return app.button(key="example_example-bypass").click().run()


@pytest.fixture
def page(app) -> AppTest:
    """The page Compare, on which the first two are chosen."""
    return app.switch_page("app_pages/compare.py").run()


@pytest.fixture(scope="module")
def ranking(knowledge):
    return rank(gather(EXAMPLES["example-bypass"].case, knowledge), knowledge)


def said(app: AppTest) -> str:
    assert not app.exception
    return told(app)


def test_entered_and_untested_stand_in_tables_apart(page, ranking, knowledge):
    told = compare(ranking, [int(column) for column in leaders(ranking, knowledge, count=2)], knowledge)
    entered, untested, _ = (list(table.value.index) for table in page.table)

    assert [row.replace("\\", "") for row in entered] == [wording.stated(one) for one in told.entered]
    assert [row.replace("\\", "") for row in untested] == [one.label for one in told.untested]


def test_the_ledger_is_told_with_its_sum(page, ranking, knowledge):
    account = ledger(ranking, *(int(column) for column in leaders(ranking, knowledge, count=2)), knowledge)

    assert f"The terms add up to **{account.difference:+.2f}**" in said(page)
    assert len(page.table[2].value) == len(account.lines) + 1


def test_every_bar_of_the_ledger_has_its_name_beside_it(page):
    chart = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    hides = {layer["encoding"]["y"]["axis"]["labelOverlap"] for layer in chart["layer"] if "y" in layer["encoding"]}

    assert hides == {False}


def test_the_sum_of_the_ledger_is_told_of_the_forms_that_are_weighed(page, ranking, knowledge):
    leading = [row.explanation.leaf.name for row in candidates(ranking, knowledge, top=2)]

    assert f"{leading[0]} is " in said(page)
    assert f" times as likely as {leading[1]}." in said(page)


def test_what_would_turn_the_order_is_what_the_engine_says(page, ranking, knowledge):
    turn = flips(EXAMPLES["example-bypass"].case, ranking, *(int(column) for column in leaders(ranking, knowledge, count=2)), knowledge)

    assert f"is {factor(10 ** turn.difference)} times as likely as" in said(page)
    assert f"being **{factor(turn.prior_factor)} times** as likely" in said(page)
    assert turn.untested
    for one in (*turn.entered, *turn.untested):
        assert f"{one.label}: {one.after}" in said(page)


def test_of_three_causes_each_two_neighbours_can_be_looked_at(page, ranking, knowledge):
    three = [knowledge.leaves[int(column)].id for column in leaders(ranking, knowledge, count=3)]
    page.multiselect(key="compared").set_value(three).run()
    assert len(page.selectbox[0].options) == 2
    page.selectbox[0].set_value(1).run()

    account = ledger(ranking, knowledge.column(three[1]), knowledge.column(three[2]), knowledge)
    assert f"The terms add up to **{account.difference:+.2f}**" in said(page)


def test_one_cause_alone_is_not_compared(page):
    page.multiselect(key="compared").set_value(page.multiselect(key="compared").value[:1]).run()

    assert "Choose at least two causes." in said(page)


def test_the_case_page_tells_robustness_with_its_interval_and_what_it_is_not(app, ranking, knowledge):
    steady = next(iter(stability(ranking, knowledge).values()))
    assert "draws of our numbers" not in said(app)
    app.session_state["hangs_on"] = True
    app.run()

    assert f"came first in {steady.first * 100:.0f}% of 1,000 draws" in said(app)
    assert f"(interval {steady.first_interval[0] * 100:.0f} to {steady.first_interval[1] * 100:.0f}%)" in said(app)
    assert "robustness to our numbers, not a chance of being right" in said(app)


def test_the_case_page_tells_how_much_the_entry_holds(app, ranking, knowledge):
    told = information(ranking, knowledge)
    assert "bits" not in said(app)
    app.session_state["hangs_on"] = True
    app.run()

    assert "narrows the choice **much**" in said(app)
    assert f"{told.gained:.1f} of {told.before:.1f} bits" in said(app)


def test_what_the_first_row_hangs_on_is_told_when_it_is_asked_for(app, ranking, knowledge):
    most = leave_one_out(EXAMPLES["example-bypass"].case, ranking, knowledge)[0]
    assert "instead of" not in said(app)
    app.session_state["hangs_on"] = True
    app.run()

    assert f"{most.entry.text}: {most.probability:.0%} instead of" in said(app)
    assert ("would be first" in said(app)) == most.changes_first


def test_each_reason_says_where_the_cause_would_be_without_it_when_the_reasons_are_opened(app, ranking, knowledge):
    row = candidates(ranking, knowledge)[0]
    told = without_reasons(row.explanation.speaks_for, row.family, EXAMPLES["example-bypass"].case, ranking, knowledge)
    assert "without it place" not in said(app)
    app.session_state["why_1"] = True
    app.run()

    now, moved = (1, wording.percent(row.probability, knowledge)), set()
    for reason, without in zip(row.explanation.speaks_for, told, strict=True):
        then = (without.place, wording.percent(without.probability, knowledge))
        moved.add(then != now)
        assert f"{wording.stated(reason)} · {f'without it place {then[0]}, {then[1]} · ' if then != now else ''}" in said(app)
    assert moved == {True, False}
    assert f"without it place {now[0]}, {now[1]} " not in said(app)


def test_nothing_of_it_is_shown_while_the_ranking_is_hidden(app):
    app.toggle(key="hide").set_value(True).run()

    assert "draws" not in said(app)
    assert "bits" not in said(app)


def test_names_and_probabilities_are_those_of_the_page_case_and_the_form_that_is_weighed_is_told(page, ranking, knowledge):
    leading = candidates(ranking, knowledge, top=2)
    heads = [name.replace("\\", "") for name in page.table[0].value.columns]

    assert heads == [f"{row.name} · {wording.percent(row.probability, knowledge)}" for row in leading]
    for row in leading:
        leaf = row.explanation.leaf
        assert f"{leaf.name} {wording.percent(float(ranking.probability[row.column]), knowledge)}" in said(page)


def test_a_form_can_be_compared_under_its_own_name(page, ranking, knowledge):
    row = next(row for row in candidates(ranking, knowledge) if len(row.leaves) > 1)
    form = next(leaf for leaf in row.leaves if leaf.id != knowledge.leaves[row.column].id)
    page.multiselect(key="compared").set_value([knowledge.leaves[row.column].id, form.id]).run()
    heads = [name.replace("\\", "") for name in page.table[0].value.columns]

    assert heads[1] == f"{form.name} · {wording.percent(form.probability, knowledge)}"


@pytest.mark.parametrize("name", ["case", "compare", "what_if"])
def test_the_short_notice_and_the_first_three_are_in_the_bar_that_stays_in_sight(name, app, ranking, knowledge):
    app.switch_page(f"app_pages/{name}.py").run()
    told = said(app).replace("\u00a0", " ").replace("\u2011", "-")

    assert SHORT_NOTICE in told
    for place, row in enumerate(candidates(ranking, knowledge, top=3), start=1):
        assert f"{place}. {row.name} **{wording.percent(row.probability, knowledge)}**" in told


@pytest.mark.parametrize(("cause", "other", "told"), [
    ("nonspecific-viral-infection", "bacterial-sepsis", "Speaks for **Bacterial sepsis**, against this: ill appearance"),
    ("b12-deficiency-after-gastric-surgery", "copper-deficiency", "Speaks for **Copper deficiency**, against this: copper and"),
    ("benign-familial-neutropenia", "cyclic-neutropenia", "What to look at to tell it from **Cyclic"),
    # Texts describe the look-alike. Where numbers have it otherwise, words of both stand in it, or a word was not understood.
    ("acute-myeloid-leukemia", "vitamin-b12-deficiency", "What to look at to tell it from **Vitamin B12 deficiency**: a low vitamin level"),
    ("babesiosis", "autoimmune-hemolytic-anemia", "What to look at to tell it from **Autoimmune hemolytic anemia**: positive antiglobulin test")])
def test_what_tells_a_look_alike_apart_speaks_for_it_or_is_what_to_look_at_and_never_for_the_cause_itself(cause, other, told, knowledge):
    def part(cause, chosen):
        from app_parts import versus
        from engine import load
        versus.look_alikes(cause, chosen[0], chosen, load())

    leaves = [next(leaf.id for leaf in knowledge.leaves if leaf.causes == (one,)) for one in (cause, other)]
    shown = AppTest.from_function(part, args=(cause, leaves), default_timeout=60).run()

    assert not shown.exception
    assert [told in one.value for one in shown.markdown] == [True]

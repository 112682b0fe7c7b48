"""Many cases on the page: a table is brought in, identifiers are dropped with a notice, rows are ranked as the engine ranks them."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine import NOTICE, candidates, gather, rank, read_cases
from engine.formats.tables import open_table, rank_table, template
from tests.pages.driving import ROOT, keeps_the_notice_in_sight

TABLE = b"""Name,MRN,id,Age,Sex,Hb g/dL,PLT (10^9/L),symptoms,meds,Favourite colour
Jane Roe,987654,a,52,F,8.2,9,petechiae; flurble,none,red
John Doe,987655,b,60,M,7.1,140,gait ataxia,zinc,blue
"""


@pytest.fixture
def app(app) -> AppTest:
    """The page of many cases."""
    return app.switch_page("app_pages/many.py").run()


def upload(app: AppTest, content: bytes, name: str = "cases.csv") -> AppTest:
    app.file_uploader(key="many_upload_0").upload(name, content, "text/csv")
    return app.run()


def frames(app: AppTest) -> list:
    return [element.value for element in app.dataframe]


def test_the_empty_page_offers_a_template_and_asks_for_a_table(app):
    assert not app.exception
    assert wording.MANY_INTRO in [element.value for element in app.markdown]
    assert not frames(app)


def test_rows_are_ranked_as_the_engine_ranks_them(app, knowledge):
    upload(app, TABLE)
    cohort = rank_table(open_table(TABLE, name="t.csv"), knowledge)
    rows = next(frame for frame in frames(app) if "first" in frame and "id" in frame)

    assert not app.exception
    assert list(rows["id"]) == ["a", "b"]
    for told, row in zip(rows["first"], cohort.rows, strict=True):
        best = candidates(rank(gather(row.file.case, knowledge), knowledge), knowledge, top=1)[0]
        assert told == f"{best.name}, {wording.percent(best.probability, knowledge)}"


def test_identifiers_are_dropped_with_a_notice_and_are_nowhere_kept(app):
    upload(app, TABLE)

    assert wording.MANY_DROPPED in [element.value for element in app.warning]
    assert any("MRN: looks like a real person's record number" in element.value for element in app.text)
    kept = repr(app.session_state["many_cohort"]) + repr(app.session_state["many_sheet"])
    assert app.file_uploader(key="many_upload_1").value is None
    assert not [word for word in ("Roe", "987654", "John Doe") if word in kept]
    assert not [frame for frame in frames(app) if "Roe" in frame.to_string()]


def test_what_was_not_understood_is_listed(app):
    upload(app, TABLE)
    unread = next(frame for frame in frames(app) if "did you mean" in frame)
    columns = next(frame for frame in frames(app) if "read as" in frame).set_index("column")

    assert list(unread["text"]) == ["flurble"]
    assert columns.loc["symptoms", "for example"] == "flurble"
    assert columns.loc["Favourite colour", "read as"] == "not used"


def test_another_setting_ranks_anew_and_keeps_what_was_said_of_the_columns(app, knowledge):
    upload(app, TABLE)
    before = app.session_state["many_cohort"]
    app.selectbox(key="many_setting").select("primary-care").run()
    after = app.session_state["many_cohort"]

    assert not app.exception
    assert [row.causes for row in after.rows] == [row.causes for row in rank_table(open_table(TABLE, name="t.csv"), knowledge,
                                                                                    setting="primary-care").rows]
    assert after.rows != before.rows
    assert [one.header for one in after.dropped] == ["Name", "MRN"]


def test_a_file_that_is_no_table_is_refused_and_says_why(app):
    upload(app, b"age\n")

    assert not app.exception
    assert any("there is no row below the header" in element.value for element in app.text)


def test_a_table_of_which_nothing_is_understood_is_refused_with_a_way_that_the_page_offers(app):
    upload(app, b"name,foo\nJohn,1\n")

    why, = (element.value for element in app.text if "no column is understood" in element.value)
    assert "start from the template" in why
    assert "python" not in why
    assert "Template" in [one.proto.label for one in app.get("download_button")]


def test_where_no_row_has_a_problem_no_column_stands_empty_for_it(app):
    upload(app, b"id,Age,WBC (10^9/L)\nlow,40,1.1\n")
    rows = next(frame for frame in frames(app) if "first" in frame and "id" in frame)

    assert "problem" not in rows


def test_the_results_are_the_columns_of_batch(knowledge):
    cohort = rank_table(open_table(template().encode(), name="t.csv"), knowledge, top=2)
    rows = list(csv.reader(io.StringIO(cohort.to_csv())))

    assert rows[0] == ["id", "cause_1", "name_1", "probability_1", "cause_2", "name_2", "probability_2", "other", "not_understood", "problem",
                       "notice"]
    assert {row[-1] for row in rows[1:]} == {NOTICE}
    assert [row[:2] for row in rows[1:]] == [["example-1", "copper-deficiency"], ["example-2", "immune-thrombocytopenia"]]


def test_the_causes_that_lead_are_counted(knowledge):
    files = read_cases(ROOT / "tests" / "data" / "published.yaml")[:20]
    lines = ["id,symptoms,meds", *(f'{number},"{"; ".join(file.case.present).replace(chr(34), "")}",' for number, file in enumerate(files))]
    cohort = rank_table(open_table("\n".join(lines).encode(), name="t.csv"), knowledge, without_low=True)
    found = cohort.leads()

    assert sum(one.first for one in found) == 20
    assert sum(one.among_three for one in found) == 60
    assert [one.first for one in found] == sorted((one.first for one in found), reverse=True)


def test_a_row_without_a_low_count_is_told_as_such_and_leads_nothing_unless_it_is_asked_for(app):
    upload(app, b"id,Age,WBC (10^9/L),Hb g/dL\nlow,40,1.1,13.9\nnormal,40,6,14.5\nunread,40,blah,\n")
    rows = next(frame for frame in frames(app) if "first" in frame and "id" in frame)

    assert keeps_the_notice_in_sight(app)
    assert list(rows.columns)[:2] == ["id", "problem"]
    assert list(rows["problem"]) == ["", "no low count", "no low count; no laboratory value can be read"]
    assert [bool(first) for first in rows["first"]] == [True, False, False]
    assert any("**1** of 3 rows ranked" in element.value for element in app.markdown)

    app.toggle(key="many_without_low").set_value(True).run()
    rows = next(frame for frame in frames(app) if "first" in frame and "id" in frame)

    assert all(rows["first"])

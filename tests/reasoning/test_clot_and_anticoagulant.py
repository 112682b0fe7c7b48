"""A thrombosis and the anticoagulant that is given for it are told together, and weigh hardly more than one of them."""

from engine import Case, gather, rank


def test_the_anticoagulant_adds_little_to_the_thrombosis_for_which_it_is_given(knowledge):
    def odds(**more) -> float:
        case = Case(age=36, sex="female", labs={"platelets": "61 x10^9/L"}, **more)
        share = rank(gather(case, knowledge), knowledge).probability
        return share[knowledge.column("antiphospholipid-syndrome")] / share[knowledge.column("immune-thrombocytopenia")]

    clot, both = odds(present=("deep vein thrombosis",)), odds(present=("deep vein thrombosis", "taking an anticoagulant"))

    assert odds(present=("taking an anticoagulant",)) / odds() > 2
    assert both / clot < 0.8 * odds(present=("taking an anticoagulant",)) / odds()

"""Sources: where a reader finds each, and no key of ours on the screen."""

import re

from engine import Case, gather
from engine.telling import about_counts


def test_a_source_leads_to_pubmed_then_to_the_publisher_and_else_to_the_page_it_was_read_on(knowledge):
    for one in knowledge.sources.values():
        if one.pmid:
            assert one.address == f"https://pubmed.ncbi.nlm.nih.gov/{one.pmid}/"
        elif one.doi:
            assert one.address == f"https://doi.org/{one.doi}"
        else:
            assert one.address == one.url


def test_what_leads_to_a_copy_only_is_marked_as_one(knowledge):
    hosts = {re.match(r"https?://([^/:]+)", one.address)[1] for one in knowledge.sources.values() if one.copied}

    assert not any(host.endswith(("nih.gov", "doi.org", "ashpublications.org")) for host in hosts)
    assert any(host.endswith("scribd.com") for host in hosts)


def test_no_source_leads_to_a_mirror_of_its_publisher(knowledge):
    addresses = [one.address for one in knowledge.sources.values()]

    assert [one for one in addresses if re.search(r"ashpublications\.(net|com)|nih\.gov\.|pubmedcentralcanada", one)] == []


def test_a_count_that_is_usual_in_somebody_is_told_with_its_source_and_not_with_a_key(knowledge):
    told = about_counts(gather(Case(age=30, sex="male", ancestry="African", labs={"ANC": "1.2 x10^9/L", "WBC": "3.3 x10^9/L"}), knowledge))

    assert "1.2 to 5.4; " in told
    assert [key for key in knowledge.sources if key in told] == []

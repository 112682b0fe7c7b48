"""A file that is written appears whole or not at all, and what stood there before stays until then."""

import os
import stat

import pytest

from engine.cli.writing import write_text
from engine.errors import CaseError
from engine.whole_file import write_whole


def half(file):
    file.write(b"half")
    raise KeyboardInterrupt


def test_an_interruption_leaves_what_was_there_and_nothing_beside_it(tmp_path):
    (tmp_path / "out.yaml").write_text("before")
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "out.yaml", half)

    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"out.yaml": "before"}


def test_an_interruption_leaves_no_file_where_none_was(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "out.yaml", half)

    assert list(tmp_path.iterdir()) == []


def test_until_it_is_whole_the_name_leads_to_what_was_there(tmp_path):
    out, seen = tmp_path / "out.yaml", []
    out.write_text("before")
    write_whole(out, lambda file: (file.write(b"after"), file.flush(), seen.append(out.read_text())))

    assert (seen, out.read_text()) == (["before"], "after")


@pytest.mark.skipif(os.name == "nt", reason="permissions and links are of Unix")
def test_permissions_stay_and_a_link_stays_a_link(tmp_path):
    there, link = tmp_path / "there.yaml", tmp_path / "link.yaml"
    there.write_text("before")
    there.chmod(0o640)
    link.symlink_to(there)
    write_text(link, "after\n")

    assert (there.read_text(), stat.S_IMODE(there.stat().st_mode), link.is_symlink()) == ("after\n", 0o640, True)


@pytest.mark.skipif(os.name == "nt", reason="permissions are of Unix")
def test_a_new_file_is_as_private_as_other_files_of_its_writer(tmp_path):
    before = os.umask(0o077)
    try:
        write_text(tmp_path / "out.yaml", "text")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "out.yaml").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="named pipes are of Unix")
def test_what_is_no_file_is_written_as_it_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, "text")

    assert (os.read(reader, 10), stat.S_ISFIFO(pipe.stat().st_mode)) == (b"text", True)
    os.close(reader)


def test_a_folder_is_no_file_to_write(tmp_path):
    with pytest.raises(CaseError, match="the file cannot be written"):
        write_text(tmp_path, "text")

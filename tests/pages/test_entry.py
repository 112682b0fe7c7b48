"""The entry of the app: who may draw it."""

import multiprocessing


def test_a_process_spawned_after_the_app_was_drawn_starts_and_draws_no_second_app(app, capfd):
    assert not app.exception  # drawn in this process: the entry is what a spawned process reads again as its main file
    worker = multiprocessing.get_context("spawn").Process(target=len, args=("",))
    worker.start()
    worker.join(60)

    assert worker.exitcode == 0
    assert "streamlit" not in capfd.readouterr().err

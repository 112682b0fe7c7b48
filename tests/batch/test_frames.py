"""The same work on data frames: as a plain function, and through Spark's mapInPandas where PySpark and Java are installed."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from engine import gather, rank, read_cases
from engine.batch.frames import rank_frames, schema
from engine.batch.resolved import resolve

FILES = read_cases(Path(__file__).parents[1] / "data" / "published.yaml")
WORDS = pd.DataFrame({"id": [file.id for file in FILES], "Age": [file.case.age for file in FILES], "Sex": [file.case.sex for file in FILES],
                      "symptoms": ["; ".join(file.case.present) for file in FILES]})


def test_frames_of_resolved_rows_are_ranked_as_rank_does(knowledge):
    frame = resolve(((file.id, file.case) for file in FILES), knowledge).to_pandas()
    told = pd.concat(rank_frames([frame[:60], frame[60:]], top=2), ignore_index=True)

    assert list(told["id"]) == [file.id for file in FILES]
    for share, file in zip(told["probability_1"], FILES, strict=True):
        ranking = rank(gather(file.case, knowledge), knowledge)
        assert share == pytest.approx(ranking.family_probability[ranking.order[0]], rel=5e-5)


def test_frames_of_words_are_ranked():
    told = pd.concat(rank_frames([WORDS[:50], WORDS[50:]]), ignore_index=True)

    assert list(told["id"]) == [file.id for file in FILES]
    assert told["cause_1"].notna().all()


def test_spark_gives_what_the_plain_function_gives(monkeypatch):
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not installed")
    spark_sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed; docs/batch.md tells of it")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=":")
    spark = spark_sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config(
        "spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    try:
        told = spark.createDataFrame(WORDS.fillna({"Age": -1})).repartition(3).mapInPandas(rank_frames, schema=schema(5)).toPandas()
    finally:
        spark.stop()
    plain = next(rank_frames([WORDS]))

    assert dict(zip(told["id"], told["cause_1"], strict=True)) == dict(zip(plain["id"], plain["cause_1"], strict=True))

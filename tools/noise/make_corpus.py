#!/usr/bin/env python3
"""Makes the truth and OCR texts of a corpus from its source documents.

For every CORPUS/SPLIT/source/ID.txt: CORPUS/SPLIT/truth/ID.txt, the lines of the printed pages, and
CORPUS/SPLIT/ocr/LEVEL/ID.txt, in which line i is what the OCR engine read in the place of line i of
the truth. Prints the error rates per split and level.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from pathlib import Path

from measure import Rates
from pages import read_layout, typeset
from spoil import LEVELS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder with the splits")
    parser.add_argument("--levels", default="light,medium,heavy", help=f"of {', '.join(LEVELS)}")
    parser.add_argument("--engine", default="tesseract:eng", help="tesseract:LANG, legacy:LANG, ocrad or gocr")
    parser.add_argument("--into", default="ocr/{level}", help="folder of the OCR texts in each split (default %(default)s)")
    parser.add_argument("--only", nargs="+", metavar="ID", help="make these documents only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    levels = args.levels.split(",")
    sources = sorted(args.corpus.glob("*/source/*.txt"))
    if args.only:
        sources = [path for path in sources if path.stem in args.only]
    if not sources:
        parser.error(f"no documents at {args.corpus}/*/source/*.txt")

    totals: dict[tuple[str, str], Rates] = {}
    tasks = [(path, level, args.engine, args.seed) for path in sources for level in levels]
    with multiprocessing.Pool(args.jobs) as pool:
        for done, (path, level, truth, ocr) in enumerate(pool.imap(make, tasks), 1):
            split = path.parent.parent
            write(split / "truth" / path.name, truth)
            write(split / args.into.format(level=level) / path.name, ocr)
            for a, b in zip(truth, ocr, strict=True):
                if a:
                    totals.setdefault((split.name, level), Rates()).add(a, b)
            print(f"\r{done}/{len(tasks)} {path.stem:60}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("| split | level | lines | character errors | syllable errors | lines lost |\n|---|---|---|---|---|---|")
    for (split, level), rates in totals.items():
        print(
            f"| {split} | {level} | {rates.lines} | {rates.character_rate:.3f} | {rates.syllable_rate:.3f}"
            f" | {rates.lost / rates.lines:.3f} |"
        )


def make(task):
    path, level, engine, seed = task
    layout = typeset(path.read_text(encoding="utf-8"), seed, path.stem)
    reads = read_layout(layout, level, [engine], seed, path.stem)[engine]
    return path, level, [read.row.text for read in reads], [read.ocr for read in reads]


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes aligned pairs of clean and OCR lines from clean text, for learning how OCR garbles Vietnamese.

Typesets the text as pages of administrative documents, spoils the pages, reads them with OCR engines
(in the wrong language) and writes a JSON object a printed line: truth, ocr, level, font, size, dpi,
kind, doc, page, cer, engine. Lines that an engine lost are left out and counted.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
from pathlib import Path

from letterhead import letterhead
from measure import Rates, distance
from pages import read_layout, seed_of, typeset
from spoil import LEVELS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", nargs="+", type=Path, required=True, help="clean text in the source format")
    parser.add_argument("--out", type=Path, required=True, help="the JSONL file to write")
    parser.add_argument("--levels", default="light,medium,heavy", help=f"of {', '.join(LEVELS)}")
    parser.add_argument("--engine", action="append", help="tesseract:LANG, legacy:LANG, ocrad or gocr; give it again for more (default tesseract:eng)")
    parser.add_argument("--characters", type=int, default=4000, help="length of the documents that longer text is cut into")
    parser.add_argument("--whole", action="store_true", help="each file is one document: do not cut it, add no letterhead")
    parser.add_argument("--limit", type=int, help="make so many documents, spread over the text")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    levels, engines = args.levels.split(","), args.engine or ["tesseract:eng"]
    for level in levels:
        if level not in LEVELS:
            parser.error(f"no level {level}; there are {', '.join(LEVELS)}")

    work = list(documents(args))
    if args.limit and args.limit < len(work):
        work = [work[i * len(work) // args.limit] for i in range(args.limit)]
    tasks = [(name, text, level, engines, args.seed) for name, text in work for level in levels]
    totals = {(level, engine): Rates() for level in levels for engine in engines}
    with multiprocessing.Pool(args.jobs) as pool, args.out.open("w", encoding="utf-8") as out:
        for done, pairs in enumerate(pool.imap(pairs_of, tasks), 1):
            for pair in pairs:
                totals[pair["level"], pair["engine"]].add(pair["truth"], pair["ocr"])
                if pair["ocr"]:
                    out.write(json.dumps(pair, ensure_ascii=False) + "\n")
            print(f"\r{done}/{len(tasks)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    for (level, engine), rates in totals.items():
        print(f"{level:8} {engine:15} {rates.row()}")


def documents(args):
    """Names and texts of the documents: whole files, or pieces of them under invented letterheads."""
    for path in args.text:
        text = path.read_text(encoding="utf-8")
        if args.whole:
            yield path.stem, text
            continue
        for number, piece in enumerate(pieces(text, args.characters)):
            head, foot = letterhead(random.Random(seed_of(args.seed, path.stem, number, "letterhead")))
            yield f"{path.stem}-{number:05}", f"{head}\n\n{piece}\n\n{foot}\n"


def pieces(text: str, characters: int):
    """Cuts text at line ends into pieces of about so many characters."""
    lines, size = [], 0
    for line in text.splitlines():
        lines.append(line)
        size += len(line)
        if size >= characters:
            yield "\n".join(lines)
            lines, size = [], 0
    if size:
        yield "\n".join(lines)


def pairs_of(task) -> list[dict]:
    name, text, level, engines, seed = task
    layout = typeset(text, seed, name)
    pairs = []
    for engine, reads in read_layout(layout, level, engines, seed, name).items():
        for read in reads:
            truth = read.row.text
            if truth:
                pairs.append({
                    "truth": truth, "ocr": read.ocr, "level": level, "font": layout.design.family,
                    "size": layout.design.size, "dpi": read.dpi, "kind": read.row.kind, "doc": name,
                    "page": read.row.page, "cer": round(distance(truth, read.ocr) / len(truth), 3), "engine": engine,
                })  # fmt: skip
    return pairs


if __name__ == "__main__":
    main()

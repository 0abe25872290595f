#!/usr/bin/env python3
"""Do the figures of `vanban evaluate` agree with those of jiwer and dinglehopper on the same pairs?

Only where the definitions coincide: NFC and nothing else folded, lines compared with lines, all documents together.

- syllables wrong  = jiwer's word error rate: words are what stands between blanks
- characters wrong = dinglehopper's character error rate: grapheme clusters, blanks of a line as one blank each
- words wrong      = dinglehopper's word error rate: words of UAX #29 without those of punctuation alone

    python3 -m venv ~/venv && ~/venv/bin/pip install -r tools/agreement/requirements.txt
    ~/venv/bin/python tools/agreement/agree.py --vanban target/release/vanban --truth corpus/dev/truth --ocr corpus/dev/ocr/medium

Ends with 1 where a figure differs by more than --tolerance percentage points.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

import dinglehopper
import jiwer


def lines_of(truth: Path, scan: Path):
    """Lines of both texts as pairs, in NFC, runs of blanks as one blank; what one lacks is empty."""
    def read(path):
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
        return [" ".join(line.split()) for line in text.split("\n")]

    truth, scan = read(truth), read(scan)
    length = max(len(truth), len(scan))
    truth += [""] * (length - len(truth))
    scan += [""] * (length - len(scan))
    return zip(truth, scan)


def others(pairs):
    """Errors and totals of both tools, summed over lines."""
    sums = {"jiwer words": [0, 0], "dinglehopper characters": [0, 0], "dinglehopper words": [0, 0]}
    for truth, scan in pairs:
        words = sums["jiwer words"]
        if truth:
            output = jiwer.process_words([truth], [scan])
            words[0] += output.substitutions + output.deletions + output.insertions
            words[1] += output.substitutions + output.deletions + output.hits
        else:
            # jiwer takes no empty reference; all that stands there is inserted.
            words[0] += len(scan.split())
        characters = sums["dinglehopper characters"]
        _, count = dinglehopper.character_error_rate_n(truth, scan)
        characters[0] += dinglehopper.distance(truth, scan)
        characters[1] += count
        uax = sums["dinglehopper words"]
        true_words = list(dinglehopper.words(truth))
        uax[0] += dinglehopper.distance(true_words, list(dinglehopper.words(scan)))
        uax[1] += len(true_words)
    return {name: 100 * errors / total for name, (errors, total) in sums.items()}


def ours(vanban, truth, ocr):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        # The scan is judged as it is; giving it as the restored text too spares restoring it.
        subprocess.run(
            [vanban, "evaluate", "--truth", truth, "--ocr", ocr, "--restored", ocr, "--same", "nfc",
             "--align", "lines", "--draws", "0", "--quiet", "--json", report],
            check=True, stdout=subprocess.DEVNULL,
        )
        figures = json.loads(report.read_text())["slices"][0]["systems"][0]["figures"]
    return {name: figures[name]["value"] for name in ("syllable_error_rate", "character_error_rate", "word_error_rate")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--vanban", default="target/release/vanban")
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--ocr", type=Path, required=True)
    parser.add_argument("--tolerance", type=float, default=0.01, help="percentage points")
    arguments = parser.parse_args()

    pairs = []
    for truth in sorted(arguments.truth.glob("*.txt")):
        scan = arguments.ocr / truth.name
        if scan.exists():
            pairs.extend(lines_of(truth, scan))
    theirs = others(pairs)
    mine = ours(arguments.vanban, arguments.truth, arguments.ocr)
    worst = 0.0
    for name, other in [
        ("syllable_error_rate", "jiwer words"),
        ("character_error_rate", "dinglehopper characters"),
        ("word_error_rate", "dinglehopper words"),
    ]:
        difference = mine[name] - theirs[other]
        worst = max(worst, abs(difference))
        print(f"{name:22} {mine[name]:9.4f} %   {other:24} {theirs[other]:9.4f} %   difference {difference:+.4f}")
    sys.exit(worst > arguments.tolerance)


if __name__ == "__main__":
    main()

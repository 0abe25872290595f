#!/usr/bin/env python3
"""Speed and error of other tools and of ours, on the same scans in the same run.

    python3 -m venv ~/venv && ~/venv/bin/pip install -r tools/peers/requirements.txt     # and Debian's hunspell, hunspell-vi
    ~/venv/bin/python tools/peers/peers.py --vanban target/release/vanban --truth corpus/dev/truth --ocr corpus/dev/ocr/medium \\
        --text clean.txt

- pyvi: marks off, then its model that adds them
- symspellpy: nearest word of --text by frequency, at most two edits
- hunspell: the first suggestion of hunspell-vi for what it does not know
- tesseract vie: reads the page images of --images (NAME.png for NAME.txt) again, in the right language
- gzip -6: the yardstick that travels between machines

Time is user time of one process on one core, its start and the opening of its model left out: a run on nothing is
subtracted. --repeat makes one document of several copies of each scan for the tools that are too fast to time otherwise;
ours is given the scans once, too, since that is what most people will run. Errors are those of `vanban evaluate`.
A tool that is not installed is named and left out.
"""

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def pyvi(_):
    from pyvi import ViUtils

    def line(text):
        try:
            return ViUtils.add_accents(without_marks(text)) if text.strip() else text
        except KeyError:  # letters that its tables lack; the line stays
            return text

    return lambda text: "\n".join(line(part) for part in text.split("\n"))


def symspell(arguments):
    from symspellpy import SymSpell, Verbosity

    known = SymSpell(max_dictionary_edit_distance=2)
    with open(arguments.text, encoding="utf-8") as text:
        counts = Counter(WORD.findall(text.read(40_000_000).lower()))
    for word, count in counts.items():
        if count > 3:
            known.create_dictionary_entry(word, count)

    def word(match):
        found = known.lookup(match[0], Verbosity.TOP, max_edit_distance=2, transfer_casing=True)
        return found[0].term if found else match[0]

    return lambda text: WORD.sub(word, text)


def hunspell(_):
    process = subprocess.Popen(["hunspell", "-d", "vi_VN", "-i", "utf-8", "-a"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, encoding="utf-8")
    process.stdout.readline()
    memory = {}

    def suggestion(word):
        process.stdin.write(f"^{word}\n")
        process.stdin.flush()
        best = word
        while (answer := process.stdout.readline().rstrip("\n")):
            if answer.startswith("&"):
                best = answer.split(": ", 1)[1].split(", ")[0]
        return best

    def word(match):
        if match[0] not in memory:
            memory[match[0]] = suggestion(match[0])
        return memory[match[0]]

    return lambda text: WORD.sub(word, text)


def available(name, arguments):
    if name == "hunspell" and not shutil.which("hunspell"):
        raise RuntimeError("hunspell is not installed")
    if name == "symspellpy" and not arguments.text:
        raise RuntimeError("it needs --text, clean text to count words in")
    return {"pyvi": pyvi, "symspellpy": symspell, "hunspell-vi": hunspell}[name](arguments)


def cpu(who):
    usage = resource.getrusage(who)
    return usage.ru_utime


def command_time(command):
    before = cpu(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return cpu(resource.RUSAGE_CHILDREN) - before


def errors(arguments, folder):
    command = [arguments.vanban, "evaluate", "--quiet", "--draws", "0", "--truth", arguments.truth, "--ocr", arguments.ocr,
               "--restored", folder]
    table = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    row = next(line for line in table.splitlines() if line.startswith("Syllables wrong"))
    return re.findall(r"[\d.]+ %", row)[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vanban", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--ocr", required=True, help="a folder of scans")
    parser.add_argument("--text", help="clean text for the words of symspellpy")
    parser.add_argument("--images", help="a folder of page images")
    parser.add_argument("--repeat", type=int, default=40)
    arguments = parser.parse_args()
    scans = sorted(Path(arguments.ocr).rglob("*.txt"))
    texts = {scan: scan.read_text(encoding="utf-8") for scan in scans}
    size = sum(len(text.encode()) for text in texts.values())
    print(f"{len(scans)} scans, {size / 1e3:.0f} kB\n")
    print("| system | kB/s on one core | syllables wrong |\n| --- | ---: | ---: |")
    print(f"| the scans as they are | | {errors(arguments, arguments.ocr)} |")

    for name in ("pyvi", "symspellpy", "hunspell-vi"):
        try:
            restore = available(name, arguments)
        except (ImportError, RuntimeError) as problem:
            print(f"{name} left out: {problem}", file=sys.stderr)
            continue
        # A child that runs beside us counts by the clock; it is busy whenever we wait for it.
        started = time.perf_counter()
        restored = {scan: restore(text) for scan, text in texts.items()}
        took = time.perf_counter() - started
        with tempfile.TemporaryDirectory() as folder:
            for scan, text in restored.items():
                Path(folder, scan.relative_to(arguments.ocr)).write_text(text, encoding="utf-8")
            print(f"| {name} | {size / 1e3 / took:.1f} | {errors(arguments, folder)} |", flush=True)

    if arguments.images and shutil.which("tesseract"):
        with tempfile.TemporaryDirectory() as folder:
            took = 0
            for scan in scans:
                image = Path(arguments.images, scan.stem + ".png")
                took += command_time(["tesseract", image, Path(folder, scan.stem), "-l", "vie"])
            print(f"| tesseract vie, from the images | {size / 1e3 / took:.1f} | {errors(arguments, folder)} |")

    with tempfile.TemporaryDirectory() as folder:
        empty, once, many = (Path(folder, name) for name in ("empty.txt", "once.txt", "many.txt"))
        whole = "\n".join(texts.values())
        empty.write_text("", encoding="utf-8")
        once.write_text(whole, encoding="utf-8")
        many.write_text("\n".join([whole] * arguments.repeat), encoding="utf-8")
        restored = Path(folder, "restored")
        for scan in scans:
            target = restored / scan.relative_to(arguments.ocr)
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "wb") as out:
                subprocess.run([arguments.vanban, "restore", "--quiet", scan], stdout=out, check=True)
        run = lambda path: min(command_time([arguments.vanban, "restore", "--quiet", "--jobs", "1", path]) for _ in range(3))
        start, first, all_ = run(empty), run(once), run(many)
        error = errors(arguments, restored)
        print(f"| vanban, every scan once | {size / 1e3 / (first - start):.0f} | {error} |")
        warm = size * (arguments.repeat - 1) / 1e3 / (all_ - first)
        print(f"| vanban, strings seen before | {warm:.0f} | {error} |")
        squeezed = min(command_time(["gzip", "-6", "-c", many]) for _ in range(3))
        print(f"| gzip -6, for comparison | {size * arguments.repeat / 1e3 / squeezed:.0f} | |")
        print(f"\nvanban takes {all_ / squeezed:.1f} times as long as gzip -6 for {arguments.repeat} copies.")


if __name__ == "__main__":
    main()

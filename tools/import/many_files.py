#!/usr/bin/env python3
"""Import of many small files, against the same bytes in large ones: rate, memory, and what a file costs by itself.

Cuts the garbled texts of corpus/ into small documents, writes them as many files and as few large ones, imports both, and
prints a table. Every document is made different by a number in its first line, so that none is a duplicate.

    tools/import/many_files.py --files 100000 --bytes 200 [--program target/release/vanban] [--jobs N] [--keep DIR]

Memory is the largest resident set that the system counts for the process (`wait4`).
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LARGE = 1_000_000


def pieces(size):
    """Garbled text without end, in pieces of whole lines of about `size` bytes."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("corpus/*/ocr/**/*.txt"))]
    if not texts:
        sys.exit("no text found under corpus/*/ocr")
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    number = 0
    piece, room = [], size
    while True:
        for line in lines:
            piece.append(line)
            room -= len(line.encode()) + 1
            if room <= 0:
                number += 1
                yield f"So {number}\n" + "\n".join(piece) + "\n"
                piece, room = [], size


def write(folder, files, size):
    """The same pieces as many files and as large ones. Returns their bytes."""
    small, large = folder / "small", folder / "large"
    large.mkdir(parents=True)
    source, total, held, held_bytes, number = pieces(size), 0, [], 0, 0
    for i in range(files):
        text = next(source)
        path = small / f"{i // 1000:04}" / f"{i % 1000:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        held.append(text)
        held_bytes += len(text.encode())
        total += len(text.encode())
        if held_bytes >= LARGE or i == files - 1:
            (large / f"{number:05}.txt").write_text("".join(held), encoding="utf-8")
            held, held_bytes, number = [], 0, number + 1
    return total


def run(program, source, out, more):
    """Seconds and peak memory in bytes of an import."""
    arguments = [program, "import", str(source), "--out", str(out), "--quiet", *more]
    started = time.monotonic()
    child = os.posix_spawn(program, arguments, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - started
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(f"{' '.join(arguments)} ended with {code}")
    return seconds, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=200, help="bytes of a small file, about")
    parser.add_argument("--program", default=str(ROOT / "target/release/vanban"))
    parser.add_argument("--jobs", default="0")
    parser.add_argument("--keep", help="folder to work in and to leave as it is")
    options, more = parser.parse_known_args()
    more = ["--jobs", options.jobs, *more]
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="many-files-"))
    try:
        total = write(folder, options.files, options.bytes)
        print(f"{options.files} files, {total} bytes, {total / options.files:.0f} bytes each; {' '.join(more)}")
        rates = {}
        for name in ["large", "small"]:
            seconds, memory = run(options.program, folder / name, folder / f"out-{name}", more)
            rates[name] = total / seconds
            print(f"{name:>14}: {seconds:8.2f} s  {total / seconds / 1e6:8.4f} MB/s  {memory / 1e6:6.0f} MB")
        seconds, memory = run(options.program, folder / "small", folder / "out-small", more)
        print(f"{'small, again':>14}: {seconds:8.2f} s  {options.files / seconds:8.0f} files/s  {memory / 1e6:6.0f} MB")
        share = rates["small"] / rates["large"]
        cost = (total / rates["small"] - total / rates["large"]) / options.files
        print(f"small files run at {share:.2f} of the rate of large ones; a file costs {cost * 1e6:.0f} µs by itself")
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

"""Writes clean text as scanners with habits of their own would have read it, without an image or an engine.

For engines that nobody here has: `office` does what the text layers of office scanners look like whose engine knows
English alone (`h9c` for học, `nhi~m v\\l` for nhiệm vụ), `torn` writes the tone below a letter as a full stop and ends the
word there (`thu. c hie. n`). The tables are invented from such readings, not counted; they show whether a document's own
habits are learned, not how often a scanner is wrong.

    python3 tools/noise/invent.py office corpus/dev/truth OUT/office
    vanban evaluate --truth corpus/dev/truth --ocr OUT

Each file leans its own way; the same name and text give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from pathlib import Path

# Letter, then what it is read as, each with its share.
SMALL = r"""
ệ ~ 6 e 2 ¢ 1 ? 1
ậ ~ 5 a 2 4 1 ? 1 l) 1
ạ ~ 3 a 4 i;l 1 ? 1
ộ 9 3 (> 2 o 2 Q 1 6 1
ọ 9 4 o 4 Q 1
ợ Q' 2 9 2 o 2 qi 1 Q 1
ự \l' 1 v 2 u 3 1J 1 ir 1 t.r 1
ụ u 5 \l 2 v 2 Q 1
ị i 4 j 3 ! 1 J 1
ẹ e 3 ~ 1
ỵ y 4 ~ 1
ố 6 6 o 2 5 1 d 1
ổ 6 5 o 3 8 1
ỗ 6 3 5 2 o 2
ồ 6 3 o 5 d 1
ô o 6 6 3
ò o 8 6 1
ó o 6 6 3
ỏ o 5 6 3
õ o 5 5 2
ề ~ 2 e 5 6 1 8 1
ế e 4 ~ 2 S 1 6 1 § 1
ể ~ 3 e 4 S 1 § 1
ễ ~ 4 e 3
ê e 9 6 1
ẻ e 7 6 1
ẽ e 6 ~ 1
đ d 20 t1 1 cl 1
ư u 4 ir 2 U' 1 w 1 tr 1 LY 1
ơ o 4 a 2 O' 1 cr 1
ứ ir 3 u 3 t1 1 li 1 (r 1 w 1
ừ ir 3 u 4 tu 1 tir 1
ử tr 2 u 3 ir 2 fr 1
ữ ii 1 u 4 fr 1 w 1
ở cr 2 o 4 6 1 & 1
ớ 6 3 o 3 & 1 cr 2 e 1
ờ o 4 a 2 cr 2 & 1
ỡ o 4 5 1 a 1
ủ u 6 ti 1 ii 2
ú u 7 ti 1
ù u 7 il 1
ũ u 6 ii 2
ả a 8 i 1
à a 8 it 1
ã a 6 ii 1
ă a 6 ii 1
ắ a 3 ~ 2 ii 1 i 1
ằ a 3 ~ 2 i 1
ẳ a 3 ~ 2
ẵ a 3 ~ 2
ặ ~ 3 a 3 iji 1
â a 8 d 1
ấ a 3 ~ 3 fi 1 4 1
ầ a 3 ~ 3 f 1 ft 1
ẩ a 3 ~ 3 § 1
ẫ a 3 ~ 3 5 1
ĩ i 7 I 1
l l 30 I 1 1 1
1 1 40 I 1 l 1
c c 40 e 1
n n 60 11 1
h h 60 b 1
m m 40 rn 1
; ; 20 , 1
"""
# Capitals that are read otherwise than their small letters.
CAPITALS = r"""
Ệ ~ 6 E 2
Ậ ~ 5 A 3
Ạ ~ 3 A 5
Ộ O 4 Q 2 (> 3
Ọ O 4 Q 3
Ợ Q 3 O 4
Ự V 2 U 4 TJ 1
Ụ U 5 V 3
Ị I 4 J 4
Đ D 20 B 1 £) 1
Ư U 6 V 2
Ơ O 6 O' 1
Ứ U 4 tr 1 V 1
Ố O 7 6 1
Ế E 8
Ề E 7
Ể E 7 ~ 1
Ủ U 7
"""
DOT_BELOW = "\u0323"


def table(text: str) -> dict[str, tuple[list[str], list[int]]]:
    rows = (line.split() for line in text.split("\n") if line)
    return {row[0]: (row[1::2], [int(share) for share in row[2::2]]) for row in rows}


def readings() -> dict[str, tuple[list[str], list[int]]]:
    """The tables; a capital that has no row is read as the capital of its small letter's reading."""
    small, capitals = table(SMALL), table(CAPITALS)
    others = {
        letter.upper(): ([reading[0].upper() for reading in read], shares)
        for letter, (read, shares) in small.items()
        if base(letter) != letter
    }
    return {**small, **others, **capitals}


def base(letter: str) -> str:
    return {"đ": "d", "Đ": "D"}.get(letter, unicodedata.normalize("NFD", letter)[0])


def office(text: str, rng: random.Random) -> str:
    """What an office scanner's English engine makes of a text; the higher the power drawn, the steadier its habits."""
    power, rows = rng.choice((0.7, 1.0, 1.5)), readings()
    shares = {letter: [share**power for share in row[1]] for letter, row in rows.items()}

    def read(letter: str) -> str:
        if letter in rows:
            return rng.choices(rows[letter][0], shares[letter])[0]
        return letter if letter in "“”" else base(letter)

    return "".join(map(read, text))


def torn(text: str, rng: random.Random) -> str:
    """No marks, and for the tone below a letter a full stop, where the word ends."""
    out = []
    for letter, following in zip(text, text[1:] + "\n", strict=True):
        out.append(base(letter))
        if DOT_BELOW in unicodedata.normalize("NFD", letter):
            out.append(". " if following.isalpha() else ".")
    return "".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scanner", choices=("office", "torn"))
    parser.add_argument("texts", type=Path, help="folder of clean .txt files")
    parser.add_argument("out", type=Path, help="folder to write to")
    arguments = parser.parse_args()
    scan = {"office": office, "torn": torn}[arguments.scanner]
    files = sorted(arguments.texts.glob("*.txt"))
    if not files:
        parser.error(f"{arguments.texts} holds no .txt file")
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file in files:
        text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
        scanned = scan(text, random.Random(file.name))
        (arguments.out / file.name).write_text(scanned, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The source format: clean documents as plain text, and how its lines are told apart.

UTF-8, one paragraph a line, blank lines between blocks. A tab parts the two columns of a
letterhead or signature line and the cells of a table row; which of the three a block is:

- *letterhead*: the blocks before the first block without any tab. A line without a tab in it
  stands in the left column ("V/v …"); the first such line after the date that is not "V/v …"
  ends the letterhead.
- *signature*: a block of lines with at most one tab each, where a line begins with "Nơi nhận" or
  a right column begins with a signing authority ("TM.", "KT.", "GIÁM ĐỐC", …), and the blocks
  right after it that have two columns and either one line (the signers' names) or nothing but
  list items and blanks at the left.
- *table*: the consecutive lines with tabs in any other block.
- *text*: everything else, a paragraph a line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

DATE = re.compile(r"ngày\s.{0,6}tháng\s.{0,6}năm", re.IGNORECASE)
SUBJECT = re.compile(r"^(V/v|Về việc)\b", re.IGNORECASE)
RECIPIENTS = re.compile(r"^Nơi nhận", re.IGNORECASE)
AUTHORITY = re.compile(
    r"^(TM|KT|TL|TUQ|Q|T/M|K/T|T/L|CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG"
    r"|CHÁNH|PHÓ CHÁNH|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|CHI CỤC TRƯỞNG|BÍ THƯ|PHÓ BÍ THƯ|TRƯỞNG|PHÓ TRƯỞNG|HIỆU TRƯỞNG"
    r"|TỔNG GIÁM ĐỐC|VIỆN TRƯỞNG|CHỦ NHIỆM|NGƯỜI)(?!\w)"
)


@dataclass
class Block:
    """Lines that stand together; a line is its columns (one, two, or the cells of a table row)."""

    kind: str  # letterhead, signature, table or text
    lines: list[list[str]]


def tidy(line: str) -> str:
    """NFC, plain blanks, no blanks around columns; tabs stay."""
    line = unicodedata.normalize("NFC", line.replace("\u00a0", " ").replace("\ufeff", ""))
    return "\t".join(re.sub(r"[^\S\t]+", " ", part).strip() for part in line.split("\t"))


def parse(text: str) -> list[Block]:
    """The blocks of a document, in order."""
    blocks: list[Block] = []
    for group in _groups(text):
        last = blocks[-1].kind if blocks else None
        if last in (None, "letterhead") and any(len(line) == 2 for line in group) and max(map(len, group)) == 2:
            head, rest = _split_letterhead(group)
            blocks.append(Block("letterhead", head))
            if rest:
                blocks.extend(_body(rest))
        elif _is_signature(group) or (last == "signature" and _continues_signature(group)):
            blocks.append(Block("signature", group))
        else:
            blocks.extend(_body(group))
    return blocks


def _groups(text: str) -> list[list[list[str]]]:
    groups: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        line = tidy(line)
        if line.strip():
            groups[-1].append(line.split("\t"))
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _split_letterhead(group):
    dated = False
    for i, line in enumerate(group):
        if dated and len(line) == 1 and not SUBJECT.match(line[0]):
            return group[:i], group[i:]
        dated = dated or any(DATE.search(column) for column in line)
    return group, []


def _is_signature(group) -> bool:
    if max(map(len, group)) > 2:
        return False
    return any(RECIPIENTS.match(line[0]) or (len(line) == 2 and AUTHORITY.match(line[1])) for line in group)


def _continues_signature(group) -> bool:
    if max(map(len, group)) != 2:
        return False
    return len(group) == 1 or all(not line[0] or line[0][0] in "-–+" for line in group)


def _body(group) -> list[Block]:
    """Parts a block into runs of table rows and runs of paragraphs."""
    blocks: list[Block] = []
    for line in group:
        kind = "table" if len(line) > 1 else "text"
        if not blocks or blocks[-1].kind != kind:
            blocks.append(Block(kind, []))
        blocks[-1].lines.append(line)
    return blocks

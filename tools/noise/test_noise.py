"""Checks of the generator that need no OCR engine: `python -m unittest discover tools/noise`."""

import random
import unittest

import invent
import measure
import source
from engines import Seen
from pages import typeset
from reading import _assign, _straighten
from typeset import Strip, Word

DOCUMENT = """UBND TỈNH LÂM ĐỒNG	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ	Độc lập - Tự do - Hạnh phúc
Số: 31/KH-SNV	Lâm Đồng, ngày 04 tháng 3 năm 2021

KẾ HOẠCH
Kiểm tra công tác văn thư, lưu trữ năm 2021

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, Sở Nội vụ ban hành Kế hoạch kiểm tra như sau:

I. MỤC ĐÍCH
- Đánh giá việc chấp hành quy định về soạn thảo, ký ban hành văn bản, lập hồ sơ và nộp lưu hồ sơ vào Lưu trữ cơ quan của các đơn vị - bộ phận trực thuộc.

Nhiệm vụ	Đơn vị	Hạn
I	Chuẩn bị
1	Phòng Hành chính - Tổng hợp	Quý I

Nơi nhận:	KT. GIÁM ĐỐC
- Như Điều 3;	PHÓ GIÁM ĐỐC
- Lưu: VT.	Lê Thị Hoa
"""


class Invented(unittest.TestCase):
    def test_words_are_torn_behind_the_tone_below_a_letter(self):
        self.assertEqual(invent.torn("Thực hiện Nghị quyết, huyện Mỹ Tú", random.Random(1)), "Thu. c hie. n Nghi. quyet, huye. n My Tu")

    def test_the_same_name_gives_the_same_reading(self):
        first, second = (invent.office(DOCUMENT, random.Random("a.txt")) for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(first.count("\n"), DOCUMENT.count("\n"))
        self.assertNotIn("ộ", first)


class SourceFormat(unittest.TestCase):
    def test_blocks_are_told_apart(self):
        kinds = [block.kind for block in source.parse(DOCUMENT)]
        self.assertEqual(kinds, ["letterhead", "text", "text", "text", "table", "signature"])

    def test_two_column_table_in_the_body_is_a_table(self):
        blocks = source.parse("BÁO CÁO\n\nHuyện\tSố hộ\nĐam Rông\t120\n\nNơi nhận:\tGIÁM ĐỐC\n\n\tLê Thị Hoa\n")
        self.assertEqual([b.kind for b in blocks], ["text", "table", "signature", "signature"])

    def test_two_bodies_sign_side_by_side(self):
        blocks = source.parse("KẾ HOẠCH\n\nGIÁM ĐỐC\tTM. BAN THƯỜNG VỤ\n\nLê Hoa\tTrần An\n\nTT\tTên\n1\tA\n")
        self.assertEqual([b.kind for b in blocks], ["text", "signature", "signature", "table"])

    def test_subject_stays_in_the_letterhead_and_title_does_not(self):
        head = "SỞ Y TẾ\tĐộc lập\nSố: 1/SYT\tHuế, ngày 1 tháng 2 năm 2020\n"
        self.assertEqual([b.kind for b in source.parse(head + "V/v báo cáo")], ["letterhead"])
        self.assertEqual([b.kind for b in source.parse(head + "KẾ HOẠCH")], ["letterhead", "text"])


class Typesetting(unittest.TestCase):
    def test_nothing_is_lost_or_added_whatever_the_design(self):
        wanted = "".join(source.tidy(DOCUMENT).split())
        for seed in range(30):
            layout = typeset(DOCUMENT, seed)
            got = "".join("".join(row.text.split()) for row in layout.rows if row.kind != "page")
            self.assertEqual(got, wanted, f"seed {seed}")

    def test_no_line_inside_a_paragraph_begins_like_a_list_item(self):
        text = "Các tổ chức chính trị - xã hội tỉnh phối hợp " * 30
        for seed in range(30):
            for row in typeset(text, seed).rows:
                self.assertNotRegex(row.text, r"^[-–+]\s")

    def test_every_row_with_text_is_printed_once(self):
        layout = typeset(DOCUMENT, 5)
        printed = [s.row for page in layout.pages for s in page.strips]
        printed += sorted({c.row for page in layout.pages for c in page.cells})
        self.assertEqual(sorted(printed), [i for i, row in enumerate(layout.rows) if row.text])

    def test_same_seed_same_lines(self):
        rows = [[row.text for row in typeset(DOCUMENT, "a", 1).rows] for _ in range(2)]
        self.assertEqual(*rows)


class Reading(unittest.TestCase):
    def strip(self, row, top):
        return Strip(row, None, top, top + 20, [Word("một", 0, top + 15, 13, "regular"), Word("hai", 60, top + 15, 13, "regular")])

    def test_words_go_to_the_line_they_stand_in(self):
        strips = [self.strip(0, 0), self.strip(1, 20), self.strip(2, 40)]
        seen = [Seen("hai", 60, 43, 80, 57, 7), Seen("mot", 0, 3, 20, 17, 1), Seen("hai", 60, 3, 80, 17, 2), Seen("x", 0, 300, 9, 310, 9)]
        self.assertEqual(_assign(strips, seen, 1.0), ["mot hai", "", "hai"])

    def test_turned_page_is_turned_back(self):
        from PIL import Image

        page = Image.new("L", (400, 600), 255)
        page.paste(0, (300, 100, 304, 104))
        turned = page.rotate(5.0, Image.Resampling.BICUBIC, fillcolor=255)
        x0, y0, x1, y1 = turned.point(lambda v: 255 * (v < 128)).getbbox()
        (back,) = _straighten([Seen("x", x0, y0, x1, y1, 0)], turned, 5.0)
        self.assertAlmostEqual((back.x0 + back.x1) / 2, 302, delta=1.5)
        self.assertAlmostEqual((back.y0 + back.y1) / 2, 102, delta=1.5)


class Measures(unittest.TestCase):
    def test_distance(self):
        for a, b, edits in [("", "abc", 3), ("kitten", "sitting", 3), ("ủy ban", "uy ban", 1), ("x" * 200, "y" * 150, 200), ("abc", "abc", 0)]:
            self.assertEqual(measure.distance(a, b), edits, (a, b))
            self.assertEqual(measure.distance(b, a), edits, (b, a))


if __name__ == "__main__":
    unittest.main()

//! Every figure: its name, its definition for whoever reads a report, and how it is taken from counts.

use super::classes::Class;
use super::counts::{Changes, Counts, Part};
use super::facts::{CODES, DATES, NUMBERS};
use super::structure::{self, Tally};

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share, in percent.
    Percent,
    /// A share, out of ten thousand.
    PerTenThousand,
    /// A number between 0 and 1.
    Score,
}

/// Which way a figure should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Errors.
    Lower,
    /// What is right.
    Higher,
}

/// One figure.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// Name in JSON and CSV.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// What it is, in one or two sentences.
    pub definition: &'static str,
    /// How it is written.
    pub unit: Unit,
    /// Which way it should go.
    pub better: Better,
    /// The figure, in its unit; nothing where there was nothing to count.
    pub value: fn(&Counts) -> Option<f64>,
}

impl Metric {
    /// The figure with its unit, for people.
    #[must_use]
    pub fn show(&self, value: f64) -> String {
        match self.unit {
            Unit::Percent => format!("{value:.2} %"),
            Unit::PerTenThousand => format!("{value:.1}"),
            Unit::Score => format!("{value:.4}"),
        }
    }

    /// How much worse `now` is than `before`; negative where it is better.
    #[must_use]
    pub fn regress(&self, before: f64, now: f64) -> f64 {
        match self.better {
            Better::Lower => now - before,
            Better::Higher => before - now,
        }
    }
}

/// The metric of this name.
#[must_use]
pub fn metric(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.id == id)
}

/// The figure that documents are ranked by and systems compared by first.
pub const SYLLABLES: &str = "syllable_error_rate";

fn percent(part: Part) -> Option<f64> {
    part.share().map(|share| share * 100.0)
}

fn wrong(part: Part) -> Option<f64> {
    part.share().map(|share| (1.0 - share) * 100.0)
}

fn class(counts: &Counts, class: Class) -> Option<f64> {
    percent(counts.classes[class as usize])
}

fn change(counts: &Counts, of: fn(&Changes) -> (u64, u64)) -> Option<f64> {
    let (some, all) = of(&counts.changes);
    percent(Part { some, all })
}

fn record(counts: &Counts, figure: usize) -> Option<f64> {
    counts
        .records
        .and_then(|records| tally(records.close[figure]))
}

fn tally(tally: Tally) -> Option<f64> {
    (tally.gold + tally.found > 0).then(|| tally.percent())
}

const fn errors(
    id: &'static str,
    name: &'static str,
    definition: &'static str,
    value: fn(&Counts) -> Option<f64>,
) -> Metric {
    Metric {
        id,
        name,
        definition,
        unit: Unit::Percent,
        better: Better::Lower,
        value,
    }
}

const fn rights(
    id: &'static str,
    name: &'static str,
    definition: &'static str,
    value: fn(&Counts) -> Option<f64>,
) -> Metric {
    Metric {
        better: Better::Higher,
        ..errors(id, name, definition, value)
    }
}

/// All of them, in the order of reports.
pub const METRICS: &[Metric] = &[
    errors(
        SYLLABLES,
        "Syllables wrong",
        "Substituted, missing and extra syllables out of the syllables of the truth. A syllable is what stands between two blanks; the alignment is one with the fewest errors. The same as the word error rate of tools that cut words at blanks.",
        |c| percent(c.syllable_errors()),
    ),
    errors(
        "word_error_rate",
        "Words wrong (UAX #29)",
        "Substituted, missing and extra words out of the words of the truth. A word is one of Unicode's UAX #29 with at least one letter or digit, so punctuation does not count and 63/2010/NĐ-CP is four words.",
        |c| percent(c.words),
    ),
    errors(
        "character_error_rate",
        "Characters wrong",
        "Edit distance in grapheme clusters, what a reader calls a character, out of the characters of the truth. Blanks between syllables are characters.",
        |c| percent(c.characters),
    ),
    errors(
        "line_error_rate",
        "Lines wrong",
        "Lines of the truth with at least one wrong or missing syllable, out of its lines that are not empty.",
        |c| wrong(c.lines),
    ),
    errors(
        "tone_error_rate",
        "Tones wrong",
        "Vowels whose base letter is right and whose tone (dấu thanh) is not, out of the vowels of the truth.",
        |c| class(c, Class::Tone),
    ),
    errors(
        "vowel_mark_error_rate",
        "Vowel marks wrong",
        "Letters a, e, o, u whose base letter is right and whose mark (ă â ê ô ơ ư, or none) is not, out of those letters in the truth.",
        |c| class(c, Class::VowelMark),
    ),
    errors(
        "d_stroke_error_rate",
        "đ wrong",
        "đ and d taken for one another, out of both in the truth.",
        |c| class(c, Class::Stroke),
    ),
    errors(
        "base_letter_error_rate",
        "Base letters wrong",
        "Letters that became another letter or sign, went missing or are extra, out of the letters of the truth. Tone, mark and case of such a letter are not counted.",
        |c| class(c, Class::BaseLetter),
    ),
    errors(
        "digit_error_rate",
        "Digits wrong",
        "Digits that became something else, went missing or are extra, out of the digits of the truth.",
        |c| class(c, Class::Digit),
    ),
    errors(
        "case_error_rate",
        "Case wrong",
        "Letters whose base letter is right and whose case is not, out of the letters of the truth.",
        |c| class(c, Class::Case),
    ),
    errors(
        "spacing_error_rate",
        "Spacing wrong",
        "Blanks missing between two syllables that were read as one, or extra inside one, out of the blanks of the truth.",
        |c| class(c, Class::Spacing),
    ),
    errors(
        "punctuation_error_rate",
        "Punctuation wrong",
        "Signs that are neither letter, digit nor blank and became something else, went missing or are extra, out of those of the truth.",
        |c| class(c, Class::Punctuation),
    ),
    rights(
        "wrong_to_right",
        "Wrong → right",
        "Syllables that are wrong in the scan and right in the output, out of those wrong in the scan.",
        |c| {
            change(c, |c| {
                (c.wrong_right, c.wrong_right + c.wrong_same + c.wrong_other)
            })
        },
    ),
    errors(
        "wrong_to_wrong",
        "Wrong → wrong",
        "Syllables that are wrong in the scan and still wrong in the output, changed or not, out of those wrong in the scan.",
        |c| {
            change(c, |c| {
                let wrong = c.wrong_same + c.wrong_other;
                (wrong, c.wrong_right + wrong)
            })
        },
    ),
    Metric {
        id: "harm",
        name: "Right → wrong per 10,000",
        definition: "Harm: syllables that are right in the scan and wrong in the output, out of ten thousand that are right in the scan.",
        unit: Unit::PerTenThousand,
        better: Better::Lower,
        value: |c| change(c, |c| (c.right_wrong, c.right_right + c.right_wrong)).map(|p| p * 100.0),
    },
    rights(
        "change_precision",
        "Changes that are right",
        "Syllables that are right in the output out of all that the system changed.",
        |c| {
            change(c, |c| {
                (c.wrong_right, c.wrong_right + c.right_wrong + c.wrong_other)
            })
        },
    ),
    errors(
        "number_error_rate",
        "Numbers wrong",
        "Numbers of the truth (digits with their marks, such as 1.500,5 or 98%) that do not stand in the output exactly so; punctuation around them does not matter.",
        |c| wrong(c.facts[NUMBERS]),
    ),
    errors(
        "code_error_rate",
        "Codes wrong",
        "Codes of documents (63/2010/NĐ-CP, 11-CT/TU) that do not stand in the output exactly so.",
        |c| wrong(c.facts[CODES]),
    ),
    errors(
        "date_error_rate",
        "Dates wrong",
        "Dates (08/6/2010; ngày 08 tháng 6 năm 2010, within a line) that do not stand in the output exactly so.",
        |c| wrong(c.facts[DATES]),
    ),
    Metric {
        id: "made_up_digits",
        name: "Made-up numbers per 10,000",
        definition: "Numbers, codes and dates of the output that stand for nothing of the kind in the truth, out of ten thousand syllables of the truth.",
        unit: Unit::PerTenThousand,
        better: Better::Lower,
        value: |c| {
            percent(Part {
                some: c.made_up_digits,
                all: c.syllables,
            })
            .map(|percent| percent * 100.0)
        },
    },
    Metric {
        id: "calibration_error",
        name: "Calibration error",
        definition: "Expected calibration error: over twenty equal parts of the range of confidences, the distance between mean confidence and share right, weighted by the number of syllables.",
        unit: Unit::Score,
        better: Better::Lower,
        value: |c| c.reliability.calibration_error(),
    },
    Metric {
        id: "brier",
        name: "Brier score",
        definition: "Mean squared difference between a syllable's confidence and 1 where it is right, 0 where it is wrong.",
        unit: Unit::Score,
        better: Better::Lower,
        value: |c| c.reliability.brier(),
    },
    rights(
        "records",
        "Records, mean of twelve",
        "Mean of the twelve figures of records below. Two texts of a record count as one if they share four of five words, since wrong syllables are counted above.",
        |c| c.records.map(|records| structure::mean(&records.close)),
    ),
    rights(
        "records_exact",
        "Records, nothing forgiven",
        "The same where two texts count as one only if they are equal.",
        |c| c.records.map(|records| structure::mean(&records.exact)),
    ),
    rights(
        "record_header",
        "Header",
        "Cells of the header that are right.",
        |c| record(c, 0),
    ),
    rights(
        "record_sections",
        "Sections",
        "F1 of sections by id, kind and title.",
        |c| record(c, 1),
    ),
    rights(
        "record_section_text",
        "Section text",
        "F1 of words in the texts of sections of one id.",
        |c| record(c, 2),
    ),
    rights(
        "record_citations",
        "Citations",
        "F1 of cited instruments by code, laws by name.",
        |c| record(c, 3),
    ),
    rights(
        "record_citation_fields",
        "Citation fields",
        "Type, number, year, authority, date, title and amends of instruments that are right.",
        |c| record(c, 4),
    ),
    rights(
        "record_mentions",
        "Mentions",
        "F1 of mentions by text, section and pinpoint.",
        |c| record(c, 5),
    ),
    rights(
        "record_tasks",
        "Tasks",
        "F1 of tasks by section, ordinal, group, origin and content.",
        |c| record(c, 6),
    ),
    rights("record_lead", "Lead", "F1 of lead units of tasks.", |c| {
        record(c, 7)
    }),
    rights(
        "record_support",
        "Support",
        "F1 of supporting units of tasks.",
        |c| record(c, 8),
    ),
    rights(
        "record_due",
        "Due",
        "Due dates of tasks that are right in text, date and recurrence.",
        |c| record(c, 9),
    ),
    rights(
        "record_recipients",
        "Recipients",
        "F1 of recipients.",
        |c| record(c, 10),
    ),
    rights(
        "record_signature",
        "Signature",
        "Cells of the signature that are right.",
        |c| record(c, 11),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_different_and_definitions_are_sentences() {
        for (at, metric) in METRICS.iter().enumerate() {
            assert!(METRICS[..at].iter().all(|other| other.id != metric.id));
            assert!(metric.definition.ends_with('.'), "{}", metric.id);
            assert_eq!((metric.value)(&Counts::default()), None, "{}", metric.id);
        }
    }

    #[test]
    fn worse_is_worse_whichever_way_it_goes() {
        let regress = |id, before, now| metric(id).map(|m| m.regress(before, now));
        assert_eq!(regress(SYLLABLES, 1.0, 1.5), Some(0.5));
        assert_eq!(regress("records", 90.0, 89.0), Some(1.0));
    }
}

//! Training files: opened, read line by line, decompressed where they are `.xz`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use liblzma::read::XzDecoder;

/// A training file with the weight of its counts, written `FILE` or `FILE@WEIGHT` on the command line.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighted {
    /// The file.
    pub path: PathBuf,
    /// Factor of its counts.
    pub weight: f32,
}

impl FromStr for Weighted {
    type Err = String;

    fn from_str(argument: &str) -> Result<Self, String> {
        let whole = || Self {
            path: argument.into(),
            weight: 1.0,
        };
        let Some((path, weight)) = argument.rsplit_once('@') else {
            return Ok(whole());
        };
        match weight.parse::<f32>() {
            Ok(weight) if weight.is_finite() && weight > 0.0 => Ok(Self {
                path: path.into(),
                weight,
            }),
            Ok(_) => Err(format!(
                "the weight {weight:?} must be a number above 0, as in FILE@2.5"
            )),
            Err(_) => Ok(whole()),
        }
    }
}

/// Why a model could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not what its file should hold.
    #[error("{}:{line}: {problem}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What was expected and what was found.
        problem: String,
    },
    /// A file, or all of them together, hold nothing to learn from.
    #[error("{what}")]
    Nothing {
        /// What is missing and where it was looked for.
        what: String,
    },
}

/// Calls `each` with the number (from 1) and text of every line of a file, without its line end.
pub(super) fn each_line(
    path: &Path,
    mut each: impl FnMut(usize, &str) -> Result<(), String>,
) -> Result<(), TrainError> {
    let read_error = |source| TrainError::Read {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(read_error)?;
    let plain: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "xz") {
        Box::new(XzDecoder::new_multi_decoder(BufReader::new(file)))
    } else {
        Box::new(file)
    };
    let mut reader = BufReader::with_capacity(1 << 16, plain);
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        if reader.read_line(&mut line).map_err(read_error)? == 0 {
            return Ok(());
        }
        number += 1;
        each(number, line.trim_end_matches(['\n', '\r'])).map_err(|problem| TrainError::Line {
            path: path.to_owned(),
            line: number,
            problem,
        })?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_weights_after_the_last_at_sign() {
        for (argument, path, weight) in [
            ("legal.txt.xz", "legal.txt.xz", 1.0),
            ("legal.txt.xz@3", "legal.txt.xz", 3.0),
            ("a@b.txt@0.5", "a@b.txt", 0.5),
            ("a@b.txt", "a@b.txt", 1.0),
        ] {
            let weighted: Weighted = argument.parse().unwrap();
            assert_eq!(
                (weighted.path.to_str(), weighted.weight),
                (Some(path), weight),
                "{argument}"
            );
        }
        assert!("legal.txt@-1".parse::<Weighted>().is_err());
    }
}

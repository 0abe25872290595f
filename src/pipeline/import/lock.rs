//! One run at a time in one output folder.
//!
//! The operating system holds the lock and lets it go when the process ends, however it ends: what a killed run leaves is
//! a file, which stops nobody.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::layout;
use crate::error::Error;
use crate::sink::WriteError;

const LOCK: &str = "lock";
const MOMENT: Duration = Duration::from_millis(50);

/// Held while a run is at work.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of an output folder, which is made where it is missing.
    pub(super) fn take(out: &Path) -> Result<Self, Error> {
        let work = layout::work(out);
        let path = work.join(LOCK);
        let failed = |source| Error::from(WriteError::new(&path.display(), source));
        fs::create_dir_all(&work).map_err(failed)?;
        let mut file = layout::open(&path).map_err(failed)?;
        // Whoever asks whether the lock is taken holds it for a moment.
        let mut tries = 0;
        let locked = loop {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) if tries < 4 => thread::sleep(MOMENT),
                other => break other,
            }
            tries += 1;
        };
        match locked {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                return Err(Error::Busy {
                    out: out.display().to_string(),
                    holder: holder.trim().to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // Who holds it, for the message that another run gives. It is no part of the lock.
        let _ = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| write!(file, "process {}", std::process::id()));
        Ok(Self { _file: file })
    }

    /// True where a run is at work in the folder.
    pub(super) fn is_taken(out: &Path) -> bool {
        File::open(layout::work(out).join(LOCK))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

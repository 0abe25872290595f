//! Where one shard ends and the next begins.
//!
//! A name decides whether a shard ends after it, with a chance that grows with its file's size, so that shards have about
//! the size that is asked for. A file that comes, goes or changes moves the borders around it and no others: the shards
//! far away are the same, and stay. Borders by count would move all that follow.

use super::request::key;

/// A shard ends after so many items, since lists of them are held.
const MOST_ITEMS: u64 = 50_000;

/// Cuts a list into shards.
#[derive(Clone, Debug)]
pub(super) struct Cutter {
    /// Bytes of sources in a shard, about.
    target: u64,
    items: u64,
    bytes: u64,
}

impl Cutter {
    pub(super) fn new(target: u64) -> Self {
        Self {
            target: target.max(1),
            items: 0,
            bytes: 0,
        }
    }

    /// True where the shard ends after this file.
    pub(super) fn ends_after(&mut self, name: &str, bytes: u64) -> bool {
        self.items += 1;
        // A file that has no size costs a line, too.
        let bytes = bytes.max(64);
        self.bytes += bytes;
        let chance = bytes as f64 / self.target as f64;
        let drawn = (key("shard", name) as f64) < chance * (u64::MAX as f64);
        let ends = drawn && self.bytes * 4 >= self.target
            || self.bytes >= self.target.saturating_mul(4)
            || self.items >= MOST_ITEMS;
        if ends {
            (self.items, self.bytes) = (0, 0);
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shards(names: &[String]) -> Vec<Vec<String>> {
        let mut cutter = Cutter::new(100_000);
        let mut shards = vec![Vec::new()];
        for name in names {
            shards.last_mut().unwrap().push(name.clone());
            if cutter.ends_after(name, 1000) {
                shards.push(Vec::new());
            }
        }
        shards
    }

    #[test]
    fn a_new_file_moves_the_borders_around_it_only() {
        let names: Vec<String> = (0..20_000).map(|i| format!("{i:05}.txt")).collect();
        let before = shards(&names);
        assert!(
            (120..400).contains(&before.len()),
            "{} shards",
            before.len()
        );
        let mut more = names.clone();
        more.insert(5, "00004b.txt".to_owned());
        let after = shards(&more);
        let same = after.iter().filter(|shard| before.contains(shard)).count();
        assert!(same + 10 > after.len(), "{same} of {}", after.len());
    }
}

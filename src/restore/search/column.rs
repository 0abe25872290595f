//! Columns of costs, a place of the string each: what the search adds and compares, all places at once.
//!
//! Sixteen bits in milli-nats, saturating: more than 32 nats is as good as impossible. The loops are over arrays of
//! fixed length, which compilers turn into vector instructions.

use crate::cost::Cost;

/// Costs at the places of a string of fewer than `N` characters.
pub(super) type Column<const N: usize> = [i16; N];

/// More than any cost that matters.
pub(super) const FAR: i16 = i16::MAX;

/// A cost as columns hold it.
pub(super) fn narrow(cost: Cost) -> i16 {
    i16::try_from(cost.0).unwrap_or(FAR)
}

/// Lowers a cost to another.
#[inline]
pub(super) fn lower_to(cost: &mut i16, to: i16) {
    *cost = to.min(*cost);
}

/// The column `by` places further on.
#[inline]
fn shifted<const N: usize>(column: &Column<N>, by: usize) -> Column<N> {
    #[inline]
    fn fixed<const N: usize, const BY: usize>(column: &Column<N>) -> Column<N> {
        std::array::from_fn(|i| if i < BY { FAR } else { column[i - BY] })
    }
    match by {
        0 => *column,
        1 => fixed::<N, 1>(column),
        2 => fixed::<N, 2>(column),
        3 => fixed::<N, 3>(column),
        _ => fixed::<N, 4>(column),
    }
}

/// Lowers `to` to what `from`, `by` places before, costs with `costs` added.
#[inline]
pub(super) fn relax<const N: usize>(
    to: &mut Column<N>,
    from: &Column<N>,
    by: usize,
    costs: &Column<N>,
) {
    let from = shifted(from, by);
    *to = std::array::from_fn(|i| to[i].min(from[i].saturating_add(costs[i])));
}

/// The same with one cost for all places.
#[inline]
pub(super) fn relax_all<const N: usize>(
    to: &mut Column<N>,
    from: &Column<N>,
    by: usize,
    cost: i16,
) {
    relax(to, from, by, &[cost; N]);
}

/// The lower of two columns.
#[inline]
pub(super) fn lower<const N: usize>(a: &Column<N>, b: &Column<N>) -> Column<N> {
    std::array::from_fn(|i| a[i].min(b[i]))
}

/// The least sum of two columns.
#[inline]
pub(super) fn least_sum<const N: usize>(a: &Column<N>, b: &Column<N>) -> i16 {
    let mut least: Column<N> = std::array::from_fn(|i| a[i].saturating_add(b[i]));
    // By halves, so that each step is one instruction for all.
    let mut half = N / 2;
    while half > 0 {
        for i in 0..half {
            least[i] = least[i].min(least[i + half]);
        }
        half /= 2;
    }
    least[0]
}

//! One amount shared out by weights, to the last minor unit.

use crate::Money;

/// Splits an amount by weights (largest remainder; of equal remainders the earlier part is served first). The parts add
/// up to the amount exactly. All weights zero: shared as evenly as it goes. No weights: no parts.
pub fn split(amount: Money, weights: &[u64]) -> Vec<Money> {
    if let [_] = weights {
        return vec![amount];
    }
    let even = weights.iter().all(|w| *w == 0);
    let weight = |i: usize| if even { 1 } else { i128::from(weights[i]) };
    let total: i128 = (0..weights.len()).map(weight).sum();
    if total == 0 {
        return Vec::new();
    }
    let sign = if amount.is_negative() { -1 } else { 1 };
    let whole = i128::from(amount.minor()).abs();
    let mut parts: Vec<i128> = (0..weights.len()).map(|i| whole * weight(i) / total).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(whole * weight(i) % total));
    let left = whole - parts.iter().sum::<i128>();
    for &i in order.iter().take(left as usize) {
        parts[i] += 1;
    }
    parts.into_iter().map(|p| Money::new((p * sign) as i64, amount.currency())).collect()
}

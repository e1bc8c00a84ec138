//! Chance that is the same in every run: numbers worked out from a seed, what they are for, and which one it is.

/// A row of numbers.
pub struct Chance(u64);

impl Chance {
    /// The numbers of the `index`-th thing of a kind. Kinds are told apart by their names.
    pub fn of(seed: u64, kind: &str, index: u64) -> Chance {
        let kind = kind.bytes().fold(seed ^ 0x6a09_e667_f3bc_c909, |hash, byte| mixed(hash ^ u64::from(byte)));
        Chance(mixed(kind ^ mixed(index)))
    }

    /// Sixty-four bits (splitmix64).
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// A number below a limit, each as likely; 0 where the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(limit)) >> 64) as u64
    }

    /// A number from one up to and with another.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// A number below a limit, small ones far more often: the first hundredth comes up once in six times.
    pub fn skewed(&mut self, limit: u64) -> u64 {
        let (a, b) = (self.below(1 << 32), self.below(1 << 32));
        let skew = u128::from((a * b) >> 32) * u128::from(self.below(1 << 32));
        ((skew * u128::from(limit)) >> 64) as u64
    }

    /// Whether something comes up that does so many times in a hundred.
    pub fn percent(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// One of several.
    pub fn of_all<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }
}

fn mixed(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_same_again_and_stays_within_its_limits() {
        let of = |seed, kind, index| Chance::of(seed, kind, index).bits();
        assert_eq!(of(1, "seller", 7), of(1, "seller", 7));
        let others = [of(2, "seller", 7), of(1, "listing", 7), of(1, "seller", 8)];
        assert!(!others.contains(&of(1, "seller", 7)));
        let mut chance = Chance::of(1, "limits", 0);
        let mut first = 0;
        for _ in 0..10_000 {
            assert!(chance.below(7) < 7 && (3..=5).contains(&chance.between(3, 5)));
            first += usize::from(chance.skewed(1_000) < 10);
        }
        assert!((1_000..2_500).contains(&first), "{first}");
        assert_eq!(chance.below(0), 0);
    }
}

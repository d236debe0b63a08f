//! How much work the rules of a group may be.

use netdiag::fact::Gap;

/// Steps in which one group is laid out: each is a range that is cut, a rule that is met or a name that
/// is kept, of a few bytes and nanoseconds. Thousands of rules take a hundredth of it; as many prefixes
/// and ports that all cross one another take the product of their numbers.
const MOST_STEPS: usize = 1 << 23;

/// The work that is left.
#[derive(Debug)]
pub struct Effort(usize);

impl Default for Effort {
    fn default() -> Self {
        Self(MOST_STEPS)
    }
}

/// There is none left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

impl Effort {
    /// Takes so many steps.
    ///
    /// # Errors
    /// If there are not that many left; then there are none.
    pub fn spend(&mut self, steps: usize) -> Result<(), Exhausted> {
        match self.0.checked_sub(steps) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => {
                self.0 = 0;
                Err(Exhausted)
            }
        }
    }
}

impl Exhausted {
    /// In words, of this group.
    pub fn gap(self, group: &str) -> Gap {
        Gap::new(
            format!("what the network security group {group} does"),
            format!(
                "was not worked out: its rules' prefixes and ports cross in more than {MOST_STEPS} ways, where netcheck stops"
            ),
        )
    }
}

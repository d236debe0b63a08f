//! What `netcheck explain` says of a name: a check, a cause, a rule, a reason or a need.

/// What `netcheck explain` says of a name.
#[derive(Debug, Clone, Copy)]
pub struct Explanation {
    /// What it means.
    pub means: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// What is read to judge it.
    pub reads: &'static str,
    /// How to mend it: the remedy below what fails, unless its verdict names another.
    pub mend: &'static str,
}

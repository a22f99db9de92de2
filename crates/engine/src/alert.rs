//! Whether a message is worth an alert. Pure: the same message, policy and moment give the same answer.

/// What the person chose for the whole app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    pub on: bool,
    /// Minutes since local midnight; the range may pass midnight.
    pub quiet_from: u16,
    pub quiet_to: u16,
    /// Monday first. The day on which the quiet hours begin counts.
    pub quiet_days: [bool; 7],
    /// Words that count as a mention, compared without case.
    pub keywords: Vec<String>,
}

//! Whether a message is worth an alert. Pure: the same message, policy and moment give the same answer.

use hearth_proto::body::Body;

use crate::{
    input::{AlertChoice, AlertLevel, Now},
    keyword,
};

/// What the person chose for the whole app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    pub on: bool,
    /// Minutes since local midnight; the range may pass midnight. The end is no longer quiet; where both are the same,
    /// it is quiet for 24 hours.
    pub quiet_from: u16,
    pub quiet_to: u16,
    /// Monday first. The day on which the quiet hours begin counts.
    pub quiet_days: [bool; 7],
    /// Words that count as a mention, compared without case.
    pub keywords: Vec<String>,
}

impl Policy {
    /// Whether these are quiet hours.
    #[must_use]
    pub fn is_quiet(&self, local_minute: u16, local_weekday: u8) -> bool {
        let day = |weekday: u8| self.quiet_days.get(usize::from(weekday % 7)).copied().unwrap_or(false);
        let (today, yesterday) = (day(local_weekday), day((local_weekday % 7) + 6));
        if self.quiet_from < self.quiet_to {
            return today && (self.quiet_from..self.quiet_to).contains(&local_minute);
        }
        (today && local_minute >= self.quiet_from) || (yesterday && local_minute < self.quiet_to)
    }
}

/// Where a message was said, as far as alerts care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// A private chat. It alerts like a mention.
    pub direct: bool,
    pub choice: AlertChoice,
    /// It is open in a window that has the keyboard.
    pub looked_at: bool,
}

/// What was said, as far as alerts care.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Said<'a> {
    /// By this account, on any device.
    pub own: bool,
    /// None once it was deleted.
    pub body: Option<&'a Body>,
    /// The server understood it as mentioning this person.
    pub mentions_me: bool,
}

/// The answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    Silent,
    /// Worth telling. `mention`: it names the person or one of their keywords.
    Alert {
        mention: bool,
    },
}

/// Whether this message is worth an alert now.
#[must_use]
pub fn decide(policy: &Policy, place: Place, said: Said<'_>, now: &Now) -> Verdict {
    let Some(body) = said.body else { return Verdict::Silent };
    let muted = place.choice.muted_until.is_some_and(|until| now.wall < until);
    if said.own || place.looked_at || !policy.on || muted || policy.is_quiet(now.local_minute, now.local_weekday) {
        return Verdict::Silent;
    }
    let mention = said.mentions_me || policy.keywords.iter().any(|word| keyword::occurs(word, body.words()));
    let worth = match place.choice.level {
        AlertLevel::All => true,
        AlertLevel::Mentions => mention || place.direct,
        AlertLevel::Nothing => false,
    };
    if worth { Verdict::Alert { mention } } else { Verdict::Silent }
}

#[cfg(test)]
#[path = "alert_tests.rs"]
mod tests;

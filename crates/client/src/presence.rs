//! What others see of this person being here: what the person chose comes first, then what the desktop measured, then
//! what the window noticed.

use hearth_proto::people::Presence;

use crate::{client::Client, http::Answer, reading::focus_of, view::Change};

impl Client {
    /// Whether anybody is at the computer, as the desktop measures it; None where it does not.
    ///
    /// # Errors
    /// When an account is closing.
    pub async fn set_away(&self, away: Option<bool>) -> Answer<()> {
        if self.window().set_away(away) { self.tell_gaze().await } else { Ok(()) }
    }

    /// Tells every account what is looked at, and the window what others see of it.
    pub(crate) async fn tell_gaze(&self) -> Answer<()> {
        let gaze = self.window().gaze();
        if self.window().own_presence() != gaze.presence {
            self.window().tell([Change::OwnPresence { presence: gaze.presence }]);
        }
        for account in self.all() {
            account.tell(focus_of(account.shared.id, &gaze)).await?;
        }
        Ok(())
    }
}

/// `away` is what the desktop measured; it sees the whole desktop, so it knows better than the window does.
#[must_use]
pub fn seen(do_not_disturb: bool, away: Option<bool>, window: Presence) -> Presence {
    if do_not_disturb || window == Presence::Busy {
        return Presence::Busy;
    }
    match away {
        Some(true) => Presence::Away,
        Some(false) => Presence::Online,
        None => window,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_person_chose_comes_before_what_was_measured_and_that_before_what_the_window_noticed() {
        let cases = [
            (true, Some(true), Presence::Away, Presence::Busy),
            (true, None, Presence::Online, Presence::Busy),
            (false, Some(true), Presence::Online, Presence::Away),
            (false, Some(false), Presence::Away, Presence::Online),
            (false, None, Presence::Away, Presence::Away),
            (false, None, Presence::Online, Presence::Online),
            (false, Some(false), Presence::Busy, Presence::Busy),
        ];
        for (chosen, measured, window, wanted) in cases {
            assert_eq!(seen(chosen, measured, window), wanted, "{chosen} {measured:?} {window:?}");
        }
    }
}

//! Whether anybody is at the computer, as the desktop measures it. Where no desktop does, nobody is told anything, and
//! what the window notices by itself counts.

mod gauge;

use std::time::Duration;

use tokio::time::sleep;

use gauge::{Gauge, Surroundings};

/// So long nobody has touched the computer before they count as away.
const AWAY_AFTER: Duration = Duration::from_secs(5 * 60);
/// How soon it is seen that somebody is back.
const BACK_WITHIN: Duration = Duration::from_secs(3);
/// How soon something that can measure is looked for again where there was nothing.
const LOOK_AGAIN: Duration = Duration::from_secs(5 * 60);

/// Tells for ever whether nobody is there; None where nothing measures it. It asks when the answer can be another one at
/// the earliest: while somebody is there once in five minutes.
pub async fn watch<Told: Future<Output = ()>>(mut tell: impl FnMut(Option<bool>) -> Told) {
    let surroundings = Surroundings::of_session().await;
    let mut gauge: Option<Gauge> = None;
    loop {
        if gauge.is_none() {
            gauge = Gauge::find(&surroundings).await;
        }
        let idle = match &gauge {
            Some(found) => found.read().await,
            None => None,
        };
        if idle.is_none() {
            gauge = None;
        }
        tell(idle.map(|idle| idle >= AWAY_AFTER)).await;
        sleep(pause(idle)).await;
    }
}

/// How long the answer holds.
fn pause(idle: Option<Duration>) -> Duration {
    match idle.map(|idle| AWAY_AFTER.saturating_sub(idle)) {
        None => LOOK_AGAIN,
        Some(left) => left.max(BACK_WITHIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_again_when_somebody_can_have_gone_and_soon_when_they_can_have_come() {
        assert_eq!(pause(Some(Duration::ZERO)), AWAY_AFTER);
        assert_eq!(pause(Some(Duration::from_secs(299))), BACK_WITHIN, "never in a hurry");
        assert_eq!(pause(Some(Duration::from_secs(240))), Duration::from_secs(60));
        assert_eq!(pause(Some(Duration::from_secs(3600))), BACK_WITHIN);
        assert_eq!(pause(None), LOOK_AGAIN);
    }
}

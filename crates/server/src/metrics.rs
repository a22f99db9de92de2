//! Numbers about this server for whoever watches it, in Prometheus' text format. Each server has its own set, so that
//! several in one process do not mix.

use std::{sync::Arc, time::Duration};

use metrics::{Counter, Gauge, Histogram, Key, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// The numbers, cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    numbers: Arc<Numbers>,
}

struct Numbers {
    handle: PrometheusHandle,
    lines: Gauge,
    commands: Counter,
    commits: Histogram,
    frames: Counter,
    slow_readers: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let about = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));
        let key = Key::from_static_name;
        Self {
            numbers: Arc::new(Numbers {
                lines: recorder.register_gauge(&key("hearth_lines"), &about),
                commands: recorder.register_counter(&key("hearth_commands_total"), &about),
                commits: recorder.register_histogram(&key("hearth_commit_seconds"), &about),
                frames: recorder.register_counter(&key("hearth_frames_sent_total"), &about),
                slow_readers: recorder.register_counter(&key("hearth_slow_readers_total"), &about),
                handle: recorder.handle(),
            }),
        }
    }
}

impl Metrics {
    pub fn line_opened(&self) {
        self.numbers.lines.increment(1.0);
    }

    pub fn line_closed(&self) {
        self.numbers.lines.decrement(1.0);
    }

    pub fn committed(&self, commands: usize, took: Duration) {
        self.numbers.commands.increment(commands as u64);
        self.numbers.commits.record(took.as_secs_f64());
    }

    pub fn frames_sent(&self, frames: usize) {
        self.numbers.frames.increment(frames as u64);
    }

    pub fn slow_reader(&self) {
        self.numbers.slow_readers.increment(1);
    }

    /// All numbers as text.
    #[must_use]
    pub fn render(&self) -> String {
        self.numbers.handle.run_upkeep();
        self.numbers.handle.render()
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

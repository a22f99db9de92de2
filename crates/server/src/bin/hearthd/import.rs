//! `hearthd import`: what somebody brings along from another chat, or from another hearth.

use std::{collections::BTreeMap, io::Write};

use hearth_archive::record::SourceKind;
use hearth_server::import::{Options, Progress, Watch, into_directory, rehearsal};
use tokio_util::sync::CancellationToken;

use super::{
    file,
    options::{Import, SourceChoice},
};

/// Imports, and prints what came of it.
///
/// # Errors
/// The archive is damaged, somebody is not known, or a server uses the directory.
pub fn run(options: &Import) -> anyhow::Result<()> {
    let limits = file::limits(options.config.as_deref())?;
    let mut people = BTreeMap::new();
    for (old, here) in &options.people {
        anyhow::ensure!(people.insert(old.clone(), here.clone()).is_none(), "{old} is mapped twice");
    }
    let wanted = Options { archive: options.archive.clone(), source: options.source.map(kind), people };
    let mut shown = 0;
    let mut progress = |progress: Progress| show(progress, &mut shown);
    let watch = Watch { progress: &mut progress, cancel: CancellationToken::new() };
    let report = if options.dry_run {
        rehearsal(&options.data, &wanted, limits, watch)?
    } else {
        into_directory(&options.data, &wanted, limits, watch)?
    };
    let first = if options.dry_run { "nothing was changed; this is what an import would do\n" } else { "" };
    match std::io::stdout().write_all(format!("{first}{report}").as_bytes()) {
        // Whoever reads only the first lines has not undone the import.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// One line for every tenth part.
fn show(progress: Progress, shown: &mut u64) {
    let tenth = progress.read.saturating_mul(10).checked_div(progress.total).unwrap_or(0);
    if tenth > *shown {
        *shown = tenth;
        eprintln!("{}0%, {} messages, {} files", tenth, progress.messages, progress.files);
    }
}

const fn kind(choice: SourceChoice) -> SourceKind {
    match choice {
        SourceChoice::Hearth => SourceKind::Hearth,
        SourceChoice::Slack => SourceKind::Slack,
        SourceChoice::Mattermost => SourceKind::Mattermost,
        SourceChoice::Discord => SourceKind::Discord,
    }
}

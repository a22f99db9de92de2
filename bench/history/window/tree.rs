//! The memory of a process and everything that it started.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context as _, Result};

/// MiB of the tree, each process with its share of what is shared (PSS: counted once, however many have it).
///
/// # Errors
/// When the process is gone.
pub fn pss(root: u32) -> Result<f64> {
    let tree = tree(root);
    anyhow::ensure!(!tree.is_empty(), "the process is gone");
    // What ends while it is being counted has no memory any more.
    Ok(tree.into_iter().filter_map(|process| of_one(process).ok()).sum())
}

/// The process and its descendants that run now.
pub fn tree(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for process in processes() {
        if let Some(parent) = parent(process) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut found = Vec::new();
    let mut next = vec![root];
    while let Some(process) = next.pop() {
        found.push(process);
        next.extend(children.remove(&process).unwrap_or_default());
    }
    found
}

fn processes() -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

fn parent(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name is in brackets and may hold anything; the state and then the parent follow (proc(5)).
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

fn of_one(process: u32) -> Result<f64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("there is a sum")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kib / 1_024.0)
}

/// Whether the process runs this program.
pub fn runs(process: u32, program: &Path) -> bool {
    let Ok(own) = fs::read_link(format!("/proc/{process}/exe")) else { return false };
    // A program that was built anew while it runs is said to be deleted (proc(5)).
    own == program
        || own.to_str().and_then(|own| own.strip_suffix(" (deleted)")).is_some_and(|own| Path::new(own) == program)
}

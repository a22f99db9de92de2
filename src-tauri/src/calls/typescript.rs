//! Writes the page's types: one file for each type that crosses the border, and `calls.ts` with every call.
//!
//! `HEARTH_WRITE_TYPES=1` writes them to the page's folder; without it the test says which of them are stale.

use std::{
    any::TypeId,
    collections::{BTreeMap, BTreeSet, HashSet},
    env, fs,
    path::Path,
};

use hearth_client::{
    call::StagedPicture,
    view::{Problem, Snapshot, Update},
};
use hearth_proto::rights::{Least, TABLE};
use ts_rs::{Config, TS, TypeVisitor};

use super::{describe, forms::Nothing};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/lib/ipc/gen");

/// The file of calls, as it grows.
pub struct Page {
    config: Config,
    imports: BTreeSet<String>,
    rows: Vec<String>,
}

impl Page {
    fn into(folder: &Path) -> Self {
        let config = Config::new().with_out_dir(folder).with_large_int("number");
        Self { config, imports: BTreeSet::new(), rows: Vec::new() }
    }

    /// One call of the table.
    pub fn call<Args: TS + 'static, Reply: TS + 'static>(&mut self, name: &str) {
        let nothing = TypeId::of::<Args>() == TypeId::of::<Nothing>();
        let args = if nothing { "undefined".to_owned() } else { self.name::<Args>() };
        let reply = self.name::<Reply>();
        self.rows.push(format!("  {name}: {{ args: {args}; reply: {reply} }};\n"));
    }

    /// Writes the type and everything in it, and says how it is called.
    fn name<T: TS + 'static>(&mut self) -> String {
        let mut visit = Visit { page: self, seen: HashSet::new() };
        visit.visit::<T>();
        T::name(&self.config)
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "// This file is generated from the desk's table of calls; `make types` writes it. Do not edit it.\n",
        );
        for name in &self.imports {
            text.push_str(&format!("import type {{ {name} }} from \"./{name}\";\n"));
        }
        text.push_str("\n/** What the window can ask of the desk: each call with its argument and its reply. */\n");
        text.push_str("export interface Calls {\n");
        text.extend(self.rows.iter().map(String::as_str));
        text.push_str("}\n");
        text
    }
}

/// The table of rights, so that the window offers nothing that the server refuses.
fn rights() -> String {
    let word = |least| match least {
        Least::Anyone => "'anyone'".to_owned(),
        Least::Role(role) => serde_json::to_string(&role).expect("a role").replace('"', "'"),
        Least::Nobody => "'nobody'".to_owned(),
    };
    let mut text = String::from(
        "// This file is generated from the protocol's table of rights; `make types` writes it. Do not edit it.\n\
         import type { Role } from \"./Role\";\n\n\
         /** The least that somebody must be. */\n\
         export type Least = Role | 'anyone' | 'nobody';\n\n\
         /** What it takes: in public rooms, private rooms, groups and direct chats. */\n\
         export const rights = {\n",
    );
    for rule in &TABLE {
        let right = serde_json::to_string(&rule.right).expect("a right").replace('"', "");
        let least: Vec<String> = rule.least.iter().map(|least| word(*least)).collect();
        text.push_str(&format!("  {right}: [{}],\n", least.join(", ")));
    }
    text.push_str("} as const satisfies Record<string, readonly [Least, Least, Least, Least]>;\n\n");
    text.push_str("/** What somebody wants to do in a conversation. */\nexport type Right = keyof typeof rights;\n");
    text
}

struct Visit<'a> {
    page: &'a mut Page,
    seen: HashSet<TypeId>,
}

impl TypeVisitor for Visit<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            if TypeId::of::<T>() != TypeId::of::<Nothing>() {
                T::export_all(&self.page.config).expect("written");
                self.page.imports.insert(T::ident(&self.page.config));
            }
        } else {
            T::visit_generics(self);
        }
    }
}

fn write_all(folder: &Path) {
    let mut page = Page::into(folder);
    describe(&mut page);
    Snapshot::export_all(&page.config).expect("written");
    Update::export_all(&page.config).expect("written");
    Problem::export_all(&page.config).expect("written");
    StagedPicture::export_all(&page.config).expect("written");
    fs::write(folder.join("calls.ts"), page.text()).expect("written");
    fs::write(folder.join("rights.ts"), rights()).expect("written");
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("the folder of types");
    entries
        .map(|entry| entry.expect("a file").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("text"))
        })
        .collect()
}

#[test]
fn the_types_of_the_page_are_those_of_the_desk() {
    let fresh = tempfile::tempdir().expect("directory");
    write_all(fresh.path());
    let (fresh, committed) = (files(fresh.path()), files(Path::new(FOLDER)));
    if env::var_os("HEARTH_WRITE_TYPES").is_some() {
        for name in committed.keys().filter(|name| !fresh.contains_key(*name)) {
            fs::remove_file(Path::new(FOLDER).join(name)).expect("removed");
        }
        for (name, text) in fresh.iter().filter(|(name, text)| committed.get(*name) != Some(text)) {
            fs::write(Path::new(FOLDER).join(name), text).expect("written");
        }
        return;
    }
    let names: BTreeSet<&String> = fresh.keys().chain(committed.keys()).collect();
    let stale: Vec<_> = names.into_iter().filter(|name| fresh.get(*name) != committed.get(*name)).collect();
    assert!(stale.is_empty(), "stale, `make types` writes them anew: {stale:?}");
}

#[test]
fn every_call_that_the_types_name_has_a_handler_and_a_name_of_its_own() {
    let fresh = tempfile::tempdir().expect("directory");
    let mut page = Page::into(fresh.path());
    describe(&mut page);
    let names: BTreeSet<&str> = page.rows.iter().filter_map(|row| row.trim().split(':').next()).collect();
    assert_eq!(names.len(), page.rows.len());
    for name in ["subscribe", "stage_picture_bytes"] {
        assert!(!names.contains(name), "{name} has a handler of its own");
    }
    for name in ["join", "host", "open", "send_text", "set_settings", "test_alert", "quit"] {
        assert!(names.contains(name), "{name} is missing");
    }
}

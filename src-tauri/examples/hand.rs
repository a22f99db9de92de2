//! A hand that holds files: a small window of another program, from which they can be dragged. What is dragged are the files
//! named as arguments. It says `ready` when it can be taken hold of, and ends when it is told to.

use std::path::Path;

use anyhow::{Context as _, Result};
use gtk::{gdk, prelude::*};

fn main() -> Result<()> {
    let files = std::env::args().skip(1).map(|path| address(Path::new(&path))).collect::<Result<Vec<_>>>()?;
    gtk::init()?;
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    window.set_title("Hand");
    window.set_default_size(160, 80);
    window.set_keep_above(true);
    let area = gtk::EventBox::new();
    area.add(&gtk::Label::new(Some("Files")));
    area.drag_source_set(gdk::ModifierType::BUTTON1_MASK, &[], gdk::DragAction::COPY);
    area.drag_source_add_uri_targets();
    area.connect_drag_data_get(move |_, _, data, _, _| {
        data.set_uris(&files.iter().map(String::as_str).collect::<Vec<_>>());
    });
    window.add(&area);
    window.connect_map_event(|_, _| {
        println!("ready");
        gtk::glib::Propagation::Proceed
    });
    window.show_all();
    window.move_(0, 0);
    gtk::main();
    Ok(())
}

fn address(file: &Path) -> Result<String> {
    let whole = file.canonicalize().with_context(|| format!("{} is not there", file.display()))?;
    Ok(gtk::glib::filename_to_uri(whole, None)?.into())
}

//! Tells Tauri where this house keeps its capabilities, since the package is the repository root, and turns the drawn
//! avatars into the PNGs that notification services understand.

use std::{env, fmt::Write as _, fs, path::Path};

use resvg::{tiny_skia, usvg};

/// The side of an avatar in a notification, in pixels. Services show them at 48 to 96.
const AVATAR: u32 = 96;

type Failure = Box<dyn std::error::Error>;

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*");
    if let Err(error) = tauri_build::try_build(attributes) {
        eprintln!("tauri build script: {error:#}");
        std::process::exit(1);
    }
    if let Err(error) = render_drawings() {
        eprintln!("rendering the drawings: {error}");
        std::process::exit(1);
    }
}

/// Writes `drawings.rs`: one array of names and PNG bytes.
fn render_drawings() -> Result<(), Failure> {
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let mut avatars: Vec<String> = Vec::new();
    let folder = Path::new("ui/src/assets/avatars");
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".svg")) else { continue };
        render(&crop(name, &fs::read_to_string(&path)?), AVATAR, &out.join(format!("{name}.png")))?;
        avatars.push(name.to_owned());
    }
    avatars.sort();
    let mut code = String::from("pub static AVATARS: &[(&str, &[u8])] = &[\n");
    for name in avatars {
        writeln!(code, "    ({name:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.png\"))),")?;
    }
    code.push_str("];\n");
    fs::write(out.join("drawings.rs"), code)?;
    Ok(())
}

/// People are round, rooms are rounded squares, as in the window.
fn crop(name: &str, drawing: &str) -> String {
    let radius = if name.starts_with("person-") { 24 } else { 14 };
    let open = format!(
        r#"><clipPath id="crop"><rect width="48" height="48" rx="{radius}"/></clipPath><g clip-path="url(#crop)">"#
    );
    drawing.replacen('>', &open, 1).replace("</svg>", "</g></svg>")
}

fn render(drawing: &str, side: u32, to: &Path) -> Result<(), Failure> {
    let tree = usvg::Tree::from_str(drawing, &usvg::Options::default())
        .map_err(|error| format!("{}: {error}", to.display()))?;
    let mut picture = tiny_skia::Pixmap::new(side, side).ok_or("a picture of no size")?;
    #[expect(clippy::cast_precision_loss, reason = "icon sizes are small")]
    let scale = side as f32 / tree.size().width();
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    fs::write(to, picture.encode_png()?)?;
    Ok(())
}

//! Tells Tauri where this house keeps its capabilities, since the package is the repository root.

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*");
    if let Err(error) = tauri_build::try_build(attributes) {
        eprintln!("tauri build script: {error:#}");
        std::process::exit(1);
    }
}

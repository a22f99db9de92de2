//! What is no language: code, addresses, emoji.

/// What identifiers are made of.
pub const PARTS: &str = "
get set read write open close load save parse find make take user room message index token query page event batch cursor
writer reader socket line frame client server history search filter result count limit offset key value name path file
hash cache queue timer state config error retry stream buffer chunk block row column table schema http json xml utf8 id
";

/// Programs that are run.
pub const COMMANDS: &str = "cargo npm git make ssh curl grep sed docker python3 sqlite3 systemctl journalctl rsync tar";

/// What they are told.
pub const ARGUMENTS: &str =
    "build test run --release -v --help status log -1 push origin main install update restart --force -rf . -xzf";

/// Where links lead. None of these can be reached: the names are set aside for examples (RFC 2606).
pub const HOSTS: &str = "
example.org www.example.com docs.example.net git.example.org wiki.example.com shop.example.net news.example.org
maps.example.com video.example.net blog.example.org kitchen.test tickets.test pictures.test
";

/// What stands in their paths.
pub const PATHS: &str = "
en zh docs issues pull wiki blog post article recipe photos album map route ticket order item search help about release
download v2 api users tags 2024 2025 index.html readme.md guide.pdf
";

/// How files are called.
pub const FILES: &str = "
report budget invoice notes plan scan ticket contract drawing slides minutes recipe photo song backup 报告 预算 合同 会议纪要 照片 发票 議事録 仕様書
";

/// What kind they are.
pub const KINDS: &str = "pdf docx xlsx txt zip md csv png mp3 json";

/// Small pictures.
pub const EMOJI: &str = "
😂 ❤️ 😍 👍 🔥 🎉 😊 🙏 😭 🥟 🍜 ☕ 🍞 🍄 🌧️ ☀️ 🌙 ✨ 🚀 🐛 ✅ ❌ 👀 🤔 😅 😴 🥳 🎂 🎁 🏃 🚲 🚆 ✈️ 🏔️ 🌊 🌻 🌱 🐈 🐕 🦊 🐻 🐼 🍎 🍓 🥕 🍲 🍵 🍺 🎵 📷 📚 💡 🔑
📦 📎 🔍 ⏰ 💤 💪 👋 👏 🤝 🙈 👩‍💻 👨‍👩‍👧 🏳️‍🌈 🇩🇪 🇨🇳 🇯🇵 👍🏽 🙋🏻‍♀️
";

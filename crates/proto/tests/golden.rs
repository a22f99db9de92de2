//! Every frame and form as it is written on the wire. A sample that has to change means another protocol version.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::{collections::BTreeMap, fs, path::Path};

use hearth_proto::{
    command::Request,
    error::Failure,
    event::What,
    frame::{ClientFrame, ServerFrame},
    http::{DeviceForm, Entered, Info, Invitation, JoinForm, LoginForm, LookForm},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The samples of one folder, by name.
fn samples(folder: &str) -> BTreeMap<String, String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn reads_back<T: DeserializeOwned + Serialize>(name: &str, text: &str) -> T {
    let read: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    same(name, text, &read);
    read
}

fn same<T: Serialize>(name: &str, text: &str, read: &T) {
    let sample: Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), sample, "{name} is written in another way");
}

/// The `t` of a sample.
fn tag(text: &str) -> String {
    serde_json::from_str::<Value>(text).unwrap()["t"].as_str().unwrap().to_owned()
}

#[test]
fn every_frame_of_a_client_is_written_as_it_is_read() {
    let samples = samples("client");
    for (name, text) in &samples {
        let frame = ClientFrame::parse(text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        same(name, text, &frame);
    }
    let tags: Vec<String> = samples.values().map(|text| tag(text)).collect();
    for name in Request::NAMES.iter().chain(&["hello", "typing", "presence"]) {
        assert!(tags.iter().any(|tag| tag == name), "no sample of `{name}`");
    }
}

#[test]
fn every_frame_of_a_server_is_written_as_it_is_read() {
    let samples = samples("server");
    for (name, text) in &samples {
        let frame: ServerFrame = reads_back(name, text);
        assert_ne!(frame, ServerFrame::Unknown, "{name} is not known");
        if let ServerFrame::Event(event) = frame {
            let later = name == "event_of_later_version";
            assert_eq!(matches!(event.what, What::Unknown(_)), later, "{name}");
        }
    }
    let error = serde_json::from_str::<ServerFrame>(r#"{"t":"of_later_version"}"#).unwrap();
    assert_eq!(error, ServerFrame::Unknown);
    for name in [
        "welcome",
        "event",
        "conversation",
        "gone",
        "person",
        "read",
        "read_by",
        "presence",
        "typing",
        "ack",
        "ok",
        "page",
        "rooms",
        "members",
        "people",
        "me",
        "readers",
        "invites",
        "blocked",
        "shares_reads",
        "invite",
        "device_code",
        "devices",
        "error",
    ] {
        assert!(samples.values().any(|text| tag(text) == name), "no sample of `{name}`");
    }
}

#[test]
fn every_form_is_written_as_it_is_read() {
    for (name, text) in samples("http") {
        match name.as_str() {
            "info" => drop(reads_back::<Info>(&name, &text)),
            "look_form" => drop(reads_back::<LookForm>(&name, &text)),
            "invitation" => drop(reads_back::<Invitation>(&name, &text)),
            "join_form" => drop(reads_back::<JoinForm>(&name, &text)),
            "login_form" => drop(reads_back::<LoginForm>(&name, &text)),
            "device_form" => drop(reads_back::<DeviceForm>(&name, &text)),
            "entered" => drop(reads_back::<Entered>(&name, &text)),
            "failure" => drop(reads_back::<Failure>(&name, &text)),
            other => panic!("{other} is a sample of nothing"),
        }
    }
}

#[test]
fn fields_of_a_later_version_are_skipped() {
    for folder in ["client", "server"] {
        for (name, text) in samples(folder) {
            let mut value: Value = serde_json::from_str(&text).unwrap();
            if name == "event_of_later_version" {
                continue;
            }
            value.as_object_mut().unwrap().insert("of_later_version".into(), Value::from(1));
            let more = value.to_string();
            if folder == "client" {
                assert_eq!(ClientFrame::parse(&more), ClientFrame::parse(&text), "{name}");
            } else {
                let [read, plain] = [&more, &text].map(|text| serde_json::from_str::<ServerFrame>(text).unwrap());
                assert_eq!(read, plain, "{name}");
            }
        }
    }
}

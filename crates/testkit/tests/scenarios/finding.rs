//! Finding anything, with and without a server.

use anyhow::Result;
use hearth_client::{
    call::{DraftCall, EditCall, MessageCall},
    search_view::{HitView, PartKind, SearchCall, SearchOrder, SearchResults},
};
use hearth_testkit::{
    people::{Person, told},
    server::Hearth,
};

use crate::home::Home;

fn call(person: &Person, text: &str) -> Result<SearchCall> {
    let account = person.account()?;
    Ok(SearchCall {
        account,
        text: text.into(),
        here: None,
        order: SearchOrder::Newest,
        after: None,
        limit: 50,
        pinyin: true,
    })
}

/// The first page.
async fn asks(person: &Person, text: &str) -> Result<SearchResults> {
    person.client()?.search(call(person, text)?).await.map_err(told)
}

/// What every hit says, to the last page.
async fn finds(person: &Person, text: &str) -> Result<Vec<String>> {
    let mut call = call(person, text)?;
    let mut found = Vec::new();
    loop {
        let page = person.client()?.search(call.clone()).await.map_err(told)?;
        found.extend(page.hits.iter().map(said));
        match page.next {
            Some(next) => call.after = Some(next),
            None => return Ok(found),
        }
    }
}

fn said(hit: &HitView) -> String {
    hit.snippet.iter().map(|piece| piece.text.as_str()).collect()
}

/// What is marked in a hit.
fn marked(hit: &HitView) -> Vec<&str> {
    hit.snippet.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect()
}

async fn chatter(home: &Home) -> Result<()> {
    for text in
        ["我七点到，带汤", "The Café is open until 8", "see https://recipes.example/miso-noodles", "no soup today"]
    {
        home.ben.says("Kitchen", text).await?;
    }
    home.ann.sees("Kitchen", "no soup today").await.map(drop)
}

#[tokio::test]
async fn everything_is_found_with_the_server_dead_and_after_a_restart() -> Result<()> {
    let mut home = Home::new(Hearth::plain().await?).await?;
    chatter(&home).await?;
    home.hearth.stop().await;
    home.ann.restart().await?;
    assert_eq!(finds(&home.ann, "汤").await?, ["我七点到，带汤"]);
    assert_eq!(finds(&home.ann, "七点").await?, ["我七点到，带汤"]);
    assert_eq!(finds(&home.ann, "cafe").await?, ["The Café is open until 8"]);
    assert_eq!(finds(&home.ann, "miso").await?, ["see https://recipes.example/miso-noodles"]);
    assert_eq!(finds(&home.ann, "from:ben so").await?, ["no soup today"]);
    assert_eq!(finds(&home.ann, "from:ann so").await?, Vec::<String>::new());
    assert_eq!(finds(&home.ann, "has:link").await?, ["see https://recipes.example/miso-noodles"]);
    assert_eq!(finds(&home.ann, "在:kit 来自:ben -汤 soup").await?, ["no soup today"]);
    Ok(())
}

#[tokio::test]
async fn the_first_page_counts_marks_and_names_people_and_places() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    chatter(&home).await?;
    let results = asks(&home.ann, "soup").await?;
    assert_eq!(results.count.map(|count| (count.n, count.more)), Some((1, false)));
    assert_eq!(marked(&results.hits[0]), ["soup"]);
    assert_eq!(results.indexing, None);
    let results = asks(&home.ann, "ben").await?;
    assert_eq!(results.people, [home.ben.user()?]);
    let results = asks(&home.ann, "kitch").await?;
    assert_eq!(results.conversations, [home.ann.room("Kitchen")?.conversation]);
    let results = asks(&home.ann, "from:ben in:nowhere soup").await?;
    let parts: Vec<_> = results.parts.iter().map(|part| (part.what, part.value.as_str(), part.known)).collect();
    assert_eq!(
        parts,
        [(PartKind::From, "ben", true), (PartKind::In, "nowhere", false), (PartKind::Word, "soup", true)]
    );
    assert_eq!(results.parts[0].people, [home.ben.user()?]);
    assert!(results.hits.is_empty(), "a place that nobody has finds nothing");
    assert_eq!(asks(&home.ann, "").await?, SearchResults::default());
    Ok(())
}

#[tokio::test]
async fn pages_follow_on_each_other_to_the_oldest_hit() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    for number in 0..30 {
        home.ben.says("Kitchen", &format!("tomato {number}")).await?;
    }
    home.ann.sees("Kitchen", "tomato 29").await?;
    let mut call = SearchCall { limit: 7, ..call(&home.ann, "tomato")? };
    let mut found = Vec::new();
    loop {
        let page = home.ann.client()?.search(call.clone()).await.map_err(told)?;
        assert!(page.hits.len() <= 7);
        assert_eq!(page.count.is_some(), call.after.is_none(), "only the first page counts");
        found.extend(page.hits.iter().map(said));
        match page.next {
            Some(next) => call.after = Some(next),
            None => break,
        }
    }
    let all: Vec<String> = (0..30).rev().map(|number| format!("tomato {number}")).collect();
    assert_eq!(found, all);
    Ok(())
}

#[tokio::test]
async fn what_was_edited_and_deleted_elsewhere_is_found_as_it_is_now() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    let edited = home.ben.says("Kitchen", "bring the walnuts").await?;
    let deleted = home.ben.says("Kitchen", "the walnut cake is a secret").await?;
    home.ann.sees("Kitchen", "the walnut cake is a secret").await?;
    assert_eq!(finds(&home.ann, "walnut").await?, ["the walnut cake is a secret", "bring the walnuts"]);
    let key = home.ben.room("Kitchen")?;
    let edit = EditCall { key, message: edited, text: "bring the hazelnuts".into() };
    home.ben.client()?.edit_message(edit).await.map_err(told)?;
    home.ben.client()?.delete_message(MessageCall { key, message: deleted }).await.map_err(told)?;
    home.ann.sees("Kitchen", "bring the hazelnuts").await?;
    home.ann
        .until("sees the deletion", |world| {
            world.messages.get(&(key_of(&home.ann, key), deleted)).filter(|message| message.body.is_none()).map(drop)
        })
        .await?;
    assert_eq!(finds(&home.ann, "walnut").await?, Vec::<String>::new());
    assert_eq!(finds(&home.ann, "hazel").await?, ["bring the hazelnuts"]);
    assert_eq!(finds(&home.ann, "secret").await?, Vec::<String>::new());
    Ok(())
}

/// The same conversation, as this person's installation names it.
fn key_of(person: &Person, key: hearth_client::view::Key) -> hearth_client::view::Key {
    hearth_client::view::Key { account: person.account().expect("an account"), ..key }
}

#[tokio::test]
async fn a_question_of_any_form_is_answered() -> Result<()> {
    let home = Home::new(Hearth::plain().await?).await?;
    chatter(&home).await?;
    for text in [
        "\"",
        "\"\"",
        "-",
        "from:",
        "from:\"",
        "*",
        "NEAR(a b)",
        "a OR b",
        "汤*",
        "^汤",
        "before:",
        "有:",
        "\u{0}",
        "🍜",
    ] {
        asks(&home.ann, text).await?;
    }
    // A draft is not part of the past.
    let key = home.ann.room("Kitchen")?;
    let draft = DraftCall { key, text: "chestnut".into(), reply_to: None, attachments: Vec::new(), edit: None };
    home.ann.client()?.set_draft(draft).await.map_err(told)?;
    assert_eq!(finds(&home.ann, "chestnut").await?, Vec::<String>::new());
    Ok(())
}

//! How a call arrives from the page and how its answer goes back: arguments are parsed here, once, and whatever goes
//! wrong is a [`Problem`] the window has words for.

use std::sync::Arc;

use hearth_client::view::{AccountId, Problem, Update};
use serde::{Serialize, de::DeserializeOwned};
use tauri::{
    Manager as _, Wry,
    ipc::{Invoke, InvokeBody, InvokeError, InvokeMessage, JavaScriptChannelId},
};

use crate::desk::Desk;

/// The header that names the account when the body is a picture's bytes.
const ACCOUNT: &str = "hearth-account";

/// Answers a call whose body is `{"args": …}`.
pub fn call<Args, Reply, Answer>(invoke: Invoke<Wry>, body: fn(Arc<Desk>, Args) -> Answer)
where
    Args: DeserializeOwned,
    Reply: Serialize + Send + 'static,
    Answer: Future<Output = Result<Reply, Problem>> + Send + 'static,
{
    match args(&invoke.message) {
        Ok(args) => {
            let answer = body(desk(&invoke.message), args);
            invoke.resolver.respond_async(async move { answer.await.map_err(refused) });
        }
        Err(problem) => invoke.resolver.invoke_error(refused(problem)),
    }
}

/// One snapshot as the answer, and then changes over the channel that the page gave.
pub fn subscribe(invoke: Invoke<Wry>) {
    let (desk, webview) = (desk(&invoke.message), invoke.message.webview());
    let channel = match field(&invoke.message, "channel")
        .and_then(|id: String| id.parse::<JavaScriptChannelId>().map_err(Problem::internal))
    {
        Ok(id) => id.channel_on::<Wry, Update>(webview),
        Err(problem) => return invoke.resolver.invoke_error(refused(problem)),
    };
    // A page that is gone takes nothing more.
    let page = move |update| channel.send(update).is_ok();
    invoke.resolver.respond_async(async move { desk.subscribe(page).await.map_err(refused) });
}

/// The picture's bytes as they are, without JSON around them.
pub fn stage_picture_bytes(invoke: Invoke<Wry>) {
    let desk = desk(&invoke.message);
    let account = invoke.message.headers().get(ACCOUNT).and_then(|value| value.to_str().ok()).and_then(account);
    let bytes = match (invoke.message.payload(), account) {
        (InvokeBody::Raw(bytes), Some(account)) => Ok((account, bytes.clone())),
        (InvokeBody::Raw(_) | InvokeBody::Json(_), _) => Err(Problem::internal("a picture without bytes or account")),
    };
    invoke.resolver.respond_async(async move {
        let (account, bytes) = bytes.map_err(refused)?;
        desk.client().await.map_err(refused)?.stage_picture_bytes(account, bytes).await.map_err(refused)
    });
}

fn account(text: &str) -> Option<AccountId> {
    text.parse().ok().map(AccountId)
}

fn args<Args: DeserializeOwned>(message: &InvokeMessage<Wry>) -> Result<Args, Problem> {
    match message.payload() {
        InvokeBody::Json(body) if body.get("args").is_none() => parse(serde_json::json!({})),
        InvokeBody::Json(_) => field(message, "args"),
        InvokeBody::Raw(_) => Err(Problem::internal("this call takes no bytes")),
    }
}

fn field<T: DeserializeOwned>(message: &InvokeMessage<Wry>, name: &str) -> Result<T, Problem> {
    match message.payload() {
        InvokeBody::Json(body) => parse(body.get(name).cloned().unwrap_or_default()),
        InvokeBody::Raw(_) => Err(Problem::internal("this call takes no bytes")),
    }
}

fn parse<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Problem> {
    serde_json::from_value(value).map_err(Problem::internal)
}

fn desk(message: &InvokeMessage<Wry>) -> Arc<Desk> {
    Arc::clone(&message.webview_ref().state::<Arc<Desk>>())
}

fn refused(problem: Problem) -> InvokeError {
    // A problem is plain data and always becomes JSON.
    InvokeError(serde_json::to_value(problem).unwrap_or_default())
}

//! Carries out what the engine wants.

use hearth_engine::{
    connection::{Connection, LineReason},
    effect::{Alert, Effect, Record},
    input::Input,
};
use hearth_history::{item::Row, readers::Readers};
use hearth_proto::{
    act::Act,
    error::ErrorCode,
    frame::{Bare, ClientFrame, Hello, Welcome},
    id::{BlobId, ConversationId, Cursor, MessageId, UserId},
    people::Avatar,
};

use crate::{
    alerts::{AlertJob, Face, Names, News, Notice, Said},
    dialling::Dialling,
    http::Answer,
    line::Line,
    memory::{self, fault_of_write},
    record,
    run::{Lost, Run},
    secrets,
    settings::Privacy,
    shared::Shared,
    transfer,
    view::{Cause, Change, Key, LocalFault, Problem, RefusedAct},
};

impl Run {
    /// Each effect is done before the next begins; what takes long is only begun.
    pub async fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), Lost> {
        for effect in effects {
            match effect {
                Effect::Dial => {
                    self.line = None;
                    self.dialling = Some(Dialling::begin(self.shared.clone()));
                }
                Effect::Hello { cursor } => self.hello(cursor).await,
                Effect::Send(frame) => self.on_line(|line| line.send(&frame)),
                Effect::Ping(payload) => self.on_line(|line| line.ping(payload)),
                Effect::HangUp { code } => {
                    self.dialling = None;
                    if let Some(line) = self.line.take() {
                        line.hang_up(code);
                    }
                }
                Effect::WakeAt(at) => self.wake_at = at,
                Effect::Record(record) => self.record(*record).await?,
                Effect::Upload { message, blob } => self.upload(message, blob),
                Effect::Answer { ask, result } => {
                    if let Some(answer) = self.asked.remove(&ask) {
                        // Whoever asked may have stopped waiting.
                        answer.send(result).ok();
                    }
                }
                Effect::Connection(connection) => self.connection(connection),
                Effect::RoundTrip { ms } => {
                    self.shared.window.tell_account(self.shared.id, |view| view.round_trip_ms = Some(ms));
                }
                Effect::Welcomed(welcome) => self.welcomed(*welcome).await,
                Effect::Presence(people) => {
                    self.shared.window.tell([Change::Presence { account: self.shared.id, people }]);
                }
                Effect::Typing { conversation, users } => {
                    self.shared.window.tell([Change::Typing { key: self.key(conversation), users }]);
                }
                Effect::Refused { conversation, message, act, code } => {
                    if let Some(what) = refused(&act) {
                        self.shared.window.tell([Change::Refused { key: self.key(conversation), message, what, code }]);
                    }
                }
                Effect::Blocked { user, on } => self.shared.blocked(user, on).await,
                Effect::SharesReads { on } => self.shared.shares_reads(on).await,
                Effect::Alert(alert) => self.alert(alert),
                Effect::Withdraw { conversation, up_to } => {
                    self.desk(AlertJob::Withdraw { key: self.key(conversation), up_to });
                }
                Effect::WithdrawMessage { conversation, message } => {
                    self.desk(AlertJob::WithdrawMessage { key: self.key(conversation), message });
                }
                Effect::Asked(asked) => self.asked(asked).await,
                Effect::SignedOut => self.signed_out().await,
            }
        }
        Ok(())
    }

    fn key(&self, conversation: ConversationId) -> Key {
        Key { account: self.shared.id, conversation }
    }

    fn on_line(&mut self, put: impl FnOnce(&Line) -> Result<(), LineReason>) {
        // Without a line the engine has been told so, or will be with the next input.
        if let Some(Err(reason)) = self.line.as_ref().map(put) {
            self.line = None;
            self.inputs.push_back(Input::LineFailed { reason });
        }
    }

    async fn hello(&mut self, cursor: Option<Cursor>) {
        // It was read before the line was dialled.
        let Ok(token) = self.shared.token().await else {
            self.line = None;
            self.inputs.push_back(Input::LineFailed { reason: LineReason::SignedOut });
            return;
        };
        let agent = self.shared.agent.clone();
        let hello = Hello { token, device: self.shared.file().device, cursor, agent };
        self.on_line(|line| line.send(&ClientFrame::Bare(Bare::Hello(hello))));
    }

    async fn record(&mut self, record: Record) -> Result<(), Lost> {
        self.came(record.coverage.iter().map(|one| one.conversation));
        let batch = record::batch(record);
        match self.memory.write(move |writer| writer.apply(&batch)).await {
            Ok(touched) => self.show(touched).await,
            Err(error) => {
                tracing::error!(%error, "the history cannot be written");
                Err(Lost(fault_of_write(&error)))
            }
        }
    }

    fn upload(&mut self, message: MessageId, blob: BlobId) {
        let (shared, readers) = (self.shared.clone(), self.memory.readers.clone());
        let task = async move {
            let result = upload(&shared, readers, message, &blob).await;
            (message, result.map_err(|problem| code_of(&problem)))
        };
        self.uploading.insert(message, self.uploads.spawn(task));
    }

    pub fn connection(&mut self, connection: Connection) {
        let live = matches!(connection, Connection::Connected | Connection::CatchingUp);
        self.shared.connection.send_replace(connection);
        self.shared.window.tell_account(self.shared.id, |view| {
            view.connection = connection;
            view.round_trip_ms = view.round_trip_ms.filter(|_| live);
        });
        if !live {
            self.shared.window.forget_presence(self.shared.id);
        }
    }

    async fn welcomed(&mut self, welcome: Welcome) {
        let Welcome { me, has_password, server_owner, server_name, limits, shares_reads, blocked, .. } = welcome;
        self.shared.want_ahead(&me.avatar);
        self.shared.window.tell_account(self.shared.id, |view| {
            view.me = me.clone();
            view.has_password = has_password;
            view.server_owner = server_owner;
            view.shares_reads = shares_reads;
            view.blocked.clone_from(&blocked);
            view.server_name.clone_from(&server_name);
            view.limits = limits.clone();
        });
        let noted = self.shared.change_file(|file| {
            file.me = me;
            file.has_password = has_password;
            file.server_owner = server_owner;
            file.shares_reads = shares_reads;
            file.blocked = blocked;
            file.server_name = server_name;
            file.limits = limits;
        });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "what the welcome says cannot be kept for the next start");
        }
    }

    async fn signed_out(&mut self) {
        let file = self.shared.file();
        self.shared.set_token(None);
        secrets::forget(file.secrets, file.id, &self.shared.dir).await;
        if let Err(error) = self.shared.change_file(|file| file.signed_out = true).await {
            tracing::warn!(%error, "the account's file cannot be written");
        }
        self.desk(AlertJob::WithdrawAll { account: self.shared.id });
    }

    fn alert(&self, alert: Alert) {
        let window = &self.shared.window;
        let privacy = window.settings().alerts.privacy;
        let named = privacy != Privacy::Nothing;
        let news = match alert {
            Alert::One { conversation, message, seq, author, body, mention } => {
                let key = self.key(conversation);
                let names = named.then(|| self.names(author, window.row(key)));
                News::One { key, message, seq, names, said: Said::of(&body, privacy), mention }
            }
            Alert::Many { conversation, count, newest, seq } => {
                let key = self.key(conversation);
                let place = window.row(key).filter(|_| named).map(|row| row.name);
                News::Many { key, newest, seq, count, place }
            }
            Alert::WhileAway { messages, conversations } => News::WhileAway { messages, conversations },
        };
        self.desk(AlertJob::Show(Box::new(Notice { account: self.shared.id, news })));
    }

    fn names(&self, author: UserId, row: Option<Row>) -> Names {
        let person = self.shared.window.person(self.shared.id, author);
        let face = match person.as_ref().map(|person| &person.avatar) {
            Some(Avatar::Drawn { name }) => Face::Drawn { name: name.clone() },
            Some(Avatar::Own { blob }) => {
                self.shared.blobs.path(blob).map_or(Face::Missing, |path| Face::File { path })
            }
            None => Face::Missing,
        };
        let room = row.filter(|row| row.peer.is_none()).map(|row| row.name);
        Names { author: person.map(|person| person.name).unwrap_or_default(), room, face }
    }

    fn desk(&self, job: AlertJob) {
        if self.shared.alerts.try_send(job).is_err() {
            tracing::warn!("the desk does not take alerts; one is left out");
        }
    }
}

/// What the window calls it. A refused edit is a changed item instead.
const fn refused(act: &Act) -> Option<RefusedAct> {
    match act {
        Act::Edit { .. } => None,
        Act::Redact => Some(RefusedAct::Delete),
        Act::React { .. } => Some(RefusedAct::React),
        Act::Pin { .. } => Some(RefusedAct::Pin),
    }
}

async fn upload(shared: &Shared, readers: Readers, message: MessageId, blob: &BlobId) -> Answer<()> {
    let Some(waiting) = memory::read(readers, move |reader| reader.waiting_message(message)).await? else {
        return Err(Problem::server(ErrorCode::NotFound, "the message does not wait any more"));
    };
    let key = Key { account: shared.id, conversation: waiting.outgoing.conversation };
    let progress = |sent, total| shared.window.tell([Change::Upload { key, message, sent, total }]);
    let access = shared.access().await?;
    transfer::upload(&access, &shared.blobs, blob, progress).await
}

/// What the engine is told about an upload that failed. A line that broke is like a server that is away for now.
fn code_of(problem: &Problem) -> ErrorCode {
    match problem.cause {
        Cause::Server(code) => code,
        Cause::Line(LineReason::ProtocolBroken) => ErrorCode::Unknown,
        Cause::Line(_) => ErrorCode::Unavailable,
        Cause::Local(LocalFault::DiskFull | LocalFault::Unwritable) | Cause::Link(_) | Cause::Local(_) => {
            ErrorCode::Internal
        }
    }
}

//! Where the parts of an archive go: into the order of a running server, or into a database that no server uses.

use hearth_archive::remark::LeftOut;
use rusqlite::Connection;

use super::ImportError;
use crate::{
    clock::now,
    sequencer::Sequencer,
    state::{
        Rules,
        command::{Action, Actor, Answer, Command, Import},
        store,
    },
};
use hearth_proto::{
    error::{ErrorCode, Failure},
    limits::Limits,
};

/// The end at which commands come in.
pub(super) enum Ledger {
    /// No server uses the database.
    Alone { conn: Box<Connection>, rules: Rules },
    /// Others are writing too.
    Running { sequencer: Sequencer, limits: Limits },
}

/// What came of one part.
pub(super) type Outcome = Result<crate::state::command::Imported, Failure>;

impl Ledger {
    pub(super) const fn limits(&self) -> &Limits {
        match self {
            Self::Alone { rules, .. } => &rules.limits,
            Self::Running { limits, .. } => limits,
        }
    }

    /// Makes parts durable, all in one commit where nobody else writes.
    pub(super) fn commit(&self, parts: Vec<Import>) -> Result<Vec<Outcome>, ImportError> {
        let at = now();
        let command = |part| Command { at, by: Actor::House, action: Action::Import(Box::new(part)) };
        let commands: Vec<Command> = parts.into_iter().map(command).collect();
        let answers = match self {
            Self::Alone { conn, rules } => store::commit(conn, rules, &commands)
                .map_err(|error| store::failure(&error))?
                .into_iter()
                .map(|outcome| outcome.map(|outcome| outcome.answer))
                .collect(),
            Self::Running { sequencer, .. } => sequencer.decide_all(commands)?,
        };
        answers.into_iter().map(outcome).collect()
    }

    /// The same for one part that must not be refused.
    pub(super) fn commit_one(&self, part: Import) -> Result<crate::state::command::Imported, ImportError> {
        let outcome = self.commit(vec![part])?.pop().ok_or_else(strange)?;
        Ok(outcome?)
    }
}

/// Sorts what this part alone did wrong from what stops everything.
fn outcome(answer: Result<Answer, Failure>) -> Result<Outcome, ImportError> {
    match answer {
        Ok(Answer::Imported(done)) => Ok(Ok(done)),
        Ok(Answer::Done | Answer::Ack { .. } | Answer::Conversation(_) | Answer::Me(_) | Answer::Entered(_)) => {
            Err(strange().into())
        }
        Err(failure)
            if matches!(failure.code, ErrorCode::StorageFull | ErrorCode::Internal | ErrorCode::Unavailable) =>
        {
            Err(failure.into())
        }
        Err(failure) => Ok(Err(failure)),
    }
}

/// Why a part that was refused stays out.
pub(super) fn why(failure: Failure) -> LeftOut {
    if failure.code == ErrorCode::Conflict { LeftOut::Conflict } else { LeftOut::Refused { detail: failure.message } }
}

pub(super) fn strange() -> Failure {
    Failure::new(ErrorCode::Internal, "the answer was not about an import")
}

//! What the window can ask for: one table. From it come the commands as Tauri calls them and the types the window is
//! checked against, so neither can have a call that the other does not know.
//!
//! A body decides nothing. It is one question to the client, or to the part of the desk that the question is about.

mod forms;
mod read;
#[cfg(test)]
mod typescript;

use std::{path::PathBuf, sync::Arc};

use hearth_client::{
    archive_view::{CancelExportCall, ChooseArchiveCall, ExportCall, ExportId, ExportView, ImportCall, ImportView},
    call::{
        BanCall, BlockCall, DirectCall, DraftCall, EditCall, FocusCall, ForwardCall, GroupCall, HostCall,
        HostSettingsCall, InviteCall, InvitesCall, JoinCall, LinkMade, LinkPreview, MemberCall, MentionCall,
        MessageCall, NotifyCall, OpenCall, PasswordCall, PictureCall, PinCall, PinRowCall, ProfileCall, ReactCall,
        ReadCall, RevokeCall, RoleCall, RoomCall, ShareReadsCall, SignInCall, SilenceCall, StagedPicture, StickerCall,
        TextCall, UpdateRoomCall,
    },
    file_view::{
        BlobCall, BlobsCall, DownloadCall, FileState, OwnStickerCall, Quota, SendFileCall, StageCall, StagingCall,
        Stickers, StickersCall, Storage,
    },
    gallery_view::{Gallery, GalleryCall, RoomStatistics},
    search_view::{CoverageCall, CoverageView, SearchCall, SearchResults},
    view::{AccountId, AlertService, MessageDetails, Opened, Problem},
};
use hearth_history::item::{Attachment, Message, TimelinePage};
use hearth_proto::{
    frame::{Device, InviteInfo},
    id::{ConversationId, MessageId},
    people::Profile,
    room::Listing,
};
use tauri::{Wry, ipc::Invoke};

use crate::{broken::BrokenStart, desk::Desk};
use forms::{AccountCall, FileCall, KeyCall, LinkCall, Nothing, OpenFileCall, SaveCall, SettingsCall, UrlCall};

/// Writes the functions, the dispatch by name, and (for tests) the list of names and types.
macro_rules! table {
    ($($name:ident($desk:ident, $call:ident: $args:ty) -> $reply:ty { $($body:tt)* })*) => {
        $(
            async fn $name($desk: Arc<Desk>, $call: $args) -> Result<$reply, Problem> {
                $($body)*
            }
        )*

        /// Answers a call of the window. False: there is no such call.
        pub fn answer(invoke: Invoke<Wry>) -> bool {
            match invoke.message.command() {
                "subscribe" => read::subscribe(invoke),
                "stage_picture_bytes" => read::stage_picture_bytes(invoke),
                $(command if command == stringify!($name) => read::call(invoke, $name),)*
                _ => return false,
            }
            true
        }

        #[cfg(test)]
        fn describe(page: &mut typescript::Page) {
            $(page.call::<$args, $reply>(stringify!($name));)*
        }
    };
}

table! {
    look_at_link(desk, call: LinkCall) -> LinkPreview { desk.client().await?.look_at_link(&call.link).await }
    join(desk, call: JoinCall) -> AccountId { desk.client().await?.join(call).await }
    sign_in(desk, call: SignInCall) -> AccountId { desk.client().await?.sign_in(call).await }
    enter_with_code(desk, call: LinkCall) -> AccountId { desk.client().await?.enter_with_code(&call.link).await }
    host(desk, call: HostCall) -> AccountId { desk.host(call).await }
    set_hosting(desk, call: HostSettingsCall) -> () { desk.set_hosting(call).await }
    look_around(desk, _call: Nothing) -> () { desk.look_around().await }
    stop_looking(desk, _call: Nothing) -> () { desk.client().await?.stop_looking().await; Ok(()) }
    sign_out(desk, call: AccountCall) -> () { desk.client().await?.sign_out(call.account).await }
    connect(desk, call: AccountCall) -> () { desk.client().await?.connect(call.account).await }
    disconnect(desk, call: AccountCall) -> () { desk.client().await?.disconnect(call.account).await }
    try_now(desk, call: AccountCall) -> () { desk.client().await?.try_now(call.account).await }
    set_profile(desk, call: ProfileCall) -> () { desk.client().await?.set_profile(call).await }
    set_password(desk, call: PasswordCall) -> () { desk.client().await?.set_password(call).await }
    make_invite(desk, call: InviteCall) -> LinkMade { desk.client().await?.make_invite(call).await }
    list_invites(desk, call: InvitesCall) -> Vec<InviteInfo> { desk.client().await?.list_invites(call).await }
    revoke_invite(desk, call: RevokeCall) -> () { desk.client().await?.revoke_invite(call).await }
    make_device_code(desk, call: AccountCall) -> LinkMade { desk.client().await?.make_device_code(call.account).await }
    devices(desk, call: AccountCall) -> Vec<Device> { desk.client().await?.devices(call.account).await }
    open(desk, call: OpenCall) -> Opened { desk.client().await?.open_conversation(call).await }
    page(desk, call: OpenCall) -> TimelinePage { desk.client().await?.page(call).await }
    focus(desk, call: FocusCall) -> () { desk.client().await?.focus(call).await }
    read(desk, call: ReadCall) -> () { desk.client().await?.read(call).await }
    mark_unread(desk, call: ReadCall) -> () { desk.client().await?.mark_unread(call).await }
    next_mention(desk, call: MentionCall) -> Option<MessageId> { desk.client().await?.next_mention(call).await }
    pinned(desk, call: KeyCall) -> Vec<Message> { desk.client().await?.pinned(call.key).await }
    search(desk, call: SearchCall) -> SearchResults { desk.client().await?.search(call).await }
    coverage(desk, call: CoverageCall) -> CoverageView { desk.client().await?.coverage(call).await }
    active(desk, _call: Nothing) -> () { desk.client().await?.active().await }
    fetch_rest(desk, call: CoverageCall) -> () { desk.client().await?.fetch_rest(call).await }
    gallery(desk, call: GalleryCall) -> Gallery { desk.client().await?.gallery(call).await }
    statistics(desk, call: KeyCall) -> RoomStatistics { desk.client().await?.statistics(call.key).await }
    export(desk, call: ExportCall) -> Option<ExportId> { desk.export(call).await }
    cancel_export(desk, call: CancelExportCall) -> () { desk.client().await?.cancel_export(call.export); Ok(()) }
    exports(desk, _call: Nothing) -> Vec<ExportView> { Ok(desk.client().await?.exports()) }
    choose_archive(desk, call: ChooseArchiveCall) -> Option<PathBuf> { desk.choose_archive(call).await }
    import_archive(desk, call: ImportCall) -> () { desk.host.import(call).await }
    cancel_import(desk, _call: Nothing) -> () { desk.host.cancel_import(); Ok(()) }
    import_state(desk, _call: Nothing) -> Option<ImportView> { Ok(desk.import_state()) }
    message_details(desk, call: MessageCall) -> MessageDetails { desk.client().await?.message_details(call).await }
    message_link(desk, call: MessageCall) -> String { desk.client().await?.message_link(call).await }
    typing(desk, call: KeyCall) -> () { desk.client().await?.typing(call.key).await }
    send_text(desk, call: TextCall) -> MessageId { desk.client().await?.send_text(call).await }
    send_sticker(desk, call: StickerCall) -> MessageId { desk.client().await?.send_sticker(call).await }
    stage_picture_file(desk, call: FileCall) -> StagedPicture {
        desk.client().await?.stage_picture_file(call.account, call.path).await
    }
    paste_picture(desk, call: AccountCall) -> Option<StagedPicture> { desk.paste_picture(call.account).await }
    send_picture(desk, call: PictureCall) -> MessageId { desk.client().await?.send_picture(call).await }
    stage_file(desk, call: StageCall) -> Attachment { desk.client().await?.stage_file(call).await }
    cancel_staging(desk, call: StagingCall) -> () { desk.client().await?.cancel_staging(&call.staging); Ok(()) }
    clipboard_files(desk, _call: Nothing) -> Vec<PathBuf> { desk.clipboard_files().await }
    send_file(desk, call: SendFileCall) -> MessageId { desk.client().await?.send_file(call).await }
    quota(desk, call: AccountCall) -> Quota { desk.client().await?.quota(call.account).await }
    file_states(desk, call: BlobsCall) -> Vec<FileState> { desk.client().await?.file_states(call).await }
    download(desk, call: DownloadCall) -> () { desk.client().await?.download(call).await }
    cancel_download(desk, call: BlobCall) -> () { desk.client().await?.cancel_download(call).await }
    open_file(desk, call: OpenFileCall) -> bool { desk.open_file(call.account, call.blob, call.name, call.sure).await }
    save_file(desk, call: SaveCall) -> bool { desk.save_file(call.account, call.blob, call.name).await }
    show_file(desk, call: SaveCall) -> () { desk.show_file(call.account, call.blob, call.name).await }
    storage(desk, _call: Nothing) -> Storage { desk.client().await?.storage().await }
    clear_files(desk, _call: Nothing) -> Storage { desk.client().await?.clear_files().await }
    stickers(desk, call: AccountCall) -> Stickers { desk.client().await?.stickers(call.account).await }
    add_sticker(desk, call: BlobCall) -> () { desk.client().await?.add_sticker(call).await }
    add_sticker_file(desk, call: FileCall) -> () {
        desk.client().await?.add_sticker_file(call.account, call.path).await
    }
    set_stickers(desk, call: StickersCall) -> () { desk.client().await?.set_stickers(call).await }
    send_own_sticker(desk, call: OwnStickerCall) -> MessageId { desk.client().await?.send_own_sticker(call).await }
    edit_message(desk, call: EditCall) -> () { desk.client().await?.edit_message(call).await }
    delete_message(desk, call: MessageCall) -> () { desk.client().await?.delete_message(call).await }
    react(desk, call: ReactCall) -> () { desk.client().await?.react(call).await }
    pin_message(desk, call: PinCall) -> () { desk.client().await?.pin_message(call).await }
    forward(desk, call: ForwardCall) -> Vec<MessageId> { desk.client().await?.forward(call).await }
    retry(desk, call: MessageCall) -> () { desk.client().await?.retry(call).await }
    discard(desk, call: MessageCall) -> () { desk.client().await?.discard(call).await }
    set_draft(desk, call: DraftCall) -> () { desk.client().await?.set_draft(call).await }
    create_room(desk, call: RoomCall) -> ConversationId { desk.client().await?.create_room(call).await }
    update_room(desk, call: UpdateRoomCall) -> () { desk.client().await?.update_room(call).await }
    list_rooms(desk, call: AccountCall) -> Vec<Listing> { desk.client().await?.list_rooms(call.account).await }
    join_room(desk, call: KeyCall) -> () { desk.client().await?.join_room(call.key).await }
    leave(desk, call: KeyCall) -> () { desk.client().await?.leave(call.key).await }
    add_member(desk, call: MemberCall) -> () { desk.client().await?.add_member(call).await }
    remove_member(desk, call: MemberCall) -> () { desk.client().await?.remove_member(call).await }
    set_role(desk, call: RoleCall) -> () { desk.client().await?.set_role(call).await }
    ban(desk, call: BanCall) -> () { desk.client().await?.ban(call).await }
    list_bans(desk, call: KeyCall) -> Vec<Profile> { desk.client().await?.list_bans(call.key).await }
    silence(desk, call: SilenceCall) -> () { desk.client().await?.silence(call).await }
    list_people(desk, call: AccountCall) -> Vec<Profile> { desk.client().await?.list_people(call.account).await }
    open_direct(desk, call: DirectCall) -> ConversationId { desk.client().await?.open_direct(call).await }
    create_group(desk, call: GroupCall) -> ConversationId { desk.client().await?.create_group(call).await }
    block(desk, call: BlockCall) -> () { desk.client().await?.block(call).await }
    share_reads(desk, call: ShareReadsCall) -> () { desk.client().await?.share_reads(call).await }
    set_notify(desk, call: NotifyCall) -> () { desk.client().await?.set_notify(call).await }
    pin_row(desk, call: PinRowCall) -> () { desk.client().await?.pin_row(call).await }
    set_settings(desk, call: SettingsCall) -> () { desk.set_settings(call.settings).await }
    test_alert(desk, _call: Nothing) -> AlertService { desk.test_alert().await }
    open_link(desk, call: UrlCall) -> () { desk.open_link(&call.url) }
    save_picture(desk, call: SaveCall) -> bool { desk.save_picture(call.account, call.blob, call.name).await }
    stands(desk, _call: Nothing) -> () { desk.stands() }
    broken_start(desk, _call: Nothing) -> Option<BrokenStart> { Ok(desk.start.broken()) }
    try_again(desk, _call: Nothing) -> () { desk.start.try_again().await }
    quit(desk, _call: Nothing) -> () { desk.quit(); Ok(()) }
}

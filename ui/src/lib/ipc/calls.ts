/**
 * What the window can ask of the desk: every command with its argument and its reply. A command takes one `args`
 * object or nothing, and is refused with a Problem.
 */
import type { AccountId } from './gen/AccountId.ts';
import type { AlertService } from './gen/AlertService.ts';
import type { BlobId } from './gen/BlobId.ts';
import type { ConversationId } from './gen/ConversationId.ts';
import type { Device } from './gen/Device.ts';
import type { DirectCall } from './gen/DirectCall.ts';
import type { DraftCall } from './gen/DraftCall.ts';
import type { FocusCall } from './gen/FocusCall.ts';
import type { HostCall } from './gen/HostCall.ts';
import type { HostSettingsCall } from './gen/HostSettingsCall.ts';
import type { InviteCall } from './gen/InviteCall.ts';
import type { JoinCall } from './gen/JoinCall.ts';
import type { Key } from './gen/Key.ts';
import type { LinkMade } from './gen/LinkMade.ts';
import type { LinkPreview } from './gen/LinkPreview.ts';
import type { Listing } from './gen/Listing.ts';
import type { MemberCall } from './gen/MemberCall.ts';
import type { MessageCall } from './gen/MessageCall.ts';
import type { MessageId } from './gen/MessageId.ts';
import type { NotifyCall } from './gen/NotifyCall.ts';
import type { OpenCall } from './gen/OpenCall.ts';
import type { Opened } from './gen/Opened.ts';
import type { PasswordCall } from './gen/PasswordCall.ts';
import type { PictureCall } from './gen/PictureCall.ts';
import type { PinRowCall } from './gen/PinRowCall.ts';
import type { Profile } from './gen/Profile.ts';
import type { ProfileCall } from './gen/ProfileCall.ts';
import type { ReadCall } from './gen/ReadCall.ts';
import type { RoomCall } from './gen/RoomCall.ts';
import type { Settings } from './gen/Settings.ts';
import type { SignInCall } from './gen/SignInCall.ts';
import type { StagedPicture } from './gen/StagedPicture.ts';
import type { StickerCall } from './gen/StickerCall.ts';
import type { TextCall } from './gen/TextCall.ts';
import type { TimelinePage } from './gen/TimelinePage.ts';
import type { UpdateRoomCall } from './gen/UpdateRoomCall.ts';

interface Call<Args, Reply = null> {
  args: Args;
  reply: Reply;
}
type Nothing = undefined;

export interface Calls {
  look_at_link: Call<{ link: string }, LinkPreview>;
  join: Call<JoinCall, AccountId>;
  sign_in: Call<SignInCall, AccountId>;
  enter_with_code: Call<{ link: string }, AccountId>;
  host: Call<HostCall, AccountId>;
  set_hosting: Call<HostSettingsCall>;
  sign_out: Call<{ account: AccountId }>;
  connect: Call<{ account: AccountId }>;
  disconnect: Call<{ account: AccountId }>;
  try_now: Call<{ account: AccountId }>;
  set_profile: Call<ProfileCall>;
  set_password: Call<PasswordCall>;
  make_invite: Call<InviteCall, LinkMade>;
  make_device_code: Call<{ account: AccountId }, LinkMade>;
  devices: Call<{ account: AccountId }, Device[]>;
  open: Call<OpenCall, Opened>;
  page: Call<OpenCall, TimelinePage>;
  focus: Call<FocusCall>;
  read: Call<ReadCall>;
  typing: Call<{ key: Key }>;
  send_text: Call<TextCall, MessageId>;
  send_sticker: Call<StickerCall, MessageId>;
  stage_picture_file: Call<{ account: AccountId; path: string }, StagedPicture>;
  send_picture: Call<PictureCall, MessageId>;
  retry: Call<MessageCall>;
  discard: Call<MessageCall>;
  set_draft: Call<DraftCall>;
  create_room: Call<RoomCall, ConversationId>;
  update_room: Call<UpdateRoomCall>;
  list_rooms: Call<{ account: AccountId }, Listing[]>;
  join_room: Call<{ key: Key }>;
  leave: Call<{ key: Key }>;
  add_member: Call<MemberCall>;
  remove_member: Call<MemberCall>;
  list_people: Call<{ account: AccountId }, Profile[]>;
  open_direct: Call<DirectCall, ConversationId>;
  set_notify: Call<NotifyCall>;
  pin_row: Call<PinRowCall>;
  set_settings: Call<{ settings: Settings }>;
  test_alert: Call<Nothing, AlertService>;
  open_link: Call<{ url: string }>;
  save_picture: Call<{ account: AccountId; blob: BlobId; name: string }, boolean>;
  quit: Call<Nothing>;
}

export type CallName = keyof Calls;
export type ArgsOf<N extends CallName> = Calls[N]['args'] extends Nothing ? [] : [args: Calls[N]['args']];
export type ReplyOf<N extends CallName> = Calls[N]['reply'];

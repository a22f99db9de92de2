/** The village itself: answers every call from memory, and goes on living a little. */
import type { BrokenStart } from '../gen/BrokenStart.ts';
import type { Change } from '../gen/Change.ts';
import type { ConversationView } from '../gen/ConversationView.ts';
import type { DraftView } from '../gen/DraftView.ts';
import type { Item } from '../gen/Item.ts';
import type { Key } from '../gen/Key.ts';
import type { InviteInfo } from '../gen/InviteInfo.ts';
import type { Member } from '../gen/Member.ts';
import type { Message } from '../gen/Message.ts';
import type { NearbyServer } from '../gen/NearbyServer.ts';
import type { Problem } from '../gen/Problem.ts';
import type { Settings } from '../gen/Settings.ts';
import type { Snapshot } from '../gen/Snapshot.ts';
import type { StartFault } from '../gen/StartFault.ts';
import type { Summary } from '../gen/Summary.ts';
import type { TimelinePage } from '../gen/TimelinePage.ts';
import type { Update } from '../gen/Update.ts';
import type { AccountView } from '../gen/AccountView.ts';
import type { Body } from '../gen/Body.ts';
import type { OpenCall } from '../gen/OpenCall.ts';
import type { Calls } from '../calls.ts';
import type { Ipc } from '../ipc.ts';
import {
  ACCOUNT,
  drawn,
  everyone,
  garden,
  GARDEN,
  presenceOf,
  profileOf,
  userOf,
  type Place,
  type Said,
  type Who,
} from './cast.ts';
import gardenUrl from './garden.svg?url';
import { VillageFiles } from './files.ts';
import { placesOf, sceneOf, type Scene } from './scenes.ts';

interface Conversation {
  view: ConversationView;
  items: Item[];
  members: Member[];
  writing: Who[];
}

type Answers = { [N in keyof Calls]: (args: Calls[N]['args']) => Calls[N]['reply'] };

const MINUTE = 60_000;
const FOR_EVER = Date.UTC(9999, 11, 31);
const WORDS = ['lantern', 'maple', 'copper', 'quiet', 'harbour', 'seven'];
const refuse = (problem: Omit<Problem, 'detail'>): never => {
  throw { detail: 'preview', ...problem };
};

export class Village {
  readonly #scene: Scene;
  readonly #zh: boolean;
  readonly #still: boolean;
  readonly #midnight = new Date().setHours(0, 0, 0, 0);
  readonly #blobs = new Map<string, string>([[GARDEN, gardenUrl]]);
  readonly #conversations = new Map<string, Conversation>();
  readonly #files = new VillageFiles(
    (change) => this.#tell(change),
    new URLSearchParams(location.search).has('still'),
  );
  readonly #drafts = new Map<string, DraftView>();
  #settings: Settings;
  #account: AccountView;
  #signedIn: boolean;
  #hosting: Snapshot['hosting'] = { state: 'off' };
  /** How many servers announce themselves; null: there is no network. */
  readonly #neighbourCount: number | null;
  #nearby: Snapshot['nearby'] = { state: 'off' };
  #revision = 1;
  #listener: ((update: Update) => void) | null = null;
  #ids = 0;
  #invites: InviteInfo[] = [];
  #bans: string[] = [];
  #broken: BrokenStart | null = null;

  constructor(query: URLSearchParams) {
    this.#scene = sceneOf(query);
    const lang = query.get('lang');
    this.#zh = lang === 'zh-CN' || (lang === null && this.#scene === 'zh');
    this.#still = query.has('still');
    this.#neighbourCount = query.get('near') === 'none' ? null : Number(query.get('near') ?? 2);
    this.#signedIn = this.#scene !== 'welcome';
    const theme = query.get('theme');
    this.#settings = {
      language: this.#zh ? 'zh-CN' : 'en',
      theme: theme === 'dark' || theme === 'light' ? theme : 'system',
      text_scale: Number(query.get('scale') ?? 1),
      density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
      enter_sends: true,
      spell_check: true,
      alerts: {
        on: true,
        privacy: 'name_and_text',
        quiet_from: 22 * 60,
        quiet_to: 7 * 60,
        quiet_days: [true, true, true, true, true, false, false],
        keywords: ['lab', '菜园'],
      },
      do_not_disturb: query.has('busy'),
      close_to_tray: true,
      start_with_desktop: false,
      files_limit_mb: 5120,
      hosting: { on: false, name: 'Lena’s desk', port: 7340, announce: false },
    };
    const offline = this.#scene === 'offline';
    this.#account = {
      id: ACCOUNT,
      me: profileOf('lena', this.#zh),
      server_name: this.#scene === 'host' ? 'Lena’s desk' : 'Ann’s computer',
      address: 'ann-desk.local:7340',
      words: WORDS,
      connection: offline
        ? { state: 'offline', reason: 'closed_by_network', retry_at: Date.now() + 8_400 }
        : { state: 'connected' },
      round_trip_ms: 4,
      waiting: offline ? 2 : 0,
      hosted: this.#scene === 'host',
      server_owner: this.#scene === 'host',
      has_password: false,
      shares_reads: true,
      blocked: [],
      secrets: 'keychain',
      limits: {
        frame_bytes: 65_536,
        text_bytes: 16_384,
        name_chars: 64,
        topic_chars: 256,
        status_chars: 100,
        group_people: 20,
        page_events: 200,
        blob_bytes: 268_435_456,
        picture_pixels: 64_000_000,
        quota_bytes: 4_294_967_296,
        password_min_chars: 8,
        password_max_chars: 256,
        rate_per_second: 5,
        rate_burst: 20,
      },
      trouble: null,
    };
    if (this.#scene === 'host')
      this.#hosting = {
        state: 'on',
        name: 'Lena’s desk',
        addresses: ['lena-desk.local', '192.168.1.20'],
        port: 7340,
        connected: 1,
        announced: 'off',
      };
    for (const place of placesOf(this.#scene)) this.#add(place);
    this.#hold(query.get('held'));
    this.#invites = this.#someInvites();
    this.#bans = this.#scene === 'owner' ? [userOf('jonas')] : [];
    if (this.#scene === 'broken')
      this.#broken = {
        fault: (query.get('fault') ?? 'unwritable') as StartFault,
        directory: '/home/lena/.local/share/hearth',
        detail: '/home/lena/.local/share/hearth cannot be written: Read-only file system (os error 30)',
        settings: this.#settings,
      };
  }

  readonly ipc: Ipc = {
    call: async (name, ...args) => {
      await this.#moment();
      const answer = this.#answers[name] as (args: unknown) => unknown;
      return structuredClone(answer(args[0])) as never;
    },
    subscribe: async (onUpdate) => {
      this.#listener = onUpdate;
      await this.#moment();
      if (this.#broken) refuse({ source: 'local', code: 'unwritable' });
      setTimeout(() => this.#wakeUp(), 0);
      return structuredClone(this.#snapshot());
    },
    stagePictureBytes: async (_account, bytes) => {
      const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      const { width, height } = await measure(url).catch(() =>
        refuse({ source: 'local', code: 'not_a_picture' } as never),
      );
      const blob = String(this.#blobs.size).padStart(64, '0');
      this.#blobs.set(blob, url);
      return { picture: { blob, mime: 'image/png', width, height, size: bytes.length } };
    },
    pickPictures: async () => ['/home/lena/allotment.jpg'],
    pickFiles: async () => ['/home/lena/allotment.jpg', '/home/lena/Seed list 2026.ods'],
    film: async (_account, blob) => this.#blobs.get(blob) ?? '',
    onFileDrop: () => () => undefined,
    mediaUrl: (_account, blob) => this.#blobs.get(blob) ?? '',
    setTitle: (title) => {
      document.title = title;
    },
  };

  readonly #answers: Answers = {
    look_at_link: ({ link }) =>
      link.trim().startsWith('hearth://')
        ? {
            purpose: 'join',
            server_name: 'Ann’s computer',
            from: 'Ann',
            room: 'Kitchen',
            address: 'ann-desk.local:7340',
            words: WORDS,
            password_required: false,
          }
        : refuse({ source: 'link', code: 'not_a_link' }),
    join: ({ identity }) => this.#enter(identity.name, placesOf('room')),
    sign_in: () => this.#enter('Lena', placesOf('room')),
    enter_with_code: () => this.#enter('Lena', placesOf('room')),
    host: ({ identity, room, port, server_name }) => {
      this.#hosting = {
        state: 'on',
        name: server_name || `${identity.name}’s hearth`,
        addresses: ['lena-desk.local', '192.168.1.20'],
        port,
        connected: 1,
        announced: 'off',
      };
      this.#account = { ...this.#account, hosted: true, server_owner: true };
      this.#tell({ change: 'hosting', hosting: this.#hosting });
      return this.#enter(identity.name, [
        { id: 1, name: room, picture: 'room-kettle', members: [['lena', 'owner']], said: [] },
      ]);
    },
    set_hosting: ({ on, name, port, announce }) => {
      const addresses = ['lena-desk.local', '192.168.1.20'];
      const announced = announce ? 'on' : 'off';
      this.#hosting = on ? { state: 'on', name, addresses, port, connected: 1, announced } : { state: 'off' };
      this.#settings = { ...this.#settings, hosting: { on, name, port, announce } };
      this.#tell({ change: 'settings', settings: this.#settings });
      this.#tell({ change: 'hosting', hosting: this.#hosting });
      return null;
    },
    look_around: () => {
      const count = this.#neighbourCount;
      this.#near(
        count === null ? { state: 'failed' } : { state: 'looking', servers: this.#neighbours(count) },
      );
      return null;
    },
    stop_looking: () => {
      if (this.#nearby.state !== 'off') this.#near({ state: 'off' });
      return null;
    },
    sign_out: ({ account }) => {
      this.#signedIn = false;
      this.#tell({ change: 'account_gone', account });
      return null;
    },
    connect: () => this.#connect(),
    disconnect: () => {
      this.#set({ connection: { state: 'disconnected' } });
      return null;
    },
    try_now: () => this.#connect(),
    set_profile: ({ picture, account: _account, ...change }) => {
      const avatar = picture.kind === 'drawn' ? drawn(picture.name) : this.#account.me.avatar;
      this.#set({ me: { ...this.#account.me, ...change, avatar } });
      return null;
    },
    set_password: () => {
      this.#set({ has_password: true });
      return null;
    },
    make_invite: ({ conversation, expires_in_ms, uses }) => {
      const expires_at = expires_in_ms === null ? null : Date.now() + expires_in_ms;
      const by = userOf('lena');
      const made = { invite: this.#id(), by, conversation, created_at: Date.now(), expires_at };
      this.#invites = [{ ...made, uses_left: uses, used: 0 }, ...this.#invites];
      const link = 'hearth://lena-desk.local:7340/j/Kt4vQ2mWx7#f=9c1f0a77b3d2e4';
      return { link, words: WORDS, expires_at, reachable: true };
    },
    list_invites: ({ conversation }) =>
      this.#invites.filter((invite) => conversation === null || invite.conversation === conversation),
    revoke_invite: ({ invite }) => {
      this.#invites = this.#invites.filter((each) => each.invite !== invite);
      return null;
    },
    make_device_code: () => ({
      link: 'hearth://ann-desk.local:7340/d/7HQ2mP#f=9c1f0a77b3d2e4',
      words: WORDS,
      expires_at: Date.now() + 10 * MINUTE,
      reachable: true,
    }),
    devices: () => [
      {
        id: '01930000-0000-7000-8000-00000000d001',
        name: 'lena-laptop',
        created_at: this.#midnight - 90 * 1440 * MINUTE,
        seen_at: Date.now(),
        current: true,
      },
      {
        id: '01930000-0000-7000-8000-00000000d002',
        name: 'studio',
        created_at: this.#midnight - 20 * 1440 * MINUTE,
        seen_at: this.#midnight - 300 * MINUTE,
        current: false,
      },
    ],
    open: (call) => {
      const { view, items, members } = this.#at(call.key);
      const divider = view.unread > 0 ? { after: view.read, unread: view.unread } : null;
      return {
        page: this.#page(items, call, view),
        divider,
        members,
        readers: view.members > 32 ? [] : this.#readers(call.key),
        draft: this.#drafts.get(call.key.conversation) ?? {
          text: view.draft,
          reply_to: null,
          attachments: [],
          edit: null,
        },
      };
    },
    page: (call) => {
      const { items, view } = this.#at(call.key);
      return this.#page(items, call, view);
    },
    focus: () => null,
    read: ({ key, seq }) => {
      const conversation = this.#at(key);
      const unread = conversation.items.filter(
        (item) => item.item === 'message' && !item.own && (item.seq ?? 0) > seq,
      ).length;
      this.#row(conversation, {
        read: Math.max(seq, conversation.view.read),
        unread,
        mentions: unread ? conversation.view.mentions : 0,
        unread_from:
          conversation.view.unread_from !== null && seq >= conversation.view.unread_from
            ? null
            : conversation.view.unread_from,
      });
      return null;
    },
    mark_unread: ({ key, seq }) => {
      const conversation = this.#at(key);
      const unread = conversation.items.filter(
        (item) => item.item === 'message' && !item.own && (item.seq ?? 0) >= seq,
      ).length;
      this.#row(conversation, { unread_from: seq, unread });
      return null;
    },
    next_mention: ({ key, after }) => {
      const { items, view } = this.#at(key);
      const above = after ?? (view.unread_from !== null ? view.unread_from - 1 : view.read);
      const found = items.find(
        (item) => item.item === 'message' && item.mentions_me && (item.seq ?? 0) > above,
      );
      return found?.item === 'message' ? found.id : null;
    },
    pinned: ({ key }) => this.#messages(key).filter((message) => message.pinned),
    files_of: ({ key, kind, before, limit }) => {
      const all = this.#messages(key).filter(
        ({ body, seq }) =>
          seq !== null &&
          (before === null || seq < before) &&
          ((kind === 'pictures' && body?.kind === 'picture') ||
            (body?.kind === 'file' && (kind === 'videos') === (body.file.video !== undefined))),
      );
      const entries = all
        .reverse()
        .slice(0, limit)
        .flatMap(({ id, seq, at, author, body }) =>
          seq === null || body === null ? [] : [{ message: id, seq, at, author, body }],
        );
      return { entries, more: all.length > limit, complete: true };
    },
    message_details: ({ key, message }) => {
      const { members } = this.#at(key);
      const { at, seq, author, edited_at } = this.#message(key, message);
      const others = members.map(({ user }) => user).filter((user) => user !== author);
      const read_by = this.#readers(key)
        .filter((reader) => seq !== null && reader.seq >= seq && others.includes(reader.user))
        .map(({ user }) => user);
      const unread_by = others.filter((user) => !read_by.includes(user));
      return { sent_at: seq === null ? null : at, edited_at, read_by, unread_by, complete: true };
    },
    message_link: ({ key, message }) =>
      `hearth://ann-desk.local:7340/m/${key.conversation}/${message}?k=9c1f0a77b3d2e4`,
    typing: () => null,
    send_text: ({ key, text, reply_to }) => this.#post(key, { kind: 'text', text }, reply_to),
    send_sticker: ({ key, set, name, reply_to }) => this.#post(key, { kind: 'sticker', set, name }, reply_to),
    send_picture: ({ key, picture, caption, reply_to }) =>
      this.#post(key, { kind: 'picture', picture, caption }, reply_to),
    stage_picture_file: () => ({ picture: garden }),
    paste_picture: () => null,
    ...this.#files.answers,
    send_file: ({ key, file, caption, reply_to }) =>
      this.#post(key, { kind: 'file', file, caption }, reply_to),
    send_own_sticker: ({ key, blob, reply_to }) =>
      this.#post(
        key,
        { kind: 'sticker', set: 'own', name: 'sticker', picture: this.#files.sticker(blob) ?? garden },
        reply_to,
      ),
    edit_message: ({ key, message, text }) => {
      const { body } = this.#message(key, message);
      const said: Body | null =
        body?.kind === 'text'
          ? { kind: 'text', text }
          : body?.kind === 'picture' || body?.kind === 'file'
            ? { ...body, caption: text }
            : body;
      return this.#act(key, message, { body: said, edited_at: Date.now() });
    },
    delete_message: ({ key, message }) =>
      this.#act(key, message, { body: null, reactions: [], pinned: false, edited_at: null }),
    react: ({ key, message, emoji, on }) => {
      const me = userOf('lena');
      const { reactions } = this.#message(key, message);
      const known = reactions.some((count) => count.emoji === emoji);
      const counts = (known ? reactions : [...reactions, { emoji, users: [] }])
        .map((count) =>
          count.emoji === emoji
            ? { ...count, users: [...count.users.filter((user) => user !== me), ...(on ? [me] : [])] }
            : count,
        )
        .filter((count) => count.users.length > 0);
      return this.#act(key, message, { reactions: counts });
    },
    pin_message: ({ key, message, on }) => {
      this.#act(key, message, { pinned: on });
      this.#row(this.#at(key), { pins: this.#messages(key).filter((each) => each.pinned).length });
      return null;
    },
    forward: ({ from, messages, to }) =>
      to.flatMap((conversation) =>
        messages.flatMap((message) => {
          const { body, author, at, forwarded } = this.#message(from, message);
          if (body === null) return [];
          const key = { account: from.account, conversation };
          return [this.#post(key, body, null, forwarded ?? { author, at })];
        }),
      ),
    retry: ({ key, message }) => {
      const conversation = this.#at(key);
      const item = conversation.items.find((each) => each.item === 'message' && each.id === message);
      if (item?.item === 'message') this.#deliver(key, { ...item, send: { state: 'waiting' } });
      return null;
    },
    discard: ({ key, message }) => {
      const conversation = this.#at(key);
      conversation.items = conversation.items.filter(
        (item) => item.item !== 'message' || item.id !== message,
      );
      this.#tell({ change: 'item_gone', key, message });
      return null;
    },
    set_draft: ({ key, text, reply_to, attachments, edit }) => {
      this.#drafts.set(key.conversation, {
        text,
        reply_to: reply_to === null ? null : this.#message(key, reply_to),
        attachments,
        edit: edit && { message: this.#message(key, edit.message), text: edit.text },
      });
      this.#row(this.#at(key), { draft: text });
      return null;
    },
    create_room: ({ name, topic, picture, visibility }) => {
      const id = 100 + this.#conversations.size;
      const conversation = this.#add({
        id,
        name,
        topic,
        picture: 'room-mug',
        members: [['lena', 'owner']],
        said: [],
      });
      conversation.view = {
        ...conversation.view,
        visibility,
        avatar: picture.kind === 'drawn' ? drawn(picture.name) : conversation.view.avatar,
        active_at: Date.now(),
      };
      this.#tell({ change: 'conversation', row: conversation.view });
      return conversation.view.conversation;
    },
    update_room: ({ key, room, picture }) => {
      const avatar = picture.kind === 'drawn' ? drawn(picture.name) : room.avatar;
      this.#row(this.#at(key), { ...room, avatar });
      return null;
    },
    list_rooms: () => [
      {
        conversation: '01930000-0000-7000-8000-0000000000f1',
        room: {
          name: 'Workshop',
          topic: 'Wood, glue and patience',
          visibility: 'public',
          avatar: drawn('room-mug'),
        },
        members: 14,
        joined: false,
      },
      {
        conversation: '01930000-0000-7000-8000-0000000000f2',
        room: { name: 'Sunday market', topic: '', visibility: 'public', avatar: drawn('room-steamer') },
        members: 31,
        joined: false,
      },
    ],
    join_room: ({ key }) => {
      const conversation = this.#add(
        { id: 200, name: 'Workshop', picture: 'room-mug', members: [['lena', 'member']], said: [] },
        key.conversation,
      );
      this.#tell({ change: 'conversation', row: conversation.view });
      return null;
    },
    leave: ({ key }) => {
      this.#conversations.delete(key.conversation);
      this.#tell({ change: 'conversation_gone', key });
      return null;
    },
    add_member: ({ key, user }) => {
      const conversation = this.#at(key);
      conversation.members = [...conversation.members, { user, role: 'member' }];
      this.#tell({ change: 'members', key, members: conversation.members });
      this.#row(conversation, { members: conversation.members.length });
      return null;
    },
    remove_member: ({ key, user }) => {
      const conversation = this.#at(key);
      conversation.members = conversation.members.filter((member) => member.user !== user);
      this.#tell({ change: 'members', key, members: conversation.members });
      this.#row(conversation, { members: conversation.members.length });
      return null;
    },
    set_role: ({ key, user, role }) => {
      this.#change(key, user, { role });
      if (user === userOf('lena')) this.#row(this.#at(key), { role });
      return null;
    },
    ban: ({ key, user, on }) => {
      this.#bans = [...this.#bans.filter((each) => each !== user), ...(on ? [user] : [])];
      return on ? this.#answers.remove_member({ key, user }) : null;
    },
    list_bans: () => this.#bans.map((user) => profileOf(this.#whoIs(user), this.#zh)),
    silence: ({ key, user, silence }) => {
      const until = {
        over: 0,
        for: Date.now() + (silence.lasts === 'for' ? silence.ms : 0),
        until_lifted: FOR_EVER,
      };
      this.#change(key, user, { muted_until: until[silence.lasts] });
      return null;
    },
    create_group: ({ users }) => {
      const conversation = this.#add({
        id: 400 + this.#conversations.size,
        name: '',
        picture: 'room-lantern',
        group: true,
        members: ['lena' as const, ...users.map((user) => this.#whoIs(user))].map((who) => [who, 'member']),
        said: [],
      });
      this.#tell({ change: 'conversation', row: conversation.view });
      return conversation.view.conversation;
    },
    block: ({ user, on }) => {
      const others = this.#account.blocked.filter((each) => each !== user);
      this.#set({ blocked: on ? [...others, user] : others });
      return null;
    },
    share_reads: ({ on }) => {
      this.#set({ shares_reads: on });
      return null;
    },
    list_people: () => everyone.map((who) => profileOf(who, this.#zh)),
    open_direct: ({ user }) => {
      for (const { view } of this.#conversations.values()) if (view.peer === user) return view.conversation;
      const who = everyone.find((each) => userOf(each) === user) ?? 'ann';
      const { name } = profileOf(who, this.#zh);
      const conversation = this.#add({
        id: 300 + this.#conversations.size,
        name,
        picture: '',
        peer: who,
        members: [
          [who, 'owner'],
          ['lena', 'member'],
        ],
        said: [],
      });
      this.#tell({ change: 'conversation', row: conversation.view });
      return conversation.view.conversation;
    },
    set_notify: ({ key, notify, muted_until }) => {
      this.#row(this.#at(key), { notify, muted_until });
      return null;
    },
    pin_row: ({ key, pinned }) => {
      this.#row(this.#at(key), { pinned });
      return null;
    },
    set_settings: ({ settings }) => {
      this.#settings = settings;
      this.#tell({ change: 'own_presence', presence: settings.do_not_disturb ? 'busy' : 'online' });
      this.#tell({ change: 'settings', settings });
      return null;
    },
    test_alert: () => ({ service: 'works', name: 'GNOME Shell', shown_at: Date.now(), actions: true }),
    open_link: ({ url }) => {
      if (!this.#still) window.open(url, '_blank', 'noopener');
      return null;
    },
    save_picture: () => true,
    broken_start: () => this.#broken,
    try_again: () => (this.#broken ? refuse({ source: 'local', code: 'unwritable' }) : null),
    quit: () => null,
  };

  #near(nearby: Snapshot['nearby']) {
    this.#nearby = nearby;
    this.#tell({ change: 'nearby', nearby });
  }

  #neighbours(count: number): NearbyServer[] {
    const names = ['Ann’s laptop', 'Room 204 · 高一二班', 'Workshop', 'Allotment', 'Choir'];
    return names.slice(0, count).map((name, at) => ({
      key: `key-${at}`,
      name,
      address: `192.168.1.${20 + at}:7340`,
      words: WORDS,
      open: at === 0,
      account: null,
      link: `hearth://192.168.1.${20 + at}:7340/?k=key-${at}`,
    }));
  }

  #snapshot(): Snapshot {
    const first = [...this.#conversations.values()][
      this.#scene === 'group'
        ? [...this.#conversations.values()].findIndex(({ view }) => view.visibility === 'group')
        : this.#scene === 'class'
          ? 2
          : this.#scene === 'words' || this.#scene === 'files'
            ? 3
            : this.#scene === 'zh' || this.#scene === 'private'
              ? 1
              : 0
    ];
    return {
      revision: this.#revision,
      settings: this.#settings,
      accounts: this.#signedIn ? [this.#account] : [],
      conversations: [...this.#conversations.values()].map(({ view }) => view),
      people: everyone.map((who) => ({ account: ACCOUNT, profile: profileOf(who, this.#zh) })),
      hosting: this.#hosting,
      nearby: this.#nearby,
      alerts: { service: 'unknown' },
      presence: this.#settings.do_not_disturb ? 'busy' : 'online',
      last_open: first ? { account: ACCOUNT, conversation: first.view.conversation } : null,
      link: null,
      tray: true,
      version: '0.1.0',
    };
  }

  /** What a desk tells right after its snapshot: who is here, who writes, what is being sent. */
  #wakeUp() {
    if (!this.#signedIn) return;
    const changes: Change[] = [];
    if (this.#account.connection.state === 'connected')
      changes.push({
        change: 'presence',
        account: ACCOUNT,
        people: everyone.map((who) => ({
          user: userOf(who),
          presence: presenceOf(who),
          ...(presenceOf(who) === 'offline' && { since: this.#midnight + 11 * 60 * MINUTE }),
        })),
      });
    for (const { view, writing, items } of this.#conversations.values()) {
      const key = { account: ACCOUNT, conversation: view.conversation };
      if (writing.length > 0) changes.push({ change: 'typing', key, users: writing.map(userOf) });
      for (const item of items)
        if (item.item === 'message' && item.send.state === 'waiting' && item.body?.kind === 'picture')
          changes.push({ change: 'upload', key, message: item.id, sent: 7_400_000, total: 10_000_000 });
    }
    this.#tell(...changes);
  }

  #tell(...changes: Change[]) {
    if (changes.length === 0) return;
    this.#revision += changes.length;
    this.#listener?.(structuredClone({ update: 'changes', revision: this.#revision, changes }));
  }

  #at(key: Key): Conversation {
    return this.#conversations.get(key.conversation) ?? refuse({ source: 'server', code: 'not_found' });
  }

  #row(conversation: Conversation, change: Partial<ConversationView>) {
    conversation.view = { ...conversation.view, ...change };
    this.#tell({ change: 'conversation', row: conversation.view });
  }

  #change(key: Key, user: string, change: Partial<Member>) {
    const conversation = this.#at(key);
    conversation.members = conversation.members.map((member) =>
      member.user === user ? { ...member, ...change } : member,
    );
    this.#tell({ change: 'members', key, members: conversation.members });
  }

  #whoIs = (user: string): Who => everyone.find((who) => userOf(who) === user) ?? 'ann';

  /** Something that keeps one from writing in the first conversation. */
  #hold(why: string | null) {
    const [first] = this.#conversations.values();
    if (!first || why === null) return;
    const hour = Date.now() + 60 * MINUTE;
    const held: Record<string, Partial<ConversationView>> = {
      archived: { archived: true, role: 'member' },
      mine: { archived: true, role: 'owner' },
      read_only: { posting: 'admins', role: 'member' },
      silenced: { silenced_until: hour, role: 'member' },
      slow: { slow_seconds: 3600, role: 'member' },
    };
    first.view = { ...first.view, ...held[why] };
    if (why === 'blocked') this.#account = { ...this.#account, blocked: [userOf('grandma'), userOf('ida')] };
  }

  #someInvites(): InviteInfo[] {
    const [first] = this.#conversations.values();
    if (!first) return [];
    const made = { conversation: first.view.conversation, created_at: this.#midnight };
    const week = this.#midnight + 7 * 1440 * MINUTE;
    return [
      { ...made, invite: 'b5bb9d8014a0f9b1', by: userOf('lena'), expires_at: week, uses_left: 4, used: 1 },
      { ...made, invite: '9f86d081884c7d65', by: userOf('ann'), expires_at: null, uses_left: null, used: 6 },
    ];
  }

  #set(change: Partial<AccountView>) {
    this.#account = { ...this.#account, ...change };
    this.#tell({ change: 'account', account: this.#account });
  }

  #connect(): null {
    this.#set({ connection: { state: 'connecting' } });
    setTimeout(() => this.#set({ connection: { state: 'connected' }, waiting: 0 }), 900);
    return null;
  }

  #enter(name: string, places: Place[]): string {
    this.#signedIn = true;
    for (const place of places) this.#add(place);
    this.#account = { ...this.#account, me: { ...this.#account.me, name } };
    this.#tell(
      { change: 'account', account: this.#account },
      ...[...this.#conversations.values()].map(({ view }): Change => ({ change: 'conversation', row: view })),
    );
    return ACCOUNT;
  }

  #add(place: Place, id = `01930000-0000-7000-8000-${String(place.id).padStart(12, '0')}`): Conversation {
    const items: Item[] = [];
    const made = new Map<Said, Message>();
    let seq = 1;
    const room = {
      name: place.name,
      topic: place.topic ?? '',
      visibility: place.group ? ('group' as const) : ('private' as const),
      avatar: drawn(place.picture),
    };
    const owner = place.members.find(([, role]) => role === 'owner')?.[0] ?? 'lena';
    if (place.hole) {
      items.push({ item: 'hole', from: 1, to: place.hole });
      seq = place.hole + 1;
    } else if (!place.peer) {
      const at = place.said[0] ? this.#midnight + (place.said[0].at - 30) * MINUTE : Date.now();
      items.push({
        item: 'note',
        conversation: id,
        seq: seq++,
        at,
        author: userOf(owner),
        what: { note: 'room', room },
      });
      for (const [who] of place.members)
        if (who !== owner)
          items.push({
            item: 'note',
            conversation: id,
            seq: seq++,
            at,
            author: userOf(who),
            what: { note: 'member', user: userOf(who), change: 'joined', role: 'member' },
          });
    }
    for (const said of place.said) {
      const message: Message = {
        id: this.#id(),
        conversation: id,
        author: userOf(said.who),
        own: said.who === 'lena',
        at: this.#midnight + said.at * MINUTE,
        seq: said.state ? null : seq++,
        body: said.body,
        reply_to: quote(said.reply && made.get(said.reply)),
        edited_at: said.edited ? this.#midnight + said.at * MINUTE : null,
        forwarded: said.from ? { author: userOf(said.from), at: this.#midnight } : null,
        pinned: said.pinned ?? false,
        mentions_me: said.mentions ?? false,
        mentions_room: said.body?.kind === 'text' && said.body.text.includes('@room'),
        edit: said.edit
          ? said.edit === 'failed'
            ? { state: 'failed', code: 'forbidden' }
            : { state: 'waiting' }
          : null,
        reactions: (said.reactions ?? []).map(([emoji, by]) => ({ emoji, users: by.map(userOf) })),
        send:
          said.state === 'failed'
            ? { state: 'failed', code: 'storage_full' }
            : said.state
              ? { state: 'waiting' }
              : { state: 'sent' },
      };
      made.set(said, message);
      items.push({ item: 'message', ...message });
    }
    items.sort((a, b) => Number(seqOf(a) === null) - Number(seqOf(b) === null));
    const others = items.filter((item) => item.item === 'message' && !item.own && item.seq !== null);
    const firstUnread = place.unread ? others.at(-place.unread) : undefined;
    const last = items.findLast((item) => item.item === 'message');
    const lastNote = items.findLast((item) => item.item === 'note');
    const summary =
      last?.item === 'message'
        ? this.#summary(last)
        : lastNote?.item === 'note'
          ? this.#noteSummary(lastNote)
          : null;
    const view: ConversationView = {
      account: ACCOUNT,
      conversation: id,
      name: this.#zh ? (place.zh ?? place.name) : place.name,
      avatar: place.peer ? profileOf(place.peer, this.#zh).avatar : drawn(place.picture),
      topic: place.topic ?? '',
      visibility: place.peer ? null : place.group ? 'group' : 'private',
      peer: place.peer ? userOf(place.peer) : null,
      people: place.group ? place.members.flatMap(([who]) => (who === 'lena' ? [] : [userOf(who)])) : [],
      role: place.members.find(([who]) => who === 'lena')?.[1] ?? 'member',
      posting: 'everyone',
      archived: false,
      slow_seconds: 0,
      silenced_until: null,
      members: place.members.length,
      active_at: last?.item === 'message' ? last.at : Date.now(),
      summary,
      unread: place.unread ?? 0,
      mentions: place.mentions ?? 0,
      read: firstUnread?.item === 'message' ? (firstUnread.seq ?? 1) - 1 : seq - 1,
      unread_from: null,
      pins: items.filter((item) => item.item === 'message' && item.pinned).length,
      head: seq - 1,
      draft: place.draft ?? '',
      pinned: place.pinned ?? false,
      notify: place.muted ? 'nothing' : 'all',
      muted_until: null,
    };
    const conversation: Conversation = {
      view,
      items,
      members: place.members.map(([who, role]) => ({
        user: userOf(who),
        role,
        ...(who === place.silenced && { muted_until: FOR_EVER }),
      })),
      writing: place.writing ?? [],
    };
    this.#conversations.set(id, conversation);
    return conversation;
  }

  #noteSummary(note: Extract<Item, { item: 'note' }>): Summary {
    return {
      author: note.author,
      author_name: this.#nameOf(note.author),
      own: note.author === userOf('lena'),
      send: { state: 'sent' },
      what: { kind: 'note', what: note.what },
    };
  }

  #summary(message: Message): Summary {
    const { body } = message;
    const what: Summary['what'] =
      body === null
        ? { kind: 'deleted' }
        : body.kind === 'text'
          ? { kind: 'text', text: body.text.slice(0, 200) }
          : body.kind === 'sticker'
            ? { kind: 'sticker' }
            : body.kind === 'picture'
              ? { kind: 'picture', caption: body.caption }
              : body.kind === 'file'
                ? { kind: 'file', name: body.file.name }
                : { kind: 'newer' };
    return {
      author: message.author,
      author_name: this.#nameOf(message.author),
      own: message.own,
      send: message.send,
      what,
    };
  }

  #nameOf(user: string): string {
    const who = everyone.find((each) => userOf(each) === user) ?? 'ann';
    return profileOf(who, this.#zh).name;
  }

  #page(items: Item[], { place, limit }: OpenCall, view: ConversationView): TimelinePage {
    const seq = (item: Item) => seqOf(item) ?? Infinity;
    let from: number;
    let to: number;
    switch (place.at) {
      case 'newest':
        [from, to] = [items.length - limit, items.length];
        break;
      case 'unread': {
        const at = view.unread > 0 ? items.findIndex((item) => seq(item) > view.read) : items.length - limit;
        [from, to] = view.unread > 0 ? [at - limit / 2, at + limit / 2] : [at, items.length];
        break;
      }
      case 'before':
        to = items.findIndex((item) => seq(item) >= place.seq);
        if (to < 0) to = items.length;
        from = to - limit;
        break;
      case 'after':
        from = items.findIndex((item) => seq(item) > place.seq);
        if (from < 0) from = items.length;
        to = from + limit;
        break;
      case 'date':
      case 'message': {
        const at = items.findIndex(
          (item) =>
            item.item === 'message' &&
            (place.at === 'date' ? item.at >= place.when : item.id === place.message),
        );
        if (at < 0 && place.at === 'message') refuse({ source: 'server', code: 'not_found' });
        [from, to] = [at - limit / 2, at + limit / 2];
        break;
      }
    }
    from = Math.max(0, Math.floor(from));
    to = Math.min(items.length, Math.floor(to));
    return { items: items.slice(from, to), at_start: from === 0, at_end: to === items.length };
  }

  #messages(key: Key): Message[] {
    return this.#at(key).items.flatMap((item) => (item.item === 'message' ? [item] : []));
  }

  #message(key: Key, id: string): Message {
    return (
      this.#messages(key).find((message) => message.id === id) ??
      refuse({ source: 'server', code: 'not_found' })
    );
  }

  #act(key: Key, id: string, change: Partial<Message>): null {
    this.#put(this.#at(key), key, { ...this.#message(key, id), ...change });
    return null;
  }

  /** Everyone here has read all but the last thing said. */
  #readers(key: Key) {
    const { members, view } = this.#at(key);
    return members
      .filter(({ user }) => user !== userOf('lena'))
      .map(({ user }, at) => ({ user, seq: view.head - (at % 2) }));
  }

  #post(key: Key, body: Body, reply_to: string | null, forwarded: Message['forwarded'] = null): string {
    const conversation = this.#at(key);
    const answered = conversation.items.find((item) => item.item === 'message' && item.id === reply_to);
    const message: Message = {
      id: this.#id(),
      conversation: key.conversation,
      author: userOf('lena'),
      own: true,
      at: Date.now(),
      seq: null,
      body,
      reply_to: answered?.item === 'message' ? quote(answered) : null,
      forwarded,
      edited_at: null,
      pinned: false,
      mentions_me: false,
      mentions_room: false,
      reactions: [],
      send: { state: 'waiting' },
      edit: null,
    };
    this.#deliver(key, message);
    return message.id;
  }

  #deliver(key: Key, message: Message) {
    const conversation = this.#at(key);
    this.#put(conversation, key, message);
    if (this.#account.connection.state !== 'connected') {
      this.#set({ waiting: this.#account.waiting + 1 });
      return;
    }
    setTimeout(() => {
      this.#put(conversation, key, { ...message, seq: conversation.view.head + 1, send: { state: 'sent' } });
      if (!this.#still) this.#answer(conversation, key);
    }, 300);
  }

  #put(conversation: Conversation, key: Key, message: Message) {
    const item: Item = { item: 'message', ...message };
    const at = conversation.items.findIndex((each) => each.item === 'message' && each.id === message.id);
    if (at >= 0) conversation.items[at] = item;
    else conversation.items.push(item);
    conversation.items.sort((a, b) => (seqOf(a) ?? Infinity) - (seqOf(b) ?? Infinity) || 0);
    this.#tell({ change: 'items', key, items: [item] });
    const { view } = conversation;
    this.#row(conversation, {
      summary: this.#summary(message),
      active_at: message.at,
      head: Math.max(view.head, message.seq ?? 0),
      unread: message.own || at >= 0 ? view.unread : view.unread + 1,
    });
  }

  #answer(conversation: Conversation, key: Key) {
    const other = conversation.members.find((member) => member.user !== userOf('lena'));
    if (!other) return;
    this.#tell({ change: 'typing', key, users: [other.user] });
    setTimeout(() => {
      this.#tell({ change: 'typing', key, users: [] });
      this.#put(conversation, key, {
        id: this.#id(),
        conversation: key.conversation,
        author: other.user,
        own: false,
        at: Date.now(),
        seq: conversation.view.head + 1,
        body: { kind: 'text', text: this.#zh ? '好的，知道了' : 'Good, thank you' },
        reply_to: null,
        forwarded: null,
        edited_at: null,
        pinned: false,
        mentions_me: false,
        mentions_room: false,
        reactions: [],
        send: { state: 'sent' },
        edit: null,
      });
    }, 2200);
  }

  #id(): string {
    this.#ids += 1;
    return `01940000-0000-7000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
  }

  /** Answers never come at once. */
  #moment(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function seqOf(item: Item): number | null {
  return item.item === 'hole' ? item.from : item.seq;
}

function quote(message: Message | undefined): Message['reply_to'] {
  return message ? { message: message.id, author: message.author, body: message.body } : null;
}

async function measure(url: string): Promise<{ width: number; height: number }> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}

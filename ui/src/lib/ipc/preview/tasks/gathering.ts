/** Everything that was sent to a conversation, by month, and figures about it. */
import type { Gallery } from '../../gen/Gallery.ts';
import type { GalleryCall } from '../../gen/GalleryCall.ts';
import type { GalleryKind } from '../../gen/GalleryKind.ts';
import type { GalleryMonth } from '../../gen/GalleryMonth.ts';
import type { Message } from '../../gen/Message.ts';
import type { RoomStatistics } from '../../gen/RoomStatistics.ts';
import { words } from '../finder.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const gathering = (world: World) =>
  ({
    gallery: (call) => gallery(world, call),
    statistics: ({ key }) => statistics(world.messages(key)),
  }) satisfies Partial<Answers>;

const linksIn = (message: Message): string[] => words(message).match(/https?:\/\/[^\s)>\]]+/gu) ?? [];

function isOf(message: Message, kind: GalleryKind): boolean {
  const { body } = message;
  switch (kind) {
    case 'pictures':
      return body?.kind === 'picture';
    case 'videos':
      return body?.kind === 'file' && body.file.video !== undefined;
    case 'files':
      return body?.kind === 'file' && body.file.video === undefined;
    case 'links':
      return linksIn(message).length > 0;
  }
}

function gallery(world: World, { key, kind, before, limit }: GalleryCall): Gallery {
  const all = world
    .messages(key)
    .filter((message) => message.seq !== null && isOf(message, kind))
    .reverse();
  const rest = all.filter(({ seq }) => before === null || (seq ?? 0) < before);
  return {
    entries: rest.slice(0, limit).flatMap((message) =>
      message.seq === null || message.body === null
        ? []
        : [
            {
              message: message.id,
              seq: message.seq,
              at: message.at,
              author: message.author,
              body: message.body,
              links: linksIn(message),
            },
          ],
    ),
    more: rest.length > limit,
    complete: !world.at(key).items.some(({ item }) => item === 'hole'),
    months: before === null ? monthsOf(all) : [],
  };
}

const monthOf = (at: number) => ({ year: new Date(at).getFullYear(), month: new Date(at).getMonth() + 1 });

/** Of messages, newest first. */
function monthsOf(messages: Message[]): GalleryMonth[] {
  const months: GalleryMonth[] = [];
  for (const { at, seq } of messages) {
    const { year, month } = monthOf(at);
    const last = months.at(-1);
    if (last?.year === year && last.month === month) last.count += 1;
    else months.push({ year, month, count: 1, before: (seq ?? 0) + 1 });
  }
  return months;
}

function statistics(messages: Message[]): RoomStatistics {
  const said = messages.filter(({ body, seq }) => body !== null && seq !== null);
  const by = new Map<string, number>();
  for (const { author } of said) by.set(author, (by.get(author) ?? 0) + 1);
  const now = new Date();
  const months = Array.from({ length: 12 }, (_, ago) => {
    const { year, month } = monthOf(new Date(now.getFullYear(), now.getMonth() - 11 + ago, 1).getTime());
    const there = said.filter(({ at }) => monthOf(at).year === year && monthOf(at).month === month);
    return { year, month, messages: there.length };
  });
  const count = (kind: GalleryKind) => said.filter((message) => isOf(message, kind)).length;
  return {
    messages: said.length,
    since: said[0]?.at ?? null,
    people: [...by]
      .map(([user, sent]) => ({ user, messages: sent }))
      .sort((a, b) => b.messages - a.messages)
      .slice(0, 10),
    pictures: count('pictures'),
    videos: count('videos'),
    files: count('files'),
    file_bytes: said.reduce(
      (sum, { body }) =>
        sum + (body?.kind === 'file' ? body.file.size : body?.kind === 'picture' ? body.picture.size : 0),
      0,
    ),
    links: said.reduce((sum, message) => sum + linksIn(message).length, 0),
    months,
    complete: true,
  };
}

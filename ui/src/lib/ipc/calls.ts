/** The table of calls, read: what each takes and what it answers. The desk writes the table itself. */
import type { Calls } from './gen/calls.ts';

export type { Calls };

type Nothing = undefined;

export type CallName = keyof Calls;
export type ArgsOf<N extends CallName> = Calls[N]['args'] extends Nothing ? [] : [args: Calls[N]['args']];
export type ReplyOf<N extends CallName> = Calls[N]['reply'];

/** The table of calls as the village answers it: each call has an answer, and an answer may be a refusal. */
import type { Problem } from '../gen/Problem.ts';
import type { Calls } from '../calls.ts';

export type Answers = { [N in keyof Calls]: (args: Calls[N]['args']) => Calls[N]['reply'] };

export const refuse = (problem: Omit<Problem, 'detail'>): never => {
  throw { detail: 'preview', ...problem };
};

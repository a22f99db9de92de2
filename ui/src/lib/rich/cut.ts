/** How much of a long message is shown before somebody asks for the rest. */
const CHARACTERS = 2400;
const LINES = 32;

/** Null: it is short enough to be shown whole. */
export function cut(source: string): string | null {
  let end = source.length > CHARACTERS * 1.25 ? CHARACTERS : source.length;
  let lines = 0;
  for (let at = source.indexOf('\n'); at >= 0 && at < end; at = source.indexOf('\n', at + 1)) {
    lines += 1;
    if (lines > LINES * 1.25) break;
  }
  if (lines > LINES * 1.25) {
    let at = -1;
    for (let i = 0; i < LINES; i += 1) at = source.indexOf('\n', at + 1);
    end = Math.min(end, at);
  }
  if (end >= source.length) return null;
  // Not in the middle of a pair, nor of a line where one ends near.
  const line = source.lastIndexOf('\n', end);
  const space = source.lastIndexOf(' ', end);
  if (line > end - 400 && line > 0) end = line;
  else if (space > end - 60 && space > 0) end = space;
  const code = source.charCodeAt(end - 1);
  if (code >= 0xd800 && code <= 0xdbff) end -= 1;
  return source.slice(0, end);
}

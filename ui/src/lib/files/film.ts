/**
 * A film of this disk as an address that the web view's player takes. The player knows no schemes of our own, so the bytes
 * are fetched piece by piece and stand in the page's memory until they are let go.
 */
export async function filmOf(url: string, signal: AbortSignal): Promise<string> {
  const pieces: Blob[] = [];
  let [at, total, type] = [0, Infinity, ''];
  while (at < total) {
    const reply = await fetch(url, { headers: { range: `bytes=${at}-` }, signal });
    if (!reply.ok) throw new Error(`the film is not here: ${reply.status}`);
    const piece = await reply.blob();
    type ||= piece.type;
    pieces.push(piece);
    at += piece.size;
    // Without a range it is all.
    total = Number(reply.headers.get('content-range')?.split('/').at(-1) ?? at);
    if (piece.size === 0 || !Number.isFinite(total)) throw new Error('the film ends before its end');
  }
  return URL.createObjectURL(new Blob(pieces, { type }));
}

/** Reads a port as people type it. Below 1024 most systems refuse, so that is refused here, with words. */
export function portOf(text: string): number | null {
  if (!/^\d{1,5}$/u.test(text.trim())) return null;
  const port = Number(text);
  return port >= 1024 && port <= 65535 ? port : null;
}

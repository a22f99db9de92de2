/** The colour of a person's name: one of eight hues, chosen by their id, the same on every screen. */
export function hueOf(id: string): number {
  // FNV-1a, 32 bits: short, and spreads ids that differ in one digit only.
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) {
    hash ^= id.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 0) % 8) + 1;
}

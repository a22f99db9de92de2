/**
 * Which emoji this computer's fonts can draw. One that they cannot becomes a box, or falls apart into its pieces, and both
 * are told by their width: a drawn emoji is as wide as any other.
 */
const SURE = '😀';
/** Fonts draw flags a little narrower or wider than faces. */
const TOLERANCE = 0.25;

const known = new Map<string, boolean>();
let measure: ((text: string) => number) | null | undefined;

export function isDrawn(emoji: string): boolean {
  measure ??= ruler();
  if (!measure) return true;
  let drawn = known.get(emoji);
  if (drawn === undefined) {
    const wide = measure(SURE);
    drawn = wide === 0 || Math.abs(measure(emoji) / wide - 1) <= TOLERANCE;
    known.set(emoji, drawn);
  }
  return drawn;
}

/** Null where nothing can be measured; then everything is offered. */
function ruler(): ((text: string) => number) | null {
  const context = document.createElement('canvas').getContext?.('2d');
  if (!context) return null;
  context.font = `20px ${getComputedStyle(document.documentElement).getPropertyValue('--font') || 'sans-serif'}`;
  return (text) => context.measureText(text).width;
}

/** Handles, by the same rules as the server's (`handle_from` and `handle_is_valid` in the protocol). */

const LONGEST = 32;
const LETTER = /^[\p{Alphabetic}\p{N}]$/u;

/** The handle that the server will make of a name: lower case, anything but letters and digits becomes one `-`. */
export function handleFrom(name: string): string {
  let handle = '';
  const letters = Array.from(name).flatMap((letter) => Array.from(letter.toLowerCase()));
  for (const letter of letters) {
    if (LETTER.test(letter)) handle += letter;
    else if (handle !== '' && !handle.endsWith('-')) handle += '-';
  }
  return Array.from(handle).slice(0, LONGEST).join('').replace(/-+$/u, '');
}

export function handleIsValid(handle: string): boolean {
  const letters = Array.from(handle);
  const allowed = (letter: string) =>
    (LETTER.test(letter) && letter.toLowerCase() === letter) ||
    letter === '-' ||
    letter === '_' ||
    letter === '.';
  const edge = (letter: string | undefined) => letter !== undefined && LETTER.test(letter);
  return letters.length <= LONGEST && edge(letters[0]) && edge(letters.at(-1)) && letters.every(allowed);
}

/** The emoji that are offered at once. Always the same in the same place, so that a hand learns them. */
export const QUICK = ['👍', '❤️', '😂', '🙏', '🎉'] as const;

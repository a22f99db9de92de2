/** Which of the things that were pasted or dropped can be sent. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}

export const isPicturePath = (path: string): boolean => /\.(png|jpe?g|gif|webp)$/iu.test(path);

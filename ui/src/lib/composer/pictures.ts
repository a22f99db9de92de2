/** The pictures among what a web view hands over itself. Other files come as paths, from the desktop. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}

/** Whether files were copied in a file manager, which hands over only where they lie. */
export function namesFiles(data: DataTransfer | null): boolean {
  return data?.getData('text/uri-list').startsWith('file://') ?? false;
}

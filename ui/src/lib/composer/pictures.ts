/** The pictures among what a web view hands over itself. Other files come as paths, from the desktop. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}

/** Whether files were copied in a file manager. WebKitGTK tells that there are addresses, and keeps those of files to itself. */
export function namesFiles(data: DataTransfer | null): boolean {
  if (!data) return false;
  if (data.types.includes('Files')) return true;
  const addresses = data.getData('text/uri-list');
  return data.types.includes('text/uri-list') && (addresses === '' || addresses.startsWith('file://'));
}

/** Something that a folder or an archive holds. Nothing of it is trusted: paths and sizes are what the archive says. */
export interface Entry {
  /** As it is written there. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly size: number
  readonly modifiedMs: number
  /** The contents, at most `limit` bytes; throws a Refusal. */
  read(limit: number): Buffer
}

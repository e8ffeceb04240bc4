/** What a submission may be at most: honest ones are far below, and none of these can take a class's memory or time. */
export const LIMITS = {
  /** Entries of an archive with a whole class in it, and of one learner's. */
  classEntries: 500_000,
  entries: 2000,
  /** Manifests of one learner, the size of one and of all together. */
  files: 200,
  fileBytes: 1024 * 1024,
  bytes: 8 * 1024 * 1024,
  /** A learner's archive as it lies on the disk, and what it may unpack to. */
  archiveBytes: 16 * 1024 * 1024,
  unpackedBytes: 64 * 1024 * 1024,
  /** A compressed tar of a whole class, unpacked. */
  classBytes: 8 * 1024 * 1024 * 1024,
  /** Folders within folders, and letters of one name. */
  depth: 12,
  nameLength: 200,
} as const

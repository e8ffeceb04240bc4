/** The files of one container: what its image, its mounts and its processes wrote. */

/** What a program may read. */
export interface FileView {
  read(path: string): string | undefined
  /** Paths of the files below a directory, sorted. */
  list(directory: string): readonly string[]
  /** In ms since 1970: when a file was written last; undefined where it is the image's. */
  changedAtMs?(path: string): number | undefined
}

/** An emptyDir: the containers of a Pod that mount it see each other's files. */
export interface SharedVolume {
  readonly files: Map<string, string>
  readonly members: Set<ContainerFiles>
}

interface SharedMount {
  readonly path: string
  readonly volume: SharedVolume
}

const within = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory.endsWith('/') ? directory : `${directory}/`)

export class ContainerFiles implements FileView {
  private readonly contents = new Map<string, string>()
  private readonly shared: SharedMount[] = []
  private readonly listeners = new Set<(path: string, content: string | undefined) => void>()

  private readonly changes = new Map<string, number>()
  private now: (() => number) | undefined

  /** What is written from now on is not the image's. */
  begin(now: () => number): void {
    this.now = now
  }

  changedAtMs(path: string): number | undefined {
    return this.changes.get(path)
  }

  read(path: string): string | undefined {
    return this.contents.get(path)
  }

  list(directory: string): readonly string[] {
    return [...this.contents.keys()].filter((path) => within(path, directory)).sort()
  }

  /** Content that is undefined removes the file. */
  write(path: string, content: string | undefined): void {
    if (this.contents.get(path) === content) return
    this.set(path, content)
    for (const mount of this.shared) {
      if (!within(path, mount.path)) continue
      const relative = path.slice(mount.path.length)
      if (content === undefined) mount.volume.files.delete(relative)
      else mount.volume.files.set(relative, content)
      for (const member of mount.volume.members) if (member !== this) member.receive(mount.volume, relative, content)
    }
  }

  /** What stood below a mount point of the image is hidden. */
  clear(directory: string): void {
    for (const path of this.list(directory)) this.set(path, undefined)
  }

  share(path: string, volume: SharedVolume): void {
    this.clear(path)
    this.shared.push({ path, volume })
    volume.members.add(this)
    for (const [relative, content] of volume.files) this.set(`${path}${relative}`, content)
  }

  /** Leaves the shared volumes. */
  detach(): void {
    for (const { volume } of this.shared) volume.members.delete(this)
    this.listeners.clear()
  }

  onChange(listener: (path: string, content: string | undefined) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private receive(volume: SharedVolume, relative: string, content: string | undefined): void {
    for (const mount of this.shared) if (mount.volume === volume) this.set(`${mount.path}${relative}`, content)
  }

  private set(path: string, content: string | undefined): void {
    if (content === undefined) this.contents.delete(path)
    else this.contents.set(path, content)
    if (this.now !== undefined) this.changes.set(path, this.now())
    for (const listener of this.listeners) listener(path, content)
  }
}

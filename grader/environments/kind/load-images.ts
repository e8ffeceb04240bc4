/** Images of the container runtime's, copied into every node. */
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../../terminal/problem.ts'
import { problemOf } from './ask-kind.ts'
import type { KindPaths } from './record.ts'
import type { Command, Ran } from './runner.ts'
import { takenRuntime } from './runtimes.ts'
import type { KindTools } from './tools.ts'

interface Loaded {
  readonly name: string
  readonly images: readonly string[]
  readonly paths: KindPaths
}

/** kind asks docker for images whatever the nodes run in: of other runtimes each goes by an archive. */
export async function loadImages(tools: KindTools, { name, images, paths }: Loaded): Promise<void> {
  const runtime = await takenRuntime(tools.run, tools.runtimes)
  if (runtime === 'docker') return loadFromDocker(tools, name, images)
  const archive = join(dirname(paths.record), 'image.tar')
  try {
    for (const image of images) {
      await rm(archive, { force: true })
      const saved = await run(tools, { file: runtime, args: ['save', '--output', archive, image] })
      if (saved.code !== 0) throw new Problem('kind-image-absent', { image, runtime })
      const loaded = await run(tools, { file: 'kind', args: ['load', 'image-archive', archive, '--name', name] })
      if (loaded.code !== 0) throw problemOf(loaded)
    }
  } finally {
    await rm(archive, { force: true })
  }
}

async function loadFromDocker(tools: KindTools, name: string, images: readonly string[]): Promise<void> {
  const ran = await run(tools, { file: 'kind', args: ['load', 'docker-image', ...images, '--name', name] })
  if (ran.code === 0) return
  const absent = /image: "([^"]+)" not present locally/u.exec(ran.err)?.[1]
  throw absent === undefined ? problemOf(ran) : new Problem('kind-image-absent', { image: absent, runtime: 'docker' })
}

async function run(tools: KindTools, command: Command): Promise<Ran> {
  const ran = await tools.run({ ...command, signal: tools.signal })
  if (tools.signal.aborted) throw new Problem('kind-interrupted')
  return ran
}

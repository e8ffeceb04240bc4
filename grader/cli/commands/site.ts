/** `grade site build|serve`: the study site is a program of its own, started here. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { createEmbeddedEnvironment } from '../../environments/embedded.ts'
import { ownManifests, type OwnManifests } from '../../environments/own-manifests.ts'
import type { Cli } from '../../terminal/cli.ts'

export interface SiteOptions {
  readonly pdf?: boolean
}

/** The site's program asks for the learner's cluster: it has no keys of its own. Undefined where none runs. */
export const answerSite = async (
  { paths }: Cli,
  message: unknown,
): Promise<{ readonly answer: number; readonly cluster: OwnManifests | null } | undefined> => {
  if (!isJsonObject(message) || typeof message['question'] !== 'number' || message['about'] !== 'cluster') return undefined
  const snapshot = await createEmbeddedEnvironment(paths)
    .snapshot()
    .catch(() => undefined)
  return { answer: message['question'], cluster: snapshot === undefined ? null : ownManifests(snapshot) }
}

/** Resolves with the exit code of the site's program; `serve` runs until it is interrupted. */
export async function site(
  cli: Cli,
  [what, where]: readonly ['build' | 'serve', string | undefined],
  { pdf = false }: SiteOptions,
): Promise<number> {
  const program = fileURLToPath(new URL('dist/site.mjs', cli.root))
  const words = [what, ...(where === undefined ? [] : [where]), ...(pdf ? ['--pdf'] : [])]
  const running = execa(process.execPath, [program, ...words], {
    stdio: 'inherit',
    reject: false,
    ipc: what === 'serve',
    env: {
      NETGRADE_ROOT: fileURLToPath(cli.root),
      NETGRADE_LANG: cli.language,
      NETGRADE_PROGRESS: cli.paths.progress,
    },
  })
  running.on('message', (message: unknown) => {
    answerSite(cli, message).then(
      (answer) => answer === undefined || running.send(answer),
      () => undefined,
    )
  })
  const { exitCode } = await running
  return exitCode ?? 0
}

/** The site's program: `build [FOLDER] [--pdf]` writes the pages, `serve [PORT]` shows them while they are written. `grade site` starts it. */
import { join } from 'node:path'
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { ko } from '../src/grading/korean.ts'
import { renderContentProblem } from '../src/course/problem.ts'
import { OutputRefused, writeSite } from './build/write-site.ts'
import { askOver } from './serve/ask-parent.ts'
import type { Learner } from './serve/learner.ts'

const DEFAULT_PORT = 4173

const root = process.env['NETGRADE_ROOT'] ?? process.cwd()
const isKorean = process.env['NETGRADE_LANG'] === 'ko'
const say = (en: string, ko: string): string => `${isKorean ? ko : en}\n`

/**
 * A build is over before most functions have earned what optimising them costs, so V8 waits longer before it does; and the bundler, a
 * program in Go that is started later, collects its garbage less often.
 */
const tuneForOneBuild = (): void => {
  setFlagsFromString('--interrupt-budget=1000000')
  process.env['GOGC'] ??= '800'
}

const build = async (output: string, wantsPdf: boolean): Promise<number> => {
  tuneForOneBuild()
  const pdf = wantsPdf ? await import('./build/pdf.ts') : undefined
  const chromium = pdf?.findChromium(process.env)
  const named = process.env['NETGRADE_CHROMIUM'] ?? ''
  if (wantsPdf && chromium === undefined) {
    process.stderr.write(
      say(
        `site: --pdf needs Chromium, and there is none ${named === '' ? 'at the usual places' : `at ${named}`}. Nothing was written. Name its path in NETGRADE_CHROMIUM, or leave --pdf out.`,
        `site: --pdf에는 Chromium이 필요한데 ${named === '' ? '흔히 있는 곳' : named}에 없습니다. 아무것도 쓰지 않았습니다. NETGRADE_CHROMIUM에 경로를 지정하거나 --pdf를 빼세요.`,
      ),
    )
    return 2
  }
  const { buildSite } = await import('./build/build-site.ts')
  const { files, problems } = await buildSite({ root })
  if (problems.length > 0) {
    process.stderr.write(`${problems.map(renderContentProblem).join('\n')}\n`)
    process.stderr.write(
      say('site: nothing was written. Mend these places first.', 'site: 아무것도 쓰지 않았습니다. 위의 곳을 먼저 고치세요.'),
    )
    // The engine is still being bundled: nobody waits for it.
    await (await import('esbuild')).stop()
    return 1
  }
  writeSite(output, files)
  const printed = pdf === undefined || chromium === undefined ? [] : await pdf.printSite(chromium, output)
  process.stdout.write(
    say(`${files.size + printed.length} files in ${output}`, `파일 ${files.size + printed.length}개: ${output}`),
  )
  return 0
}

/** Who started this program knows the learner's cluster, and where progress is kept. */
const learnerBeside = (): Learner => {
  const progressFile = process.env['NETGRADE_PROGRESS']
  const cluster =
    process.send === undefined
      ? () => Promise.resolve(undefined)
      : askOver({
          send: (message) => void process.send?.(message),
          onMessage: (take) => void process.on('message', take),
        })
  return { cluster, ...(progressFile === undefined ? {} : { progressFile }) }
}

const serve = async (given: string | undefined): Promise<number> => {
  const port = given === undefined ? DEFAULT_PORT : Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write(
      say(
        `site: ${given ?? ''} is no port. Give a number between 0 and 65535.`,
        ko(`site: ${given ?? ''}은(는) 포트가 아닙니다. 0에서 65535까지의 수를 쓰세요.`),
      ),
    )
    return 2
  }
  const { serveSite } = await import('./serve/serve-site.ts')
  const server = await serveSite({ root, learner: learnerBeside() }, port)
  const address = server.address()
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/\n`)
  return 0
}

const main = ([command, ...rest]: readonly string[]): Promise<number> => {
  const [argument] = rest.filter((word) => word !== '--pdf')
  if (command === 'build') return build(argument ?? join(root, 'dist/site'), rest.includes('--pdf'))
  if (command === 'serve') return serve(argument)
  process.stderr.write(
    say(
      'site: what to do? build [FOLDER] [--pdf] or serve [PORT].',
      'site: build [폴더] [--pdf] 또는 serve [포트] 가운데 하나를 쓰세요.',
    ),
  )
  return Promise.resolve(2)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`site: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof OutputRefused ? 2 : 3
}

/**
 * `npm test`: installs what is missing, then runs every check and every test, and prints one closing line with the counts.
 * Plain JavaScript without packages, because it has to work in a fresh clone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideKind } from './kind/provide.mjs'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..')
const KUBECTL_MINIMUM = 27

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'], ...options })

const note = (text) => process.stderr.write(`npm test: ${text}\n`)

const isOnPath = (program) => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0

const kubectlMinor = () => {
  const printed = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' })
  if (printed.status !== 0) return undefined
  const minor = /"minor":\s*"(\d+)/u.exec(printed.stdout)?.[1]
  return minor === undefined ? undefined : Number(minor)
}

const installFromDebian = (packages) => {
  if (process.platform !== 'linux' || !isOnPath('apt-get') || process.getuid?.() !== 0) return false
  note(`installing ${packages.join(', ')} from the distribution's packages`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, stdio: 'ignore' }).status === 0
}

const provideKubectl = () => {
  if (!isOnPath('kubectl')) installFromDebian(['kubernetes-client'])
  const minor = kubectlMinor()
  if (minor === undefined) {
    note('kubectl is missing: the suites that need it are skipped. Install it: https://kubernetes.io/docs/tasks/tools/')
  } else if (minor < KUBECTL_MINIMUM) {
    note(`kubectl 1.${minor} is older than 1.${KUBECTL_MINIMUM}: the suites that need it are skipped. Install a newer one.`)
  } else return true
  return false
}

/** For the rules of kube-proxy in the kernel: the test finds out by itself what it can use. */
const provideNetfilter = () => {
  if (process.getuid?.() !== 0) return
  const missing = [
    ['iptables', 'iptables-restore'],
    ['nftables', 'nft'],
    ['iproute2', 'ip'],
  ].filter(([, program]) => !isOnPath(program))
  if (missing.length > 0 && !installFromDebian(missing.map(([name]) => name)))
    note(`${missing.map(([, program]) => program).join(', ')} missing: suites that load rules into the kernel are skipped.`)
}

const noteMissingGo = () => {
  if (!isOnPath('go')) note('Go is missing: the suite of its client library is skipped. Install it: https://go.dev/doc/install')
}

const chromiumPath = () =>
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))

/** Without one, Korean is drawn as boxes, and is no text in what is printed. */
const hasKoreanFont = () => {
  const listed = spawnSync('fc-list', [':lang=ko'], { encoding: 'utf8' })
  return listed.status !== 0 || listed.stdout.trim() !== ''
}

const provideChromium = () => {
  if (!hasKoreanFont() && !installFromDebian(['fonts-noto-cjk']))
    note('A font for Korean is missing: the suites of what is printed in Korean fail. Install one, such as Noto Sans CJK.')
  if (process.env.NETGRADE_CHROMIUM !== undefined) return process.env.NETGRADE_CHROMIUM
  if (chromiumPath() === undefined) installFromDebian(['chromium', 'fonts-noto-cjk'])
  const path = chromiumPath()
  if (path === undefined)
    note('Chromium is missing: the browser suites are skipped. Install it, or name it in NETGRADE_CHROMIUM.')
  return path
}

/** Files whose process ended before their tests did: what was not run counts nowhere. */
const lostIn = (report) =>
  report.testResults
    .filter(({ assertionResults }) => assertionResults.some(({ status }) => status === 'pending'))
    .map(({ name }) => relative(repository, name))

/** The failed tests by file and name, and the files that could not be loaded or that were lost. */
const failedIn = (report) => [...lostIn(report).map((path) => `${path}: its process ended`), ...failedTestsIn(report)]

const failedTestsIn = (report) =>
  report.testResults
    .filter((file) => file.status === 'failed')
    .flatMap((file) => {
      const failed = file.assertionResults.filter(({ status }) => status === 'failed')
      const path = relative(repository, file.name)
      return failed.length === 0 ? [path] : failed.map(({ fullName }) => `${path}: ${fullName}`)
    })

/** Runs the tests of a project, and counts them from the report that they leave. */
const runVitest = (project, name, env) => {
  const reportPath = join(repository, 'test-results', name)
  mkdirSync(dirname(reportPath), { recursive: true })
  rmSync(reportPath, { force: true })
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportPath}`]
  const status = run(process.execPath, [vitest, 'run', '--project', project, ...reporters], { env }).status ?? 1
  if (!existsSync(reportPath))
    return { status, counts: { passed: 0, failed: 1, skipped: 0 }, failed: [`vitest --project ${project}`] }
  const report = JSON.parse(readFileSync(reportPath, 'utf8'))
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken + lostIn(report).length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return { status, counts, failed: failedIn(report) }
}

const STATIC_CHECKS = ['format', 'lint', 'types', 'deps', 'dead']

const main = () => {
  if (!existsSync(join(repository, 'node_modules/.package-lock.json'))) {
    note('installing packages')
    if (run('npm', ['ci', '--silent']).status !== 0) process.exit(1)
  }
  provideNetfilter()
  noteMissingGo()
  const tools = { kubectl: provideKubectl(), chromium: provideChromium() }
  const kind = provideKind(note)
  if (kind === undefined)
    note('kind cannot make a cluster here: the suites that need a real one are skipped. grade doctor says why.')
  const total = { passed: 0, failed: 0, skipped: 0 }
  const failures = []

  for (const check of [...STATIC_CHECKS, 'docs', 'build']) {
    const status = run('npm', ['run', '--silent', check]).status
    total[status === 0 ? 'passed' : 'failed'] += 1
    note(`${check}: ${status === 0 ? 'passed' : 'failed'}`)
    if (status !== 0) failures.push(`npm run ${check}`)
  }

  const env = {
    ...process.env,
    NETGRADE_TEST_KUBECTL: tools.kubectl ? '1' : '',
    NETGRADE_CHROMIUM: tools.chromium ?? '',
  }
  // A real cluster takes what the machine has: its tests come when the others are through, with programs of their own.
  const ofKind = { ...env, NETGRADE_TEST_KIND: kind === undefined ? '' : '1', ...kind }
  const runs = [runVitest('!kind', 'vitest.json', env), runVitest('kind', 'vitest-kind.json', ofKind)]
  for (const { counts, failed } of runs) {
    for (const key of ['passed', 'failed', 'skipped']) total[key] += counts[key]
    failures.push(...failed)
  }
  const status = Math.max(...runs.map((one) => one.status))
  if (status !== 0 && total.failed === 0) total.failed = 1
  for (const failure of failures) note(`failed: ${failure}`)
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  process.exit(total.failed === 0 ? 0 : 1)
}

main()

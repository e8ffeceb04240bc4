// `npm start`: from a fresh clone to a graded task on the screen. Plain JavaScript, because nothing is installed yet.
// Safe to run again at any time: what is done is not done twice, and nothing of the learner's is changed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { ROOT, build, isKorean, isStale } from './build-state.cjs'

const TASK = '3-3'

const WORDS = isKorean
  ? {
      node: (found) =>
        `grade: Node.js 20.19 이상이 필요합니다.\n  위치   ${process.execPath}\n  이유   지금은 ${found}입니다.\n  할 일  https://nodejs.org 에서 설치하세요.\n`,
      installing: 'netgrade: 패키지를 설치하는 중',
      installed: (seconds) => `netgrade: 설치했습니다(${seconds}초).\n`,
      installFailed:
        'grade: 패키지를 설치하지 못했습니다.\n  할 일  네트워크를 확인하고 npm start를 다시 실행하세요. npm의 출력은 다음과 같습니다.\n',
      buildFailed: (reason) =>
        `grade: netgrade를 빌드하지 못했습니다.\n  위치   ${ROOT}\n  이유   ${reason}\n  할 일  npm ci 다음에 npm start를 다시 실행하세요.\n`,
      next: '다음에 할 일',
      kubectl: '이 셸의 kubectl이 내장 클러스터를 쓰게 합니다',
      grade: '과제를 한 다음 다시 채점합니다',
      read: '과제를 브라우저에서 읽습니다',
    }
  : {
      node: (found) =>
        `grade: Node.js 20.19 or newer is needed.\n  where  ${process.execPath}\n  why    This one is ${found}.\n  do     Install one from https://nodejs.org.\n`,
      installing: 'netgrade: installing packages',
      installed: (seconds) => `netgrade: installed (${seconds} s).\n`,
      installFailed:
        'grade: The packages could not be installed.\n  do     Check the network and run npm start again. What npm said:\n',
      buildFailed: (reason) =>
        `grade: netgrade could not be built.\n  where  ${ROOT}\n  why    ${reason}\n  do     npm ci, then npm start again.\n`,
      next: 'What next',
      kubectl: 'make kubectl use the embedded cluster, in this shell',
      grade: 'do the task with kubectl, then grade it again',
      read: 'read the course in a browser',
    }

const say = (text) => process.stderr.write(text)

function stop(text, code = 3) {
  say(text)
  process.exit(code)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) stop(WORDS.node(process.versions.node))
}

/** npm writes node_modules/.package-lock.json last: older than the lock file means that an install is due. */
function needsInstall() {
  const done = `${ROOT}node_modules/.package-lock.json`
  return !existsSync(done) || statSync(done).mtimeMs < statSync(`${ROOT}package-lock.json`).mtimeMs
}

/** Installs what package-lock.json says without npm's chatter; a dot each second shows that it goes on. */
async function install() {
  const startedMs = Date.now()
  say(WORDS.installing)
  const dots = setInterval(() => say('.'), 1000)
  const npm = process.env.npm_execpath
  const [file, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const child = spawn(file, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      said += error.message
      resolve(1)
    })
    child.on('close', resolve)
  })
  clearInterval(dots)
  say('\n')
  if (code !== 0) stop(`${WORDS.installFailed}${said}\n`)
  say(WORDS.installed(Math.round((Date.now() - startedMs) / 1000)))
}

/** So that `npx grade` finds this package's own program and asks nothing. Windows has its shims from npm itself. */
function linkProgram() {
  const link = `${ROOT}node_modules/.bin/grade`
  if (process.platform === 'win32' || existsSync(link)) return
  rmSync(link, { force: true })
  symlinkSync('../../grader/bin/grade.mjs', link)
}

/** One of our own commands, on this terminal. Ends everything where it fails with a code that is not allowed. */
function grade(args, allowed) {
  const { status } = spawnSync(process.execPath, [`${ROOT}grader/bin/grade.mjs`, ...args], { stdio: 'inherit' })
  if (!allowed.includes(status)) process.exit(status ?? 3)
}

checkNode()
if (needsInstall()) await install()
linkProgram()
if (isStale()) await build().catch((error) => stop(WORDS.buildFailed(error.message)))
grade(['up', '--brief'], [0])
grade(['start', TASK, '--brief'], [0])
// The task is not done yet, so that checks fail (1) is what is expected.
grade([TASK], [0, 1])

const steps = [
  ['eval "$(npx grade env)"', WORDS.kubectl],
  [`npx grade ${TASK}`, WORDS.grade],
  ['npx grade site serve', WORDS.read],
]
const width = Math.max(...steps.map(([command]) => command.length))
process.stdout.write(`\n${WORDS.next}\n${steps.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`).join('\n')}\n`)

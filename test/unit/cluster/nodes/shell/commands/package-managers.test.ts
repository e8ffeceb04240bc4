/** What learners try first where a tool is missing. */
import { expect, test } from 'vitest'
import { openLab, tool } from '../../support/lab.ts'

const MAIN = 'https://dl-cdn.alpinelinux.org/alpine/v3.21/main'

test('apk reaches no mirror', async () => {
  const lab = await openLab(tool('box', 'alpine'), tool('user', 'curlimages/curl'))
  const added = await lab.run('box', 'apk add curl')
  expect(added.stdout).toContain(
    `fetch ${MAIN}/x86_64/APKINDEX.tar.gz\nWARNING: updating and opening ${MAIN}: temporary error (try again later)\n`,
  )
  expect(added).toMatchObject({
    stderr: 'ERROR: unable to select packages:\n  curl (no such package):\n    required by: world[curl]\n',
    code: 1,
  })
  expect((await lab.run('box', 'apk add --no-cache curl')).stdout).toContain(`WARNING: fetching ${MAIN}: temporary error`)
  expect(await lab.run('box', 'apk update | tail -1')).toMatchObject({
    stdout: '2 unavailable, 0 stale; 15 distinct packages available\n',
  })
  expect(await lab.run('user', 'apk add bash')).toMatchObject({
    stderr: 'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n',
    code: 99,
  })
})

test('apt-get reaches no mirror', async () => {
  const lab = await openLab(tool('box', 'nginx'))
  const updated = await lab.run('box', 'apt-get update')
  expect(updated.stdout).toContain(
    "Err:1 http://deb.debian.org/debian bookworm InRelease\n  Temporary failure resolving 'deb.debian.org'\n",
  )
  expect(updated).toMatchObject({ code: 0 })
  expect(updated.stderr).toMatch(/^W: Failed to fetch [^]*\nW: Some index files failed to download\..*\n$/u)
  expect(await lab.run('box', 'apt-get install -y iputils-ping')).toMatchObject({
    stdout: 'Reading package lists...\nBuilding dependency tree...\nReading state information...\n',
    stderr: 'E: Unable to locate package iputils-ping\n',
    code: 100,
  })
  expect((await lab.run('box', 'apt install curl')).stderr).toBe(
    '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\nE: Unable to locate package curl\n',
  )
})

test("Ubuntu's apt asks Ubuntu's mirrors, and systems name their version", async () => {
  const lab = await openLab(tool('ubuntu', 'ubuntu'), tool('alpine', 'alpine'), tool('debian', 'debian'))
  const updated = await lab.run('ubuntu', 'apt-get update')
  expect(updated.stdout).toContain(
    "Err:2 http://security.ubuntu.com/ubuntu noble-security InRelease\n  Temporary failure resolving 'security.ubuntu.com'\n",
  )
  expect(updated.stderr).toContain('W: Failed to fetch http://archive.ubuntu.com/ubuntu/dists/noble-updates/InRelease  ')
  expect((await lab.run('alpine', 'cat /etc/alpine-release')).stdout).toBe('3.21.0\n')
  expect((await lab.run('debian', 'cat /etc/debian_version')).stdout).toBe('12.8\n')
  expect((await lab.run('ubuntu', 'cat /etc/debian_version')).stdout).toBe('trixie/sid\n')
})

test('top shows what runs', async () => {
  const lab = await openLab(tool('box'))
  const { stdout } = await lab.run('box', 'top -bn1')
  expect(stdout).toMatch(/^Mem: \d+K used, \d+K free, [^]*\n {2}PID {2}PPID USER {5}STAT {3}VSZ %VSZ %CPU COMMAND\n/u)
  expect(stdout.split('\n').slice(4)).toEqual([
    '    1     0 root     S     1656   0%   0% sleep 1000000',
    '    7     0 root     R     1656   0%   0% top -bn1',
    '',
  ])
})

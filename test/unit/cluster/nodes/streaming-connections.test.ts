import { describe, expect, test } from 'vitest'
import { openLab, server, tool, type Lab } from './support/lab.ts'
import { sitDown } from './support/typist.ts'

/** Two who have typed `nc -l` and `nc host port`. */
const connected = async (lab: Lab, port: number) => {
  const listening = await sitDown(lab, 'web')
  await listening.type(`nc -l -p ${port}\r`)
  const calling = await sitDown(lab, 'client')
  await calling.type(`nc ${lab.ip('web')} ${port}\r`)
  return { listening, calling }
}

describe('two that have typed nc', () => {
  test('hear each other while both run, until both have said all', async () => {
    const lab = await openLab(tool('web'), tool('client'))
    const { listening, calling } = await connected(lab, 9000)
    await calling.type('hello\r')
    expect(await listening.type('')).toBe('hello\r\n')
    await listening.type('welcome\r')
    expect(await calling.type('')).toBe('welcome\r\n')
    await calling.type('again\r')
    expect(await listening.type('')).toBe('again\r\n')
    await calling.type('\u0004')
    expect(await listening.type('bye\r')).toBe('bye\r\n')
    expect(await calling.type('')).toBe('bye\r\n')
    expect(await listening.type('\u0004')).toBe('/ # ')
    expect(await calling.type('echo $?\r')).toBe('/ # echo $?\r\n0\r\n/ # ')
  })

  test('notice that the other was interrupted; nobody else can come meanwhile', async () => {
    const lab = await openLab(tool('web'), tool('client'), tool('late'))
    const { listening, calling } = await connected(lab, 9001)
    expect((await lab.run('late', `nc ${lab.ip('web')} 9001`)).code).toBe(1)
    await listening.type('\u0003')
    await calling.type('anybody there\r')
    expect(await calling.type('echo over\r')).toContain('over\r\n/ # ')
  })

  test('exchange datagrams', async () => {
    const lab = await openLab(tool('web'), tool('client'))
    const listening = await sitDown(lab, 'web')
    await listening.type('nc -u -l -p 5353\r')
    const calling = await sitDown(lab, 'client')
    await calling.type(`nc -u ${lab.ip('web')} 5353\r`)
    await calling.type('ping\r')
    expect(await listening.type('')).toBe('ping\r\n')
    await listening.type('pong\r')
    expect(await calling.type('')).toBe('pong\r\n')
  })
})

describe('what somebody types into nc', () => {
  test('reaches a web server as soon as the request is whole', async () => {
    const lab = await openLab(server('web', 'nginx'), tool('client'))
    const typist = await sitDown(lab, 'client')
    await typist.type(`nc ${lab.ip('web')} 80\r`)
    await typist.type('GET / HTTP/1.1\r')
    await typist.type('Host: web\r')
    expect(await typist.type('\r')).toMatch(/^\r\nHTTP\/1\.1 200 OK\r\n/u)
    await typist.type('GET /nosuch HTTP/1.0\r')
    expect(await typist.type('\r')).toMatch(/^\r\nHTTP\/1\.1 404 Not Found\r\n/u)
  })

  test('reaches Redis line by line', async () => {
    const lab = await openLab(server('data', 'redis'), tool('client'))
    const typist = await sitDown(lab, 'client')
    await typist.type(`nc ${lab.ip('data')} 6379\r`)
    expect(await typist.type('SET a 1\r')).toBe('SET a 1\r\n+OK\r\n')
    expect(await typist.type('GET a\r')).toBe('GET a\r\n$1\r\n1\r\n')
    expect(await typist.type('\u0004')).toBe('/ # ')
  })

  test('answers curl, which hears it while it is typed', async () => {
    const lab = await openLab(tool('web'), tool('curl', 'curlimages/curl'))
    const typist = await sitDown(lab, 'web')
    await typist.type('nc -l -p 80\r')
    const asked = lab.run('curl', `curl -s -d content http://${lab.ip('web')}/page`)
    expect(await typist.type('HTTP/1.1 200 OK\r')).toMatch(/POST \/page HTTP\/1\.1\r\n[\s\S]*\r\n\r\ncontent/u)
    await typist.type('\r')
    await typist.type('typed\r')
    await typist.type('\u0004')
    expect(await asked).toMatchObject({ stdout: 'typed\n', code: 0 })
  })
})

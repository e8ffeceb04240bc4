import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createMessageSender } from '../../../../../grader/daemon/streams/websocket.ts'

/** What scripts run in, where timers cannot be set. */
const script = new AsyncLocalStorage<string>()

/** A socket that says when a message is written. */
function fakeSocket() {
  const written: string[] = []
  const waiting: (() => void)[] = []
  const socket = Object.assign(Object.create(WebSocket.prototype) as WebSocket, new EventEmitter(), {
    send: (message: Uint8Array, _options: unknown, done: () => void) => {
      written.push(Buffer.from(message).toString())
      waiting.push(done)
    },
    close: () => written.push(`closed${script.getStore() ?? ''}`),
    terminate: () => written.push('terminated'),
  })
  let state: number = WebSocket.OPEN
  let bufferedAmount = 0
  Object.defineProperties(socket, {
    readyState: { get: () => state },
    bufferedAmount: { get: () => bufferedAmount },
  })
  return {
    socket,
    written,
    hasWritten: () => waiting.shift()?.(),
    leave: (state_: number) => (state = state_),
    buffer: (bytes: number) => (bufferedAmount = bytes),
  }
}

it('sends a message when the one before is written, and closes after the last', () => {
  const { socket, written, hasWritten } = fakeSocket()
  const sender = createMessageSender(socket)
  const done: string[] = []
  for (const text of ['one', 'two', 'three']) sender.send(Buffer.from(text), () => done.push(text))
  sender.close()
  expect(written).toEqual(['one'])
  hasWritten()
  expect([written, done]).toEqual([['one', 'two'], ['one']])
  hasWritten()
  hasWritten()
  expect([written, done]).toEqual([
    ['one', 'two', 'three', 'closed'],
    ['one', 'two', 'three'],
  ])
})

it('keeps nothing for a client that is gone, and cuts off one that does not read', () => {
  const { socket, written, leave, buffer } = fakeSocket()
  const sender = createMessageSender(socket)
  buffer(16 * 1024 * 1024)
  sender.send(Buffer.from('more'))
  expect(written).toContain('terminated')
  leave(WebSocket.CLOSING)
  let isDone = false
  sender.send(Buffer.from('late'), () => (isDone = true))
  expect([isDone, written.includes('late')]).toEqual([true, false])
})

it('closes outside of the script that has printed last', () => {
  const { socket, written, hasWritten } = fakeSocket()
  const sender = createMessageSender(socket)
  script.run(' by a script', () => {
    sender.send(Buffer.from('one'))
    sender.close()
    hasWritten()
  })
  expect(written).toEqual(['one', 'closed'])
})

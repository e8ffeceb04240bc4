import { describe, expect, test } from 'vitest'
import { findImage } from '../../../../../src/cluster/nodes/images/images.ts'
import { commandsOf, libraryOf } from '../../../../../src/cluster/nodes/userland.ts'

describe('variants of images', () => {
  test.each(['nginx:alpine', 'nginx:1.27-alpine3.20', 'docker.io/library/nginx:stable-alpine-slim', 'redis:7-alpine'])(
    '%s has the tools and the C library of Alpine Linux',
    (name) => {
      const image = findImage(name)
      expect([...commandsOf(image)]).toEqual(expect.arrayContaining(['wget', 'nc', 'nslookup']))
      expect([...commandsOf(image)]).not.toContain('bash')
      expect(libraryOf(image)).toBe('musl')
    },
  )

  test.each(['nginx', 'nginx:1.27', 'redis:7-bookworm', 'example.com/alpine/nginx'])('%s has those of Debian', (name) => {
    const image = findImage(name)
    expect([...commandsOf(image)]).not.toContain('nc')
    expect(libraryOf(image)).toBe('glibc')
  })

  test('an image without any tools has none in its alpine variant', () => {
    expect(findImage('pause:3.10-alpine')?.userland).toBe('none')
  })
})

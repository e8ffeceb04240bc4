import { expect, test } from 'vitest'
import { withRelativeMembers } from '../../../../../src/cluster/nodes/shell/tar-members.ts'

test.each([
  ['', ''],
  ['xf - -C /tmp', 'xf - -C /tmp'],
  ['cf - etc', 'cf - etc'],
  ['cf - /etc/hosts', 'cf - -C / etc/hosts'],
  ['cf /tmp/a.tar /etc', 'cf /tmp/a.tar -C / etc'],
  ['-czf - /etc /var/www', '-czf - -C / etc var/www'],
  ['cf - -C /etc hosts', 'cf - -C /etc hosts'],
  ['cf - /', 'cf - -C / .'],
])('%s -> %s', (given, wanted) => {
  const words = (text: string): string[] => text.split(' ').filter(Boolean)
  expect(withRelativeMembers(words(given))).toEqual(words(wanted))
})

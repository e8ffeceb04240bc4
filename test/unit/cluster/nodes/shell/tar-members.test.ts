import { expect, test } from 'vitest'
import { withRelativeMembers } from '../../../../../src/cluster/nodes/shell/tar-members.ts'

test.each([
  ['', ''],
  ['cat /etc/hosts', 'cat /etc/hosts'],
  ['tar xf - -C /tmp', 'tar xf - -C /tmp'],
  ['tar cf - etc', 'tar cf - etc'],
  ['tar cf - /etc/hosts', 'tar cf - -C / etc/hosts'],
  ['tar cf /tmp/a.tar /etc', 'tar cf /tmp/a.tar -C / etc'],
  ['tar -czf - /etc /var/www', 'tar -czf - -C / etc var/www'],
  ['tar cf - -C /etc hosts', 'tar cf - -C /etc hosts'],
  ['/bin/tar cf - /', '/bin/tar cf - -C / .'],
])('%s -> %s', (given, wanted) => {
  const words = (text: string): string[] => text.split(' ').filter(Boolean)
  expect(withRelativeMembers(words(given))).toEqual(words(wanted))
})

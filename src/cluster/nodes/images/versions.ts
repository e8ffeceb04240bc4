/** Which version of its program an official image's tag stands for. */

interface Releases {
  /** The last patch of each minor version that is not to change any more, by `major.minor`. */
  readonly last: Readonly<Record<string, number>>
  /** What tags without a number stand for. */
  readonly newest: string
  /** What a word at the tag's beginning stands for otherwise. */
  readonly named?: Readonly<Record<string, string>>
}

/** `1.27.4-alpine3.20`, `1.27`, `1`, `stable-alpine`, `latest`. */
const TAG = /^v?(?:(?<major>\d+)(?:\.(?<minor>\d+)(?:\.(?<patch>\d+))?)?)?(?<word>[a-z]*)/u

/** `major.minor.patch`. */
export const versionFrom =
  ({ last, newest, named = {} }: Releases) =>
  (tag: string): string => {
    const { major, minor, patch, word = '' } = TAG.exec(tag)?.groups ?? {}
    if (major === undefined) return named[word] ?? newest
    if (minor === undefined) return newest
    return `${major}.${minor}.${patch ?? last[`${major}.${minor}`] ?? 0}`
  }

/** @see nginx.org, "CHANGES" */
export const nginxVersion = versionFrom({
  last: {
    '1.7': 12,
    '1.8': 1,
    '1.9': 15,
    '1.10': 3,
    '1.11': 13,
    '1.12': 2,
    '1.13': 12,
    '1.14': 2,
    '1.15': 12,
    '1.16': 1,
    '1.17': 10,
    '1.18': 0,
    '1.19': 10,
    '1.20': 2,
    '1.21': 6,
    '1.22': 1,
    '1.23': 4,
    '1.24': 0,
    '1.25': 5,
    '1.26': 3,
    '1.27': 5,
    '1.28': 0,
    '1.29': 3,
  },
  newest: '1.29.3',
  named: { stable: '1.28.0' },
})

/** @see httpd.apache.org, "Apache HTTP Server 2.4 vulnerabilities", for the versions there are */
export const apacheVersion = versionFrom({ last: { '2.2': 34, '2.4': 65 }, newest: '2.4.65' })

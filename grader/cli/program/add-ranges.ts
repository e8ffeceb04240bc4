/** `--pod-cidr` and `--service-cidr`: the address ranges of a cluster, named as kubeadm and kube-apiserver have them. */
import { InvalidArgumentError, type Command } from 'commander'
import { maskBlock, familyOf, sizeOfBlock } from '../../../src/network/address.ts'
import type { GivenRanges } from '../../../src/grading/manifests/infer-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { rangeMessages } from '../../terminal/messages/ranges.ts'

/** What commander makes of the two options. */
export interface RangeOptions {
  readonly podCidr?: readonly string[]
  readonly serviceCidr?: readonly string[]
}

const MIN_SIZE = 256

/** One block, or one of each family. */
const readRanges =
  ({ language }: Cli) =>
  (text: string): readonly string[] => {
    const words = rangeMessages(language)
    const blocks = text.split(',').map((part) => maskBlock(part.trim()))
    const ranges = blocks.filter((block) => block !== undefined)
    const families = new Set(ranges.map(familyOf))
    if (ranges.length < blocks.length || families.size < ranges.length) throw new InvalidArgumentError(words.unreadable)
    if (ranges.some((range) => sizeOfBlock(range) < MIN_SIZE)) throw new InvalidArgumentError(words.tooSmall)
    return ranges
  }

/** Adds both options; `otherwise` says what holds where they are left out. */
export const addRanges = (command: Command, cli: Cli, otherwise: 'inferred' | 'chosen'): Command => {
  const { help } = rangeMessages(cli.language)
  return command
    .option('--pod-cidr <ranges>', `${help.podCidr}${help[otherwise]}`, readRanges(cli))
    .option('--service-cidr <ranges>', `${help.serviceCidr}${help[otherwise]}`, readRanges(cli))
}

/** Adds `--file` and the ranges of the cluster that the files are about. */
export const addFiles = (command: Command, cli: Cli): Command =>
  addRanges(command.option('-f, --file <path...>', rangeMessages(cli.language).help.file), cli, 'inferred')

/** The ranges that were given. */
export const rangesOf = ({ podCidr, serviceCidr }: RangeOptions): GivenRanges => ({
  ...(podCidr === undefined ? {} : { podCidrs: podCidr }),
  ...(serviceCidr === undefined ? {} : { serviceCidrs: serviceCidr }),
})

/** Letters that options are answered by: a to z, then aa, ab, … */
export const letterOf = (index: number): string => (index < 26 ? String.fromCharCode(97 + index) : `a${letterOf(index - 26)}`)

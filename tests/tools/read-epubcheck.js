// read-epubcheck.js REPORT ENDED LOWEST BOOK   counts what EPUBCheck says by severity
// Exit 1 if anything is at LOWEST or above, or if ENDED, its exit code, is not 0: of a book that it
// cannot find, the report says nothing. A message counts once for each place it names.

const [report, ended, lowest, book] = process.argv.slice(2)
const severities = ['FATAL', 'ERROR', 'WARNING', 'USAGE']
const names = ['fatal', 'errors', 'warnings', 'usage']
const counts = [0, 0, 0, 0]

// Usage notes on what is meant: a face in the book is no fault.
const meant = ['CSS-028']

const { messages } = JSON.parse(require('fs').readFileSync(report))
for (const { ID, severity, message, locations } of messages) {
  const rank = severities.indexOf(severity)
  if (rank < 0 || (severity === 'USAGE' && meant.includes(ID))) continue
  counts[rank] += Math.max(1, locations.length)
  for (const { path, line, column } of locations.slice(0, 5)) {
    const place = line > 0 ? `${path}:${line}:${column}` : path
    console.log(`  ${severity} ${ID} ${place}: ${message}`)
  }
}

const bad = ended !== '0' || counts.slice(0, severities.indexOf(lowest) + 1).some(Boolean)
const summary = names.map((name, rank) => `${counts[rank]} ${name}`)
if (ended !== '0') summary.push(`exit code ${ended}`)
console.log(`${bad ? 'FAIL' : 'PASS'} ${book}: ${summary.join(', ')}`)
process.exit(bad ? 1 : 0)

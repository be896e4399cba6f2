// read-ace.js REPORT LOWEST BOOK   counts the violations that Ace reports, by impact
// Exit 1 if any is at LOWEST or above.

const [report, lowest, book] = process.argv.slice(2)
const impacts = ['critical', 'serious', 'moderate', 'minor']
const counts = [0, 0, 0, 0]

const { assertions } = JSON.parse(require('fs').readFileSync(report))
for (const { 'earl:testSubject': subject, assertions: found = [] } of assertions) {
  for (const { 'earl:test': test, 'earl:result': result } of found) {
    if (result['earl:outcome'] !== 'fail') continue
    // What has no known impact counts as the gravest.
    counts[Math.max(0, impacts.indexOf(test['earl:impact']))] += 1
    const why = String(result['dct:description']).split('\n')[0]
    console.log(`  ${test['earl:impact']} ${test['dct:title']} ${subject.url}: ${why}`)
  }
}

const bad = counts.slice(0, impacts.indexOf(lowest) + 1).some(Boolean)
const summary = impacts.map((name, rank) => `${counts[rank]} ${name}`).join(', ')
console.log(`${bad ? 'FAIL' : 'PASS'} ${book}: ${summary}`)
process.exit(bad ? 1 : 0)

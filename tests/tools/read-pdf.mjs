// The text of a PDF by pdf.js: node read-pdf.mjs FOLDER FILE.pdf, with node_modules in FOLDER.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The library wants these when it is loaded, to draw with; text needs none of them.
for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) globalThis[name] ??= class {}
const warn = console.warn
console.warn = () => {}

const [folder, path] = process.argv.slice(2)
const library = createRequire(folder + '/').resolve('pdfjs-dist/legacy/build/pdf.mjs')
const { getDocument } = await import(library)
console.warn = warn
const data = new Uint8Array(readFileSync(path))
const document = await getDocument({ data, verbosity: 0, disableFontFace: true }).promise
for (let number = 1; number <= document.numPages; number++) {
  const page = await document.getPage(number)
  const { items } = await page.getTextContent({ disableNormalization: true })
  console.log(items.map(item => item.str + (item.hasEOL ? '\n' : '')).join(''))
}

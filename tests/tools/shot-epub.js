// The reading engine of shot-epub: serves foliate-js and the book to a browser on this machine.
const fs = require('fs')
const http = require('http')
const path = require('path')

const modules = process.env.FOLIATE
const args = process.argv.slice(2)
const flag = name => args.includes(name) && args.splice(args.indexOf(name), 1).length > 0
const value = (name, otherwise) => {
    const at = args.indexOf(name)
    return at < 0 ? otherwise : args.splice(at, 2)[1]
}
const width = Number(value('--width', '390'))
const only = value('--only', '')
const dark = flag('--dark')
// Pages as high as this, instead of one that scrolls.
const paged = Number(value('--paged', '0'))
const [out, book] = args
if (!book) {
    console.error('usage: shot-epub [--width PX] [--paged HEIGHT] [--dark] [--only ID,ID] OUT-FOLDER BOOK.epub')
    process.exit(2)
}
const height = paged || Math.round(width * (width < 600 ? 2.16 : 1.33))

const page = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>html, body { margin: 0; height: 100% } foliate-view { display: block; height: 100vh }</style>
<script type="module">
import '/foliate-js/view.js'
const pause = ms => new Promise(done => setTimeout(done, ms))
window.open_ = async () => {
    const blob = await (await fetch('/book.epub')).blob()
    window.view = document.body.appendChild(document.createElement('foliate-view'))
    view.addEventListener('load', event => { window.chapter = event.detail.doc })
    await view.open(new File([blob], 'book.epub'))
    view.renderer.setAttribute('flow', ${paged ? "'paginated'" : "'scrolled'"})
    view.renderer.setAttribute('max-column-count', 1)
    view.renderer.setStyles?.('html { color-scheme: light dark }')
    return view.book.sections.map(section => section.id)
}
window.turn = async index => {
    await view.goTo(index)
    await pause(250)
    await chapter.fonts.ready
    const pictures = [...chapter.images]
    await Promise.all(pictures.map(picture => picture.decode().catch(() => 0)))
    await pause(150)
    const boxes = element => [...element.getClientRects()]
    const screen = chapter.body.getBoundingClientRect().width
    const wide = [...chapter.querySelectorAll('body *')].filter(element =>
        boxes(element).some(box => box.width > screen + 1))
    // Columns beside each other are the pages: what reaches below them is cut off.
    const foot = chapter.documentElement.clientHeight + 1
    const rows = [...chapter.querySelectorAll('tr')]
    const below = ${paged ? 'rows.filter(row => boxes(row).some(box => box.bottom > foot))' : '[]'}
    // Where there are pages, each of them repeats the heads.
    const pieces = [...chapter.querySelectorAll('th .seg')]
    const torn = ${paged ? '[]' : 'pieces.filter(piece => boxes(piece).length > 1)'}
    return {
        characters: chapter.body.textContent.replace(/\\s/g, '').length,
        brokenImages: pictures.filter(p => !p.naturalWidth).map(p => p.getAttribute('src')),
        overflow: wide.map(element => element.tagName.toLowerCase() + '.' + element.className),
        rows: rows.length,
        cut: below.length,
        torn: torn.map(piece => piece.textContent),
        lang: chapter.documentElement.lang,
    }
}
window.ready = true
</script>`

const types = { '.js': 'text/javascript', '.css': 'text/css' }
const server = http.createServer((request, response) => {
    const url = decodeURIComponent(request.url.split('?')[0])
    const send = (type, body) => response.writeHead(200, { 'content-type': type }).end(body)
    if (url === '/') return send('text/html', page)
    if (url === '/book.epub') return send('application/epub+zip', fs.readFileSync(book))
    const file = path.join(modules, path.normalize(url))
    const found = file.startsWith(modules) && fs.existsSync(file) && fs.statSync(file).isFile()
    if (!found) return response.writeHead(404).end()
    send(types[path.extname(file)] ?? 'application/octet-stream', fs.readFileSync(file))
})

const shoot = async () => {
    const puppeteer = require(path.join(modules, 'puppeteer-core'))
    const browser = await puppeteer.launch({
        executablePath: process.env.CHROME,
        args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'],
        protocolTimeout: 120000,
    })
    try {
        const tab = await browser.newPage()
        await tab.setViewport({ width, height })
        await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
        const errors = []
        tab.on('pageerror', error => errors.push(String(error.message ?? error)))
        await tab.goto(`http://127.0.0.1:${server.address().port}/`)
        await tab.waitForFunction('window.ready', { timeout: 60000 })
        const ids = await tab.evaluate(() => window.open_())
        const name = id => path.basename(id, '.xhtml')
        const wanted = only ? only.split(',') : ids.map(name)
        let good = wanted.length > 0
        for (const chapter of wanted) {
            const index = ids.findIndex(id => name(id) === chapter)
            const told = index < 0 ? { missing: true } : await tab.evaluate(i => window.turn(i), index)
            console.log(JSON.stringify({ chapter, ...told, errors }))
            good &&= !told.missing && !told.brokenImages.length && !told.overflow.length && !told.cut && !told.torn.length && !errors.length
            if (index >= 0) await tab.screenshot({ path: path.join(out, `${chapter}.png`) })
        }
        return good
    } finally {
        await browser.close()
    }
}

server.listen(0, '127.0.0.1', async () => {
    let status = 1
    try {
        fs.mkdirSync(out, { recursive: true })
        status = (await shoot()) ? 0 : 1
    } catch (error) {
        console.log(`FAIL ${book}: ${String(error.message ?? error).split('\n')[0]}`)
    }
    server.close()
    process.exit(status)
})

//! Proves that the scans of a JPEG hold their pixels, no less and no more.
//!
//! Codes of Huffman are told from any bits, so decoders find neither a hole in a scan nor bytes put
//! in, and go on with pixels that are none. But the number of blocks is known: the last one of a
//! scan must end where the scan ends; and what the codes add up to must be light and colours of
//! eight bits. Pixels are not made here.
//!
//! What cannot be found: codes tell themselves apart again a few bytes behind a hole, and if as
//! many blocks are read from the broken ones as there were, no number is wrong. What follows is of
//! other colours then, all of them within eight bits. Of small pictures with a byte out or in about
//! a third are so, of those with eight a fifth, and in most of them hardly a pixel is off. Only a
//! sum of all bytes would find them, and JPEG has none.

use crate::assets::pictures::error::{PictureError, damaged};
use crate::assets::pictures::segments::{DHT, DQT, DRI, SOF0, SOS, Segment};
use crate::diag::msg;

/// Bytes that cameras leave behind a scan.
const SLACK: usize = 4;

/// So many blocks of zero bits alone, one after another, are a hole, even if the blocks that it
/// swallowed were as long.
const MAX_HOLLOW: u32 = 2;

/// The least coefficients of such blocks, which no picture has all alike.
const FULL: u32 = 48;

/// Most scans of a picture. Programs make ten for the three components of a progressive one, and
/// the most thorough some twenty; more than the hundreds that its coefficients could be split into
/// gain nothing.
pub(super) const MAX_SCANS: usize = 1_000;

/// Most blocks of all scans together: twenty scans of each of three components of a picture of
/// eighty megapixels. A few bytes can say of all blocks of a scan that there is nothing in them, so
/// that files are no measure of the time that they take.
const MAX_BLOCKS: usize = 80_000_000;

/// Most bytes of tables for a scan: eight of all codes.
const MAX_TABLES: usize = 8 * (17 + 256);

/// Checks that a JPEG has no more than it needs of what takes long to read.
///
/// # Errors
/// If it has more.
pub(super) fn bounds(segments: &[Segment]) -> Result<(), PictureError> {
    let scans = count(segments);
    if scans > MAX_SCANS {
        return Err(too_many(scans));
    }
    let tables = segments.iter().filter(|segment| segment.marker == DHT);
    let bytes: usize = tables.map(|segment| segment.contents.len()).sum();
    if bytes > (scans + 1) * MAX_TABLES {
        return Err(PictureError::TooMuch(msg!(
            "霍夫曼表有 {bytes} 字节，多得不像图；另存为普通的 JPEG",
            "its tables of codes have {bytes} bytes, far more than a picture needs; save it as a \
             common JPEG"
        )));
    }
    Ok(())
}

fn count(segments: &[Segment]) -> usize {
    segments.iter().filter(|segment| segment.marker == SOS).count()
}

/// Checks all scans of a JPEG. Of processes that are not in Huffman's codes nothing is said.
///
/// Tells whether its pixels are proven by that: a single scan of bytes, gray or with a luminance at
/// most twice as fine as the colours. What else there is, decoders may yet refuse.
///
/// # Errors
/// If a scan is broken, or there are too many.
pub(super) fn check(bytes: &[u8], segments: &[Segment]) -> Result<bool, PictureError> {
    let mut reader = Reader::default();
    for segment in segments {
        let contents = &bytes[segment.contents.clone()];
        let done = match segment.marker {
            DHT => reader.tables(contents),
            DRI => reader.interval(contents),
            SOS => reader.scan(contents, &bytes[segment.scan.clone()]),
            DQT => reader.quanta(contents),
            _ if segment.is_frame() => match reader.frame(segment.marker - SOF0, contents) {
                Some(true) => {
                    let scans = segments.iter().filter(|segment| segment.marker == SOS);
                    let heads = scans.clone().map(|segment| &bytes[segment.contents.clone()]);
                    if heads.filter_map(|head| reader.blocks(head)).sum::<usize>() > MAX_BLOCKS {
                        return Err(too_many(scans.count()));
                    }
                    Some(())
                }
                Some(false) => return Ok(false),
                None => None,
            },
            _ => Some(()),
        };
        done.ok_or_else(|| damaged("a scan does not hold what it should"))?;
    }
    Ok(count(segments) == 1 && reader.plain)
}

fn too_many(scans: usize) -> PictureError {
    PictureError::TooMuch(msg!(
        "分 {scans} 遍存的 JPEG，读起来太久；另存为普通（基线）的 JPEG",
        "a JPEG in {scans} scans, which take too long; save it as a common (baseline) JPEG"
    ))
}

/// What the segments say so far.
#[derive(Default)]
struct Reader {
    progressive: bool,
    /// Whether it is of the kind that all cameras make.
    plain: bool,
    components: Vec<Component>,
    /// The units of all components together that a scan of several has, across and down.
    units: (usize, usize),
    /// Units between restarts; 0 for none.
    interval: usize,
    /// Blocks of zero bits alone, one after another.
    hollow: u32,
    /// Tables for DC and AC as they stand in the file, by number.
    stored: [[Option<Stored>; 4]; 2],
    /// The same as they are read by; made of those that a scan needs.
    tables: [[Option<Table>; 4]; 2],
    /// The quantisers of DC, by number.
    quanta: [i32; 4],
}

/// The counts of codes by length, and the symbols of a table.
struct Stored(Vec<u8>, Vec<u8>);

/// A colour component.
struct Component {
    id: u8,
    /// The number of its quantisers.
    quanta: usize,
    /// Whether a scan of a sequential picture held it.
    done: bool,
    /// Blocks in a unit.
    blocks: usize,
    /// Blocks across and down in a scan of its own.
    size: (usize, usize),
    /// For each block which of its coefficients are not zero, of a progressive picture.
    known: Vec<u64>,
}

/// A component in a scan.
struct Part {
    number: usize,
    /// The numbers of its tables.
    dc: usize,
    ac: usize,
    /// Blocks in a unit.
    blocks: usize,
    /// The DC coefficient of the block before.
    light: i32,
    /// The largest one, of either sign.
    limit: u32,
}

/// Bits of a code that is told at once. Tables for all sixteen would not stay in the processor.
const SHORT: u32 = 10;

/// Bits in which codes are followed at once, several if they are short.
const RUN: u32 = 12;

/// The codes of a table, which are longer the higher they are.
struct Table {
    /// For each ten bits the code that they begin with, if it is not longer.
    short: Box<[Code; 1 << SHORT]>,
    /// The same for sixteen bits, from these up.
    long: Vec<Code>,
    from: usize,
    /// For each twelve bits the codes for coefficients that they begin with; none for DC.
    runs: Vec<Run>,
}

/// Codes for coefficients one after another, each with its number.
#[derive(Clone, Copy, Default)]
#[repr(align(4))]
struct Run {
    /// Their bits; 0 if the first one is longer.
    bits: u8,
    /// How many coefficients they go on, zeros counted.
    steps: u8,
    /// How many of these are written.
    count: u8,
    /// 1 if the last code ends the block.
    ends: u8,
}

/// A code of Huffman.
#[derive(Clone, Copy, Default)]
#[repr(align(4))]
struct Code {
    symbol: u8,
    /// Its bits; 0 if there is no such code.
    length: u8,
    /// Its bits and those of the number behind it, of which the symbol tells how many they are.
    whole: u8,
}

/// A scan of a progressive picture: which coefficients, and whether they are made more exact.
#[derive(Clone, Copy)]
struct Band {
    first: usize,
    last: usize,
    refines: bool,
}

impl Reader {
    /// The head of the frame; whether it can be followed.
    fn frame(&mut self, process: u8, contents: &[u8]) -> Option<bool> {
        let [depth, h1, h0, w1, w0, count] = *contents.first_chunk()?;
        let (height, width) = (u16::from_be_bytes([h1, h0]), u16::from_be_bytes([w1, w0]));
        if process > 2 || height == 0 || width == 0 {
            return Some(false);
        }
        self.progressive = process == 2;
        let parts = contents.get(6..)?.chunks_exact(3).take(usize::from(count));
        let quanta: Vec<_> = parts.clone().map(|part| usize::from(part[2])).collect();
        let factors: Vec<_> = parts
            .map(|part| (part[0], usize::from(part[1] >> 4), usize::from(part[1] & 15)))
            .collect();
        if factors
            .iter()
            .any(|(_, across, down)| !(1..=4).contains(across) || !(1..=4).contains(down))
        {
            return None;
        }
        let factor = |(_, across, down): &(u8, usize, usize)| (*across, *down);
        self.plain = !self.progressive
            && depth == 8
            && match factors.as_slice() {
                [_] => true,
                [light, blue, red] => {
                    matches!(factor(light), (1 | 2, 1 | 2))
                        && factor(blue) == (1, 1)
                        && factor(red) == (1, 1)
                }
                _ => false,
            };
        let most_across = factors.iter().map(|(_, across, _)| *across).max()?;
        let most_down = factors.iter().map(|(.., down)| *down).max()?;
        let (width, height) = (usize::from(width), usize::from(height));
        self.units = (width.div_ceil(8 * most_across), height.div_ceil(8 * most_down));
        let component = |((id, across, down), quanta): ((u8, usize, usize), usize)| {
            let blocks =
                |pixels: usize, part: usize, of: usize| (pixels * part).div_ceil(of).div_ceil(8);
            let size = (blocks(width, across, most_across), blocks(height, down, most_down));
            let known = if self.progressive { vec![0; size.0 * size.1] } else { Vec::new() };
            let blocks = across * down;
            Component { id, quanta, done: false, blocks, size, known }
        };
        self.components = factors.into_iter().zip(quanta).map(component).collect();
        Some(true)
    }

    fn interval(&mut self, contents: &[u8]) -> Option<()> {
        self.interval = usize::from(u16::from_be_bytes(*contents.first_chunk()?));
        Some(())
    }

    fn tables(&mut self, mut contents: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = contents.split_first() {
            let (counts, rest) = rest.split_at_checked(16)?;
            let symbols = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(symbols)?;
            let (class, number) = (usize::from(kind >> 4), usize::from(kind & 15));
            let stored = Stored(counts.to_vec(), symbols.to_vec());
            *self.stored.get_mut(class)?.get_mut(number)? = Some(stored);
            self.tables[class][number] = None;
            contents = rest;
        }
        Some(())
    }

    /// Makes a table that a scan needs; a file may hold thousands that none does.
    fn ready(&mut self, class: usize, number: usize) -> Option<()> {
        let place = self.tables[class].get_mut(number)?;
        if place.is_none() {
            let Stored(counts, symbols) = self.stored[class][number].as_ref()?;
            // Blocks of progressive pictures are followed code by code.
            *place = Some(table(counts, symbols, class > 0, class > 0 && !self.progressive)?);
        }
        Some(())
    }

    /// The first number of each table of quantisers (ITU-T T.81, B.2.4.1).
    fn quanta(&mut self, mut contents: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = contents.split_first() {
            let deep = kind >> 4 > 0;
            let (table, rest) = rest.split_at_checked(if deep { 128 } else { 64 })?;
            let first =
                if deep { u16::from_be_bytes([table[0], table[1]]) } else { table[0].into() };
            *self.quanta.get_mut(usize::from(kind & 15))? = i32::from(first);
            contents = rest;
        }
        Some(())
    }

    /// The components of a scan.
    fn parts(&self, head: &[u8]) -> Option<Vec<Part>> {
        let count = usize::from(*head.first()?);
        let part = |part: &[u8]| {
            let number = self.components.iter().position(|component| component.id == part[0])?;
            let (dc, ac) = (usize::from(part[1] >> 4), usize::from(part[1] & 15));
            let blocks = if count == 1 { 1 } else { self.components[number].blocks };
            Some(Part { number, dc, ac, blocks, light: 0, limit: 0 })
        };
        head.get(1..=2 * count)?.chunks_exact(2).map(part).collect()
    }

    /// The units of a scan of these components.
    fn units(&self, parts: &[Part]) -> usize {
        let (across, down) = match parts {
            [part] => self.components[part.number].size,
            _ => self.units,
        };
        across * down
    }

    /// How many blocks a scan has.
    fn blocks(&self, head: &[u8]) -> Option<usize> {
        let parts = self.parts(head)?;
        Some(self.units(&parts) * parts.iter().map(|part| part.blocks).sum::<usize>())
    }

    /// Follows a scan to its end.
    fn scan(&mut self, head: &[u8], scan: &[u8]) -> Option<()> {
        let mut parts = self.parts(head)?;
        let count = parts.len();
        let [first, last, exact] = *head.get(1 + 2 * count..)?.first_chunk()?;
        let band =
            Band { first: usize::from(first), last: usize::from(last), refines: exact >> 4 > 0 };
        if band.last > 63 || band.first > band.last || count == 0 || count > 1 && first > 0 {
            return None;
        }
        self.prepare(&mut parts, band, exact & 15)?;
        let units = self.units(&parts);
        let interval = if self.interval == 0 { units } else { self.interval };
        let mut bits = Bits { scan, at: 0, buffer: 0, held: 0 };
        let (mut unit, mut restart) = (0, 0_u8);
        while unit < units {
            if unit > 0 {
                bits.restart(restart)?;
                restart = (restart + 1) % 8;
            }
            let mut run = 0;
            parts.iter_mut().for_each(|part| part.light = 0);
            for unit in unit..units.min(unit + interval) {
                for part in &mut parts {
                    for _ in 0..part.blocks {
                        self.block(part, unit, band, &mut (&mut bits, &mut run))?;
                    }
                }
            }
            unit += interval;
        }
        let rest = bits.end(SLACK)?;
        // Some programs write a marker behind the last part too.
        (rest.is_empty() || self.interval > 0 && rest == [0xFF, 0xD0 + restart]).then_some(())
    }

    /// Makes the tables that a scan needs, and finds the bounds of its light.
    fn prepare(&mut self, parts: &mut [Part], band: Band, low: u8) -> Option<()> {
        for part in parts {
            if !self.progressive || band.first == 0 && !band.refines {
                self.ready(0, part.dc)?;
                let quantiser = *self.quanta.get(self.components[part.number].quanta)?;
                part.limit = limit(quantiser, if self.progressive { low } else { 0 });
            }
            if !self.progressive || band.first > 0 {
                self.ready(1, part.ac)?;
            }
            let before = std::mem::replace(&mut self.components[part.number].done, true);
            if before && !self.progressive {
                return None;
            }
        }
        Some(())
    }

    /// Follows a block. `run` is the number of blocks to come that end where they begin.
    fn block(
        &mut self,
        part: &mut Part,
        unit: usize,
        band: Band,
        (bits, run): &mut (&mut Bits, &mut u32),
    ) -> Option<()> {
        if !self.progressive || band.first == 0 {
            if self.progressive && band.refines {
                return bits.skip(1);
            }
            let difference = bits.difference(self.tables[0].get(part.dc)?.as_ref()?)?;
            // What is too large for the type is too large.
            part.light = part.light.wrapping_add(difference);
            if part.light.unsigned_abs() > part.limit {
                return None;
            }
            if self.progressive {
                return Some(());
            }
        }
        let table = self.tables[1].get(part.ac)?.as_ref()?;
        if !self.progressive {
            self.hollow = match coefficients(bits, table)? {
                (true, FULL..) => self.hollow + 1,
                // Blocks of another component have other codes.
                (true, _) => self.hollow,
                (false, _) => 0,
            };
            return (self.hollow < MAX_HOLLOW).then_some(());
        }
        let known = self.components[part.number].known.get_mut(unit)?;
        if band.refines {
            refined(bits, run, table, (band, known))
        } else {
            first(bits, run, table, (band, known))
        }
    }
}

/// The coefficients of a block of a sequential picture (ITU-T T.81, F.2.2.2): whether they are made
/// of bits that are zero, and how many there are.
fn coefficients(bits: &mut Bits, table: &Table) -> Option<(bool, u32)> {
    let (mut at, mut zero, mut count) = (1, true, 0);
    while at < 64 {
        let run = bits.run(table);
        if run.bits > 0 && at + usize::from(run.steps) + usize::from(run.ends) <= 64 {
            zero &= bits.take(u32::from(run.bits))? == 0;
            at += usize::from(run.steps);
            count += u32::from(run.count);
            if run.ends == 1 {
                break;
            }
            continue;
        }
        let (symbol, none) = bits.number(table)?;
        zero &= none;
        match symbol {
            0xF0 => at += 16,
            _ if symbol & 15 == 0 => break,
            _ => {
                at += usize::from(symbol >> 4) + 1;
                count += 1;
            }
        }
    }
    (at <= 64).then_some((zero, count))
}

/// The coefficients of a block in the first scan of their band (ITU-T T.81, G.1.2.2).
fn first(
    bits: &mut Bits,
    run: &mut u32,
    table: &Table,
    (band, known): (Band, &mut u64),
) -> Option<()> {
    if *run > 0 {
        *run -= 1;
        return Some(());
    }
    let mut at = band.first;
    while at <= band.last {
        let symbol = bits.symbol(table)?;
        let (zeros, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
        match (zeros, size) {
            (15, 0) => at += 16,
            (_, 0) => {
                *run = (1 << zeros) - 1 + bits.take(zeros as u32)?;
                return Some(());
            }
            _ => {
                at += zeros;
                bits.skip(size)?;
                *known |= 1_u64.checked_shl(at as u32)?;
                at += 1;
            }
        }
    }
    (at <= band.last + 1).then_some(())
}

/// The coefficients of a block in a later scan of their band (ITU-T T.81, G.1.2.3).
fn refined(
    bits: &mut Bits,
    run: &mut u32,
    table: &Table,
    (band, known): (Band, &mut u64),
) -> Option<()> {
    let mut at = band.first;
    while *run == 0 && at <= band.last {
        let symbol = bits.symbol(table)?;
        let (mut zeros, size) = (symbol >> 4, symbol & 15);
        match (zeros, size) {
            (15, 0) => {}
            (_, 0) => {
                *run = (1 << zeros) + bits.take(u32::from(zeros))?;
                break;
            }
            (_, 1) => bits.skip(1)?,
            _ => return None,
        }
        while at <= band.last {
            if *known & 1 << at != 0 {
                bits.skip(1)?;
            } else if zeros == 0 {
                break;
            } else {
                zeros -= 1;
            }
            at += 1;
        }
        if size == 1 {
            if at > band.last {
                return None;
            }
            *known |= 1 << at;
        }
        at += 1;
    }
    if *run > 0 {
        *run -= 1;
        // Bits are not told from each other here, and of most blocks there is none.
        let rest =
            *known & (u64::MAX >> (63 - band.last)) & u64::MAX.checked_shl(at as u32).unwrap_or(0);
        let count = rest.count_ones();
        bits.skip(count.min(32))?;
        bits.skip(count.saturating_sub(32))?;
    }
    Some(())
}

/// The largest coefficient of DC that pixels of eight bits have, in so many units and without its
/// lowest bits: eight times the light less its middle (ITU-T T.81, A.3.3), with two units and a
/// twentieth for encoders that round as suits the size of the file.
fn limit(quantiser: i32, low: u8) -> u32 {
    let unit = i64::from(quantiser.max(1)) << low;
    u32::try_from((1024 + 2 * unit) * 21 / 20 / unit).unwrap_or(0)
}

/// A table of codes (ITU-T T.81, C.2), for coefficients or for DC; `runs` if several of them are
/// told at once.
fn table(counts: &[u8], symbols: &[u8], coefficients: bool, runs: bool) -> Option<Table> {
    // The part of a symbol that tells how many bits of a number follow.
    let number = if coefficients { 15 } else { u8::MAX };
    let mut short: Box<_> = vec![Code::default(); 1 << SHORT].try_into().ok()?;
    let (mut long, mut from) = (Vec::new(), 0);
    let (mut code, mut symbols) = (0_usize, symbols.iter());
    for (length, count) in (1_u8..).zip(counts) {
        for &symbol in symbols.by_ref().take(usize::from(*count)) {
            let width = 1 << (16 - length);
            let end = code + width;
            if end > 1 << 16 {
                return None;
            }
            let found = Code { symbol, length, whole: length.saturating_add(symbol & number) };
            if u32::from(length) <= SHORT {
                let short: &mut [Code; 1 << SHORT] = &mut short;
                short.get_mut(code >> (16 - SHORT)..end >> (16 - SHORT))?.fill(found);
                from = end;
            } else {
                long.resize(end - from, found);
            }
            code = end;
        }
    }
    let mut table = Table { short, long, from, runs: Vec::new() };
    if runs {
        table.runs = (0..1 << RUN).map(|bits| table.run(bits << (16 - RUN))).collect();
    }
    Some(table)
}

impl Table {
    /// The code that sixteen bits begin with; `None` if there is none.
    fn code(&self, sixteen: usize) -> Option<Code> {
        match self.short[sixteen >> (16 - SHORT)] {
            Code { length: 0, .. } => self.long.get(sixteen.checked_sub(self.from)?).copied(),
            code => Some(code),
        }
    }

    /// The codes for coefficients that are whole in the first [`RUN`] of sixteen bits.
    fn run(&self, sixteen: usize) -> Run {
        let mut run = Run::default();
        while run.ends == 0 && run.steps < 64 {
            let rest = (sixteen << run.bits) & 0xFFFF;
            let code = self.code(rest).unwrap_or_default();
            if code.length == 0 || u32::from(run.bits + code.whole) > RUN {
                break;
            }
            run.bits += code.whole;
            match code.symbol {
                0xF0 => run.steps += 16,
                symbol if symbol & 15 == 0 => run.ends = 1,
                symbol => {
                    run.steps += (symbol >> 4) + 1;
                    run.count += 1;
                }
            }
        }
        run
    }
}

/// Whether one of eight bytes is 0xFF.
fn has_ff(eight: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xFF;
    (!eight).wrapping_sub(ONES) & eight & (ONES << 7) != 0
}

/// The bits of a scan.
struct Bits<'a> {
    scan: &'a [u8],
    /// The byte to read next.
    at: usize,
    /// Bits read and not yet used, the next one highest.
    buffer: u64,
    /// How many.
    held: u32,
}

impl<'a> Bits<'a> {
    /// Reads on, up to a marker.
    fn fill(&mut self) {
        if self.held > 56 {
            return;
        }
        if let Some(eight) = self.scan.get(self.at..).and_then(<[u8]>::first_chunk) {
            let eight = u64::from_be_bytes(*eight);
            if !has_ff(eight) {
                // What has no room is read again; it is the same then.
                self.buffer |= eight >> self.held;
                let bytes = (64 - self.held) / 8;
                self.at += bytes as usize;
                self.held += bytes * 8;
                return;
            }
        }
        while self.held <= 56 {
            let Some(byte) = self.scan.get(self.at) else { return };
            if *byte == 0xFF {
                if self.scan.get(self.at + 1) != Some(&0) {
                    return;
                }
                self.at += 1;
            }
            self.at += 1;
            self.buffer |= u64::from(*byte) << (56 - self.held);
            self.held += 8;
        }
    }

    fn skip(&mut self, count: u32) -> Option<()> {
        self.take(count).map(drop)
    }

    /// Some bits, 32 at most, as a number; `None` if there are not so many.
    fn take(&mut self, count: u32) -> Option<u32> {
        if count == 0 {
            return Some(0);
        }
        if self.held < count {
            self.fill();
        }
        self.held = self.held.checked_sub(count)?;
        let value = self.buffer >> (64 - count);
        self.buffer <<= count;
        u32::try_from(value).ok()
    }

    /// The symbol of the next code.
    fn symbol(&mut self, table: &Table) -> Option<u8> {
        let code = self.code(table)?;
        self.skip(u32::from(code.length))?;
        Some(code.symbol)
    }

    /// Goes on behind the next code and its number, and gives its symbol and whether all these
    /// bits are zero.
    fn number(&mut self, table: &Table) -> Option<(u8, bool)> {
        let Code { symbol, whole, .. } = self.code(table)?;
        Some((symbol, self.take(u32::from(whole))? == 0))
    }

    /// The number behind the next code of DC (ITU-T T.81, F.2.2.1).
    fn difference(&mut self, table: &Table) -> Option<i32> {
        let Code { symbol, whole, .. } = self.code(table)?;
        let bits = self.take(u32::from(whole))?;
        let full = 1_u32.wrapping_shl(symbol.into()) - 1;
        let number = bits & full;
        let below = if number <= full >> 1 { full } else { 0 };
        Some(number.wrapping_sub(below) as i32)
    }

    /// The codes for coefficients that come next, as far as they are told at once.
    #[inline]
    fn run(&mut self, table: &Table) -> Run {
        if self.held < 32 {
            self.fill();
        }
        table.runs.get((self.buffer >> (64 - RUN)) as usize).copied().unwrap_or_default()
    }

    /// The next code. It and its number are in the buffer then, if the scan has them.
    #[inline]
    fn code(&mut self, table: &Table) -> Option<Code> {
        if self.held < 32 {
            self.fill();
        }
        let code = table.code((self.buffer >> 48) as usize)?;
        (1..=32).contains(&code.whole).then_some(code)
    }

    /// What follows the part of the scan that ends here, without this many bytes of slack.
    fn end(&mut self, slack: usize) -> Option<&'a [u8]> {
        self.fill();
        let spare = (self.held / 8) as usize;
        let mut at = self.at;
        // More than was read ahead already.
        for _ in 0..(slack.checked_sub(spare)?) {
            match self.scan.get(at..) {
                Some([0xFF, 0, ..]) => at += 2,
                Some([0xFF, ..] | []) | None => break,
                Some(_) => at += 1,
            }
        }
        while self.scan.get(at) == Some(&0xFF) && self.scan.get(at + 1).is_none_or(|it| *it == 0xFF)
        {
            at += 1;
        }
        self.scan.get(at..)
    }

    /// Goes on behind a restart marker of this number.
    fn restart(&mut self, number: u8) -> Option<()> {
        let rest = self.end(0)?;
        if *rest.first_chunk()? != [0xFF, 0xD0 + number] {
            return None;
        }
        self.at = self.scan.len() - rest.len() + 2;
        (self.buffer, self.held) = (0, 0);
        Some(())
    }
}

//! Checksums: what files are known by.

use std::io::{Read, Result};

use sha2::{Digest as _, Sha256};

/// SHA-256 (FIPS 180-4) in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The first half of it: 32 digits.
#[must_use]
pub fn half_sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes)[..16])
}

/// The SHA-256 of all that is left to read, and how many bytes that was.
///
/// # Errors
/// If it cannot be read.
pub fn sha256_of(from: &mut impl Read) -> Result<(String, usize)> {
    let (mut digest, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok((hexadecimal(&digest.finalize()), size)),
            read => {
                digest.update(&buffer[..read]);
                size += read;
            }
        }
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let both =
        |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(DIGITS[usize::from(digit)]));
    digest.iter().flat_map(both).collect()
}

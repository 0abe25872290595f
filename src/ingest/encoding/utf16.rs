//! UTF-16 of either byte order.

use super::Undecodable;

pub(super) fn decode(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Undecodable> {
    let mut text = String::with_capacity(bytes.len());
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut offset = 0;
    for c in char::decode_utf16(units) {
        let c = c.map_err(|_| Undecodable { offset })?;
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    if bytes.len() % 2 == 1 {
        return Err(Undecodable { offset });
    }
    Ok(text)
}

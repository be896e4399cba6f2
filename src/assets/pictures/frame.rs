//! Kinds of JPEG that are not read (ITU-T T.81), told apart by the head of the frame.

use crate::assets::pictures::segments::{DHT, SOS, Segment};
use crate::diag::{Message, msg};

/// What is odd in a JPEG that the decoder would refuse, or show in wrong colours; `None` if nothing
/// is, so that it is sound or broken.
pub(super) fn odd(bytes: &[u8], segments: &[Segment]) -> Option<Message> {
    let number = segments.iter().position(Segment::is_frame)?;
    let frame = &segments[number];
    let [depth, h1, h0, _, _, count] = *bytes[frame.contents.clone()].first_chunk()?;
    match frame.marker {
        0xC3 => return Some(told("无损压缩的 JPEG", "a lossless JPEG")),
        0xC9..=0xCB => return Some(told("算术编码的 JPEG", "a JPEG in arithmetic coding")),
        0xC5..=0xC7 | 0xCD..=0xCF => {
            return Some(told("分层（hierarchical）的 JPEG", "a hierarchical JPEG"));
        }
        _ => {}
    }
    if matches!(depth, 12 | 16) {
        return Some(told(
            &format!("每色 {depth} 位的 JPEG"),
            &format!("a JPEG of {depth} bits a colour"),
        ));
    }
    // A segment behind the first scan tells it (DNL).
    if [h1, h0] == [0, 0] {
        return Some(told(
            "高度写在数据之后（DNL）的 JPEG",
            "a JPEG that tells its height last (DNL)",
        ));
    }
    if count == 2 || count > 4 {
        return Some(told(
            &format!("有 {count} 个颜色分量的 JPEG"),
            &format!("a JPEG of {count} colour components"),
        ));
    }
    let scan = segments.iter().position(|segment| segment.marker == SOS)?;
    if !segments[..scan].iter().any(|segment| segment.marker == DHT) {
        return Some(told(
            "不带霍夫曼表的 JPEG（从视频里截的）",
            "a JPEG without tables of codes, taken out of a film",
        ));
    }
    sampling(bytes[frame.contents.clone()].get(6..)?)
}

/// What is odd in how components are sampled: only what no common program writes. The decoder
/// repeats samples of colours and not of light, and takes neither thirds across nor halves of four
/// lines.
fn sampling(parts: &[u8]) -> Option<Message> {
    let factors: Vec<(u8, u8)> =
        parts.chunks_exact(3).map(|part| (part[1] >> 4, part[1] & 15)).collect();
    let is_factor = |factor: u8| (1..=4).contains(&factor);
    let (&(across, down), others) = factors.split_first()?;
    if !factors.iter().all(|(across, down)| is_factor(*across) && is_factor(*down)) {
        return None;
    }
    if factors.iter().any(|(across, _)| *across == 3) {
        return Some(told("横向采样系数是 3 的 JPEG", "a JPEG with a sampling factor of 3 across"));
    }
    if others.iter().any(|other| other.0 > across || other.1 > down) {
        return Some(told(
            "颜色比亮度采样更细的 JPEG",
            "a JPEG whose colours are sampled finer than its light",
        ));
    }
    if others.iter().any(|other| down % other.1 != 0 || down == 4 && other.1 == 2) {
        return Some(told(
            &format!("纵向采样系数是 {down} 的 JPEG"),
            &format!("a JPEG with a sampling factor of {down} down"),
        ));
    }
    None
}

fn told(zh: &str, en: &str) -> Message {
    msg!(
        "是{zh}；在看图或修图软件里打开，另存为普通的 JPEG 或 PNG",
        "it is {en}; open it in a program for pictures and save it as a common JPEG or as PNG"
    )
}

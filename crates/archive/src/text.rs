//! A text as it comes out of a repository, and what can be wrong with it.

use gix::{ObjectId, objs::Kind};

use crate::{Error, finding::Code, repository::Reader};

/// Bytes of the longest text that is read. The longest policy that is known has one megabyte.
pub(crate) const LARGEST: u64 = 8 << 20;

/// Bytes of a line that makes a text suspicious. The longest line of a policy that is known has 55,000.
const LONGEST_LINE: usize = 200_000;

/// What came of reading a text.
pub(crate) enum Read {
    /// The text, and what should be said about it.
    Text(String, Option<(Code, String)>),
    /// None that can be used.
    Refused(Code, String),
}

/// Reads the text `id`.
///
/// # Errors
/// Where the repository is damaged there.
pub(crate) fn read(reader: &Reader, id: ObjectId) -> Result<Read, Error> {
    let size = reader.size(id)?;
    if size > LARGEST {
        let message = format!("has {size} bytes; a text may have {LARGEST}");
        return Ok(Read::Refused(Code::TooLarge, message));
    }
    let mut bytes = Vec::new();
    reader.read(id, Kind::Blob, &mut bytes)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!("is not UTF-8 from byte {at} on");
            return Ok(Read::Refused(Code::NotUtf8, message));
        }
    };
    let longest = text.lines().map(str::len).max().unwrap_or(0);
    let remark =
        (longest > LONGEST_LINE).then(|| (Code::OneLine, format!("has a line of {longest} bytes")));
    Ok(Read::Text(text, remark))
}

//! A text of a platform, and its versions.

use gix::ObjectId;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A policy, terms of service or another text of a platform, as it stands in a collection now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The collection's name.
    pub collection: String,
    /// The platform as the collection calls it: `LinkedIn`.
    pub service: String,
    /// What kind of text it is: `Privacy Policy`.
    pub name: String,
    /// Where the text is fetched from; more than one where it is put together from several pages.
    pub urls: Vec<String>,
    /// The day of its newest version.
    pub date: Date,
    /// The day of its newest version that is no technical one: when the page last changed.
    pub changed: Date,
    /// The commit of its newest version.
    #[serde(with = "hex")]
    pub commit: ObjectId,
    /// The newest text itself.
    #[serde(with = "hex")]
    pub blob: ObjectId,
    /// How many versions are known.
    pub versions: usize,
    /// How many passages it has.
    pub passages: usize,
}

impl Document {
    /// The reference that records use: `contrib:LinkedIn/Privacy Policy`.
    pub fn reference(&self) -> String {
        reference(&self.collection, &self.service, &self.name)
    }

    /// The path in the collection's repository.
    pub fn path(&self) -> String {
        path(&self.service, &self.name)
    }
}

pub(crate) fn reference(collection: &str, service: &str, name: &str) -> String {
    format!("{collection}:{service}/{name}")
}

pub(crate) fn path(service: &str, name: &str) -> String {
    format!("{service}/{name}.md")
}

/// A state of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// The commit that brought it.
    pub commit: ObjectId,
    /// The text.
    pub blob: ObjectId,
    /// When it was recorded: seconds since 1970 on the recorder's own clock.
    pub seconds: i64,
    /// Whether the text is another one because it is read differently, not because the page changed.
    pub technical: bool,
}

/// Bytes of a version on disk.
const VERSION_BYTES: usize = 20 + 20 + 8 + 1;

impl Version {
    /// The day on which it was recorded.
    pub fn date(&self) -> Date {
        self.time().date()
    }

    /// The time at which it was recorded, on the recorder's own clock.
    pub fn time(&self) -> DateTime {
        let seconds =
            jiff::Timestamp::from_second(self.seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        jiff::tz::Offset::UTC.to_datetime(seconds)
    }

    /// Many versions as bytes.
    pub(crate) fn write_all(versions: &[Self]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(versions.len() * VERSION_BYTES);
        for version in versions {
            bytes.extend_from_slice(version.commit.as_slice());
            bytes.extend_from_slice(version.blob.as_slice());
            bytes.extend_from_slice(&version.seconds.to_le_bytes());
            bytes.push(u8::from(version.technical));
        }
        bytes
    }

    /// What [`Self::write_all`] wrote; `None` where it is anything else.
    pub(crate) fn read_all(bytes: &[u8]) -> Option<Vec<Self>> {
        let (chunks, rest) = bytes.as_chunks::<VERSION_BYTES>();
        if !rest.is_empty() {
            return None;
        }
        let read = |chunk: &[u8; VERSION_BYTES]| {
            let (commit, rest) = chunk.split_at(20);
            let (blob, rest) = rest.split_at(20);
            let (seconds, technical) = rest.split_at(8);
            Some(Self {
                commit: ObjectId::try_from(commit).ok()?,
                blob: ObjectId::try_from(blob).ok()?,
                seconds: i64::from_le_bytes(seconds.try_into().ok()?),
                technical: technical == [1],
            })
        };
        chunks.iter().map(read).collect()
    }
}

pub(crate) mod hex {
    use gix::ObjectId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(id: &ObjectId, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<ObjectId, D::Error> {
        let text = String::deserialize(from)?;
        ObjectId::from_hex(text.as_bytes()).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_back_from_their_bytes() {
        let version = Version {
            commit: ObjectId::null(gix::hash::Kind::Sha1),
            blob: ObjectId::empty_blob(gix::hash::Kind::Sha1),
            seconds: 1_700_000_000,
            technical: true,
        };
        let bytes = Version::write_all(&[version, version]);
        assert_eq!(Version::read_all(&bytes), Some(vec![version, version]));
        assert_eq!(Version::read_all(&bytes[1..]), None);
        assert_eq!(version.date().to_string(), "2023-11-14");
    }
}

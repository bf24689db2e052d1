//! What was learned from the phrasings, kept so that it need not be learned at every start.

use std::{borrow::Cow, hash::Hasher};

use siphasher::sip::SipHasher13;

use crate::{Files, Vocabulary};

/// Which way of learning the kept weights are of: one more with every change to it.
const WAY: u8 = 1;

/// Where the weights are kept.
pub const WEIGHTS: &str = "vocabulary/weights.bin";

/// What was learned from a vocabulary's phrasings; what the bytes mean is for whoever learned to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// The fingerprint of the phrasings that it was learned from.
    pub of: u64,
    /// What was learned.
    pub bytes: Cow<'static, [u8]>,
}

impl Weights {
    /// The weights among `files`; `None` where there are none.
    pub(crate) fn read(files: &Files) -> Option<Self> {
        let blob = files.blob(WEIGHTS)?;
        let (head, _) = blob.split_at_checked(8)?;
        let of = u64::from_le_bytes(head.try_into().ok()?);
        let bytes = match blob {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(8..)?),
            Cow::Owned(bytes) => Cow::Owned(bytes.get(8..)?.to_vec()),
        };
        Some(Self { of, bytes })
    }

    /// The content of the file that they are kept in.
    pub fn to_file(&self) -> Vec<u8> {
        let mut file = self.of.to_le_bytes().to_vec();
        file.extend_from_slice(&self.bytes);
        file
    }
}

impl Vocabulary {
    /// A number that is another one as soon as a phrasing, a topic or a shorthand is.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = SipHasher13::new();
        hasher.write_u8(WAY);
        let mut add = |text: &str| {
            hasher.write_u64(text.len() as u64);
            hasher.write(text.as_bytes());
        };
        for topic in &self.topics {
            add(topic.slug.as_str());
            add(&topic.asks);
            topic
                .phrasings
                .phrasings
                .iter()
                .for_each(|phrasing| add(phrasing));
        }
        for (short, whole) in &self.shorthand {
            add(short);
            add(whole);
        }
        add(&self.messages);
        hasher.finish()
    }
}

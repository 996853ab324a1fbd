//! The canonical order of things: by a published keyed hash of the ID, so that no array order and no old file is
//! favoured.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

/// The published key of the tie-breaking hash. Changing it changes who wins a tie: it is part of the format.
pub const TIE_KEY: [u8; 16] = *b"schakel/ties/1\0\0";

/// SipHash-2-4 of `id` under [`TIE_KEY`].
pub fn tie_hash(id: &str) -> u64 {
    let mut hasher = SipHasher24::new_with_key(&TIE_KEY);
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// Sorts `things` into the canonical order of their IDs.
pub fn sort_canonically<T>(things: &mut [T], id: impl Fn(&T) -> &str) {
    things.sort_by_cached_key(|thing| (tie_hash(id(thing)), id(thing).to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_never_changes() {
        // A change of this value would change who wins a tie in every stored plan.
        assert_eq!(tie_hash("J1"), 8_049_191_354_810_907_880);
        assert_ne!(tie_hash("J1"), tie_hash("J2"));
        let mut ids = ["a", "b", "c", "d"];
        sort_canonically(&mut ids, |id| id);
        let mut other_way = ["d", "c", "b", "a"];
        sort_canonically(&mut other_way, |id| id);
        assert_eq!(ids, other_way);
    }
}

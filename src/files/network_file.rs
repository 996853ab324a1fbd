//! A network as a compact file: version, checksum, and numbers in as few bytes as they need.
//!
//! Layout: the eight bytes of [`MAGIC`], the version (two bytes), SHA-256 of the rest, then zlib over the parts of the
//! network in the order of [`Parts`]. Numbers are little-endian base 128; texts and lists begin with their length.

use std::io::{Read, Write};

use chrono::{Datelike, NaiveDate};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use schakel_solver::domain::Point;
use schakel_transit::{
    Bookings, Call, Feed, Line, LineIdx, Misfit, Network, Parts, Pattern, PatternIdx, ServiceDays, ServiceIdx, Stop,
    StopIdx, TimingIdx, Transfer, Trip,
};
use sha2::{Digest, Sha256};

/// The first bytes of every network file.
pub const MAGIC: &[u8; 8] = b"schakelN";
/// The version that this program writes, and the only one it reads: an import is repeated in seconds.
pub const VERSION: u16 = 2;

const HEAD: usize = MAGIC.len() + 2 + 32;

/// Why a file is no network.
#[derive(Debug, thiserror::Error)]
pub enum NetworkFileError {
    /// The file is no network.
    #[error("this is no network file; make one with `schakel import gtfs`")]
    NoNetwork,
    /// Of another version.
    #[error("this network file has version {0}, read is version {VERSION}: import the timetables again")]
    OtherVersion(u16),
    /// Bytes have changed.
    #[error("this network file is damaged: import the timetables again")]
    Damaged,
    /// Parts do not fit.
    #[error(transparent)]
    Misfit(#[from] Misfit),
}

/// Writes `network`; the same network gives the same bytes.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, out: &mut impl Write) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    put_parts(network.parts(), &mut bytes);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&bytes)?;
    let packed = packed.finish()?;
    out.write_all(MAGIC)?;
    out.write_all(&VERSION.to_le_bytes())?;
    out.write_all(&Sha256::digest(&packed))?;
    out.write_all(&packed)
}

/// Whether `bytes` begin as a network file does.
pub fn is_network(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Reads a network.
///
/// # Errors
/// [`NetworkFileError`] says what is wrong and what to do.
pub fn read(bytes: &[u8]) -> Result<Network, NetworkFileError> {
    if !is_network(bytes) || bytes.len() < HEAD {
        return Err(NetworkFileError::NoNetwork);
    }
    let (head, packed) = bytes.split_at(HEAD);
    let version = u16::from_le_bytes([head[8], head[9]]);
    if version != VERSION {
        return Err(NetworkFileError::OtherVersion(version));
    }
    if Sha256::digest(packed)[..] != head[10..] {
        return Err(NetworkFileError::Damaged);
    }
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut bytes).map_err(|_| NetworkFileError::Damaged)?;
    let mut rest = &bytes[..];
    let parts = take_parts(&mut rest).filter(|_| rest.is_empty()).ok_or(NetworkFileError::Damaged)?;
    Ok(Network::new(parts)?)
}

fn put(mut number: u64, out: &mut Vec<u8>) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    put(text.len() as u64, out);
    out.extend(text.as_bytes());
}

fn put_day(day: NaiveDate, out: &mut Vec<u8>) {
    put(u64::from(day.num_days_from_ce().unsigned_abs()), out);
}

fn put_list<T>(list: &[T], out: &mut Vec<u8>, mut each: impl FnMut(&T, &mut Vec<u8>)) {
    put(list.len() as u64, out);
    for item in list {
        each(item, out);
    }
}

/// One flag per stop of a pattern: may one board, may one alight.
fn call_flags(boards: bool, alights: bool) -> u64 {
    u64::from(boards) | u64::from(alights) << 1
}

fn put_parts(parts: &Parts, out: &mut Vec<u8>) {
    put_list(&parts.feeds, out, |feed, out| {
        put_text(&feed.name, out);
        put_day(feed.first_day, out);
        put_day(feed.last_day, out);
        out.extend(feed.moved_weeks.to_le_bytes());
    });
    put_list(&parts.stops, out, |stop, out| {
        put_text(&stop.name, out);
        out.extend(stop.point.lon.to_le_bytes());
        out.extend(stop.point.lat.to_le_bytes());
    });
    put_list(&parts.lines, out, |line, out| {
        put_text(&line.name, out);
        put(line.kind.into(), out);
    });
    put_list(&parts.services, out, |service, out| {
        put_day(service.first, out);
        put_list(&service.bits, out, |bits, out| out.extend(bits.to_le_bytes()));
    });
    put_list(&parts.patterns, out, |pattern, out| {
        let calls: Vec<_> = pattern.stops.iter().zip(pattern.boards.iter().zip(&pattern.alights)).collect();
        put_list(&calls, out, |(stop, (boards, alights)), out| {
            put(stop.0.into(), out);
            put(call_flags(**boards, **alights), out);
        });
    });
    put_list(&parts.timings, out, |timing, out| {
        let mut before = 0;
        put_list(timing, out, |call, out| {
            put((call.arrives - before).into(), out);
            put((call.departs - call.arrives).into(), out);
            before = call.departs;
        });
    });
    put_list(&parts.trips, out, |trip, out| {
        let Trip { pattern, timing, service, line, begins } = *trip;
        for number in [pattern.0, timing.0, service.0, line.0, begins] {
            put(number.into(), out);
        }
    });
    put_list(&parts.transfers, out, |transfer, out| {
        put(transfer.from.0.into(), out);
        put(transfer.to.0.into(), out);
        // 0 is forbidden.
        put(transfer.seconds.map_or(0, |seconds| u64::from(seconds.unsigned_abs()) + 1), out);
    });
    let bookings: Vec<_> = parts.bookings.iter().collect();
    put_list(&bookings, out, |(pattern, bookings), out| {
        put(pattern.0.into(), out);
        let calls: Vec<_> = bookings.boards.iter().zip(&bookings.alights).collect();
        put_list(&calls, out, |(boards, alights), out| put(call_flags(**boards, **alights), out));
    });
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = rest.split_off_first()?;
        number |= u64::from(byte & 127) << shift;
        if byte < &128 {
            return Some(number);
        }
    }
    None
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    take(rest)?.try_into().ok()
}

fn take_array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    rest.split_off(..N)?.try_into().ok()
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take(rest)?).ok()?;
    let bytes = rest.split_off(..length)?;
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

fn take_day(rest: &mut &[u8]) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(take_u32(rest)?.try_into().ok()?)
}

/// A list. Nothing is set aside for a length that the bytes do not bear out.
fn take_list<T>(rest: &mut &[u8], mut each: impl FnMut(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    let length = take(rest)?;
    (0..length).map(|_| each(rest)).collect()
}

fn take_parts(rest: &mut &[u8]) -> Option<Parts> {
    Some(Parts {
        feeds: take_list(rest, |rest| {
            let (name, first_day, last_day) = (take_text(rest)?, take_day(rest)?, take_day(rest)?);
            Some(Feed { name, first_day, last_day, moved_weeks: i32::from_le_bytes(take_array(rest)?) })
        })?,
        stops: take_list(rest, |rest| {
            let name = take_text(rest)?;
            let (lon, lat) = (f64::from_le_bytes(take_array(rest)?), f64::from_le_bytes(take_array(rest)?));
            (lon.abs() <= 180.0 && lat.abs() <= 90.0).then(|| Stop { name, point: Point::new(lon, lat) })
        })?,
        lines: take_list(rest, |rest| Some(Line { name: take_text(rest)?, kind: take(rest)?.try_into().ok()? }))?,
        services: take_list(rest, |rest| {
            let first = take_day(rest)?;
            let bits = take_list(rest, |rest| Some(u64::from_le_bytes(take_array(rest)?)))?;
            Some(ServiceDays { first, bits })
        })?,
        patterns: take_list(rest, take_pattern)?,
        timings: take_list(rest, |rest| {
            let mut before = 0_u32;
            take_list(rest, |rest| {
                let arrives = before.checked_add(take_u32(rest)?)?;
                before = arrives.checked_add(take_u32(rest)?)?;
                Some(Call { arrives, departs: before })
            })
        })?,
        trips: take_list(rest, |rest| {
            let (pattern, timing) = (PatternIdx(take_u32(rest)?), TimingIdx(take_u32(rest)?));
            let (service, line) = (ServiceIdx(take_u32(rest)?), LineIdx(take_u32(rest)?));
            Some(Trip { pattern, timing, service, line, begins: take_u32(rest)? })
        })?,
        transfers: take_list(rest, |rest| {
            let (from, to) = (StopIdx(take_u32(rest)?), StopIdx(take_u32(rest)?));
            let seconds = take_u32(rest)?.checked_sub(1);
            Some(Transfer { from, to, seconds: seconds.map(i32::try_from).transpose().ok()? })
        })?,
        bookings: take_list(rest, |rest| {
            let pattern = PatternIdx(take_u32(rest)?);
            let calls = take_list(rest, take)?;
            let flags = |flag| calls.iter().map(|call| call & flag != 0).collect();
            Some((pattern, Bookings { boards: flags(1), alights: flags(2) }))
        })?
        .into_iter()
        .collect(),
    })
}

fn take_pattern(rest: &mut &[u8]) -> Option<Pattern> {
    let calls = take_list(rest, |rest| Some((StopIdx(take_u32(rest)?), take(rest)?)))?;
    let stops = calls.iter().map(|call| call.0).collect();
    let flags = |flag| calls.iter().map(|call| call.1 & flag != 0).collect();
    Some(Pattern { stops, boards: flags(1), alights: flags(2) })
}

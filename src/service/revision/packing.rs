//! Text on its way to the store: counted, hashed and packed as it passes, so that it is never held whole.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::hexadecimal;

/// What was written, as it is kept.
pub(super) struct Packed {
    /// Gzipped.
    pub(super) body: Vec<u8>,
    /// Length before packing, bytes.
    pub(super) bytes: u64,
    /// SHA-256 before packing, hexadecimal.
    pub(super) digest: String,
}

/// Packs what is written to it.
pub(super) struct Packing {
    packer: GzEncoder<Vec<u8>>,
    hash: Sha256,
    bytes: u64,
}

impl Packing {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { packer: GzEncoder::new(Vec::new(), Compression::fast()), hash: Sha256::new(), bytes: 0 }
    }

    /// Everything that was written.
    pub(super) fn finish(self) -> io::Result<Packed> {
        let mut body = self.packer.finish()?;
        body.shrink_to_fit();
        Ok(Packed { body, bytes: self.bytes, digest: hexadecimal(&self.hash.finalize()) })
    }
}

impl Write for Packing {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.packer.write_all(text)?;
        self.hash.update(text);
        self.bytes += text.len() as u64;
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why a source could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is longer than allowed.
    TooLong,
    /// It broke off, or does not unpack.
    Broken,
}

/// Reads `source` and packs what it gives.
pub(super) struct Tee<R> {
    /// What passed.
    pub(super) packing: Packing,
    /// What stopped it.
    pub(super) fault: Option<Fault>,
    source: R,
    bytes_max: u64,
}

impl<R> Tee<R> {
    /// A source of which at most `bytes_max` are read.
    pub(super) fn of(source: R, bytes_max: u64) -> Self {
        Self { packing: Packing::new(), fault: None, source, bytes_max }
    }
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer).inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                self.fault = Some(Fault::Broken);
            }
        })?;
        if self.packing.bytes + read as u64 > self.bytes_max {
            self.fault = Some(Fault::TooLong);
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.packing.write_all(&buffer[..read])?;
        Ok(read)
    }
}

//! Decodes the chunks of streams that a library reads for us.

use crate::engine::{self, Channel, Core};
use crate::limits;
use crate::zend::Result;
use std::time::Instant;
use stream_ipc::frame::Decoder;
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::ChannelId;

/// One stream, whose chunks the caller feeds.
#[derive(Debug)]
pub struct ChunkReader {
    /// `None` once the stream has ended.
    decoder: Option<Decoder>,
    /// Holds what was decoded until readFromStream() takes it.
    by_hand: Channel,
    /// The session that takes it instead.
    session: Option<ChannelId>,
    /// Bytes of an unfinished frame that the end of the stream cut off.
    lost: usize,
}

impl ChunkReader {
    /// A stream with frames of at most `max_frame` bytes.
    pub fn new(max_frame: Option<usize>) -> Result<Self> {
        Ok(Self {
            decoder: Some(Decoder::within(&limits::received(), max_frame)),
            by_hand: Channel::without_streams()?,
            session: None,
            lost: 0,
        })
    }

    /// Feeds a chunk of any length.
    pub fn feed(&mut self, chunk: &[u8]) -> Result {
        let (target, arrive) = (self.target(), self.arrival());
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        limits::follow_memory_limit(decoder.budget());
        let fed = engine::change_core(target, |core| {
            core.note_read(chunk.len());
            decoder.feed_slice(chunk, |decoded| arrive(core, decoded.into()));
        });
        fed.map(drop)
    }

    /// Notes the end of the stream, and the reason if it failed; bytes outside of frames arrive as junk.
    fn end(&mut self, reason: Option<Inbound>) -> Result {
        let Some(mut decoder) = self.decoder.take() else {
            return Ok(());
        };
        let arrive = self.arrival();
        let lost = engine::change_core(self.target(), |core| {
            let lost = decoder.finish(|junk| arrive(core, junk.into()));
            reason.into_iter().for_each(|reason| arrive(core, reason));
            lost
        })?;
        self.lost = lost.unwrap_or_default();
        Ok(())
    }

    /// Whether a frame has begun, or something waits to be taken.
    pub fn has_buffered_data(&self) -> Result<bool> {
        let mid_frame = self
            .decoder
            .as_ref()
            .is_some_and(Decoder::has_buffered_data);
        Ok(mid_frame || engine::has_arrived(self.target())?)
    }

    /// The channel that holds what has arrived.
    pub fn target(&self) -> ChannelId {
        self.session.unwrap_or(self.by_hand.id())
    }

    /// How what arrives gets to its target. Only a session understands what native sides say.
    fn arrival(&self) -> fn(&mut Core, Inbound) {
        match self.session {
            Some(_) => |core, inbound| core.handle(inbound, Instant::now),
            None => Core::put,
        }
    }

    /// Gives the session what nobody has taken, and what comes from now on.
    fn give_to(&mut self, session: ChannelId) -> Result {
        self.session = Some(session);
        while let Some(inbound) = engine::take_if(self.by_hand.id(), |_| true)? {
            engine::change_core(session, |core| core.handle(inbound, Instant::now))?;
        }
        Ok(())
    }
}

/// The read streams of a transport, and the channel of its session.
#[derive(Debug)]
pub struct ChunkReaders {
    readers: Vec<ChunkReader>,
    channel: Channel,
}

impl ChunkReaders {
    /// Readers for `streams` streams, with frames of at most `max_frame` bytes.
    pub fn new(streams: usize, max_frame: Option<usize>) -> Result<Self> {
        let readers = (0..streams).map(|_| ChunkReader::new(max_frame));
        Ok(Self {
            readers: readers.collect::<Result<_>>()?,
            channel: Channel::without_streams()?,
        })
    }

    /// The channel of the session.
    pub fn channel(&self) -> ChannelId {
        self.channel.id()
    }

    /// The channel that holds what has arrived on a stream.
    pub fn target(&self, stream: usize) -> ChannelId {
        let reader = self.readers.get(stream);
        reader.map_or(self.channel(), ChunkReader::target)
    }

    /// Feeds a chunk of a stream.
    pub fn feed(&mut self, stream: usize, chunk: &[u8]) -> Result {
        match self.readers.get_mut(stream) {
            Some(reader) => reader.feed(chunk),
            None => Ok(()),
        }
    }

    /// Notes that a stream has ended, and the reason if it failed. The end of the last stream ends the
    /// session.
    pub fn end(&mut self, stream: usize, reason: Option<Inbound>) -> Result {
        let was_open = self.is_open();
        if let Some(reader) = self.readers.get_mut(stream) {
            reader.end(reason)?;
        }
        if was_open && !self.is_open() {
            self.tell_end()?;
        }
        Ok(())
    }

    /// Whether a stream is still open.
    pub fn reads(&self, stream: usize) -> bool {
        let reader = self.readers.get(stream);
        reader.is_some_and(|reader| reader.decoder.is_some())
    }

    /// Whether any stream is still open.
    pub fn is_open(&self) -> bool {
        let mut readers = self.readers.iter();
        readers.any(|reader| reader.decoder.is_some())
    }

    /// Gives the session what nobody has taken, and what comes from now on.
    pub fn give_to_session(&mut self) -> Result {
        let session = self.channel();
        for reader in &mut self.readers {
            reader.give_to(session)?;
        }
        if self.is_open() {
            return Ok(());
        }
        self.tell_end()
    }

    fn tell_end(&self) -> Result {
        let lost = self.readers.iter().map(|reader| reader.lost).sum();
        let ended = Inbound::Ended { lost };
        let tell = |core: &mut Core| {
            // An earlier session may have left the end there.
            if !matches!(core.last_arrived(), Some(Inbound::Ended { .. })) {
                core.handle(ended, Instant::now);
            }
        };
        engine::change_core(self.channel(), tell).map(drop)
    }
}

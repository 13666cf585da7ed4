//! `StreamIpc\Transport`: frames on streams.

mod amp_byte_stream_message_transport;
mod cancelled_exception;
mod chunk_reader;
mod frame_codec;
mod inbound;
mod message_transport;
mod native_frame_reader;
mod native_message_transport;
mod outgoing;
mod peer_closed_exception;
mod stream_closed_exception;
mod symfony_process_message_transport;
mod timeout_exception;

pub use amp_byte_stream_message_transport::AmpByteStreamMessageTransport;
pub use cancelled_exception::CancelledException;
pub use frame_codec::FrameCodec;
pub use inbound::parcel_of;
pub use message_transport::{MessageTransport, ProcessOperations, TRANSPORTS};
use message_transport::{SEND, TransportOperations};
pub use native_frame_reader::NativeFrameReader;
pub use native_message_transport::NativeMessageTransport;
pub use outgoing::Delivery;
use outgoing::Outgoing;
pub use peer_closed_exception::PeerClosedException;
pub use stream_closed_exception::StreamClosedException;
pub use symfony_process_message_transport::{Reading, SymfonyProcessMessageTransport};
pub use timeout_exception::TimeoutException;

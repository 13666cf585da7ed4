//! The message of a job, as a request that may be sent several times.

use crate::error::Error;
use crate::format::Format;
use crate::frame::{HEADER_LEN, PayloadTooLong, seal};
use crate::message::Label;
use crate::native::{start_of_request, start_of_request_ahead};
use crate::php::envelope::Kind;
use memchr::memmem;
use serde::Serialize;
use std::time::{Duration, Instant};

/// The message of a job, encoded once. A job may go to one worker after another, each time under another
/// id: a late answer must not be taken for that of a later attempt.
#[derive(Debug)]
pub(crate) struct JobRequest {
    format: Format,
    /// The payload from the quote behind the id.
    behind_id: Vec<u8>,
}

/// What a native worker learns about the time of a job.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct JobTimes {
    /// How long it may take.
    pub(crate) limit: Option<Duration>,
    /// By when to start it, if it is handed out ahead of others.
    pub(crate) start_by: Option<Instant>,
}

impl JobRequest {
    pub(crate) fn encode<M: Serialize + ?Sized>(
        format: Format,
        message: &M,
    ) -> Result<Self, Error> {
        let mut behind_id = format.request("", message, None)?;
        let id = match format {
            Format::Php => HEADER_LEN + Kind::Request.start().len() + "0:\"".len(),
            Format::Json => memmem::find(&behind_id, JSON_ID).map_or(0, |at| at + JSON_ID.len()),
        };
        behind_id.drain(..id);
        behind_id.shrink_to_fit();
        Ok(Self { format, behind_id })
    }

    /// The frame of the request under this id. Native workers learn the times.
    pub(crate) fn frame(
        &self,
        id: &str,
        is_native: bool,
        times: JobTimes,
    ) -> Result<Vec<u8>, PayloadTooLong> {
        match (times.start_by, times.limit) {
            (Some(start_by), limit) => {
                self.frame_behind(&start_of_request_ahead(start_by, limit), id)
            }
            (None, Some(limit)) if is_native => self.frame_behind(&start_of_request(limit), id),
            _ => self.frame_behind(&[0; HEADER_LEN], id),
        }
    }

    fn frame_behind(&self, start: &[u8], id: &str) -> Result<Vec<u8>, PayloadTooLong> {
        const LONGEST_ENVELOPE: usize = 128;
        let capacity = start.len() + LONGEST_ENVELOPE + id.len() + self.behind_id.len();
        let mut frame = Vec::with_capacity(capacity);
        frame.extend_from_slice(start);
        match self.format {
            Format::Php => {
                frame.extend_from_slice(Kind::Request.start());
                frame.extend_from_slice(itoa::Buffer::new().format(id.len()).as_bytes());
                frame.extend_from_slice(b":\"");
            }
            Format::Json => frame.extend_from_slice(JSON_START),
        }
        frame.extend_from_slice(id.as_bytes());
        frame.extend_from_slice(&self.behind_id);
        seal(&mut frame)?;
        Ok(frame)
    }

    /// The format of the session that it was encoded for.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// The PHP class of the message.
    pub(crate) fn class(&self) -> String {
        let frame = self.frame_behind(&[0; HEADER_LEN], "").unwrap_or_default();
        let payload = frame.get(HEADER_LEN..).unwrap_or_default();
        match self.format.label(payload) {
            Some(Label::Request { class, .. }) => class.into_owned(),
            _ => "of no class".to_owned(),
        }
    }
}

/// What stands before the id of a request in JSON.
const JSON_START: &[u8] = br#"{"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":""#;
/// The end of that.
const JSON_ID: &[u8] = br#""id":""#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::LogMessage;

    #[test]
    fn a_request_under_another_id_is_the_request_of_that_id() {
        let message = LogMessage::new(r#"with "id":"" in it"#);
        for format in [Format::Php, Format::Json] {
            let request = JobRequest::encode(format, &message).unwrap();
            for id in ["7.1", "4711.1234567890123"] {
                let frame = request.frame(id, false, JobTimes::default()).unwrap();
                assert_eq!(frame, format.request(id, &message, None).unwrap());
                let limit = Some(Duration::from_secs(3));
                let times = JobTimes {
                    limit,
                    start_by: None,
                };
                let frame = request.frame(id, true, times).unwrap();
                assert_eq!(frame, format.request(id, &message, limit).unwrap());
                // Whoever is not native never sees a time.
                let frame = request.frame(id, false, times).unwrap();
                assert_eq!(frame, format.request(id, &message, None).unwrap());
            }
            assert_eq!(request.class(), r"StreamIpc\Message\LogMessage");
        }
    }
}

//! `StreamIpc\Envelope\Id`: the ids of requests.

mod pid_counter_request_id_generator;
mod request_id_generator;

pub use pid_counter_request_id_generator::PidCounterRequestIdGenerator;
pub use request_id_generator::RequestIdGenerator;
